"""What stands below the rows: paging, *Share here*, and the menus that sort and narrow."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.blocks import ids, limits
from bot.blocks.elements import Block, actions, button, option, select
from bot.blocks.mrkdwn import clean
from bot.blocks.pages.fitting import Cut
from bot.blocks.pages.head import nouns
from bot.blocks.states import command, on_page, page_state, sealed
from bot.query.model import SortKey
from bot.query.page import Facet, GroupPage, SearchPage
from bot.query.page_token import ButtonState, Seal
from bot.query.requests import Groups

_IMAGE_SORTS = (
    ("-update_at", "Last changed first"),
    ("-create_at", "Newest first"),
    ("name", "By name"),
    ("-size", "Largest first"),
    ("status", "By status"),
)
_GROUP_SORTS = (
    ("-update_at", "Last changed first"),
    ("-version_count", "Most versions first"),
    ("name", "By name"),
)
_SORT_BUTTONS = 3


@dataclass(frozen=True, slots=True)
class Jump:
    """One paging button."""

    label: str
    action_id: str
    page: int
    value: str


@dataclass(frozen=True, slots=True)
class Controls:
    """Everything sealed for one page, so that a shorter drawing seals nothing again.

    ``here``: this search on this page; None if it is too long to travel in a button.
    """

    page: SearchPage | GroupPage
    here: str | None
    jumps: tuple[Jump, ...]
    sort_values: tuple[str, ...]


def controls(page: SearchPage | GroupPage, seal: Seal) -> Controls:
    """Seal what the buttons below a page need."""
    state = page_state(page)
    here = sealed(seal, state)
    too_long = here is not None and len(here) > limits.BLOCK_ID
    values = _sort_values(page, state, seal) if too_long and page.total > 1 else ()
    jumps = _jumps(page, state, seal) if here is not None else ()
    return Controls(page, here, jumps, values)


def _jumps(page: SearchPage | GroupPage, state: ButtonState, seal: Seal) -> tuple[Jump, ...]:
    wanted = []
    if page.page > 1 and page.pages > 2:
        wanted.append(("First", ids.PAGE_FIRST, 1))
    if page.page > 1:
        wanted.append(("Previous", ids.PAGE_PREVIOUS, page.page - 1))
    if page.page < page.pages:
        wanted.append(("Next", ids.PAGE_NEXT, page.page + 1))
    if page.page < page.pages and page.pages > 2:
        wanted.append(("Last", ids.PAGE_LAST, page.pages))
    return tuple(
        Jump(label, action_id, number, value)
        for label, action_id, number in wanted
        if (value := sealed(seal, on_page(state, number))) is not None
    )


def _sort_values(page: SearchPage | GroupPage, state: ButtonState, seal: Seal) -> tuple[str, ...]:
    query = page.search.query
    values = []
    for text, _ in _sorts(page)[:_SORT_BUTTONS]:
        keys = (SortKey(text.removeprefix("-"), text.startswith("-")),)
        changed = command(page.search, replace(query, sort=keys))
        values.append(sealed(seal, ButtonState(changed, 1, state.at_ms)))
    return tuple(value for value in values if value is not None)


def _sorts(page: SearchPage | GroupPage) -> tuple[tuple[str, str], ...]:
    return _GROUP_SORTS if isinstance(page.search, Groups) else _IMAGE_SORTS


def control_blocks(parts: Controls, cut: Cut) -> list[Block]:
    """Paging and sharing in one row, the menus in another, because these share one state."""
    row = [_jump_button(parts.page, jump) for jump in parts.jumps if cut.jumps or _step(jump)]
    if parts.here is not None:
        row.append(button("Share here", ids.SHARE, parts.here))
    return [*actions(row), *_menus(parts, cut)]


def _step(jump: Jump) -> bool:
    return jump.action_id in {ids.PAGE_PREVIOUS, ids.PAGE_NEXT}


def _jump_button(page: SearchPage | GroupPage, jump: Jump) -> Block:
    _, many = nouns(page)
    first = (jump.page - 1) * page.page_size + 1
    last = min(jump.page * page.page_size, page.total)
    spoken = f"{jump.label} page, {many} {first} to {last}"
    return button(jump.label, jump.action_id, jump.value, spoken=spoken)


def _menus(parts: Controls, cut: Cut) -> list[Block]:
    if parts.here is None or parts.page.total < 2:
        return []
    if len(parts.here) > limits.BLOCK_ID:
        return _sort_buttons(parts) if cut.sort_buttons else []
    menus = [
        menu
        for menu in (
            _sort_menu(parts, cut),
            _filter_menu(parts.page.facets, parts.page.total, cut),
        )
        if menu is not None
    ]
    return actions(menus, block_id=parts.here)


def _sort_menu(parts: Controls, cut: Cut) -> Block | None:
    if not cut.sorts:
        return None
    options = [option(label, value) for value, label in _sorts(parts.page)[: cut.sorts]]
    sorted_by = ",".join(key.text() for key in parts.page.search.query.sort)
    chosen = next((choice for choice in options if choice["value"] == sorted_by), None)
    return select("Sort", ids.SORT, options, chosen)


def _sort_buttons(parts: Controls) -> list[Block]:
    labels = [label for _, label in _sorts(parts.page)]
    return actions(
        [
            button(label, f"{ids.SORT_BUTTON}{number}", value)
            for number, (label, value) in enumerate(zip(labels, parts.sort_values, strict=False))
        ]
    )


def _filter_menu(facets: tuple[Facet, ...], total: int, cut: Cut) -> Block | None:
    options = [
        option(f"{facet.text.partition('=')[2] or facet.text} · {facet.count}", facet.text)
        for facet in facets
        if facet.count < total and _can_travel(facet.text)
    ][: cut.facets]
    return select("Narrow down", ids.FILTER, options) if options else None


def _can_travel(text: str) -> bool:
    """Whether an option can carry it unchanged."""
    return 0 < len(text) <= limits.OPTION_VALUE and clean(text) == text
