"""APScheduler wakes the jobs up; what is due is the database's to say.

Its wall clock is watched by a monotonic one: after a clock that was stepped back an interval
trigger waits for the old time to come again (measured; facts: reliability.md E8, 6.5).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
    JobExecutionEvent,
)
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.metrics import Metrics
from bot.ports import Clock
from bot.ports.alerting import StoreDown

logger = logging.getLogger("imagebot.scheduler")

Work = Callable[[], Awaitable[None]]

_LATE = 3
"""Intervals without a run, after which a job is started by hand."""
_DEAD = 10
"""Intervals after which this process is of no use any more."""
_PROBE = 0.1
"""Seconds between two looks at how late the event loop is."""
_NAMES = {
    EVENT_JOB_MISSED: "missed",
    EVENT_JOB_MAX_INSTANCES: "overlap",
    EVENT_JOB_ERROR: "error",
}


@dataclass(slots=True)
class _Job:
    seconds: float
    work: Work
    ran: float
    again: bool = False
    running: bool = False


class Scheduler:
    """Runs jobs at intervals, each at most once at a time.

    Args:
        dead: Called once if nothing runs any more, whatever was tried.
        slack: Seconds a job may be late beyond its intervals: short ones are late on any busy
            machine.
    """

    def __init__(
        self, clock: Clock, metrics: Metrics, dead: Callable[[], None], *, slack: float = 2.0
    ) -> None:
        self._slack = slack
        self._clock = clock
        self._metrics = metrics
        self._dead = dead
        self._jobs: dict[str, _Job] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._watching: list[asyncio.Task[None]] = []
        self._stopping = False
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def add(self, name: str, milliseconds: int, work: Work) -> None:
        """Run ``work`` at once and then at this interval."""
        self._jobs[name] = _Job(milliseconds / 1000, work, self._clock.monotonic())

    def start(self) -> None:
        """Begin; the first run of everything is now."""
        for name, job in self._jobs.items():
            self._scheduler.add_job(
                self._begin,
                "interval",
                seconds=job.seconds,
                args=[name],
                id=name,
                next_run_time=datetime.now(UTC),
            )
        mask = EVENT_JOB_MISSED | EVENT_JOB_MAX_INSTANCES | EVENT_JOB_ERROR
        self._scheduler.add_listener(self._heard, mask)
        self._scheduler.start()
        self._watching = [
            asyncio.create_task(self._watch()),
            asyncio.create_task(self._measure()),
        ]

    def nudge(self, name: str) -> None:
        """Run a job now; if it runs already, once more when it is done."""
        self._begin_now(name)

    async def stop(self, seconds: float) -> None:
        """Start nothing more, and let what runs finish, at most so long.

        APScheduler's own waiting stop would cancel it (facts: reliability.md E11).
        """
        self._stopping = True
        for task in self._watching:
            task.cancel()
        await asyncio.gather(*self._watching, return_exceptions=True)
        if self._scheduler.running:
            self._scheduler.pause()
        if self._running:
            _, late = await asyncio.wait(tuple(self._running), timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _begin(self, name: str) -> None:
        self._begin_now(name)

    def _begin_now(self, name: str) -> None:
        job = self._jobs[name]
        if self._stopping:
            return
        if job.running:
            job.again = True
            return
        job.running, job.again = True, False
        task = asyncio.create_task(self._run(name, job))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _run(self, name: str, job: _Job) -> None:
        try:
            await job.work()
        except StoreDown:
            self._metrics.count("imagebot_database_failures_total")
        except Exception:
            # One job's bug must not end the others, nor this one's next run.
            self._metrics.count("imagebot_scheduler_total", kind="error")
            logger.exception("job %s failed", name)
        finally:
            job.running = False
            job.ran = self._clock.monotonic()
        if job.again:
            self._begin_now(name)

    def _heard(self, event: JobExecutionEvent) -> None:
        self._metrics.count("imagebot_scheduler_total", kind=_NAMES.get(event.code, "other"))

    async def _watch(self) -> None:
        """Start what has not run for too long, by a clock that never steps."""
        pause = min(job.seconds for job in self._jobs.values())
        while True:
            await asyncio.sleep(max(pause, _PROBE))
            for name, job in self._jobs.items():
                if job.running:
                    continue
                idle = self._clock.monotonic() - job.ran
                if idle > _DEAD * job.seconds + 60 * self._slack:
                    logger.critical("job %s has not run for %.0f s", name, idle)
                    self._dead()
                    return
                if idle > _LATE * job.seconds + self._slack:
                    self._metrics.count("imagebot_scheduler_total", kind="woken")
                    # `wakeup()` does not help after a step back; a new time does (measured).
                    self._scheduler.modify_job(name, next_run_time=datetime.now(UTC))

    async def _measure(self) -> None:
        """How late the loop wakes up: what an ack would have to wait."""
        worst: list[float] = []
        while True:
            before = self._clock.monotonic()
            await asyncio.sleep(_PROBE)
            worst.append(max(0.0, self._clock.monotonic() - before - _PROBE))
            worst = worst[-600:]
            self._metrics.gauge("imagebot_loop_lag_seconds", max(worst))
