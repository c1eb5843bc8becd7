"""What becomes of a notice after one call to Slack (reliability.md 4.2 and 4.3)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.alerts.codes import Policy, policy_of
from bot.alerts.delivery_model import Answer, Claim, Level, RowState, Settlement, Step
from bot.alerts.model import NoticeKind
from bot.alerts.timing import Timing

HOUR = 3_600_000
"""Longest wait between two tries; milliseconds, as everything here."""

MIGRATION = 300_000
"""First wait while a workspace moves; doubled up to `HOUR`."""

UNKNOWN_ATTEMPTS = 20
"""Tries after refusals in a word that is in no list, before a notice is given up.

After half of them it is drawn more simply: the word may be about how it looks.
"""

DIRECT_EDITS = 24
"""Tries, one an hour, to edit a direct message that cannot be reached."""

DIRECT_DAYS = 7
"""A direct message that cannot be delivered for so long is given up."""

_OF_NOTICE = frozenset(
    {Policy.UNKNOWN, Policy.PAYLOAD, Policy.METADATA, Policy.THREAD, Policy.LOST_MESSAGE}
)
"""What may be wrong with the notice itself; all other answers would have met any notice."""

_SIMPLER = {Level.BLOCKS: Level.TEXT, Level.TEXT: Level.LINE}


@dataclass(frozen=True, slots=True)
class _Case:
    """One answer to one claim.  ``state``: of the row if nothing was achieved."""

    claim: Claim
    answer: Answer
    timing: Timing
    jitter: float

    @property
    def editing(self) -> bool:
        return self.claim.step is Step.EDIT

    @property
    def state(self) -> RowState:
        return RowState.SENT if self.editing else RowState.PENDING


def settlement(claim: Claim, answer: Answer, timing: Timing, jitter: float) -> Settlement:
    """Decide.

    Args:
        claim: The right under which the call was made.
        answer: What Slack made of it.
        timing: Our patience.
        jitter: From 0 up to 1, by chance: it spreads tries, and never shortens a wait that Slack
            asked for.
    """
    case = _Case(claim, answer, timing, jitter)
    if answer.ok and (answer.ts or case.editing):
        return Settlement(state=RowState.SENT)
    if answer.ok:
        # Done, Slack says, and does not say where: the message has to be looked for.
        return _ambiguous(case)
    return _RULES[policy_of(answer.code)](case)


def is_direct(channel: str) -> bool:
    """Whether this is a person's id: a notice to it is a direct message."""
    return channel.startswith(("U", "W"))


def about_notice(code: str) -> bool:
    """Whether another notice, in the same place at the same time, might have been taken."""
    return code not in ("", "ok") and policy_of(code) in _OF_NOTICE


def _rate(case: _Case) -> Settlement:
    asked = case.answer.retry_after
    wait = case.timing.rate_default
    if asked is not None and math.isfinite(asked) and asked >= 0:
        wait = min(math.ceil(asked * 1000), case.timing.rate_cap)
    return Settlement(
        state=case.state,
        gate_ms=wait + int(case.jitter * case.timing.pace),
        counts=False,
        strike=True,
    )


def _team_rests(case: _Case) -> Settlement:
    return Settlement(state=case.state, team_gate_ms=HOUR, counts=False)


def _migrating(case: _Case) -> Settlement:
    return Settlement(state=case.state, team_gate_ms=_doubled(case, MIGRATION, HOUR))


def _retry(case: _Case) -> Settlement:
    ceiling = _doubled(case, case.timing.backoff, case.timing.backoff_cap)
    return Settlement(state=case.state, wait_ms=int(case.jitter * ceiling))


def _ambiguous(case: _Case) -> Settlement:
    if case.editing:
        # The same edit twice is one edit.
        return _retry(case)
    return Settlement(state=RowState.UNKNOWN, wait_ms=case.timing.settle, unclear=True)


def _channel(case: _Case) -> Settlement:
    if not is_direct(case.claim.channel):
        return Settlement(state=case.state, block_channel=case.answer.code, counts=False)
    if case.editing and case.claim.attempt >= DIRECT_EDITS:
        return _given_up(case)
    # A person has no channel that could be probed: each notice tries again by itself.
    return Settlement(state=case.state, wait_ms=HOUR, block_channel=case.answer.code)


def _thread(case: _Case) -> Settlement:
    # The message above says the same since its last edit.
    return _given_up(case) if _is_line(case) else _unknown(case)


def _workspace(case: _Case) -> Settlement:
    return Settlement(state=case.state, block_team=case.answer.code, counts=False)


def _payload(case: _Case) -> Settlement:
    simpler = _SIMPLER.get(case.claim.level)
    if simpler is None:
        return _given_up(case)
    return Settlement(state=case.state, level=simpler)


def _metadata(case: _Case) -> Settlement:
    if not case.claim.with_metadata:
        return _payload(case)
    return Settlement(state=case.state, drop_metadata=True)


def _lost_message(case: _Case) -> Settlement:
    if _is_line(case):
        return _given_up(case)
    if not case.editing:
        return _unknown(case)
    return Settlement(state=RowState.REPLACED, lost_message=True)


def _late(case: _Case) -> Settlement:
    return Settlement(state=case.state, counts=False)


def _unknown(case: _Case) -> Settlement:
    attempt = case.claim.attempt
    # An edit that is given up costs nothing; the message keeps the form in which it was taken.
    simpler = None if case.editing else _SIMPLER.get(case.claim.level)
    if simpler is None and attempt >= UNKNOWN_ATTEMPTS:
        return _given_up(case)
    ceiling = _doubled(case, case.timing.backoff, HOUR)
    level = simpler if attempt >= UNKNOWN_ATTEMPTS // 2 else None
    return replace(_retry(case), wait_ms=int(case.jitter * ceiling), level=level)


def _given_up(case: _Case) -> Settlement:
    if case.editing:
        return Settlement(state=RowState.SENT, skip_edit=True)
    return Settlement(state=RowState.DEAD)


def _is_line(case: _Case) -> bool:
    return case.claim.view.kind is NoticeKind.LINE


def _doubled(case: _Case, first: int, cap: int) -> int:
    # Beyond 2^30 every cap is reached; a larger power would only cost memory.
    return min(cap, first << min(max(case.claim.attempt - 1, 0), 30))


_RULES: dict[Policy, Callable[[_Case], Settlement]] = {
    Policy.RATE: _rate,
    Policy.RATE_LONG: _team_rests,
    Policy.RETRY: _retry,
    Policy.MIGRATING: _migrating,
    Policy.AMBIGUOUS: _ambiguous,
    Policy.CHANNEL: _channel,
    Policy.THREAD: _thread,
    Policy.WORKSPACE: _workspace,
    Policy.PAYLOAD: _payload,
    Policy.METADATA: _metadata,
    Policy.GONE: _team_rests,
    Policy.LOST_MESSAGE: _lost_message,
    Policy.LATE: _late,
    Policy.UNKNOWN: _unknown,
}
