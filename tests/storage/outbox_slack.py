"""A Slack that takes messages without saying so, shows them late, and slows down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from bot.alerts.delivery_model import Answer, Claim, Step
from tests.factories import FakeClock

LAGS = {"posted": 0, "lost": 0, "late": 10, "very_late": 200, "hours_late": 1_200}
"""Seconds until a message that was taken can be seen, by what happens to the call."""

UNSEEN = {"dropped": "no_answer", "error": "internal_error", "refused": "not_sent"}
UNSEEN |= {"slow": "ratelimited", "wrong": "invalid_blocks"}
"""Slack's word, or ours, where no message was made."""

OUTCOMES = (*LAGS, *UNSEEN)


@dataclass(slots=True)
class Shown:
    """One message."""

    ts: str
    notice_id: str
    channel: str
    visible_at: float
    says: tuple[int, int]
    """Revision, and how many incidents."""


@dataclass(slots=True)
class Tried:
    """One call's claim, and whether it is certain that it made no message."""

    claim: Claim
    at: float
    harmless: bool = False


@dataclass
class ModelSlack:
    """``looked``: by notice, when history was read for it.  ``broken``: rules that were broken."""

    clock: FakeClock
    messages: list[Shown] = field(default_factory=list)
    archived: set[str] = field(default_factory=set)
    gates: dict[str, tuple[float, float]] = field(default_factory=dict)
    looked: dict[str, list[float]] = field(default_factory=dict)
    tried: list[Tried] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    numbers: count[int] = field(default_factory=lambda: count(1))

    def claimed(self, claim: Claim) -> Tried:
        """A process has the right to call."""
        tried = Tried(claim, self.clock.monotonic())
        self.tried.append(tried)
        return tried

    def call(self, tried: Tried, outcome: str) -> Answer:
        """What the process that calls now hears."""
        now = self.clock.monotonic()
        if now - tried.at >= tried.claim.seconds:
            tried.harmless = True
            return Answer(ok=False, code="too_late")
        self._check(tried, now)
        if tried.claim.channel in self.archived:
            tried.harmless = True
            return Answer(ok=False, code="is_archived")
        if tried.claim.step is Step.EDIT:
            return self._edit(tried.claim, outcome)
        if outcome in LAGS:
            return self._post(tried.claim, outcome)
        tried.harmless = outcome in {"refused", "slow", "wrong"}
        return self._refuse(tried.claim.channel, outcome)

    def _check(self, tried: Tried, now: float) -> None:
        channel, notice = tried.claim.channel, tried.claim.notice_id
        said_at, until = self.gates.get(channel, (0.0, 0.0))
        if tried.at > said_at and now < until:
            self.broken.append(f"{channel} was called {until - now} s too early")
        if tried.claim.step is Step.EDIT:
            return
        for other in self.tried:
            same = other.claim.notice_id == notice and other.claim.step is Step.POST
            if other is tried or other.harmless or not same:
                continue
            looks = [at for at in self.looked.get(notice, ()) if at >= other.at]
            if len(looks) < 2:
                self.broken.append(f"{notice} was posted again after {len(looks)} looks")

    def _post(self, claim: Claim, outcome: str) -> Answer:
        ts = f"{next(self.numbers)}.000100"
        visible_at = self.clock.monotonic() + LAGS[outcome]
        says = (claim.revision, claim.view.total)
        self.messages.append(Shown(ts, claim.notice_id, claim.channel, visible_at, says))
        if outcome == "posted":
            return Answer(ok=True, code="ok", ts=ts, channel=claim.channel)
        return Answer(ok=False, code="no_answer")

    def _edit(self, claim: Claim, outcome: str) -> Answer:
        if outcome in UNSEEN:
            return self._refuse(claim.channel, outcome)
        for message in self.messages:
            if message.ts == claim.ts:
                message.says = (claim.revision, claim.view.total)
        ok = outcome == "posted"
        return Answer(ok=ok, code="ok" if ok else "no_answer")

    def _refuse(self, channel: str, outcome: str) -> Answer:
        if outcome != "slow":
            return Answer(ok=False, code=UNSEEN[outcome])
        now = self.clock.monotonic()
        self.gates[channel] = (now, now + 30)
        return Answer(ok=False, code="ratelimited", retry_after=30)

    def history(self, channel: str, notices: Sequence[str]) -> dict[str, list[str]]:
        """Stamps by notice, oldest first; ``notices`` are looked for."""
        now = self.clock.monotonic()
        for notice in notices:
            self.looked.setdefault(notice, []).append(now)
        seen: dict[str, list[str]] = {}
        for message in self.messages:
            if message.channel == channel and message.visible_at <= now:
                seen.setdefault(message.notice_id, []).append(message.ts)
        return seen

    def delete(self, stamps: Sequence[str]) -> None:
        """Take messages away."""
        self.messages = [message for message in self.messages if message.ts not in stamps]
