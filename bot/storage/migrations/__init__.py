"""How a database gets its tables: numbered steps, forward only, each in its own transaction.

A step that was released never changes.  The next one is one more module beside the others and
one more entry in `STEPS`.  Any number of replicas may start at once: they take turns at the one
row of ``schema_version``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, inspect, select, text, update
from sqlalchemy.exc import IntegrityError, ProgrammingError

from bot.errors import SettingsError
from bot.storage.engine import Database, Tx
from bot.storage.migrations import m0001_everything
from bot.storage.schema import SCHEMA_VERSION

Step = tuple[str, ...]
"""Statements that both databases understand; ``{sequence}`` is the type of a key that numbers
rows by itself."""

STEPS: tuple[Step, ...] = (m0001_everything.STATEMENTS,)

_SEQUENCE = {"sqlite": "INTEGER PRIMARY KEY NOT NULL", "postgresql": "BIGSERIAL PRIMARY KEY"}


@dataclass(frozen=True, slots=True)
class Migrated:
    """Versions of the schema, 0 for a database without any tables."""

    before: int
    after: int


async def migrate(database: Database, steps: Sequence[Step] = STEPS) -> Migrated:
    """Bring the tables up to date.

    Raises:
        SettingsError: A newer imagebot was here already.
        StoreDown: The database did not do it; the steps that were done stay.
    """
    if not await database.read(_has_ledger):
        await database.write(_begin_ledger)
    before = after = await database.read(_version)
    while after < len(steps):
        after = await database.write(lambda tx: _one_step(tx, steps))
    if after > len(steps):
        raise SettingsError(
            f"The database of DATABASE_URL has tables of version {after}; this imagebot knows "
            f"them up to version {len(steps)}.",
            hint="Run the newer imagebot that made them, or restore the copy of the database from "
            "before the update.",
        )
    return Migrated(before, after)


async def _has_ledger(tx: Tx) -> bool:
    def there(connection: Connection) -> bool:
        return inspect(connection).has_table(SCHEMA_VERSION.name)

    return await tx.connection.run_sync(there)


async def _begin_ledger(tx: Tx) -> None:
    """The table and its one row come together or not at all."""
    if await _has_ledger(tx):
        return
    try:
        async with tx.connection.begin_nested():
            await tx.connection.execute(
                text("CREATE TABLE schema_version (version INTEGER PRIMARY KEY NOT NULL)")
            )
            await tx.connection.execute(SCHEMA_VERSION.insert().values(version=0))
    except (IntegrityError, ProgrammingError):
        # PostgreSQL lets two replicas come this far, and the second one fails here.
        if not await _has_ledger(tx):
            raise


async def _version(tx: Tx) -> int:
    """Who reads it to take a step keeps the others waiting until that is done."""
    locked = select(SCHEMA_VERSION.c.version).with_for_update()
    version: int = (await tx.connection.execute(locked)).scalar_one()
    return version


async def _one_step(tx: Tx, steps: Sequence[Step]) -> int:
    """Do the next step unless another replica did it meanwhile; the version there is then."""
    version = await _version(tx)
    if version >= len(steps):
        return version
    for statement in steps[version]:
        written = statement.format(sequence=_SEQUENCE[tx.connection.dialect.name])
        await tx.connection.exec_driver_sql(written)
    await tx.connection.execute(update(SCHEMA_VERSION).values(version=version + 1))
    return version + 1
