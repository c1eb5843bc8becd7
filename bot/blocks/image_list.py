"""The answer to a search for images, for the asker alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from bot.blocks import ids
from bot.blocks.elements import Block, Message, button
from bot.blocks.images.row import (
    facts,
    name_of,
    path_line,
    repeated_names,
    short_name,
    version_of,
)
from bot.blocks.mrkdwn import clip, clip_middle, plain
from bot.blocks.pages.controls import control_blocks, controls
from bot.blocks.pages.empty import empty_answer
from bot.blocks.pages.fitting import Cut
from bot.blocks.pages.listing import Listing, Row
from bot.blocks.states import sealed, show_id
from bot.modelarts.models import Image
from bot.query.page import SearchPage
from bot.query.page_token import ButtonState, Seal
from bot.query.requests import Failed

_LONGEST_REASON = 100

FEW = 3
"""So many images are shown with their paths: one of them is the one that was meant."""


def image_list(
    page: SearchPage,
    seal: Seal,
    *,
    changed: bool = False,
    since: Mapping[str, int] | None = None,
    at_least: frozenset[str] = frozenset(),
) -> Message:
    """One page of images, or why there are none and what would help.

    Args:
        changed: The list is no longer the one whose button was pressed.
        since: By image id, when it broke.
        at_least: Ids of those that were broken then already.
    """
    broken = since or {}
    if not page.rows:
        return empty_answer(page, seal, changed=changed)
    values = [details_value(image, seal) for image in page.rows]
    repeated = repeated_names(page.rows)

    def row(place: int, cut: Cut) -> Row:
        image, value = page.rows[place], values[place]
        accessory = None if value is None else details_button(name_of(image), value, place, cut)
        since_ms, old = broken.get(image.id), image.id in at_least
        drawn = image_row(
            image, page.now_ms, repeated, cut, accessory, since_ms=since_ms, at_least=old
        )
        if reason := _reason(page, image, cut):
            drawn = drawn._replace(grey=f"{drawn.grey}\n{reason}")
        return drawn._replace(more=path_line(image, cut)) if page.total <= FEW else drawn

    return Listing(
        page,
        row=row,
        tail=partial(control_blocks, controls(page, seal)),
        changed=changed,
    ).message()


def _reason(page: SearchPage, image: Image, cut: Cut) -> str:
    """Why it failed, where that was asked; the text tells it as well."""
    if not (isinstance(page.search, Failed) and image.status_message and cut.paths):
        return ""
    return plain(clip(image.status_message, _LONGEST_REASON)).strip()


def image_row(
    image: Image,
    now_ms: int,
    repeated: frozenset[str],
    cut: Cut,
    accessory: Block | None = None,
    *,
    since_ms: int | None = None,
    at_least: bool = False,
) -> Row:
    """Name and tag, then what people choose by; for a broken one, for how long it is."""
    return Row(
        name=short_name(name_of(image), cut),
        version=version_of(image, repeated, cut),
        grey=facts(image, now_ms, cut, since_ms, at_least=at_least),
        accessory=accessory,
    )


def details_value(image: Image, seal: Seal) -> str | None:
    """The sealed state of *Details*; None for an id that no command can hold."""
    command = show_id(image.id)
    return None if command is None else sealed(seal, ButtonState(command=command))


def details_button(name: str, value: str, place: int, cut: Cut) -> Block:
    """Opens one image; a screen reader hears which."""
    spoken = (
        f"Details of {clip_middle(name, cut.spoken - len('Details of '))}" if cut.spoken else ""
    )
    return button("Details", f"{ids.SHOW}{place}", value, spoken=spoken)
