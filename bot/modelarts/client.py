"""The image API of one project, read page by page."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeVar

import httpx

from bot.errors import ImageUnknown, UpstreamTimeout
from bot.modelarts.exchange import Exchange, Pace, log, open_http
from bot.modelarts.message import Auth, Call, Reply
from bot.modelarts.models import Image, ImageGroup, ListImageGroupsParams, ListImagesParams
from bot.modelarts.pager import MOST_CALLS, Pager
from bot.modelarts.paging import Item, Listing, Page
from bot.modelarts.params import Params, checked_project_id, origin_of, to_query
from bot.modelarts.reading import PAST_END, read_all
from bot.modelarts.replies import (
    graver_group,
    graver_image,
    group_key,
    group_page,
    image_page,
    one_image,
)
from bot.ports import Clock

__all__ = ["ClientOptions", "ModelArtsClient", "open_http"]

# "group" is the path of another call, dots would leave the folder.
_IMAGE_ID = re.compile(r"(?!group\Z)[A-Za-z0-9][A-Za-z0-9._-]{0,127}\Z")

Result = TypeVar("Result")
Kept = TypeVar("Kept")
"""What a scan holds of an image; has its ``id``."""

ProjectId = Callable[[float], Awaitable[str]]
"""Finds the project id before a moment of the monotonic clock."""


@dataclass(frozen=True, slots=True)
class ClientOptions:
    """What may be turned.

    ``page_limit``: rows asked for per page.  ``concurrency``: requests under way at once, over
    all listings.  ``deadline``: seconds for one whole call, all pages, tries and logins.
    ``most_bytes``: of one page after decompression.  ``tries``: per page.  ``most_calls``: pages
    per listing.
    """

    page_limit: int = 200
    concurrency: int = 8
    deadline: float = 10.0
    most_bytes: int = 8 * 2**20
    tries: int = 3
    most_calls: int = MOST_CALLS


class ModelArtsClient:
    """Reads images; satisfies `bot.ports.ImageSource`.

    Args:
        http: See `open_http`; shared, not closed here.
        endpoint: Scheme and host, ``https://modelarts.cn-north-4.myhuaweicloud.com``.
        project: The project id, or what finds it (`IamToken.project_id`, `ProjectByRegion`).
        sleep: In seconds.
        jitter: A number from 0 to 1, a new one each time.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        endpoint: str,
        project: str | ProjectId,
        auth: Auth,
        clock: Clock,
        options: ClientOptions | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._options = options or ClientOptions()
        self._exchange = Exchange(
            http, clock, self._options.most_bytes, self._options.tries, sleep, jitter
        )
        self._origin = origin_of(endpoint)
        self._project = checked_project_id(project) if isinstance(project, str) else project
        self._auth = auth
        self._clock = clock
        self._slots = asyncio.Semaphore(self._options.concurrency)

    async def list_images(self, params: ListImagesParams) -> Listing[Image]:
        """Read every page; what arrived before a later page failed is an incomplete listing.

        Raises:
            RequestError: A parameter is outside of what the reference allows.
            UpstreamError: There is no first page.
        """
        return await self._listing("images", params, image_page, attrgetter("id"), graver_image)

    async def scan_images(
        self,
        params: ListImagesParams,
        keep: Callable[[Image], Kept],
        graver: Callable[[Kept, Kept], Kept | None],
    ) -> Listing[Kept]:
        """As `list_images`, but hold of each image only what ``keep`` makes of it."""

        def kept_page(body: bytes) -> Page[Kept]:
            page = image_page(body)
            return Page(
                tuple(map(keep, page.items)),
                page.total,
                page.current,
                skipped=page.skipped,
                coerced=page.coerced,
            )

        return await self._listing("images", params, kept_page, attrgetter("id"), graver)

    async def list_image_groups(self, params: ListImageGroupsParams) -> Listing[ImageGroup]:
        """Read every page; raises as `list_images`."""
        return await self._listing("images/group", params, group_page, group_key, graver_group)

    async def show_image(self, image_id: str) -> Image:
        """Read one image.

        Raises:
            ImageUnknown: There is none; not asked if no image can have this id.
            UpstreamError: Any other failure.
        """
        if not _IMAGE_ID.match(image_id):
            raise ImageUnknown("There is no image with this id.")
        async with self._deadline() as until:
            project_id = await self._project_id(until)
            call = Call(
                origin=self._origin,
                path=f"/v1/{project_id}/images/{image_id}",
                project_id=project_id,
                expected=frozenset({"ModelArts.6404", "ModelArts.6797"}),
            )
            return await self._fetch(call, _image_in, until, Pace())

    async def _listing(
        self,
        path: str,
        params: Params,
        decode: Callable[[bytes], Page[Item]],
        key: Callable[[Item], Hashable],
        graver: Callable[[Item, Item], Item | None],
    ) -> Listing[Item]:
        limit = self._options.page_limit if params.limit is None else params.limit
        query = to_query(params.model_copy(update={"limit": limit, "offset": 0}))
        pager = Pager(limit, key, graver, self._options.most_calls)
        pace = Pace()
        project_id = ""

        def call(offset: int) -> Call:
            return Call(
                origin=self._origin,
                path=f"/v1/{project_id}/{path}",
                query=tuple(
                    (name, str(offset) if name == "offset" else value) for name, value in query
                ),
                project_id=project_id,
                expected=frozenset({PAST_END}) if offset else frozenset(),
            )

        async def fetch(offset: int) -> Page[Item]:
            return await self._fetch(call(offset), lambda reply: decode(reply.body), until, pace)

        try:
            async with self._deadline() as until:
                project_id = await self._project_id(until)
                await read_all(pager, fetch, self._options.concurrency)
        except UpstreamTimeout:
            if not pager.started:
                raise
        return pager.listing(tuple(call(offset).target for offset in pager.asked()))

    async def _fetch(
        self, call: Call, decode: Callable[[Reply], Result], until: float, pace: Pace
    ) -> Result:
        async with self._slots:
            return await self._exchange.fetch(
                call, decode, until=until, auth=self._auth, pace=pace
            )

    async def _project_id(self, until: float) -> str:
        if isinstance(self._project, str):
            return self._project
        return checked_project_id(await self._project(until))

    @asynccontextmanager
    async def _deadline(self) -> AsyncIterator[float]:
        seconds = self._options.deadline
        try:
            async with asyncio.timeout(seconds):
                yield self._clock.monotonic() + seconds
        except TimeoutError:
            log.warning("no whole answer within %s s", seconds)
            raise UpstreamTimeout(
                f"ModelArts did not answer within {seconds:g} seconds.",
                hint="Try again in a minute.",
            ) from None


def _image_in(reply: Reply) -> Image:
    return one_image(reply.body)
