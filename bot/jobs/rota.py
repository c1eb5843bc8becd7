"""Which job runs how often, and how all of them end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from bot.alerts.timing import Timing
from bot.jobs.deliver import Deliver
from bot.jobs.reconcile import Reconcile
from bot.jobs.upkeep import Upkeep
from bot.jobs.watch import Watch

STOP_WITHIN = 8.0
"""Seconds that calls to Slack under way get at a stop; jobs and a poll get half of it.

With `bot.app.DRAIN_WITHIN` this makes at most 24: supervisors usually kill after 30.
"""

_MEASURE_MS = 10_000
_SELDOM = 5
"""Ticks between two looks for work that waits for minutes anyway."""

Entry = tuple[str, int, Callable[[], Awaitable[None]]]
"""Name, milliseconds, and what to run."""


@dataclass(frozen=True, slots=True)
class Rota:
    """Everything that is run at intervals."""

    watch: Watch
    deliver: Deliver
    reconcile: Reconcile
    upkeep: Upkeep

    def entries(self, timing: Timing) -> Iterator[Entry]:
        """Each job once."""
        tick, seldom = timing.tick, timing.tick * _SELDOM
        yield "watch", tick, self.watch.tick
        yield "renew", timing.renew, self.watch.renew
        yield "deliver", tick, self.deliver.tick
        yield "look", tick, self.reconcile.look
        yield "sweep", seldom, self.reconcile.sweep
        yield "probe", seldom, self.upkeep.probe
        yield "release", seldom, self.upkeep.release
        yield "audit", timing.audit, self.upkeep.audit
        yield "prune", timing.prune, self.upkeep.prune
        yield "measure", _MEASURE_MS, self.upkeep.measure

    async def stop(self) -> None:
        """Calls to Slack get their time; a poll may be cut off at any moment."""
        await asyncio.gather(self.deliver.stop(STOP_WITHIN), self.watch.stop(STOP_WITHIN / 2))
