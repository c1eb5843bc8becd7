"""From a request to a message: ask the catalog, choose the view."""

from __future__ import annotations

from dataclasses import replace

from bot.blocks.elements import Message
from bot.blocks.explanation import explanation
from bot.blocks.help import help_message
from bot.blocks.image_detail import image_choice, image_detail
from bot.blocks.image_groups import group_list
from bot.blocks.image_list import image_list
from bot.catalog import Catalog
from bot.query.grammar import parse_request
from bot.query.page_token import ButtonState, Seal
from bot.query.requests import Explain, Failed, Find, Groups, Help, Request, Show

ROWS = 10
"""Rows a page unless ``limit=`` says otherwise: what a phone shows in a few swipes."""

MOST_ROWS = 20
"""More do not fit Slack's unwritten total of about 13 000 characters."""


async def answer(
    request: Request, catalog: Catalog, seal: Seal, *, at_ms: int | None = None, digest: str = ""
) -> Message:
    """Answer ``request``.

    Args:
        at_ms: The moment relative times count from; None means now.
        digest: `Page.digest` when the pressed button was drawn, to say if the list changed since.
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
            page = await catalog.find(request, page_size=ROWS, max_rows=MOST_ROWS, at_ms=at_ms)
            return image_list(page, seal, changed=digest not in {"", page.digest})


def request_of(state: ButtonState) -> Request:
    """The request behind a button: its command, turned to its page."""
    request = parse_request(state.command)
    if isinstance(request, Find | Failed | Groups) and state.page != 1:
        return replace(request, query=request.query.with_page(state.page))
    return request
