"""Who hears of it, and who asked for what."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from bot.storage.schema.registry import METADATA, SEQUENCE

SUBSCRIPTION = Table(
    "subscription",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("channel_id", Text, nullable=False),
    Column("target_id", Text, nullable=False),
    Column("filters", Text, nullable=False),
    Column("creator", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("deleted_ms", BigInteger),
    UniqueConstraint("channel_id", "target_id", "filters"),
)

SILENCE = Table(
    "silence",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("channel_id", Text, nullable=False),
    Column("image_id", Text, nullable=False, default=""),
    Column("filters", Text, nullable=False, default=""),
    Column("label", Text, nullable=False, default=""),
    Column("creator", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("until_ms", BigInteger),
    Column("ended_ms", BigInteger),
)
Index("silence_open", SILENCE.c.channel_id, SILENCE.c.ended_ms)

SUPPRESSED = Table(
    "suppressed",
    METADATA,
    Column("channel_id", Text, nullable=False),
    Column("incident_id", Text, nullable=False),
    Column("silence_id", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("channel_id", "incident_id"),
)

INBOX = Table(
    "inbox",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("received_ms", BigInteger, nullable=False),
    Column("answer", Text, nullable=False, default=""),
)

AUDIT = Table(
    "audit",
    METADATA,
    Column("seq", SEQUENCE, primary_key=True, autoincrement=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("channel_id", Text, nullable=False, default=""),
    Column("subject", Text, nullable=False, default=""),
    Column("detail", Text, nullable=False, default=""),
)
Index("audit_subject", AUDIT.c.subject)
