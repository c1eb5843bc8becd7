"""Who may act: one row per name, held for a while, fenced by a term that only grows.

Times are the database's, so a wrong clock of one replica changes nothing (reliability.md 6.3).
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, select, update

from bot.storage.engine import Tx
from bot.storage.rows import unless_there
from bot.storage.schema import LEASE


async def acquire(tx: Tx, name: str, owner: str, ttl_ms: int) -> int | None:
    """Take the lease, or keep it if it is ours.

    Run again after a commit whose answer was lost it gives the same term.

    Returns:
        The term it is held under, one more each time that it changed hands or ran out; None if
        somebody else holds it.
    """
    mine = {"owner": owner, "expires_ms": tx.now_ms + ttl_ms}
    first = unless_there(tx.connection, LEASE).values(name=name, term=1, **mine)
    if (await tx.connection.execute(first)).rowcount == 1:
        return 1
    held = (
        await tx.connection.execute(select(LEASE).where(LEASE.c.name == name).with_for_update())
    ).one()
    alive = _alive(held.expires_ms, tx.now_ms, ttl_ms)
    if alive and held.owner != owner:
        return None
    term: int = held.term if alive else held.term + 1
    await tx.connection.execute(
        update(LEASE).where(LEASE.c.name == name).values(term=term, **mine)
    )
    return term


async def renew(tx: Tx, name: str, owner: str, term: int, ttl_ms: int) -> bool:
    """Hold it longer; False if it ran out or went to somebody else, and nothing was changed."""
    if not await _ours(tx, name, owner, term, ttl_ms):
        return False
    await tx.connection.execute(
        update(LEASE).where(_is(name, owner, term)).values(expires_ms=tx.now_ms + ttl_ms)
    )
    return True


async def release(tx: Tx, name: str, owner: str, term: int) -> None:
    """Give it back at once; of a term that is over nothing is given back."""
    await tx.connection.execute(update(LEASE).where(_is(name, owner, term)).values(expires_ms=0))


async def holds(tx: Tx, name: str, owner: str, term: int) -> bool:
    """Whether it is ours now and stays so until this transaction ends: its row is locked."""
    return await _ours(tx, name, owner, term, None)


async def _ours(tx: Tx, name: str, owner: str, term: int, ttl_ms: int | None) -> bool:
    expires_ms = await tx.connection.scalar(
        select(LEASE.c.expires_ms).where(_is(name, owner, term)).with_for_update()
    )
    return expires_ms is not None and _alive(expires_ms, tx.now_ms, ttl_ms)


def _is(name: str, owner: str, term: int) -> ColumnElement[bool]:
    return and_(LEASE.c.name == name, LEASE.c.owner == owner, LEASE.c.term == term)


def _alive(expires_ms: int, now_ms: int, ttl_ms: int | None) -> bool:
    """A lease that ends impossibly far ahead is from before the database's clock was set back."""
    return now_ms < expires_ms and (ttl_ms is None or expires_ms <= now_ms + 2 * ttl_ms)
