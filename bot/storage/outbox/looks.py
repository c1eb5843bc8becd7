"""Notices whose fate is unknown, and what Slack's history says of them (4.2, rules 5 and 7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import ColumnElement, select, true, update

from bot.alerts.codes import safe
from bot.alerts.delivery import is_direct
from bot.alerts.delivery_model import Look, RowState
from bot.alerts.timing import Timing
from bot.storage.engine import Tx
from bot.storage.outbox import gates
from bot.storage.outbox.moments import due
from bot.storage.outbox.queue import thread_of
from bot.storage.outbox.sent import become_sent
from bot.storage.rows import Row
from bot.storage.schema import ATTEMPT, OUTBOX

OnAmbiguous = Literal["resend", "hold"]

ENOUGH = 2
"""Looks, after which a message that was not there is sent again."""

_LOST = (RowState.UNKNOWN.value, RowState.HELD.value)
_FOUND = (*_LOST, RowState.PENDING.value)


async def looks(tx: Tx, timing: Timing, on_ambiguous: OnAmbiguous) -> tuple[Look, ...]:
    """Those whose time has come, by where to look.

    What cannot be looked for, because it carries no mark or because nobody knows the place, is
    settled here as unreadable.
    """
    groups: dict[tuple[str, str, str], list[Row]] = {}
    if await gates.lost(tx):
        # With a refused token nothing can be read either, which says nothing about history.
        return ()
    for row in await _due(tx, timing):
        place = await _place(tx, row)
        if not row["with_metadata"]:
            await unreadable(tx, row["id"], "no_metadata", timing, on_ambiguous)
        elif is_direct(row["channel_id"]) and not place:
            await unreadable(tx, row["id"], "no_place", timing, on_ambiguous)
        else:
            where = (row["channel_id"], place, await _thread(tx, row))
            groups.setdefault(where, []).append(row)
    return tuple([await _look(tx, where, rows, timing) for where, rows in groups.items()])


async def _look(tx: Tx, where: tuple[str, str, str], rows: Sequence[Row], timing: Timing) -> Look:
    channel, place, thread_ts = where
    return Look(
        channel=channel,
        place=place,
        thread_ts=thread_ts,
        oldest_ms=min(oldest(row, timing) for row in rows),
        rows={row["id"]: row["looks"] for row in rows},
        since={row["id"]: await _since(tx, row) for row in rows},
        now_ms=tx.now_ms,
    )


def oldest(row: Row, timing: Timing) -> int:
    """From when on history is read for it: Slack's clock is not ours."""
    first_try: int = row["first_try_ms"] or row["created_ms"]
    return first_try - timing.history_before


async def found(tx: Tx, notice_id: str, ts: str, place: str, timing: Timing) -> None:
    """It is in Slack.  It may be late copies' original, so it stays unclear until it is swept."""
    row = await _locked(tx, notice_id, _FOUND)
    if row is not None:
        # Which version of it was posted is not known: any change since its beginning is drawn.
        await become_sent(tx, row, timing, ts=ts, place=place, shown=0)


async def missing(tx: Tx, notice_id: str, looks_done: int, timing: Timing) -> None:
    """It was not there at this look; a second process that looked too changes nothing."""
    if looks_done < ENOUGH:
        values: dict[str, object] = {
            "state": RowState.UNKNOWN.value,
            "looks": looks_done,
            "look_at_ms": tx.now_ms + timing.look_again,
        }
    else:
        values = _again(tx)
    await tx.connection.execute(
        update(OUTBOX)
        .where(_is(notice_id), OUTBOX.c.state.in_(_LOST), OUTBOX.c.looks == looks_done - 1)
        .values(**values)
    )


async def unreadable(
    tx: Tx, notice_id: str, code: str, timing: Timing, on_ambiguous: OnAmbiguous
) -> None:
    """Nobody can say whether it is there: send it again marked as a possible repeat, or hold."""
    values: dict[str, object] = (
        _again(tx) | {"repeat": True}
        if on_ambiguous == "resend"
        else {
            "state": RowState.HELD.value,
            "looks": 0,
            # History may become readable, when a scope is granted or the bot invited again.
            "look_at_ms": tx.now_ms + timing.probe,
        }
    )
    await tx.connection.execute(
        update(OUTBOX)
        .where(_is(notice_id), OUTBOX.c.state.in_(_LOST))
        .values(**values, code=safe(code))
    )


async def postpone(tx: Tx, channel: str, wait_ms: int, timing: Timing) -> None:
    """Slack asked us to wait before its history is read again; ``*`` is every channel."""
    there = true() if channel == gates.TEAM else OUTBOX.c.channel_id == channel
    await tx.connection.execute(
        update(OUTBOX)
        .where(
            there,
            OUTBOX.c.state.in_(_LOST),
            due(OUTBOX.c.look_at_ms, tx.now_ms + wait_ms, timing),
        )
        .values(look_at_ms=tx.now_ms + wait_ms)
    )


def _again(tx: Tx) -> dict[str, object]:
    # The claim's id stays: an answer may still come.
    return {
        "state": RowState.PENDING.value,
        "looks": 0,
        "look_at_ms": None,
        "not_before_ms": tx.now_ms,
    }


def _is(notice_id: str) -> ColumnElement[bool]:
    return OUTBOX.c.id == notice_id


async def _due(tx: Tx, timing: Timing) -> Sequence[Row]:
    found_rows = (
        select(OUTBOX)
        .where(OUTBOX.c.state.in_(_LOST), due(OUTBOX.c.look_at_ms, tx.now_ms, timing))
        .order_by(OUTBOX.c.seq)
    )
    return (await tx.connection.execute(found_rows)).mappings().all()


async def _locked(tx: Tx, notice_id: str, states: Sequence[str]) -> Row | None:
    row = select(OUTBOX).where(_is(notice_id), OUTBOX.c.state.in_(states)).with_for_update()
    return (await tx.connection.execute(row)).mappings().one_or_none()


async def _since(tx: Tx, row: Row) -> int:
    """When its last try began.  The first may be long ago, and was looked for in its time."""
    began = select(ATTEMPT.c.started_ms).where(
        ATTEMPT.c.outbox_id == row["id"], ATTEMPT.c.claim_id == row["claim_id"]
    )
    known: int | None = await tx.connection.scalar(began)
    return known or row["first_try_ms"] or row["created_ms"]


async def _place(tx: Tx, row: Row) -> str:
    """Where Slack posted to this channel before: of a person, the direct conversation."""
    if row["place"] or not is_direct(row["channel_id"]):
        return str(row["place"])
    known = (
        select(OUTBOX.c.place)
        .where(OUTBOX.c.channel_id == row["channel_id"], OUTBOX.c.place != "")
        .order_by(OUTBOX.c.seq.desc())
        .limit(1)
    )
    return await tx.connection.scalar(known) or ""


async def _thread(tx: Tx, row: Row) -> str:
    return (await thread_of(tx, row["parent_id"])).ts if row["parent_id"] else ""
