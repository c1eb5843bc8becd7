"""What ModelArts answered a moment ago: read once for everybody, kept for when it fails.

Nothing here is written down; a restart begins with nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.catalog.shelf import Shelf
from bot.errors import Throttled, UpstreamError, UpstreamTimeout
from bot.modelarts.paging import Listing
from bot.ports import Clock

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Row = TypeVar("Row")

_PAUSE_S = 5.0
"""After a failure older data is shown for so long before upstream is asked again."""
_LONGEST_PAUSE_S = 60.0
_PARTIAL_S = 3.0
"""A listing without some of its pages is used again for so long: the buttons below it work."""


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
    """A snapshot on the shelf.

    ``trouble``: the failure since then.  ``until``: when upstream is asked again, after a failure
    or for the pages that are missing.
    """

    snapshot: Snapshot[Row]
    trouble: UpstreamError | None = None
    until: float = 0.0


class Snapshots(Generic[Key, Row]):
    """Listings by the request that brings them.

    Args:
        fetch: Reads one listing; raises `UpstreamError`.
        fresh_s: So long a snapshot is as good as a new one.
        keep_s: So long it is good enough when upstream fails, or sends only some of the pages.
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

    async def read(self, key: Key, until: float | None = None) -> Reading[Row]:
        """The listing, not older than ``fresh_s``, or with the trouble that made it older.

        Args:
            until: A moment of the event loop's clock at which waiting ends.  The reading goes on
                for whoever asks next.

        Raises:
            UpstreamError: Upstream failed, or gave no answer in time, and there is nothing from
                the last ``keep_s``.
        """
        reading = self._usable(self._shelf.get(key))
        if reading is not None:
            return reading
        try:
            async with asyncio.timeout_at(until):
                return await self._flights.join(key, lambda: self._load(key))
        except TimeoutError:
            return self._older(key, no_answer())

    def _usable(self, kept: _Kept[Row] | None) -> Reading[Row] | None:
        if kept is None:
            return None
        now = self._clock.monotonic()
        if kept.trouble is None:
            partial = kept.snapshot.listing.partial
            fresh = now < kept.until if partial else now - kept.snapshot.at < self._fresh_s
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
        self._shelf.drop_where(lambda kept: at - kept.snapshot.at > self._keep_s)
        if listing.partial and self._whole(key):
            return self._older(key, _pages_missing())
        self._number += 1
        snapshot = Snapshot(self._number, listing, at_ms, at)
        self._shelf.put(key, _Kept(snapshot, until=self._clock.monotonic() + _PARTIAL_S))
        return Reading(snapshot)

    def _whole(self, key: Key) -> bool:
        """Whether there is an older listing with all of its pages."""
        kept = self._lasting(self._shelf.get(key))
        return kept is not None and not kept.snapshot.listing.partial

    def _older(self, key: Key, error: UpstreamError) -> Reading[Row]:
        kept = self._lasting(self._shelf.get(key))
        if kept is None:
            raise error
        until = self._clock.monotonic() + _pause_s(error)
        self._shelf.put(key, _Kept(kept.snapshot, error, until))
        return Reading(kept.snapshot, error)


def no_answer() -> UpstreamTimeout:
    """The time for one look-up is over."""
    return UpstreamTimeout("ModelArts did not answer in time.", hint="Try again in a minute.")


def _pages_missing() -> UpstreamError:
    return UpstreamError("Not all pages of the list could be read.", hint="Try again in a minute.")


def _pause_s(error: UpstreamError) -> float:
    asked = error.retry_after if isinstance(error, Throttled) else None
    return min(max(_PAUSE_S, asked or 0.0), _LONGEST_PAUSE_S)
