"""What became of a claimed notice is written down, once (reliability.md 4.2, rule 3)."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sqlalchemy import select, update

from bot.alerts.codes import safe
from bot.alerts.delivery import DIRECT_DAYS, is_direct
from bot.alerts.delivery_model import Answer, Claim, RowState, Settlement, Step
from bot.alerts.model import NoticeKind
from bot.alerts.timing import Timing
from bot.storage.engine import Tx
from bot.storage.notices import touch
from bot.storage.outbox.gates import TEAM, accepted, block, shut, strike
from bot.storage.outbox.heirs import replace_lost
from bot.storage.outbox.sent import accept
from bot.storage.rows import Row
from bot.storage.schema import ATTEMPT, OUTBOX

logger = logging.getLogger("imagebot.storage")

_DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class Settling:
    """One claim, what Slack made of it, and what was decided."""

    claim: Claim
    answer: Answer
    settlement: Settlement

    @property
    def success(self) -> bool:
        return self.answer.ok and self.settlement.state is RowState.SENT

    @property
    def code(self) -> str:
        return safe(self.answer.code)

    def holds(self, row: Row) -> bool:
        """Whether the claim is still ours."""
        if self.claim.step is Step.EDIT:
            mine, state = row["edit_claim_id"], RowState.SENT
        else:
            mine, state = row["claim_id"], RowState.SENDING
        return bool(mine == self.claim.claim_id and row["state"] == state.value)


async def settle(tx: Tx, settling: Settling, timing: Timing, workspace_url: str) -> None:
    """Write it, where the claim is still ours; a success also where it is not."""
    claim = settling.claim
    found = select(OUTBOX).where(OUTBOX.c.id == claim.notice_id).with_for_update()
    row = (await tx.connection.execute(found)).mappings().one_or_none()
    if row is None or not await _first_word(tx, settling):
        return
    if claim.step is Step.EDIT:
        await _settle_edit(tx, row, settling, timing, workspace_url)
    elif settling.success:
        await accept(tx, row, claim, settling.answer, timing)
    elif settling.holds(row):
        await _refused(tx, row, settling)
    if settling.success:
        await accepted(tx, claim.channel)
    elif settling.holds(row):
        await _gates(tx, settling, timing)
    tx.mark("settle.written")


async def _first_word(tx: Tx, settling: Settling) -> bool:
    """Write down how the attempt ended; False if that was known, so that twice is once."""
    claim, answer = settling.claim, settling.answer
    ended = await tx.connection.execute(
        update(ATTEMPT)
        .where(
            ATTEMPT.c.outbox_id == claim.notice_id,
            ATTEMPT.c.claim_id == claim.claim_id,
            ATTEMPT.c.ended_ms.is_(None),
        )
        .values(
            ended_ms=tx.now_ms,
            code=settling.code,
            ts=answer.ts if answer.ok and claim.step is Step.POST else "",
        )
    )
    return ended.rowcount > 0


async def _refused(tx: Tx, row: Row, settling: Settling) -> None:
    """A post that was not, or perhaps not, accepted."""
    settlement = settling.settlement
    state = RowState.DEAD if _in_vain(tx, row, settling) else settlement.state
    unclear = bool(row["unclear"]) or settlement.unclear
    values: dict[str, object] = {
        "state": state.value,
        "unclear": unclear,
        "claim_until_ms": 0,
        "attempts": row["attempts"] if settlement.counts else row["attempts"] - 1,
    }
    if not unclear:
        # Nothing can be in Slack yet: history is of interest from the next try on.
        values["first_try_ms"] = None
    at_ms = tx.now_ms + settlement.wait_ms
    if state is RowState.UNKNOWN:
        values |= {"look_at_ms": at_ms, "looks": 0}
    elif state is RowState.PENDING:
        values["not_before_ms"] = at_ms
    elif state is RowState.DEAD:
        values["done_ms"] = tx.now_ms
        if row["kind"] != NoticeKind.LINE.value:
            logger.error("notice %s cannot be delivered: %s", row["id"], settling.code)
    await _write(tx, row, settling, values)


def _in_vain(tx: Tx, row: Row, settling: Settling) -> bool:
    """Whether a person could not be reached for too long."""
    unreached = settling.settlement.block_channel and is_direct(settling.claim.channel)
    return bool(unreached) and row["created_ms"] <= tx.now_ms - DIRECT_DAYS * _DAY


async def _may_have_copy(tx: Tx, row: Row, claim: Claim) -> bool:
    """Whether the message that is gone may not be the only one.

    A sweep may just have chosen an earlier copy, or is still to come: then it is made now, and the
    edit tried again after it.  A new message beside a copy would be a doubled alert.
    """
    if row["ts"] != claim.ts:
        return True
    if row["sweep_at_ms"] is None:
        return False
    await tx.connection.execute(
        update(OUTBOX).where(OUTBOX.c.id == row["id"]).values(sweep_at_ms=tx.now_ms)
    )
    return True


async def _settle_edit(
    tx: Tx, row: Row, settling: Settling, timing: Timing, workspace_url: str
) -> None:
    claim, settlement = settling.claim, settling.settlement
    if not settling.holds(row):
        if settling.success:
            # An older version may just have covered a newer one.
            await touch(tx, [claim.notice_id])
        return
    if settlement.lost_message and not await _may_have_copy(tx, row, claim):
        await replace_lost(tx, row, claim, workspace_url)
        return
    wait_ms = timing.settle if settlement.lost_message else settlement.wait_ms
    values: dict[str, object] = {
        "edit_claim_id": "",
        "edit_not_before_ms": tx.now_ms + wait_ms,
    }
    if settling.success or settlement.skip_edit:
        values |= {"shown": max(row["shown"], claim.revision), "edit_attempts": 0}
    elif not settlement.counts:
        values["edit_attempts"] = row["edit_attempts"] - 1
    await _write(tx, row, settling, values)


async def _write(tx: Tx, row: Row, settling: Settling, values: dict[str, object]) -> None:
    settlement = settling.settlement
    if settlement.level is not None:
        values["level"] = settlement.level.value
    if settlement.drop_metadata:
        values["with_metadata"] = False
    await tx.connection.execute(
        update(OUTBOX).where(OUTBOX.c.id == row["id"]).values(code=settling.code, **values)
    )


async def _gates(tx: Tx, settling: Settling, timing: Timing) -> None:
    """What the answer says about everything else that is to be sent."""
    channel, settlement = settling.claim.channel, settling.settlement
    if settlement.gate_ms:
        await shut(tx, channel, settlement.gate_ms, timing)
    if settlement.strike:
        await strike(tx, channel, settlement.gate_ms, timing)
    if settlement.team_gate_ms:
        await shut(tx, TEAM, settlement.team_gate_ms, timing)
    if settlement.block_team:
        await block(tx, TEAM, settling.code, timing)
    if settlement.block_channel and not is_direct(channel):
        await block(tx, channel, settling.code, timing)
