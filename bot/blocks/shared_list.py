"""An answer for everyone in the channel: who shared it, what was asked, the rows."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.blocks import ids
from bot.blocks.elements import Block, Message, actions, button, section, told
from bot.blocks.image_groups import group_row
from bot.blocks.image_list import image_row
from bot.blocks.images.row import path_line, repeated_names
from bot.blocks.mrkdwn import clip, code
from bot.blocks.pages.empty import empty_answer
from bot.blocks.pages.fitting import Cut
from bot.blocks.pages.listing import Listing, Row
from bot.blocks.states import command, page_state, sealed
from bot.query.page import GroupPage, SearchPage
from bot.query.page_token import ButtonState, Seal

_USER = re.compile(r"[UW][A-Z0-9]{1,30}")
_LONGEST_COMMAND = 300


def shared_list(page: SearchPage, anyone: Seal, sharer: str) -> Message:
    """The images of one page with their paths.

    Args:
        anyone: Seals what everybody may press.
        sharer: Slack id of the person who pressed *Share here*.
    """
    repeated = repeated_names(page.rows)

    def row(place: int, cut: Cut) -> Row:
        image = page.rows[place]
        return image_row(image, page.now_ms, repeated, cut)._replace(more=path_line(image, cut))

    return _shared(page, anyone, sharer, row)


def shared_groups(page: GroupPage, anyone: Seal, sharer: str) -> Message:
    """The image names of one page; `shared_list` says what the arguments are."""
    return _shared(
        page, anyone, sharer, lambda place, cut: group_row(page.rows[place], page.now_ms, cut)
    )


def _shared(
    page: SearchPage | GroupPage, anyone: Seal, sharer: str, row: Callable[[int, Cut], Row]
) -> Message:
    lead = shared_lead(sharer, command(page.search))
    tail = mine(anyone, page_state(page), "Search this yourself")
    if not page.rows:
        return _shared_empty(page, anyone, lead, tail)
    return Listing(page, row=row, tail=lambda _: tail, lead=lead).message()


def _shared_empty(
    page: SearchPage | GroupPage, anyone: Seal, lead: str, tail: list[Block]
) -> Message:
    answer = empty_answer(page, anyone)
    kept = [block for block in answer.blocks if block["type"] != "actions"]
    return Message(told(lead, answer.text), [section(lead), *kept, *tail])


def shared_lead(sharer: str, asked: str) -> str:
    """``@lee shared /images find pytorch``."""
    who = f"<@{sharer}> shared" if _USER.fullmatch(sharer) else "Shared:"
    return f"{who} {code(clip(f'{ids.COMMAND} {asked}', _LONGEST_COMMAND))}"


def mine(anyone: Seal, state: ButtonState, label: str) -> list[Block]:
    """The one button of a shared answer."""
    value = sealed(anyone, state)
    return actions([button(label, ids.MINE, value)]) if value is not None else []
