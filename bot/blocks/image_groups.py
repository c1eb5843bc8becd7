"""The answer to ``groups``: image names with how many versions each has."""

from __future__ import annotations

from functools import partial

from bot.blocks import ids
from bot.blocks.elements import Block, Message, button
from bot.blocks.images.row import BETWEEN, short_name
from bot.blocks.mrkdwn import NOTHING, age, clip, clip_middle, plain
from bot.blocks.pages.controls import control_blocks, controls
from bot.blocks.pages.empty import empty_answer
from bot.blocks.pages.fitting import Cut
from bot.blocks.pages.head import counted
from bot.blocks.pages.listing import Listing, Row
from bot.blocks.states import sealed, show_command
from bot.modelarts.models import ImageGroup
from bot.query.model import NAME, Condition, Op, Query
from bot.query.page import GroupPage
from bot.query.page_token import ButtonState, Seal
from bot.query.requests import Find

_CARRIED = frozenset({"type", "workspace_id"})
"""What also narrows the versions of a group."""


def group_list(page: GroupPage, seal: Seal, *, changed: bool = False) -> Message:
    """One page of image names; *Versions* opens the images behind one.

    Args:
        changed: The list is no longer the one whose button was pressed.
    """
    if not page.rows:
        return empty_answer(page, seal, changed=changed)
    values = [_versions_value(group, page, seal) for group in page.rows]

    def row(place: int, cut: Cut) -> Row:
        group, value = page.rows[place], values[place]
        accessory = None if value is None else _versions_button(group, value, place, cut)
        return group_row(group, page.now_ms, cut, accessory)

    tail = partial(control_blocks, controls(page, seal))
    return Listing(page, row=row, tail=tail, changed=changed).message()


def group_row(group: ImageGroup, now_ms: int, cut: Cut, accessory: Block | None = None) -> Row:
    """Name, then namespace, number of versions and age."""
    parts = [plain(clip_middle(group.namespace, cut.word))] if group.namespace else []
    if group.version_count is not None:
        parts.append(counted(group.version_count, "version", "versions"))
    if moment := max(group.update_at or 0, group.create_at or 0):
        parts.append(age(moment, now_ms))
    if group.description:
        parts.append(plain(clip(group.description, cut.tag)))
    grey = BETWEEN.join(part for part in parts if part.strip()) or NOTHING
    return Row(short_name(_name_of(group), cut), "", grey, accessory=accessory)


def _name_of(group: ImageGroup) -> str:
    return (group.name or "").strip() or (group.id or "").strip() or NOTHING


def _versions_value(group: ImageGroup, page: GroupPage, seal: Seal) -> str | None:
    command = _versions_command(group, page.search.query)
    if command is None:
        return None
    return sealed(seal, ButtonState(command=command, at_ms=page.now_ms))


def _versions_command(group: ImageGroup, query: Query) -> str | None:
    """Finds exactly this name in this namespace, of the kinds that were asked for."""
    name = (group.name or "").strip()
    if not NAME.fullmatch(name):
        return show_command(name)
    conditions = tuple(each for each in query.conditions if each.field in _CARRIED)
    if group.namespace and NAME.fullmatch(group.namespace):
        conditions += (Condition("namespace", Op.IS, (group.namespace,)),)
    return Find(Query(exact=name, conditions=conditions)).text()


def _versions_button(group: ImageGroup, value: str, place: int, cut: Cut) -> Block:
    name = clip_middle(_name_of(group), cut.spoken - 12) if cut.spoken else ""
    spoken = f"Versions of {name}" if name else ""
    return button("Versions", f"{ids.OPEN}{place}", value, spoken=spoken)
