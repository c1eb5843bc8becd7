"""What has to be looked after beside polls and messages: lost channels, silences, old rows."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.metrics import Metrics
from bot.ports.alerting import OutboxStore, Poster, StoreDown

logger = logging.getLogger("imagebot.upkeep")

TEAM = "*"
"""The gate of the whole workspace."""


@dataclass(slots=True)
class Upkeep:
    """Small chores; each is harmless when it is done twice or by two processes."""

    store: OutboxStore
    poster: Poster
    metrics: Metrics
    nudge: Callable[[], None]
    clean: bool = True
    """What the last audit said."""
    down: bool = False
    """Whether the database failed when it was last measured."""
    refused: bool = False
    """Whether Slack refuses the token."""

    async def probe(self) -> None:
        """Ask whether lost channels can be posted to again."""
        for channel, code in await self.store.blocked():
            if channel == TEAM:
                back = await self.poster.token_works()
            else:
                answer = await self.poster.can_post(channel)
                # Where we may not ask, the next message is the question.
                back = answer.ok or answer.code == "missing_scope"
            await self.store.probed(channel, ok=back)
            if back:
                logger.info("%s can be posted to again (it was %s)", channel, code)
                self.nudge()

    async def release(self) -> None:
        """Say what a silence kept back, once it is over."""
        if await self.store.release_silences():
            self.nudge()

    async def audit(self) -> None:
        """Check the promises against what is written down."""
        findings = await self.store.audit()
        self.clean = not findings
        for finding in findings:
            self.metrics.count("imagebot_audit_mismatch_total")
            logger.error("audit: %s", finding)

    async def measure(self) -> None:
        """Gauges for `/metrics`, and whether the database answers."""
        try:
            gauges = await self.store.gauges()
        except StoreDown:
            self.down = True
            raise
        self.down = False
        self.refused = gauges.get("imagebot_workspace_blocked", 0) > 0
        for name, value in gauges.items():
            self.metrics.gauge(name, value)

    def trouble(self) -> str | None:
        """Why nothing can be watched or sent; ModelArts is not among the reasons.

        A bot that is taken out of service while ModelArts is down could tell nobody so.
        """
        if self.down:
            return "the database cannot be written"
        return "Slack refuses the token" if self.refused else None

    async def prune(self) -> None:
        """Forget what is too old."""
        await self.store.prune()
