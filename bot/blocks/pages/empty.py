"""Nothing was found: which filter removed everything, and what would find something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.blocks import limits
from bot.blocks.elements import Block, Message, actions, context, packed, section, told
from bot.blocks.mrkdwn import clip, clip_middle, code, plain
from bot.blocks.pages.fitting import Cut, fitted
from bot.blocks.pages.head import (
    BETWEEN,
    changed_note,
    counted,
    freshness,
    notes,
    nouns,
    shown_chips,
)
from bot.blocks.states import Offer, name_offer, run_buttons, show_command
from bot.query.chips import chips
from bot.query.page import GroupPage, SearchPage
from bot.query.page_token import Seal
from bot.query.requests import Failed, Groups

_LOOSER = 3
_CLOSEST = 3


def empty_answer(page: SearchPage | GroupPage, seal: Seal, *, changed: bool = False) -> Message:
    """Say that nothing matches, why, and offer what does as buttons."""
    row = actions(run_buttons(_offers(page), seal, at_ms=page.now_ms))
    return fitted(0, lambda cut, _: _drawn(page, cut, row, changed=changed))


def _drawn(page: SearchPage | GroupPage, cut: Cut, row: list[Block], *, changed: bool) -> Message:
    more = [changed_note(page)] if changed else []
    blocks = packed(_sentences(page, cut, code), section)
    blocks += packed(_ways_out(page), section)
    blocks += packed([figures(page), *notes(page, cut, code), *more], context)
    text = told(
        *_sentences(page, cut, plain),
        figures(page),
        *notes(page, cut, plain),
        *more,
        *_ways_out(page),
    )
    return Message(text, [*blocks, *row])


def _sentences(page: SearchPage | GroupPage, cut: Cut, mark: Callable[[str], str]) -> list[str]:
    one, many = nouns(page)
    filters = chips(replace(page.search.query, sort=()))
    asked = shown_chips(filters, cut, mark, " and ")
    if not page.known and page.requests:
        where = f" for {shown_chips(page.asked_api, cut, mark, ' and ')}" if page.asked_api else ""
        return [f"ModelArts has no {one}{where}."]
    if isinstance(page.search, Failed):
        first = f"No failed image matches: {asked}." if asked else "No image has failed."
    else:
        first = f"No {one} matches: {asked}." if asked else f"There is no {one}."
    if page.blame is None:
        return [first]
    blame = mark(clip_middle(page.blame, 60))
    return [first, f"{blame} alone removes every one of the {counted(page.known, one, many)}."]


def figures(page: SearchPage | GroupPage) -> str:
    """How many were looked at, and when."""
    one, many = nouns(page)
    return BETWEEN.join((f"{counted(page.known, one, many)} looked at", freshness(page)))


def _ways_out(page: SearchPage | GroupPage) -> list[str]:
    """What would find something, with counts and names in full."""
    one, many = nouns(page)
    lines = [
        f"{plain(_sentence_case(looser.label))}: {counted(looser.count, one, many)}"
        for looser in page.relaxations[:_LOOSER]
    ]
    if page.closest:
        names = ", ".join(plain(clip_middle(name, 80)) for name in page.closest[:_CLOSEST])
        lines.append(f"Closest names: {names}")
    return lines


def _sentence_case(label: str) -> str:
    label = clip(label, 120)
    return label[:1].upper() + label[1:]


def _offers(page: SearchPage | GroupPage) -> Iterator[Offer]:
    for looser in page.relaxations[:_LOOSER]:
        count = f" · {looser.count}"
        label = clip_middle(_sentence_case(looser.label), limits.BUTTON_SEEN - len(count))
        yield Offer(f"{label}{count}", looser.command, f"{looser.count} {looser.label}")
    for name in page.closest[:_CLOSEST]:
        command = None if isinstance(page.search, Groups) else show_command(name)
        if command is not None:
            yield name_offer(name, command)
