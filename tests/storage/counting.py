"""A row to write in tests of transactions: the lease ``x``, whose term counts."""

from __future__ import annotations

from sqlalchemy import select, update

from bot.storage.engine import Tx
from bot.storage.schema import LEASE


async def put(tx: Tx, name: str = "x", *, owner: str = "a") -> None:
    """Write the row."""
    await tx.connection.execute(
        LEASE.insert().values(name=name, owner=owner, term=0, expires_ms=tx.now_ms)
    )


async def count_up(tx: Tx, name: str = "x") -> int:
    """Read, then write: lost updates would show."""
    row = select(LEASE.c.term).where(LEASE.c.name == name).with_for_update()
    term: int = (await tx.connection.execute(row)).scalar_one() + 1
    await tx.connection.execute(update(LEASE).where(LEASE.c.name == name).values(term=term))
    return term


async def terms(tx: Tx) -> dict[str, int]:
    """What is there."""
    rows = await tx.connection.execute(select(LEASE.c.name, LEASE.c.term))
    return {row.name: row.term for row in rows}
