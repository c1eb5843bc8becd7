"""Several pages at once, as the pager wants them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.errors import UpstreamError
from bot.modelarts.pager import Pager
from bot.modelarts.paging import Item, Page

PAST_END = "ModelArts.6400"
"""What upstream says of an offset behind the last row."""


async def read_all(
    pager: Pager[Item], fetch: Callable[[int], Awaitable[Page[Item]]], at_once: int
) -> None:
    """Feed the pager until it wants no more.

    A page after the first that cannot be had is reported to the pager as lost: the rest is still
    worth reading, a bad image on a later page must be heard of.

    Args:
        pager: Fresh.
        fetch: Reads the page at an offset; raises `UpstreamError`.
        at_once: Pages under way at the same moment.

    Raises:
        UpstreamError: The first page's.
    """
    under_way: set[asyncio.Task[None]] = set()
    try:
        while True:
            while len(under_way) < at_once and (offset := pager.next_offset()) is not None:
                under_way.add(asyncio.create_task(_read(pager, fetch, offset)))
            if not under_way:
                return
            done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


async def _read(
    pager: Pager[Item], fetch: Callable[[int], Awaitable[Page[Item]]], offset: int
) -> None:
    try:
        page = await fetch(offset)
    except UpstreamError as error:
        if offset == 0:
            raise
        if error.status == 400 and error.code == PAST_END:
            pager.past_end(offset)
        else:
            pager.lost(offset)
    else:
        pager.arrived(offset, page)
