"""Answers for the tests of the terminal, and what a terminal makes of them."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console, RenderableType

from bot.modelarts.models import Image, ImageGroup
from bot.query.grammar import parse_request
from bot.query.page import GroupPage, Page, SearchPage, Shown
from bot.query.requests import Failed, Find, Groups

NOW = 1_770_000_000_000
HOUR = 3_600_000
HOSTILE = "\x1b[2J\x9b31m\x07\r\nforged\u202e\u2028\x7f[red]x[/red]"


def drawn(renderable: RenderableType, width: int = 200) -> str:
    """What is written to a terminal that takes no colours."""
    paper = io.StringIO()
    Console(file=paper, width=width, highlight=False, color_system=None).print(
        renderable, soft_wrap=True
    )
    return paper.getvalue()


def search_page(*images: Image, command: str = "find pytorch", **fields: Any) -> SearchPage:
    search = parse_request(command)
    assert isinstance(search, Find | Failed)
    plain: dict[str, Any] = {
        "total": len(images),
        "known": 107,
        "claimed": 107,
        "page": 1,
        "pages": 1,
    }
    plain |= {"first": 1, "page_size": 50, "as_of_ms": NOW - 20_000, "now_ms": NOW}
    return Page(search=search, rows=images, **(plain | fields))


def group_page(*groups: ImageGroup) -> GroupPage:
    page = search_page()
    search = parse_request("groups pytorch")
    assert isinstance(search, Groups)
    return Page(search, groups, 1, 1, 1, 1, 1, 1, 50, page.as_of_ms, NOW)


def shown(chosen: Image | None, *choices: Image) -> Shown:
    return Shown(
        "x", chosen, choices, as_of_ms=NOW - 20_000, now_ms=NOW, requests=("/v1/p/images",)
    )
