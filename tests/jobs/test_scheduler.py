"""The scheduler: wakes up, never twice at once, survives bugs and a clock that steps back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import SystemClock
from bot.jobs.scheduler import Scheduler
from bot.metrics import Metrics
from bot.ports.alerting import StoreDown

pytestmark = pytest.mark.anyio


class Job:
    """Counts its runs; waits in each until it is let go, if it is held."""

    def __init__(self, error: Exception | None = None) -> None:
        self.begun = 0
        self.done = 0
        self.error = error
        self.gate = asyncio.Event()
        self.gate.set()
        self.ran = asyncio.Event()

    async def __call__(self) -> None:
        self.begun += 1
        self.ran.set()
        await self.gate.wait()
        if self.error is not None:
            raise self.error
        self.done += 1

    async def times(self, count: int) -> None:
        """Wait until it has begun so often."""
        async with asyncio.timeout(10):
            while self.begun < count:
                self.ran.clear()
                await self.ran.wait()


class Died:
    """Remembers whether it was called."""

    def __init__(self) -> None:
        self.called = False

    def __call__(self) -> None:
        self.called = True


@asynccontextmanager
async def running(
    jobs: dict[str, Job], *, every: int = 20, metrics: Metrics | None = None, slack: float = 2.0
) -> AsyncIterator[Scheduler]:
    scheduler = Scheduler(SystemClock(), metrics or Metrics(), Died(), slack=slack)
    for name, job in jobs.items():
        scheduler.add(name, every, job)
    scheduler.start()
    try:
        yield scheduler
    finally:
        await scheduler.stop(5)


async def test_a_job_runs_at_the_start_and_again_and_again():
    job = Job()

    async with running({"a": job}):
        await job.times(3)


async def test_a_job_never_runs_twice_at_once_and_one_nudge_is_kept():
    job = Job()
    job.gate.clear()

    async with running({"a": job}, every=3_600_000) as scheduler:
        await job.times(1)
        scheduler.nudge("a")
        scheduler.nudge("a")
        await asyncio.sleep(0)
        begun = job.begun
        job.gate.set()
        await job.times(2)
        await asyncio.sleep(0.05)

    assert begun == 1
    assert job.begun == 2


@pytest.mark.parametrize("error", [RuntimeError("bug"), StoreDown("down")])
async def test_a_job_that_fails_is_counted_and_runs_again(error: Exception):
    metrics = Metrics()
    job, other = Job(error), Job()

    async with running({"a": job, "b": other}, metrics=metrics):
        await job.times(2)
        await other.times(2)

    bugs = metrics.value("imagebot_scheduler_total", kind="error")
    downs = metrics.value("imagebot_database_failures_total")
    assert (bugs > 0, downs > 0) == (isinstance(error, RuntimeError), isinstance(error, StoreDown))


async def test_a_stop_waits_for_what_runs_and_starts_nothing_more():
    job = Job()
    job.gate.clear()
    async with running({"a": job}) as scheduler:
        await job.times(1)
        stopping = asyncio.create_task(scheduler.stop(5))
        await asyncio.sleep(0.05)
        job.gate.set()
        await stopping
        scheduler.nudge("a")
        await asyncio.sleep(0.05)

    assert (job.begun, job.done) == (1, 1)


async def test_a_clock_that_steps_back_an_hour_does_not_stop_the_jobs():
    """An interval trigger would wait for the old time to come again."""
    job = Job()

    async with running({"a": job}, slack=0.1) as scheduler:
        await job.times(2)
        begun = job.begun
        # What a step back does: the next run is an hour away.
        later = datetime.now(UTC) + timedelta(hours=1)
        scheduler._scheduler.modify_job("a", next_run_time=later)
        await job.times(begun + 3)
