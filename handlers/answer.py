"""From a request to a message: ask the catalog, choose the view."""

from __future__ import annotations

from dataclasses import replace

from bot.blocks.elements import Message
from bot.blocks.explanation import explanation
from bot.blocks.help import help_message
from bot.blocks.image_detail import image_choice, image_detail
from bot.blocks.image_groups import group_list
from bot.blocks.image_list import image_list
from bot.broken import BrokenLookups, FoundBroken
from bot.catalog import Catalog
from bot.query.grammar import parse_request
from bot.query.page import SearchPage
from bot.query.page_token import ButtonState, Seal
from bot.query.requests import Explain, Failed, Find, Groups, Help, Request, Show

ROWS = 10
"""Rows a page unless ``limit=`` says otherwise: what a phone shows in a few swipes."""

MOST_ROWS = 20
"""More do not fit Slack's unwritten total of about 13 000 characters."""


async def answer(
    request: Request,
    catalog: Catalog,
    seal: Seal,
    *,
    at_ms: int | None = None,
    digest: str = "",
    broken: BrokenLookups | None = None,
) -> Message:
    """Answer a look-up; `handlers.alert_commands` answers what is about alerts.

    Args:
        at_ms: The moment relative times count from; None means now.
        digest: `Page.digest` when the pressed button was drawn, to say if the list changed since.
        broken: Where failures are looked for first.
    """
    match request:
        case Help():
            return help_message(request.topic, seal=seal)
        case Show():
            shown = await catalog.show(request.reference)
            return image_detail(shown, seal) if shown.image else image_choice(shown, seal)
        case Explain():
            found = await catalog.search(
                request.search, page_size=ROWS, max_rows=MOST_ROWS, at_ms=at_ms
            )
            return explanation(found, seal)
        case Groups():
            groups = await catalog.groups(request, page_size=ROWS, max_rows=MOST_ROWS, at_ms=at_ms)
            return group_list(groups, seal, changed=digest not in {"", groups.digest})
        case Find() | Failed():
            page, memory = await found_images(request, catalog, broken, at_ms)
            changed = digest not in {"", page.digest}
            if memory is None:
                return image_list(page, seal, changed=changed)
            since, at_least = memory.since, memory.at_least
            return image_list(page, seal, changed=changed, since=since, at_least=at_least)
        case _:
            raise AssertionError(request)


async def found_images(
    search: Find | Failed, catalog: Catalog, broken: BrokenLookups | None, at_ms: int | None
) -> tuple[SearchPage, FoundBroken | None]:
    """A page of images, and the memory it is from, if it is from there."""
    if broken is not None and isinstance(search, Failed):
        found = await broken.find(search, page_size=ROWS, max_rows=MOST_ROWS, at_ms=at_ms)
        if found is not None:
            return found.page, found
    return await catalog.find(search, page_size=ROWS, max_rows=MOST_ROWS, at_ms=at_ms), None


def request_of(state: ButtonState) -> Request:
    """The request behind a button: its command, turned to its page."""
    request = parse_request(state.command)
    if isinstance(request, Find | Failed | Groups) and state.page != 1:
        return replace(request, query=request.query.with_page(state.page))
    return request
