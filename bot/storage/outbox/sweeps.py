"""Late copies of messages that were once unclear (reliability.md 4.2, rule 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, select, update

from bot.alerts.codes import safe
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
_IN_VAIN = 6
"""Sweeps beyond twice the planned ones, before copies that cannot be reached are let be."""


@dataclass(frozen=True, slots=True)
class Again:
    """A sweep that did not get to its end: when it is tried again, what is gone, and why."""

    wait_ms: int
    deleted: tuple[str, ...]
    code: str


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


async def keep(tx: Tx, swept_row: SweepRow, kept_ts: str) -> bool:
    """This message counts from now on; it is written before any other is deleted.

    An edit under way may still go to the former one, and find it deleted: its claim is taken
    away, so that its answer does not make the notice look lost.
    """
    row = await _locked(tx, swept_row)
    if row is None:
        return False
    await tx.connection.execute(
        update(OUTBOX).where(OUTBOX.c.id == row["id"]).values(ts=kept_ts, edit_claim_id="")
    )
    # It was posted by another attempt and may say less.
    await touch(tx, [row["id"]])
    return True


async def swept(
    tx: Tx, swept_row: SweepRow, kept_ts: str, deleted: Sequence[str], timing: Timing
) -> None:
    """This look for copies is done; the next is due when its time after the sending comes.

    Args:
        kept_ts: The message that counts from now on; empty if nothing was seen.
        deleted: Copies that are gone.
    """
    await _gone(tx, swept_row, deleted)
    kept = kept_ts or swept_row.ts
    if kept != swept_row.ts and not await keep(tx, swept_row, kept):
        return
    row = await _locked(tx, replace(swept_row, ts=kept))
    if row is None:
        return
    done = row["sweeps"] + 1
    copies = await strays(tx, row["id"], kept)
    await _plan(tx, row, done, _next(row, done, bool(copies), tx, timing))


async def postpone(tx: Tx, swept_row: SweepRow, again: Again, timing: Timing) -> None:
    """This look for copies comes to nothing, or to half; a second process changes nothing."""
    await _gone(tx, swept_row, again.deleted)
    row = await _locked(tx, swept_row, due(OUTBOX.c.sweep_at_ms, tx.now_ms, timing))
    if row is None:
        return
    done = row["sweeps"] + 1
    if done < _most(timing):
        await _plan(tx, row, done, tx.now_ms + again.wait_ms)
        return
    await _plan(tx, row, done, None)
    await _note(tx, swept_row, "sweep_given_up", safe(again.code))


async def postpone_all(tx: Tx, wait_ms: int, timing: Timing) -> None:
    """Slack asked us to wait: nothing is swept earlier."""
    await tx.connection.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.sweep_at_ms.is_not(None),
            due(OUTBOX.c.sweep_at_ms, tx.now_ms + wait_ms, timing),
        )
        .values(sweep_at_ms=tx.now_ms + wait_ms)
    )


def _most(timing: Timing) -> int:
    return 2 * len(timing.sweeps) + _IN_VAIN


def _next(row: Row, done: int, copies: bool, tx: Tx, timing: Timing) -> int | None:
    sent_ms = row["done_ms"] or tx.now_ms
    # A clock that was set back would see every sweep ahead for ever.
    most = 2 * len(timing.sweeps) if sent_ms > tx.now_ms else _most(timing)
    if done > most:
        return None
    if copies:
        return tx.now_ms + timing.sweeps[0]
    return min(
        (sent_ms + wait for wait in timing.sweeps if sent_ms + wait > tx.now_ms), default=None
    )


async def _locked(tx: Tx, swept_row: SweepRow, *more: ColumnElement[bool]) -> Row | None:
    """The notice, unless it was replaced, or another message of it counts, meanwhile."""
    found = (
        select(OUTBOX)
        .where(
            OUTBOX.c.id == swept_row.notice_id,
            OUTBOX.c.state == RowState.SENT.value,
            OUTBOX.c.ts == swept_row.ts,
            *more,
        )
        .with_for_update()
    )
    return (await tx.connection.execute(found)).mappings().one_or_none()


async def _plan(tx: Tx, row: Row, done: int, at_ms: int | None) -> None:
    await tx.connection.execute(
        update(OUTBOX).where(OUTBOX.c.id == row["id"]).values(sweeps=done, sweep_at_ms=at_ms)
    )


async def _gone(tx: Tx, swept_row: SweepRow, deleted: Sequence[str]) -> None:
    if deleted:
        await tx.connection.execute(
            update(ATTEMPT)
            .where(ATTEMPT.c.outbox_id == swept_row.notice_id, ATTEMPT.c.ts.in_(deleted))
            .values(ts="")
        )
        await _note(tx, swept_row, "healed", str(len(deleted)))


async def _note(tx: Tx, swept_row: SweepRow, what: str, detail: str) -> None:
    await note(tx, "", what, channel=swept_row.channel, subject=swept_row.notice_id, detail=detail)
