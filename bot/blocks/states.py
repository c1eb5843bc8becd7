"""Sealed states for buttons, made once and only where they fit.

A token costs up to some 1 300 characters of a message that holds about 13 000, so a view asks for
as few as it needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from bot.blocks import ids, limits
from bot.blocks.elements import Block, button
from bot.blocks.mrkdwn import clip_middle, faithful
from bot.query.model import Query
from bot.query.page import GroupPage, SearchPage
from bot.query.page_token import ButtonState, Seal
from bot.query.requests import Search

_LONGEST_REFERENCE = 512
"""Characters; no name or path is longer (reference: `name`)."""
_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")


def sealed(seal: Seal, state: ButtonState) -> str | None:
    """The value of a button; None if the command is too long or cannot be written down."""
    try:
        return seal.close(state)
    except ValueError:
        return None


def page_state(page: SearchPage | GroupPage) -> ButtonState:
    """This search on this page, with the moment its relative times count from."""
    return ButtonState(command(page.search), page.page, page.at_ms or page.now_ms, page.digest)


def on_page(state: ButtonState, number: int) -> ButtonState:
    """The same search on another page."""
    return ButtonState(state.command, number, state.at_ms, state.digest)


def command(search: Search, query: Query | None = None) -> str:
    """The canonical command, first page; with another query if one is given."""
    query = search.query if query is None else query
    if query.page == 1 and query is search.query:
        return search.text()
    return replace(search, query=query.with_page(1)).text()


def show_command(reference: str) -> str | None:
    """Shows one image; None for what could not be read back from a command."""
    reference = reference.strip()
    if not faithful(reference) or len(reference) > _LONGEST_REFERENCE:
        return None
    return f"show {reference}"


def show_id(image_id: str) -> str | None:
    """Shows the image with this id; ids are plain in every reply seen."""
    return f"show {image_id}" if _ID.fullmatch(image_id) else None


class Offer(NamedTuple):
    """A command to run in place of the message.

    ``spoken``: what a screen reader says, if the label had to be cut.
    """

    label: str
    command: str
    spoken: str = ""


def name_offer(name: str, command: str) -> Offer:
    """Looks up an image by a name, which is cut in the middle where it is long."""
    return Offer(clip_middle(name, limits.BUTTON_NAME), command, f"Look up {name}")


def run_buttons(offers: Iterable[Offer], seal: Seal, *, at_ms: int = 0) -> list[Block]:
    """A button for each; commands too long for one are left out."""
    row: list[Block] = []
    for label, command, spoken in offers:
        value = sealed(seal, ButtonState(command=command, at_ms=at_ms))
        if value is not None and len(row) < limits.ACTION_ELEMENTS:
            row.append(button(label, f"{ids.RUN}{len(row)}", value, spoken=spoken))
    return row
