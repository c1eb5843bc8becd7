"""Late copies of messages that were once unclear (reliability.md 4.2, rule 6)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from bot.alerts.delivery_model import RowState, SweepRow
from bot.alerts.timing import Timing
from bot.storage.engine import Tx
from bot.storage.notices import note, touch
from bot.storage.outbox.looks import oldest
from bot.storage.outbox.moments import due
from bot.storage.outbox.queue import thread_of
from bot.storage.outbox.sent import strays
from bot.storage.rows import Row
from bot.storage.schema import ATTEMPT, OUTBOX

_AT_ONCE = 50


async def sweeps(tx: Tx, timing: Timing) -> tuple[SweepRow, ...]:
    """Those whose time has come, the longest overdue first."""
    found = (
        select(OUTBOX)
        .where(
            # Only what was sent, and was unclear, has such a time; saying so again would keep
            # SQLite from the small index and have it read everything that was ever sent.
            OUTBOX.c.sweep_at_ms.is_not(None),
            due(OUTBOX.c.sweep_at_ms, tx.now_ms, timing),
        )
        .order_by(OUTBOX.c.sweep_at_ms, OUTBOX.c.seq)
        .limit(_AT_ONCE)
    )
    rows = (await tx.connection.execute(found)).mappings().all()
    return tuple([await _row(tx, row, timing) for row in rows])


async def _row(tx: Tx, row: Row, timing: Timing) -> SweepRow:
    thread = (await thread_of(tx, row["parent_id"])).ts if row["parent_id"] else ""
    return SweepRow(
        notice_id=row["id"],
        channel=row["channel_id"],
        place=row["place"],
        thread_ts=thread,
        ts=row["ts"],
        oldest_ms=oldest(row, timing),
        strays=await strays(tx, row["id"], row["ts"]),
    )


async def swept(
    tx: Tx, swept_row: SweepRow, kept_ts: str, deleted: Sequence[str], timing: Timing
) -> None:
    """This look for copies is done; the next is due when its time after the sending comes.

    Args:
        kept_ts: The message that counts from now on; empty if nothing was seen.
        deleted: Copies that are gone.
    """
    await _forget(tx, swept_row.notice_id, deleted)
    found = (
        select(OUTBOX)
        .where(OUTBOX.c.id == swept_row.notice_id, OUTBOX.c.state == RowState.SENT.value)
        .with_for_update()
    )
    row = (await tx.connection.execute(found)).mappings().one_or_none()
    # A message that was replaced, or swept by another process, meanwhile is another matter.
    if row is None or row["ts"] != swept_row.ts:
        return
    done = row["sweeps"] + 1
    kept = kept_ts or row["ts"]
    copies = await strays(tx, row["id"], kept)
    await tx.connection.execute(
        update(OUTBOX)
        .where(OUTBOX.c.id == row["id"])
        .values(ts=kept, sweeps=done, sweep_at_ms=_next(row, done, bool(copies), tx, timing))
    )
    if kept != row["ts"]:
        # It was posted by another attempt and may say less.
        await touch(tx, [row["id"]])
    if deleted:
        await note(
            tx,
            "",
            "healed",
            channel=row["channel_id"],
            subject=row["id"],
            detail=str(len(deleted)),
        )


def _next(row: Row, done: int, copies: bool, tx: Tx, timing: Timing) -> int | None:
    # A clock that was set back would see every sweep ahead for ever.
    if done > 2 * len(timing.sweeps):
        return None
    if copies:
        return tx.now_ms + timing.sweeps[0]
    sent_ms = row["done_ms"] or tx.now_ms
    return min(
        (sent_ms + wait for wait in timing.sweeps if sent_ms + wait > tx.now_ms), default=None
    )


async def _forget(tx: Tx, notice_id: str, deleted: Sequence[str]) -> None:
    if deleted:
        await tx.connection.execute(
            update(ATTEMPT)
            .where(ATTEMPT.c.outbox_id == notice_id, ATTEMPT.c.ts.in_(deleted))
            .values(ts="")
        )
