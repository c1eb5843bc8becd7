"""Post what is owed: claim, call, settle, in this order whatever crashes.

The claim is committed before the call, so that a crash leaves a trace of what may have been
posted; the call ends before the claim does, so that nobody else is at it at the same time.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.alerts.delivery import settlement
from bot.alerts.delivery_model import Answer, Claim, Level, Step
from bot.alerts.metadata import metadata
from bot.alerts.timing import Timing
from bot.blocks.elements import Message
from bot.blocks.notices import drawn
from bot.marks import Mark, unmarked
from bot.metrics import Metrics
from bot.ports import Clock
from bot.ports.alerting import OutboxStore, Poster
from bot.query.page_token import Seal

logger = logging.getLogger("imagebot.deliver")

AT_ONCE = 8
"""Calls to Slack under way at the same time; at most one for each channel."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Marks our messages, so that only they are found again."""

    key: bytes
    team: str

    def of(self, claim: Claim) -> dict[str, object] | None:
        """The metadata of a message; None once Slack refused it."""
        if not claim.with_metadata:
            return None
        return metadata(self.key, self.team, claim.channel, claim.notice_id)


@dataclass(slots=True)
class Deliver:
    """Sends from the outbox; any number of processes may run one."""

    store: OutboxStore
    poster: Poster
    clock: Clock
    timing: Timing
    signer: Signer
    seal: Seal
    metrics: Metrics
    mark: Mark = unmarked
    jitter: Callable[[], float] = random.random
    _sending: set[asyncio.Task[None]] = field(default_factory=set)
    _claiming: bool = False

    async def tick(self) -> None:
        """Claim for as long as there is something to do and a free hand."""
        if self._claiming:
            return
        self._claiming = True
        try:
            while len(self._sending) < AT_ONCE:
                began = self.clock.monotonic()
                claim = await self.store.claim()
                if claim is None:
                    return
                self._start(claim, began)
        finally:
            self._claiming = False

    async def stop(self, seconds: float) -> None:
        """Let calls under way end; what is cut off is found again by its claim."""
        if self._sending:
            _, late = await asyncio.wait(tuple(self._sending), timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _start(self, claim: Claim, began: float) -> None:
        task = asyncio.create_task(self._send(claim, began))
        self._sending.add(task)
        task.add_done_callback(self._sent)

    def _sent(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # What it left behind is found by its claim.
            logger.error("a send failed", exc_info=error)

    async def _send(self, claim: Claim, began: float) -> None:
        editing = claim.step is Step.EDIT
        self.mark("edit.claimed" if editing else "claim.committed")
        answer = await self._call(claim, claim.seconds - (self.clock.monotonic() - began))
        self.mark("edit.after" if editing else "post.after")
        settled = settlement(claim, answer, self.timing, self.jitter())
        self.metrics.count("imagebot_sends_total", step=claim.step.value, code=answer.code)
        await self.store.settle(claim, answer, settled)
        self.mark("edit.settled" if editing else "settle.committed")

    def _drawn(self, claim: Claim) -> Message:
        try:
            return drawn(claim.view, claim.level, self.seal)
        except Exception:
            logger.exception("notice %s could not be drawn", claim.notice_id)
            return drawn(claim.view, Level.LINE, self.seal)

    async def _call(self, claim: Claim, seconds: float) -> Answer:
        if seconds <= 0:
            # A process that was stopped for a while must not send under an old claim.
            return Answer(False, "too_late")
        message = self._drawn(claim)
        blocks = message.blocks or None
        signed = self.signer.of(claim)
        if claim.step is Step.EDIT:
            place = claim.place or claim.channel
            return await self.poster.update(
                place, claim.ts, text=message.text, blocks=blocks, metadata=signed, seconds=seconds
            )
        self.mark("post.before")
        return await self.poster.post(
            claim.channel,
            text=message.text,
            blocks=blocks,
            thread_ts=claim.thread_ts,
            metadata=signed,
            seconds=seconds,
        )
