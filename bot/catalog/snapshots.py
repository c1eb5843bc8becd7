"""What ModelArts answered a moment ago: read once for everybody, kept for when it fails.

Nothing here is written down; a restart begins with nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.errors import Throttled, UpstreamError
from bot.modelarts.paging import Listing
from bot.ports import Clock

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Row = TypeVar("Row")

_PAUSE_S = 5.0
"""After a failure older data is shown for so long before upstream is asked again."""
_LONGEST_PAUSE_S = 60.0


class Flights(Generic[Key, Value]):
    """Work that is under way, by what it is for: who comes later joins instead of starting it."""

    def __init__(self) -> None:
        self._tasks: dict[Key, asyncio.Task[Value]] = {}

    async def join(self, key: Key, start: Callable[[], Coroutine[Any, Any, Value]]) -> Value:
        """The result of the work for this key, or its error, which is not kept.

        Who is cancelled while waiting stops waiting; the work goes on for the others.
        """
        task = self._tasks.get(key)
        if task is None:
            task = asyncio.create_task(start())
            self._tasks[key] = task
            task.add_done_callback(lambda done: self._landed(key, done))
        return await asyncio.shield(task)

    def _landed(self, key: Key, task: asyncio.Task[Value]) -> None:
        self._tasks.pop(key, None)
        if not task.cancelled():
            task.exception()  # looked at, or asyncio reports it when everybody has gone


class Shelf(Generic[Key, Value]):
    """The values used last: at most ``most`` of them, and so many rows in all.

    Args:
        weigh: The rows of a value.  A single value may be heavier than ``most_rows``.
    """

    def __init__(self, most: int, most_rows: int, weigh: Callable[[Value], int]) -> None:
        self._most = most
        self._most_rows = most_rows
        self._weigh = weigh
        self._values: dict[Key, Value] = {}  # the one used last stands last
        self._rows = 0

    def __len__(self) -> int:
        return len(self._values)

    @property
    def rows(self) -> int:
        """The rows of everything that is kept."""
        return self._rows

    def get(self, key: Key) -> Value | None:
        """The value, now the one used last."""
        value = self._values.pop(key, None)
        if value is not None:
            self._values[key] = value
        return value

    def put(self, key: Key, value: Value) -> None:
        """Keep it, and let go of what was not used for longest."""
        self.drop(key)
        self._values[key] = value
        self._rows += self._weigh(value)
        while len(self._values) > self._most or (
            self._rows > self._most_rows and len(self._values) > 1
        ):
            self.drop(next(iter(self._values)))

    def drop(self, key: Key) -> None:
        """Let go of it."""
        value = self._values.pop(key, None)
        if value is not None:
            self._rows -= self._weigh(value)

    def drop_where(self, gone: Callable[[Value], bool]) -> None:
        """Let go of every such value."""
        for key in [key for key, value in self._values.items() if gone(value)]:
            self.drop(key)


@dataclass(frozen=True, slots=True)
class Snapshot(Generic[Row]):
    """One listing and when it was asked for.

    ``number``: never used twice.  ``at_ms``, ``at``: the clock and the monotonic clock when the
    request began: what changed upstream since then may be missing.
    """

    number: int
    listing: Listing[Row]
    at_ms: int
    at: float


@dataclass(frozen=True, slots=True)
class Reading(Generic[Row]):
    """A snapshot; ``trouble`` says why it is not a new one, if it should be."""

    snapshot: Snapshot[Row]
    trouble: UpstreamError | None = None


@dataclass(frozen=True, slots=True)
class _Kept(Generic[Row]):
    """A snapshot on the shelf; after a failure with its error and until when that stands."""

    snapshot: Snapshot[Row]
    trouble: UpstreamError | None = None
    until: float = 0.0


class Snapshots(Generic[Key, Row]):
    """Listings by the request that brings them.

    Args:
        fetch: Reads one listing; raises `UpstreamError`.
        fresh_s: So long a snapshot is as good as a new one.
        keep_s: So long it is good enough when upstream fails.
    """

    def __init__(
        self,
        fetch: Callable[[Key], Awaitable[Listing[Row]]],
        clock: Clock,
        *,
        fresh_s: float,
        keep_s: float,
        most: int = 64,
        most_rows: int = 400_000,
    ) -> None:
        self._fetch = fetch
        self._clock = clock
        self._fresh_s = fresh_s
        self._keep_s = keep_s
        self._shelf: Shelf[Key, _Kept[Row]] = Shelf(
            most, most_rows, lambda kept: len(kept.snapshot.listing.items)
        )
        self._flights: Flights[Key, Reading[Row]] = Flights()
        self._number = 0

    def at_hand(self, key: Key) -> bool:
        """Whether `read` would answer without asking upstream."""
        return self._usable(self._shelf.get(key)) is not None

    def kept(self, key: Key) -> bool:
        """Whether `read` would answer even if upstream failed."""
        return self._lasting(self._shelf.get(key)) is not None

    async def read(self, key: Key) -> Reading[Row]:
        """The listing, not older than ``fresh_s``, or with the trouble that made it older.

        Raises:
            UpstreamError: Upstream failed and there is nothing from the last ``keep_s``.
        """
        reading = self._usable(self._shelf.get(key))
        if reading is not None:
            return reading
        return await self._flights.join(key, lambda: self._load(key))

    def _usable(self, kept: _Kept[Row] | None) -> Reading[Row] | None:
        if kept is None:
            return None
        now = self._clock.monotonic()
        if kept.trouble is None:
            fresh = now - kept.snapshot.at < self._fresh_s
            return Reading(kept.snapshot) if fresh else None
        if now < kept.until and self._lasting(kept):
            return Reading(kept.snapshot, kept.trouble)
        return None

    def _lasting(self, kept: _Kept[Row] | None) -> _Kept[Row] | None:
        """What is not too old to be shown when upstream fails."""
        now = self._clock.monotonic()
        return kept if kept is not None and now - kept.snapshot.at <= self._keep_s else None

    async def _load(self, key: Key) -> Reading[Row]:
        at_ms, at = self._clock.now_ms(), self._clock.monotonic()
        try:
            listing = await self._fetch(key)
        except UpstreamError as error:
            return self._older(key, error)
        self._number += 1
        snapshot = Snapshot(self._number, listing, at_ms, at)
        self._shelf.drop_where(lambda kept: at - kept.snapshot.at > self._keep_s)
        self._shelf.put(key, _Kept(snapshot))
        return Reading(snapshot)

    def _older(self, key: Key, error: UpstreamError) -> Reading[Row]:
        kept = self._lasting(self._shelf.get(key))
        if kept is None:
            raise error
        until = self._clock.monotonic() + _pause_s(error)
        self._shelf.put(key, _Kept(kept.snapshot, error, until))
        return Reading(kept.snapshot, error)


def _pause_s(error: UpstreamError) -> float:
    asked = error.retry_after if isinstance(error, Throttled) else None
    return min(max(_PAUSE_S, asked or 0.0), _LONGEST_PAUSE_S)
