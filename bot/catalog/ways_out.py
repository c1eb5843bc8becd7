"""What to say when nothing matches: which part is to blame, what would help, which names are near.

Every count is what running the looser search gives.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, cast

from bot.catalog.stock import Asked, Holding, Stock, inexact
from bot.errors import UpstreamError
from bot.query.model import Query
from bot.query.order import Row
from bot.query.page import Relaxation
from bot.query.plan import Plan, plan
from bot.query.relax import (
    Looser,
    blamed,
    looser_by_one,
    looser_by_two,
    nearest_names,
    offered,
)
from bot.query.requests import Search

_MOST_LOOKUPS = 3
"""Looser searches that may need requests of their own, for one empty answer."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """See `bot.query.page.Page`."""

    relaxations: tuple[Relaxation, ...] = ()
    closest: tuple[str, ...] = ()
    blame: str | None = None


class WaysOut(Generic[Asked, Row]):
    """Of one search that found nothing.

    Args:
        holding: What there was before anything was filtered.
        at_ms: Base of relative times.
        until: A moment of the event loop's clock; what has not come by then is left out.
    """

    def __init__(
        self,
        stock: Stock[Asked, Row],
        holding: Holding[Row],
        search: Search,
        *,
        workspace_id: str,
        at_ms: int,
        until: float,
    ) -> None:
        self._stock = stock
        self._holding = holding
        self._search = search
        self._workspace_id = workspace_id
        self._at_ms = at_ms
        self._until = until
        self._requests = stock.requests(self._planned(search))
        self._lookups = _MOST_LOOKUPS

    async def find(self) -> WayOut:
        """Count the looser searches and look for names; what cannot be read is left out."""
        singles = looser_by_one(self._search)
        (counts, closest) = await asyncio.gather(self._counts(singles), self._closest())
        pairs: dict[Looser, int] = {}
        if not any(counts.values()):
            pairs = await self._counts(looser_by_two(self._search))
        return WayOut(
            offered((counts | pairs).items()),
            closest,
            blamed(singles, counts),
        )

    async def _counts(self, tried: Sequence[Looser]) -> dict[Looser, int]:
        """What they find; those that need too many requests, or whose requests fail, are left."""
        plans = {looser: self._planned(looser.search) for looser in tried}
        allowed = self._allowed(self._stock.requests(planned) for planned in plans.values())
        countable = {
            looser: planned
            for looser, planned in plans.items()
            if self._stock.requests(planned) in allowed
        }
        found = await asyncio.gather(*map(self._count, countable.values()))
        return {
            looser: count
            for looser, count in zip(countable, found, strict=True)
            if count is not None
        }

    def _allowed(self, wanted: Iterable[tuple[Asked, ...]]) -> set[tuple[Asked, ...]]:
        allowed = {self._requests}
        for requests in wanted:
            if requests in allowed:
                continue
            if not self._stock.at_hand(requests):
                if not self._lookups:
                    continue
                self._lookups -= 1
            allowed.add(requests)
        return allowed

    async def _count(self, planned: Plan) -> int | None:
        requests = self._stock.requests(planned)
        if requests == self._requests and inexact(requests) is None:
            return self._holding.index.count(planned.query, self._at_ms)
        try:
            holding, _ = await self._stock.look(planned, self._at_ms, self._until)
        except UpstreamError:
            return None
        return holding.index.count(planned.query, self._at_ms)

    async def _closest(self) -> tuple[str, ...]:
        """Names like the one asked for, if no image at all has it."""
        exact = self._search.query.exact
        word = exact or next((one.name for one in self._requests), None)
        if word is None or self._has(exact):
            return ()
        requests = tuple(
            cast("Asked", one.model_copy(update={"name": None, "name_fuzzy_match": None}))
            for one in self._requests
        )
        try:
            holding = await self._stock.holding(requests, self._until)
        except UpstreamError:
            return ()
        names = [row.name for row in holding.rows if row.name]
        names = [name for name in names if name.strip().lower() != word.lower()]
        # Comparing thousands of names takes longer than others should wait.
        return await asyncio.to_thread(nearest_names, word, names)

    def _has(self, exact: str | None) -> bool:
        if exact is None:
            return bool(self._holding.rows)
        return bool(self._holding.index.count(Query(exact=exact), self._at_ms))

    def _planned(self, search: Search) -> Plan:
        return plan(search, workspace_id=self._workspace_id)
