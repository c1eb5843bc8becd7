"""Rows of several listings as one, ready to be searched; each is read, merged and indexed once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Generic, TypeVar, cast

from bot.catalog.shelf import Shelf
from bot.catalog.snapshots import Flights, Reading, Snapshots
from bot.errors import UpstreamError
from bot.modelarts.models import Image, ImageGroup, ListImageGroupsParams, ListImagesParams
from bot.modelarts.paging import Listing
from bot.ports import Clock
from bot.query.index import IndexBuilder, SearchIndex
from bot.query.order import Row
from bot.query.plan import Plan

Asked = TypeVar("Asked", bound=ListImagesParams | ListImageGroupsParams)


_SLICE = 500
"""Rows that are handled before others get their turn: well under 10 ms."""
_INDEXES = 16


@dataclass(frozen=True, slots=True)
class Holding(Generic[Row]):
    """What there is of one search before anything is filtered here.

    ``before``: the GETs that came first and brought nothing.
    """

    readings: tuple[Reading[Row], ...]
    rows: tuple[Row, ...]
    index: SearchIndex[Row]
    before: tuple[str, ...] = ()

    @property
    def claimed(self) -> int:
        """What ModelArts said there is."""
        return sum(reading.snapshot.listing.total for reading in self.readings)

    @property
    def complete(self) -> bool:
        """Whether every row of every listing could be read."""
        listings = [reading.snapshot.listing for reading in self.readings]
        return all(listing.complete and not listing.skipped for listing in listings)

    @property
    def requests(self) -> tuple[str, ...]:
        """The GETs behind it, listing after listing."""
        readings = self.readings
        return (
            *self.before,
            *(sent for one in readings for sent in one.snapshot.listing.requests),
        )

    @property
    def trouble(self) -> UpstreamError | None:
        """Why some of it is older than it should be, if it is."""
        return next((one.trouble for one in self.readings if one.trouble is not None), None)

    def as_of_ms(self, now_ms: int) -> int:
        """When the oldest of it was read; now, if nothing had to be."""
        return min((reading.snapshot.at_ms for reading in self.readings), default=now_ms)


@dataclass(frozen=True, slots=True)
class _Indexed(Generic[Row]):
    numbers: tuple[int, ...]
    rows: tuple[Row, ...]
    index: SearchIndex[Row]


class Stock(Generic[Asked, Row]):
    """All rows of one kind.

    Args:
        fetch: Reads one listing; raises `UpstreamError`.
        requests: Picks the requests of this kind out of a plan.
        key: What makes rows of different listings the same.
        merged: Two such rows as one.
    """

    def __init__(
        self,
        fetch: Callable[[Asked], Awaitable[Listing[Row]]],
        clock: Clock,
        *,
        requests: Callable[[Plan], tuple[Asked, ...]],
        key: Callable[[Row], Hashable],
        merged: Callable[[Row, Row], Row],
        fresh_s: float,
        keep_s: float,
    ) -> None:
        self.requests = requests
        self._key = key
        self._merged = merged
        self._snapshots: Snapshots[Asked, Row] = Snapshots(
            fetch, clock, fresh_s=fresh_s, keep_s=keep_s
        )
        self._shelf: Shelf[tuple[Asked, ...], _Indexed[Row]] = Shelf(
            _INDEXES, 400_000, lambda indexed: len(indexed.rows)
        )
        self._flights: Flights[tuple[int, ...], _Indexed[Row]] = Flights()

    def at_hand(self, requests: Iterable[Asked]) -> bool:
        """Whether `holding` would answer without asking upstream."""
        return all(self._snapshots.at_hand(asked) for asked in requests)

    def kept(self, requests: Iterable[Asked]) -> bool:
        """Whether `holding` would answer even if upstream failed."""
        return all(self._snapshots.kept(asked) for asked in requests)

    async def holding(
        self, requests: tuple[Asked, ...], until: float | None = None
    ) -> Holding[Row]:
        """The rows of these requests; the requests go out at the same time.

        Args:
            until: A moment of the event loop's clock at which waiting ends.

        Raises:
            UpstreamError: One of them failed and nothing older is at hand.
        """
        reads = (self._snapshots.read(asked, until) for asked in requests)
        readings = tuple(await asyncio.gather(*reads))
        numbers = tuple(reading.snapshot.number for reading in readings)
        indexed = self._shelf.get(requests)
        if indexed is None or indexed.numbers != numbers:
            indexed = await self._flights.join(numbers, lambda: self._index(readings))
            self._shelf.put(requests, indexed)
        return Holding(readings, indexed.rows, indexed.index)

    async def look(
        self, plan: Plan, at_ms: int, until: float, *, slack: float = 0.0
    ) -> tuple[Holding[Row], bool]:
        """What the requests of a plan bring, and whether only names that contain its name did.

        The API compares whole names to the last blank, and names in the wild end in one: if
        nothing matches, names that contain it are asked for, to be compared here.

        Args:
            until: A moment of the event loop's clock at which waiting ends.
            slack: Seconds for which the first requests are waited for beyond that.

        Raises:
            UpstreamError: As `holding`, for the first requests.
        """
        requests = self.requests(plan)
        first = await self.holding(requests, until + slack)
        wider = inexact(requests)
        if wider is None or first.index.count(plan.query, at_ms):
            return first, False
        try:
            second = await self.holding(wider, until)
        except UpstreamError:
            return first, False
        return replace(second, before=first.requests), True

    async def _index(self, readings: tuple[Reading[Row], ...]) -> _Indexed[Row]:
        rows: dict[Hashable, Row] = {}
        for reading in readings:
            async for part in slices(reading.snapshot.listing.items):
                for row in part:
                    key = self._key(row)
                    rows[key] = self._merged(rows[key], row) if key in rows else row
        merged = tuple(rows.values())
        builder = IndexBuilder(merged)
        unfinished = builder.step()
        while unfinished:
            await asyncio.sleep(0)
            unfinished = builder.step()
        numbers = tuple(reading.snapshot.number for reading in readings)
        return _Indexed(numbers, merged, builder.finish())


async def slices(rows: Sequence[Row]) -> AsyncIterator[Sequence[Row]]:
    """The rows in parts, with a turn for everybody else between them."""
    for start in range(0, len(rows), _SLICE):
        yield rows[start : start + _SLICE]
        await asyncio.sleep(0)


def inexact(requests: tuple[Asked, ...]) -> tuple[Asked, ...] | None:
    """The requests for this very name as requests for names that contain it; None for others."""
    if not requests or requests[0].name_fuzzy_match is not False:
        return None
    wider = (one.model_copy(update={"name_fuzzy_match": None}) for one in requests)
    return tuple(cast("Asked", one) for one in wider)


async def filled(listing: Listing[Image], params: ListImagesParams) -> Listing[Image]:
    """The listing with what was asked for in rows that do not say it: type and workspace."""
    rows: list[Image] = []
    async for part in slices(listing.items):
        rows += [_filled_row(row, params) for row in part]
    return replace(listing, items=tuple(rows))


def _filled_row(row: Image, params: ListImagesParams) -> Image:
    if row.type is not None and row.workspace_id is not None:
        return row
    return row.model_copy(
        update={
            "type": row.type or params.type.value,
            "workspace_id": row.workspace_id or params.workspace_id,
        }
    )


image_key = attrgetter("id")


def first_of(first: Image, second: Image) -> Image:
    """Of two rows with one id: the one of the listing that was asked for first."""
    del second
    return first


group_key = attrgetter("namespace", "name", "swr_instance_id")
"""Groups have no id on most sites."""


def both_groups(first: ImageGroup, second: ImageGroup) -> ImageGroup:
    """One group out of its build-in and its own versions."""
    counts = [one.version_count for one in (first, second) if one.version_count is not None]
    created = [one.create_at for one in (first, second) if one.create_at is not None]
    updated = [one.update_at for one in (first, second) if one.update_at is not None]
    return first.model_copy(
        update={
            "version_count": sum(counts) if counts else None,
            "create_at": min(created, default=None),
            "update_at": max(updated, default=None),
        }
    )
