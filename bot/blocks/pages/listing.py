"""Rows under a heading with buttons below: what every list has in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from bot.blocks.elements import Block, Message, context, packed, section, told
from bot.blocks.mrkdwn import code, plain
from bot.blocks.pages.fitting import Cut, fitted
from bot.blocks.pages.head import changed_note, head_lines, notes
from bot.query.page import GroupPage, SearchPage


class Row(NamedTuple):
    """One row, ready to be drawn; a tuple, because it is made for every row of every answer.

    ``name``, ``version``, ``grey``: mrkdwn.  ``more``: a further line of the block that the text
    leaves out.  ``accessory``: the button beside it.
    """

    name: str
    version: str
    grey: str
    more: str = ""
    accessory: Block | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page and how its parts are drawn.

    ``row``: draws the row with this place on the page, from 0.  ``tail``: the blocks below.
    ``lead``: a line in place of what was understood.  ``changed``: since the button was drawn.
    """

    page: SearchPage | GroupPage
    row: Callable[[int, Cut], Row]
    tail: Callable[[Cut], list[Block]]
    lead: str = ""
    changed: bool = False

    def message(self) -> Message:
        """The fullest drawing that Slack takes."""
        return fitted(len(self.page.rows), self._drawn)

    def _drawn(self, cut: Cut, shown: int) -> Message:
        page = self.page
        first, figures = head_lines(page, cut, marked=True)
        blocks = [section(f"{self.lead or first}\n{figures}".strip())]
        more = [changed_note(page)] if self.changed else []
        blocks += packed([*notes(page, cut, code), *more], context)
        first, figures = head_lines(page, cut, marked=False)
        lines = [self.lead or first, figures, *notes(page, cut, plain), *more]
        for place in range(shown):
            row = self.row(place, cut)
            blocks.append(row_block(row))
            lines.append(told_row(page.first + place, row))
        if left_out := _left_out(page, shown):
            blocks.append(context(left_out))
            lines.append(left_out)
        blocks += self.tail(cut)
        return Message(told(*lines), blocks)


def row_block(row: Row) -> Block:
    """The name in bold, the rest below it, the button beside it."""
    title = f"*{row.name}* {row.version}" if row.version else f"*{row.name}*"
    below = f"{row.grey}\n{row.more}" if row.more else row.grey
    return section(f"{title}\n{below}", row.accessory)


def told_row(number: int, row: Row) -> str:
    """The row for the text, numbered in place of being laid out."""
    name = f"{row.name} {row.version}" if row.version else row.name
    return f"{number}. {name} – {row.grey}"


def _left_out(page: SearchPage | GroupPage, shown: int) -> str:
    if shown >= len(page.rows):
        return ""
    first, last = page.first + shown, page.first + len(page.rows) - 1
    rows = f"Row {first} is" if first == last else f"Rows {first} to {last} are"
    return f"{rows} left out, because Slack takes no longer message. Ask for fewer with limit=."
