"""What the database says about whether a run has got somewhere."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, or_, select

from bot.storage.engine import Database, Tx
from bot.storage.schema import OUTBOX, POLL_RUN


async def announced(database: Database, channels: int) -> bool:
    """Whether every channel has its baseline message, or a naive policy gave it up."""
    counted = select(func.count()).where(
        OUTBOX.c.kind == "baseline", OUTBOX.c.state.in_(["sent", "held"])
    )
    return await _number(database, counted) >= channels


async def polled_since(database: Database, since_ms: int) -> bool:
    """Whether a complete poll that began after this moment was stored."""
    newest = select(func.max(POLL_RUN.c.started_ms)).where(POLL_RUN.c.quality == "complete")
    return await _number(database, newest) > since_ms


async def restless(database: Database) -> bool:
    """Whether anything is owed, unclear, to be swept or to be drawn again."""
    counted = select(func.count()).where(
        or_(
            OUTBOX.c.state.in_(["pending", "sending", "unknown"]),
            OUTBOX.c.sweep_at_ms.is_not(None),
            (OUTBOX.c.state == "sent") & (OUTBOX.c.revision > OUTBOX.c.shown),
        )
    )
    return await _number(database, counted) > 0


async def _number(database: Database, statement: Select[Any]) -> int:
    async def work(tx: Tx) -> int:
        return int(await tx.connection.scalar(statement) or 0)

    return await database.read(work)
