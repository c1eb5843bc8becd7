"""A notice is in Slack: we were told, or it was found there."""

from __future__ import annotations

from sqlalchemy import select, update

from bot.alerts.delivery_model import Answer, Claim, RowState
from bot.alerts.timing import Timing
from bot.storage.engine import Tx
from bot.storage.rows import Row
from bot.storage.schema import ATTEMPT, OUTBOX

_OVER = frozenset({RowState.MERGED.value, RowState.REPLACED.value})


async def accept(tx: Tx, row: Row, claim: Claim, answer: Answer, timing: Timing) -> None:
    """Slack says that it took the message of this claim, perhaps long after the claim ran out."""
    state = row["state"]
    if state in _OVER or (state == RowState.SENT.value and row["ts"] == answer.ts):
        return
    if state == RowState.SENT.value:
        await _update(tx, row, unclear=True, sweep_at_ms=tx.now_ms)
    elif state == RowState.SENDING.value and row["claim_id"] != claim.claim_id:
        # When the later claim succeeds too, the copy is known from this attempt.
        await _update(tx, row, unclear=True)
    else:
        await become_sent(
            tx, row, timing, ts=answer.ts, place=answer.channel, shown=claim.revision
        )


async def become_sent(
    tx: Tx, row: Row, timing: Timing, *, ts: str, place: str, shown: int
) -> None:
    """Write down where it is, and when copies of it are to be looked for.

    Args:
        shown: The revision that it is known to show at least.
    """
    copies = await strays(tx, row["id"], ts)
    unclear = bool(row["unclear"] or copies)
    wait_ms = 0 if copies else timing.sweeps[0]
    await _update(
        tx,
        row,
        state=RowState.SENT.value,
        ts=ts,
        place=place or row["place"],
        shown=shown,
        unclear=unclear,
        look_at_ms=None,
        sweep_at_ms=tx.now_ms + wait_ms if unclear else None,
        sweeps=0,
        code="ok",
        claim_until_ms=0,
        done_ms=tx.now_ms,
    )


async def strays(tx: Tx, notice_id: str, ts: str) -> tuple[str, ...]:
    """Messages that attempts certainly made, beside the one that counts."""
    made = (
        select(ATTEMPT.c.ts)
        .where(ATTEMPT.c.outbox_id == notice_id, ATTEMPT.c.ts.not_in(("", ts)))
        .order_by(ATTEMPT.c.ts)
    )
    return tuple((await tx.connection.scalars(made)).all())


async def _update(tx: Tx, row: Row, **values: object) -> None:
    await tx.connection.execute(update(OUTBOX).where(OUTBOX.c.id == row["id"]).values(**values))
