"""The right to make one call to Slack, committed before the call (reliability.md 6.4)."""

from __future__ import annotations

import uuid
from dataclasses import replace

from sqlalchemy import case, func, select, update

from bot.alerts.delivery_model import Claim, Level, RowState, Step
from bot.alerts.timing import Timing
from bot.storage.clock_steps import keep_time
from bot.storage.engine import Tx
from bot.storage.outbox.collapse import collapse, collapsible
from bot.storage.outbox.gates import hold, passed, team_open
from bot.storage.outbox.heirs import pass_on
from bot.storage.outbox.moments import claim_over, due
from bot.storage.outbox.queue import (
    Thread,
    drop,
    thread_of,
    turns,
    unfinished,
    waiting_channels,
)
from bot.storage.outbox.view import notice_view
from bot.storage.rows import Row
from bot.storage.schema import ATTEMPT, CHANNEL_GATE, OUTBOX

_EDITS = 20
"""Edits that are looked at for one claim; those that another process works on are skipped."""


async def expire(tx: Tx, timing: Timing) -> int:
    """Claims that ran out: of a post nobody knows what became, an edit may be made again."""
    await keep_time(tx)
    over = claim_over(OUTBOX.c.claim_until_ms, tx.now_ms, timing)
    ended = case((OUTBOX.c.claim_until_ms < tx.now_ms, OUTBOX.c.claim_until_ms), else_=tx.now_ms)
    lost = await tx.connection.execute(
        update(OUTBOX)
        .where(OUTBOX.c.state == RowState.SENDING.value, over)
        .values(
            state=RowState.UNKNOWN.value,
            unclear=True,
            looks=0,
            look_at_ms=ended + timing.settle,
        )
    )
    if lost.rowcount:
        tx.mark("unclear.marked")
    edits = await tx.connection.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.state == RowState.SENT.value,
            OUTBOX.c.revision > OUTBOX.c.shown,
            OUTBOX.c.edit_claim_id != "",
            claim_over(OUTBOX.c.edit_until_ms, tx.now_ms, timing),
        )
        .values(edit_claim_id="")
    )
    return lost.rowcount + edits.rowcount


async def claim(tx: Tx, timing: Timing) -> Claim | None:
    """The next call: posts first, then edits, over the channels in turn."""
    await expire(tx, timing)
    await pass_on(tx)
    if not await team_open(tx, timing):
        return None
    for channel in await waiting_channels(tx, timing):
        if await hold(tx, channel, timing):
            found = await _next(tx, channel, timing)
            if found is not None:
                return await _post(tx, *found, timing)
    return await _edit(tx, timing)


async def _next(tx: Tx, channel: str, timing: Timing) -> tuple[Row, Thread] | None:
    for row in turns(await unfinished(tx, channel, timing)):
        if collapsible(row) and await collapse(tx, channel):
            return await _next(tx, channel, timing)
        thread = await thread_of(tx, row["parent_id"]) if row["parent_id"] else None
        if thread is not None and thread.over:
            await drop(tx, row["id"], thread.over)
        elif thread is None or thread.ready:
            locked = await _locked(tx, row["id"], RowState.PENDING)
            return (locked, thread or Thread()) if locked else None
    return None


async def _post(tx: Tx, row: Row, thread: Thread, timing: Timing) -> Claim:
    attempt = row["attempts"] + 1
    claim_id = await _begin(tx, row, Step.POST, timing)
    await tx.connection.execute(
        update(OUTBOX)
        .where(OUTBOX.c.id == row["id"])
        .values(
            state=RowState.SENDING.value,
            claim_id=claim_id,
            claim_until_ms=tx.now_ms + timing.claim,
            first_try_ms=row["first_try_ms"] or tx.now_ms,
            attempts=attempt,
        )
    )
    tx.mark("claim.written")
    return replace(
        await _claim(tx, row, claim_id, timing),
        attempt=attempt,
        thread_ts=thread.ts,
        place=thread.place,
    )


async def _edit(tx: Tx, timing: Timing) -> Claim | None:
    for channel, notice_id in await _stale(tx, timing):
        if not await hold(tx, channel, timing):
            continue
        row = await _locked(tx, notice_id, RowState.SENT)
        if row is None or row["edit_claim_id"] or row["revision"] <= row["shown"]:
            continue
        attempt = row["edit_attempts"] + 1
        claim_id = await _begin(tx, row, Step.EDIT, timing)
        await tx.connection.execute(
            update(OUTBOX)
            .where(OUTBOX.c.id == notice_id)
            .values(
                edit_claim_id=claim_id,
                edit_until_ms=tx.now_ms + timing.claim,
                edit_attempts=attempt,
            )
        )
        tx.mark("claim.written")
        claimed = await _claim(tx, row, claim_id, timing)
        return replace(claimed, step=Step.EDIT, attempt=attempt, ts=row["ts"], place=row["place"])
    return None


async def _begin(tx: Tx, row: Row, step: Step, timing: Timing) -> str:
    """A claim's id, once the attempt and the channel's pace are written."""
    claim_id = uuid.uuid4().hex
    await tx.connection.execute(
        ATTEMPT.insert().values(
            outbox_id=row["id"], claim_id=claim_id, step=step.value, started_ms=tx.now_ms
        )
    )
    await passed(tx, row["channel_id"], timing)
    return claim_id


async def _claim(tx: Tx, row: Row, claim_id: str, timing: Timing) -> Claim:
    return Claim(
        notice_id=row["id"],
        claim_id=claim_id,
        step=Step.POST,
        channel=row["channel_id"],
        seconds=(timing.claim - timing.claim_margin) / 1000,
        attempt=1,
        level=Level(row["level"]),
        view=await notice_view(tx, row),
        revision=row["revision"],
        with_metadata=bool(row["with_metadata"]),
    )


async def _stale(tx: Tx, timing: Timing) -> list[tuple[str, str]]:
    """(channel, notice) of messages that do not show what they should."""
    found = (
        select(OUTBOX.c.channel_id, OUTBOX.c.id)
        .outerjoin(CHANNEL_GATE, CHANNEL_GATE.c.channel_id == OUTBOX.c.channel_id)
        .where(
            OUTBOX.c.state == RowState.SENT.value,
            OUTBOX.c.revision > OUTBOX.c.shown,
            OUTBOX.c.edit_claim_id == "",
            due(OUTBOX.c.edit_not_before_ms, tx.now_ms, timing),
            func.coalesce(CHANNEL_GATE.c.blocked, "") == "",
            due(CHANNEL_GATE.c.next_at_ms, tx.now_ms, timing)
            | CHANNEL_GATE.c.channel_id.is_(None),
        )
        .order_by(func.coalesce(CHANNEL_GATE.c.next_at_ms, 0), OUTBOX.c.seq)
        .limit(_EDITS)
    )
    return [(row[0], row[1]) for row in await tx.connection.execute(found)]


async def _locked(tx: Tx, notice_id: str, state: RowState) -> Row | None:
    """The row as it is now, unless another process changes it just now."""
    found = (
        select(OUTBOX)
        .where(OUTBOX.c.id == notice_id, OUTBOX.c.state == state.value)
        .with_for_update(skip_locked=True)
    )
    return (await tx.connection.execute(found)).mappings().one_or_none()
