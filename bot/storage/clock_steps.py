"""A clock that is set back must not make anybody wait: what was to come is brought nearer.

Every moment that somebody waits for was written by the clock as it was.  The highest time seen is
kept; when the present one lies before it, all those moments are moved by the difference, once.
Forward steps need nothing: what is overdue is done.
"""

from __future__ import annotations

import logging

from sqlalchemy import Column, Table, select, update

from bot.storage.engine import Tx
from bot.storage.rows import unless_there
from bot.storage.schema import CHANNEL_GATE, CLOCK, LEASE, OUTBOX, TARGET

logger = logging.getLogger("imagebot.storage")

TOLERATED = 2_000
"""Milliseconds that two readings of one clock, or two replicas' statements, may disagree."""

EVERY = 10_000
"""Milliseconds between two notes of the time; a step is measured to within this."""

_ONE = 1

Wait = tuple[Table, Column[int] | Column[int | None]]

_WAITS: tuple[Wait, ...] = (
    (CHANNEL_GATE, CHANNEL_GATE.c.next_at_ms),
    (CHANNEL_GATE, CHANNEL_GATE.c.probe_at_ms),
    (OUTBOX, OUTBOX.c.not_before_ms),
    (OUTBOX, OUTBOX.c.claim_until_ms),
    (OUTBOX, OUTBOX.c.look_at_ms),
    (OUTBOX, OUTBOX.c.sweep_at_ms),
    (OUTBOX, OUTBOX.c.edit_not_before_ms),
    (OUTBOX, OUTBOX.c.edit_until_ms),
    (TARGET, TARGET.c.next_poll_ms),
    (LEASE, LEASE.c.expires_ms),
)
"""Every moment that is waited for.  When a silence ends is a time of day and stays."""


async def keep_time(tx: Tx) -> int:
    """Note the time now and then; by how many milliseconds the clock was set back, mostly 0."""
    known: int | None = await tx.connection.scalar(
        select(CLOCK.c.high_ms).where(CLOCK.c.id == _ONE)
    )
    if known is None:
        first = unless_there(tx.connection, CLOCK).values(id=_ONE, high_ms=tx.now_ms)
        await tx.connection.execute(first)
        return 0
    back = known - tx.now_ms
    if -EVERY < back <= TOLERATED:
        return 0
    noted = await tx.connection.execute(
        update(CLOCK).where(CLOCK.c.id == _ONE, CLOCK.c.high_ms == known).values(high_ms=tx.now_ms)
    )
    if back <= TOLERATED or not noted.rowcount:
        return 0
    logger.warning("the clock was set back by %.0f s; nobody waits longer for it", back / 1000)
    for table, column in _WAITS:
        await tx.connection.execute(
            update(table).where(column > tx.now_ms).values({column.name: column - back})
        )
    return back
