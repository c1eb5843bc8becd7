"""The images of one project: every search, over all pages, whoever asks and from wherever."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.catalog.references import SLACK_S, shown
from bot.catalog.stock import (
    Asked,
    Holding,
    Stock,
    both_groups,
    filled,
    first_of,
    group_key,
    image_key,
)
from bot.catalog.ways_out import WayOut, WaysOut
from bot.modelarts.models import Image, ImageGroup, ListImageGroupsParams, ListImagesParams
from bot.modelarts.paging import Listing
from bot.ports import Clock, ImageSource
from bot.query.order import Row
from bot.query.page import GroupPage, Page, SearchPage, Shown
from bot.query.plan import Plan, name_compared_here, plan
from bot.query.requests import Failed, Find, Groups, Search

PAGE_SIZE = 10
_FACETS = ("type", "arch", "status", "resource_categories", "visibility")


class Catalog:
    """Answers searches out of listings that are read once and shared for a short time.

    Args:
        workspace_id: Where to look if a search does not say.
        fresh_s: So long an answer of ModelArts is used again, so that pages fit together.
        keep_s: So long it is shown, with its age, when ModelArts fails.
        deadline_s: One look-up takes so long at most, however many requests it makes.  Extras
            that do not come within it (looser searches, closest names) are left out.  The source
            ends its own calls after the same time.
    """

    def __init__(
        self,
        source: ImageSource,
        clock: Clock,
        *,
        workspace_id: str = "0",
        fresh_s: float = 30.0,
        keep_s: float = 3600.0,
        deadline_s: float = 10.0,
    ) -> None:
        self._source = source
        self._clock = clock
        self._deadline_s = deadline_s
        self._workspace_id = workspace_id
        self._images: Stock[ListImagesParams, Image] = Stock(
            self._list_images,
            clock,
            requests=lambda planned: planned.images,
            key=image_key,
            merged=first_of,
            fresh_s=fresh_s,
            keep_s=keep_s,
        )
        self._groups: Stock[ListImageGroupsParams, ImageGroup] = Stock(
            source.list_image_groups,
            clock,
            requests=lambda planned: planned.groups,
            key=group_key,
            merged=both_groups,
            fresh_s=fresh_s,
            keep_s=keep_s,
        )

    async def search(
        self,
        search: Search,
        *,
        page_size: int = PAGE_SIZE,
        max_rows: int | None = None,
        at_ms: int | None = None,
    ) -> SearchPage | GroupPage:
        """`find` or `groups`, whichever the search is for."""
        if isinstance(search, Groups):
            return await self.groups(search, page_size=page_size, max_rows=max_rows, at_ms=at_ms)
        return await self.find(search, page_size=page_size, max_rows=max_rows, at_ms=at_ms)

    async def find(
        self,
        search: Find | Failed,
        *,
        page_size: int = PAGE_SIZE,
        max_rows: int | None = None,
        at_ms: int | None = None,
    ) -> SearchPage:
        """One page of the images that match.

        Args:
            page_size: Rows a page if the search does not say.
            max_rows: No more rows than this, whatever the search says.
            at_ms: What ages count back from; now if None.  A button hands over the moment of the
                first answer, so that its pages fit together.

        Raises:
            UpstreamError: ModelArts failed and nothing older is at hand, or for one type only:
                half of an answer would look like a whole one.
        """
        size = _size(search, page_size, max_rows)
        return await self._page(self._images, search, size, at_ms)

    async def groups(
        self,
        search: Groups,
        *,
        page_size: int = PAGE_SIZE,
        max_rows: int | None = None,
        at_ms: int | None = None,
    ) -> GroupPage:
        """One page of the groups that match, as `find`; both types of a name are one group."""
        size = _size(search, page_size, max_rows)
        return await self._page(self._groups, search, size, at_ms)

    async def show(self, reference: str) -> Shown:
        """One image by its id, name, ``name:tag`` or path, or the images it may be.

        Raises:
            ImageMissing: There is none; names the closest ones.
            UpstreamError: ModelArts failed and nothing older is at hand.
        """
        return await shown(
            reference,
            source=self._source,
            stock=self._images,
            clock=self._clock,
            workspace_id=self._workspace_id,
            until=self._until(),
        )

    def _until(self) -> float:
        return asyncio.get_running_loop().time() + self._deadline_s

    async def _list_images(self, params: ListImagesParams) -> Listing[Image]:
        return await filled(await self._source.list_images(params), params)

    async def _page(
        self, stock: Stock[Asked, Row], search: Search, size: int, at_ms: int | None
    ) -> Page[Row]:
        at, until = self._clock.now_ms() if at_ms is None else at_ms, self._until()
        planned, holding = await self._look(stock, search, at, until)
        found = holding.index.find(planned.query, at)
        way_out = WayOut()
        if not found.total:
            where = self._workspace_id
            ways = WaysOut(stock, holding, search, workspace_id=where, at_ms=at, until=until)
            way_out = await ways.find()
        fields = () if isinstance(search, Groups) else _FACETS
        pages = max(1, -(-found.total // size))
        page = min(max(1, search.query.page), pages)
        start = (page - 1) * size
        now_ms = self._clock.now_ms()
        return Page(
            search=replace(search, query=search.query.with_page(page)),
            rows=found.rows(start, start + size),
            total=found.total,
            known=len(holding.rows),
            claimed=holding.claimed,
            page=page,
            pages=pages,
            first=start + 1 if found.total else 0,
            page_size=size,
            as_of_ms=holding.as_of_ms(now_ms),
            now_ms=now_ms,
            at_ms=at,
            requests=holding.requests,
            asked_api=planned.asked_api,
            filtered_here=planned.filtered_here,
            relaxations=way_out.relaxations,
            closest=way_out.closest,
            blame=way_out.blame,
            trouble=holding.trouble,
            complete=holding.complete,
            digest=found.digest,
            facets=holding.index.facets(found, fields) if found.total > 1 else (),
        )

    async def _look(
        self, stock: Stock[Asked, Row], search: Search, at_ms: int, until: float
    ) -> tuple[Plan, Holding[Row]]:
        planned = plan(search, workspace_id=self._workspace_id)
        holding, by_part = await stock.look(planned, at_ms, until, slack=SLACK_S)
        return name_compared_here(planned) if by_part else planned, holding


def _size(search: Search, page_size: int, max_rows: int | None) -> int:
    size = search.query.limit or page_size
    return max(1, size if max_rows is None else min(size, max_rows))
