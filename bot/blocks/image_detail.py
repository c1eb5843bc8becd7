"""One image in full, or the images a name could mean."""

from __future__ import annotations

from bot.blocks import ids
from bot.blocks.elements import Block, Message, actions, button, context, packed, section, told
from bot.blocks.image_list import details_button, details_value, image_row
from bot.blocks.images.fields import (
    TITLE,
    can_copy,
    command_lines,
    cure,
    field_lines,
    path_of,
    status_line,
)
from bot.blocks.images.row import name_of, repeated_names
from bot.blocks.mrkdwn import NOTHING, age, clip, clip_middle, code, fenced, plain, plain_name
from bot.blocks.pages.fitting import Cut, fitted, roomy
from bot.blocks.pages.head import counted, stale
from bot.blocks.pages.listing import row_block, told_row
from bot.blocks.shared_list import mine, shared_lead
from bot.blocks.states import sealed, show_id
from bot.modelarts.models import FAILED_STATUSES, Image
from bot.query.model import NAME, Query
from bot.query.page import Shown
from bot.query.page_token import ButtonState, Seal
from bot.query.requests import Find, Show

_MOST_CHOICES = 20


def image_detail(shown: Shown, seal: Seal) -> Message:
    """Everything about the image of ``shown``."""
    image = _image_of(shown)
    buttons = []
    if value := sealed(seal, _state(shown, image)):
        buttons.append(button("Share here", ids.SHARE, value))
    name = (image.name or "").strip()
    if NAME.fullmatch(name):
        others = ButtonState(Find(Query(exact=name)).text(), at_ms=shown.now_ms)
        if value := sealed(seal, others):
            buttons.append(button("Other versions", f"{ids.OPEN}0", value))
    tail = actions(buttons)
    return roomy(lambda room: _detail(shown, image, room, "", tail))


def shared_detail(shown: Shown, anyone: Seal, sharer: str) -> Message:
    """The image of ``shown`` for everyone in the channel; ``sharer`` is a Slack id."""
    image = _image_of(shown)
    state = _state(shown, image)
    lead = shared_lead(sharer, state.command)
    tail = mine(anyone, state, "Look this up yourself")
    return roomy(lambda room: _detail(shown, image, room, lead, tail))


def _image_of(shown: Shown) -> Image:
    if shown.image is None:
        raise ValueError("there are several images to choose from")
    return shown.image


def _state(shown: Shown, image: Image) -> ButtonState:
    command = show_id(image.id) or Show(shown.reference).text()
    return ButtonState(command, at_ms=shown.now_ms)


def _detail(shown: Shown, image: Image, room: int, lead: str, tail: list[Block]) -> Message:
    title = f"*{plain_name(name_of(image), min(room, TITLE)).strip() or NOTHING}*"
    status = status_line(image)
    reason_blocks, reason_told = _reason(image, room)
    path_blocks, path_told = _path(image)
    fields = field_lines(image, shown.now_ms, room)
    remark = _remark(shown)
    commands = command_lines(image)
    blocks = [
        *packed((lead, title, status), section),
        *reason_blocks,
        *path_blocks,
        *(section(fenced(line)) for line in commands[:1]),
        *packed((f"*{label}:* {value}" for label, value in fields), section),
        *([section(fenced("\n".join(commands[1:])))] if commands[1:] else []),
        context(remark),
        *tail,
    ]
    lines = [f"{label}: {value}" for label, value in fields]
    told_commands = [plain(line) for line in commands]
    text = told(
        lead, title.strip("*"), status, reason_told, path_told, *lines, remark, *told_commands
    )
    return Message(text, blocks)


def _reason(image: Image, room: int) -> tuple[list[Block], str]:
    if image.status not in FAILED_STATUSES:
        return [], ""
    said = (image.status_message or "").strip()
    hint = cure(image)
    if not said:
        text = f"ModelArts gave no reason. {hint}"
        return [section(text)], text
    reason = clip(said, 3 * room)
    blocks = [section(f"ModelArts' reason:\n{fenced(reason)}"), section(hint)]
    return blocks, f"ModelArts' reason: {plain(reason)}\n{hint}"


def _path(image: Image) -> tuple[list[Block], str]:
    path = path_of(image)
    if not path:
        return [], ""
    if can_copy(path):
        return [section(fenced(path))], f"Path: {plain(path)}"
    shown = clip_middle(path, 200)
    warning = "The path holds characters that cannot be shown, so do not copy it from here."
    return [section(f"{code(shown)}\n{warning}")], f"Path: {plain(shown)} {warning}"


def _remark(shown: Shown) -> str:
    if shown.trouble is not None:
        return stale(shown.trouble, shown.as_of_ms, shown.now_ms)
    return f"Read {age(shown.as_of_ms, shown.now_ms)}"


def image_choice(shown: Shown, seal: Seal) -> Message:
    """The images that ``shown.reference`` could mean, each with *Details*."""
    choices = shown.choices[:_MOST_CHOICES]
    values = [details_value(image, seal) for image in choices]
    repeated = repeated_names(choices)
    wanted = clip_middle(shown.reference, 80)
    what = counted(len(shown.choices), "image matches", "images match")

    def drawn(cut: Cut, count: int) -> Message:
        question = "Which one do you mean?"
        blocks = [section(f"*{what}* {code(wanted)}\n{question}"), context(_remark(shown))]
        lines = [f"{what} {plain(wanted)}. {question}", _remark(shown)]
        for place, image in enumerate(choices[:count]):
            value = values[place]
            accessory = value and details_button(name_of(image), value, place, cut)
            row = image_row(image, shown.now_ms, repeated, cut, accessory or None)
            blocks.append(row_block(row))
            lines.append(told_row(place + 1, row))
        if count < len(shown.choices):
            more = f"{len(shown.choices) - count} more are not shown. Say more of the name or tag."
            blocks.append(context(more))
            lines.append(more)
        return Message(told(*lines), blocks)

    return fitted(len(choices), drawn)
