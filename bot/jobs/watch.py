"""Look at every target that is due, compare, and commit what follows.

One poll: take the lease, read both types with no transaction open, compare with what is
remembered, write everything in one transaction that checks the lease once more.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import uuid
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sized
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bot.alerts.blindness import interval, looked
from bot.alerts.model import BOTH, Known, Quality, Seen
from bot.alerts.poll import PollRecord, Side, TargetState
from bot.alerts.snapshot import overall
from bot.alerts.timing import Timing
from bot.alerts.transition import Compared, Comparison
from bot.jobs.reading import SLICE, read_list, sizes_of
from bot.marks import Mark, unmarked
from bot.metrics import Metrics
from bot.modelarts.models import ImageType
from bot.ports import Clock
from bot.ports.alerting import Fenced, ImageScan, Lease, PollStore, StoreDown

logger = logging.getLogger("imagebot.watch")

_MANY = 10_000
"""So many rows are worth a word to the garbage collector."""

Taken = tuple[Lease, TargetState]


@dataclass(slots=True)
class _Memory:
    """What is remembered under one term of a lease; another term's memory is worth nothing."""

    lease: Lease
    states: dict[str, Known] | None = None


@dataclass(slots=True)
class Watch:
    """Polls targets; any number of processes may run one.

    ``committed``: called after each poll that was stored, with whether it was complete.
    """

    scan: ImageScan
    store: PollStore
    clock: Clock
    timing: Timing
    metrics: Metrics
    committed: Callable[[PollRecord], Awaitable[None]]
    mark: Mark = unmarked
    _held: dict[str, _Memory] = field(default_factory=dict)
    _polling: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def tick(self) -> None:
        """Start a poll of every target that is due and not being polled here."""
        for state in await self.store.targets():
            name = state.target.id
            if name in self._polling:
                continue
            taken = await self.store.acquire(name, interval(state, self.timing))
            if taken is None:
                continue
            self.mark("lease.acquired")
            memory = self._remembered(taken[0])
            self._begin(name, self._poll(memory, taken[1]), taken)

    async def renew(self) -> None:
        """Keep every lease that is held; one that is lost takes its memory with it."""
        for name, memory in tuple(self._held.items()):
            renewed = await self.store.renew(memory.lease)
            if renewed is None:
                self._held.pop(name, None)
            else:
                memory.lease = renewed

    async def stop(self, seconds: float) -> None:
        """Let polls under way finish, at most so long; give the leases back."""
        if self._polling:
            _, late = await asyncio.wait(tuple(self._polling.values()), timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        for memory in self._held.values():
            try:
                await self.store.release(memory.lease)
            except StoreDown:
                logger.warning("a lease was not given back; it ends by itself")
        self._held.clear()

    def _remembered(self, lease: Lease) -> _Memory:
        memory = self._held.get(lease.target_id)
        if memory is None or memory.lease.term != lease.term:
            memory = self._held[lease.target_id] = _Memory(lease)
        memory.lease = lease
        return memory

    def _begin(self, name: str, work: Coroutine[Any, Any, None], taken: Taken | None) -> None:
        task = asyncio.create_task(work)
        self._polling[name] = task
        task.add_done_callback(partial(self._ended, name, taken))

    def _ended(self, name: str, taken: Taken | None, task: asyncio.Task[None]) -> None:
        self._polling.pop(name, None)
        if task.cancelled() or (error := task.exception()) is None:
            return
        logger.error("a poll failed", exc_info=error)
        self._forget(name)
        if taken is not None:
            # It counts as one that saw nothing: whoever waits for alerts must hear of it (P5).
            self._begin(name, self._store_nothing(*taken), None)

    def _forget(self, name: str) -> None:
        memory = self._held.get(name)
        if memory is not None:
            memory.states = None

    async def _store_nothing(self, lease: Lease, state: TargetState) -> None:
        sides = {kind: Side(Quality.PARTIAL, code="internal") for kind in BOTH}
        now_ms = self.clock.now_ms()
        memory = self._held.get(lease.target_id) or _Memory(lease)
        poll = (uuid.uuid4().hex, now_ms, now_ms)
        record = self._seen(memory, state, sides, Compared((), {}, {}, 0), poll)
        try:
            await self.store.commit(memory.lease, record)
        except (Fenced, StoreDown):
            self.metrics.count("imagebot_database_failures_total")
            return
        await self.committed(record)

    async def _poll(self, memory: _Memory, state: TargetState) -> None:
        began = self.clock.monotonic()
        self.mark("poll.begun")
        try:
            states = await self._states(memory)
            record = await self._record(memory, state, states)
            owed = await self.store.commit(memory.lease, record)
        except Fenced:
            self.metrics.count("imagebot_fenced_total")
            self._held.pop(state.target.id, None)
            logger.warning("another process polls this target now; this poll was not stored")
            return
        except StoreDown:
            # Nobody knows what was stored: it is read again before the next comparison.
            memory.states = None
            self.metrics.count("imagebot_database_failures_total")
            raise
        self.mark("poll.committed")
        states.update(record.states)
        _settle_down(record.states)
        seconds = self.clock.monotonic() - began
        self.metrics.count("imagebot_polls_total", quality=record.quality.value)
        self.metrics.gauge("imagebot_poll_seconds", seconds)
        if record.changes or record.quality is not Quality.COMPLETE:
            logger.info(
                "poll %s: %s, %d changes, %d messages owed",
                record.poll_id,
                record.quality.value,
                len(record.changes),
                owed,
            )
        await self.committed(record)

    async def _states(self, memory: _Memory) -> dict[str, Known]:
        if memory.states is None:
            memory.states = await self.store.states(memory.lease.target_id)
            _settle_down(memory.states)
        return memory.states

    async def _record(
        self, memory: _Memory, state: TargetState, known: dict[str, Known]
    ) -> PollRecord:
        started = self.clock.now_ms()
        target = state.target
        poll_id = uuid.uuid4().hex
        sizes = await sizes_of(known)
        read = await asyncio.gather(
            *(read_list(self.scan, state, kind, sizes[kind]) for kind in BOTH)
        )
        self.mark("poll.read")
        readings = dict(zip(BOTH, read, strict=True))
        sides = {kind: reading.side for kind, reading in readings.items()}
        now_ms = self.clock.now_ms()
        comparison = Comparison(
            target.id,
            poll_id,
            known,
            now_ms=now_ms,
            baseline=state.baseline,
            stuck_ms=self.timing.stuck,
        )
        for reading in read:
            for rows in _sliced(reading.rows):
                comparison.take(rows)
                await asyncio.sleep(0)
        watched = await self.store.watched(target.id)
        compared = comparison.finish(sides, watched)
        return self._seen(memory, state, sides, compared, (poll_id, started, now_ms))

    def _seen(
        self,
        memory: _Memory,
        state: TargetState,
        sides: dict[ImageType, Side],
        compared: Compared,
        poll: tuple[str, int, int],
    ) -> PollRecord:
        poll_id, started, now_ms = poll
        listed = {kind: side.rows for kind, side in sides.items()}
        sight = looked(state, sides, now_ms=now_ms, listed=listed, timing=self.timing)
        return PollRecord(
            poll_id=poll_id,
            term=memory.lease.term,
            started_ms=started,
            quality=overall(sides),
            sides=sides,
            state=sight.state,
            sight=sight.sight,
            blind_since_ms=sight.blind_since_ms,
            changes=compared.changes,
            states=compared.states,
            sightings=compared.sightings,
            announce=sight.announce,
        )


def _settle_down(states: Sized) -> None:
    """Tell the garbage collector that these stay.

    Walking over a hundred thousand of them stops everything for a tenth of a second
    (docs/performance.md).
    """
    if len(states) >= _MANY:
        gc.freeze()


def _sliced(rows: tuple[Seen, ...]) -> Iterable[tuple[Seen, ...]]:
    return (rows[start : start + SLICE] for start in range(0, len(rows), SLICE))
