"""Where every table is registered."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table

METADATA = MetaData()

# SQLite numbers rows by itself only where the key is exactly INTEGER.
SEQUENCE = BigInteger().with_variant(Integer, "sqlite")

SCHEMA_VERSION = Table(
    "schema_version", METADATA, Column("version", Integer, primary_key=True, autoincrement=False)
)

# One row: the highest time that was seen (`bot.storage.clock_steps`).
CLOCK = Table(
    "clock",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("high_ms", BigInteger, nullable=False),
)
