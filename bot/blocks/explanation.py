"""How an answer came about: what was asked, what was filtered where, what it cost."""

from __future__ import annotations

from collections.abc import Callable

from bot.blocks import ids
from bot.blocks.elements import Block, Message, actions, context, packed, section, told
from bot.blocks.images.tool_lines import hcloud_lines, ma_cli_line
from bot.blocks.mrkdwn import clip, clip_middle, code, fenced, plain
from bot.blocks.pages.fitting import CUTS, Cut, roomy
from bot.blocks.pages.head import BETWEEN, counted, doubts, freshness, nouns, shown_chips
from bot.blocks.states import Offer, command, run_buttons
from bot.query.page import GroupPage, SearchPage
from bot.query.page_token import Seal
from bot.query.requests import Groups

_CUT = CUTS[0]
_MOST_LINES = 8


def explanation(page: SearchPage | GroupPage, seal: Seal) -> Message:
    """The exact requests, both filters, the figures, and the same for the command line."""
    asked = command(page.search)
    run = run_buttons([Offer("Show the answer", asked)], seal, at_ms=page.now_ms)
    return roomy(lambda room: _drawn(page, asked, room, actions(run)))


def _drawn(page: SearchPage | GroupPage, asked: str, room: int, tail: list[Block]) -> Message:
    line = clip(f"{ids.COMMAND} {asked}", 300)
    cost = counted(len(page.requests), "request", "requests")
    gets = _some([f"GET {request}" for request in page.requests], room)
    tools = _some(_tools(page), room)
    remarks = [BETWEEN.join((figures(page), freshness(page)))]
    blocks = [
        section(f"How {code(line)} is answered"),
        section(_requests_line(cost, gets, page)),
        *packed(_filters(page, _CUT, code), section),
        *packed([*remarks, *doubts(page)], context),
    ]
    if tools:
        blocks.append(section(f"The same with the command line tools\n{fenced(tools)}"))
    text = told(
        f"How {plain(line)} is answered",
        f"Asked of ModelArts: {cost}",
        *(plain(get) for get in gets.split("\n") if get),
        *_filters(page, _CUT, plain),
        *remarks,
        *doubts(page),
        *(plain(tool) for tool in tools.split("\n") if tool),
    )
    return Message(text, [*blocks, *tail])


def _requests_line(cost: str, gets: str, page: SearchPage | GroupPage) -> str:
    if not page.requests:
        return "*Asked of ModelArts:* nothing, because no image can match"
    return f"*Asked of ModelArts:* {cost}\n{fenced(gets)}"


def _filters(page: SearchPage | GroupPage, cut: Cut, mark: Callable[[str], str]) -> list[str]:
    api = shown_chips(page.asked_api, cut, mark) or "nothing"
    here = shown_chips(page.filtered_here, cut, mark) or "nothing"
    return [
        f"Filtered by ModelArts: {api}",
        f"Filtered by imagebot, over all pages: {here}",
    ]


def figures(page: SearchPage | GroupPage) -> str:
    """``107 images seen, 6 match``."""
    one, many = nouns(page)
    verb = "matches" if page.total == 1 else "match"
    return f"{counted(page.known, one, many)} seen, {page.total} {verb}"


def _tools(page: SearchPage | GroupPage) -> list[str]:
    groups = isinstance(page.search, Groups)
    lines = hcloud_lines(page.requests, groups=groups)
    if not groups and (line := ma_cli_line(page.requests)) is not None:
        lines.append(line)
    return lines


def _some(lines: list[str], room: int) -> str:
    """The first lines, and how many more there are."""
    shown = [clip_middle(line, 2 * room) for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        shown.append(f"and {len(lines) - _MOST_LINES} more like these")
    return "\n".join(shown)
