"""What a message holds: is it something Slack would take, and what in it can be pressed?"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from bot.demo.blockkit.checks import Refusal, refused_blocks
from bot.demo.blockkit.inputs import offered
from bot.demo.blockkit.kinds import ASKED, PRESSED

MAX_TEXT = 40_000
MAX_UPDATED_TEXT = 4_000
MAX_ATTACHMENTS = 100
MAX_DEPTH = 100
"""Levels of lists and objects; the deepest message that Slack takes has about a dozen."""
_INTERACTIVE = frozenset({*PRESSED, *ASKED, "icon_button", "feedback_buttons"})

Element = dict[str, Any]


def read_json(value: object) -> object:
    """A structure that may have been sent as JSON text, as forms must; None if it is broken.

    Nobody could look at what is nested deeper than `MAX_DEPTH`, so that counts as broken.
    """
    if not isinstance(value, str):
        return value
    try:
        read: object = json.loads(value, parse_constant=_refused_constant)
    except (ValueError, RecursionError):
        return None
    return None if _is_too_deep(read) else read


def _refused_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON.")


def _is_too_deep(read: object) -> bool:
    level = [read]
    for _ in range(MAX_DEPTH):
        level = [part for whole in level for part in _inside(whole)]
        if not any(isinstance(part, dict | list) for part in level):
            return False
    return True


def _inside(whole: object) -> Iterable[object]:
    if isinstance(whole, dict):
        return whole.values()
    return whole if isinstance(whole, list) else ()


def refused_content(
    content: Mapping[str, Any], *, unknown: frozenset[str], max_text: int = MAX_TEXT
) -> Refusal | None:
    """Check text, blocks, attachments and metadata of one message.

    Args:
        unknown: Kinds of block that this workspace does not know yet.
    """
    text, blocks = content.get("text"), content.get("blocks")
    attachments = content.get("attachments")
    if text is not None and not isinstance(text, str):
        return Refusal("invalid_arguments", ("must provide a string [json-pointer:/text]",))
    if not text and not blocks and not attachments:
        return Refusal("no_text")
    if text and len(text) > max_text:
        return Refusal("msg_too_long")
    if isinstance(attachments, list) and len(attachments) > MAX_ATTACHMENTS:
        return Refusal("too_many_attachments")
    if blocks is not None and (refusal := refused_blocks(blocks, unknown=unknown)):
        return refusal
    return _refused_metadata(content.get("metadata"))


def _refused_metadata(metadata: object) -> Refusal | None:
    if metadata is None:
        return None
    whole = isinstance(metadata, Mapping) and set(metadata) == {"event_type", "event_payload"}
    if not whole or not isinstance(metadata, Mapping):
        return Refusal("invalid_metadata_format")
    if not isinstance(metadata["event_type"], str) or not metadata["event_type"]:
        return Refusal("invalid_metadata_schema")
    if not isinstance(metadata["event_payload"], Mapping):
        return Refusal("invalid_metadata_schema")
    return None


def elements(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Element]]:
    """Every interactive element with the block it stands in, in reading order."""
    for block in blocks:
        inside = [block.get("accessory"), block.get("element")]
        inside += block.get("elements", [])
        inside += block.get("actions", [])
        for part in inside:
            if not isinstance(part, dict):
                continue
            if part.get("type") == "card":
                yield from elements([part])
            elif part.get("type") in _INTERACTIVE:
                yield block, part


def with_ids(blocks: list[dict[str, Any]], new_id: Callable[[], str]) -> list[dict[str, Any]]:
    """A copy in which every block and every interactive element has an id, as Slack gives them."""
    done = copy.deepcopy(blocks)
    for block in done:
        block.setdefault("block_id", new_id())
    for _, element in elements(done):
        element.setdefault("action_id", new_id())
    return done


def meant_option(element: Mapping[str, Any], typed: str | None) -> str | None:
    """The value of the option somebody means, by label in any case, or by value."""
    for option in offered(element):
        label, value = str(option["text"]["text"]), str(option.get("value", ""))
        if typed and typed.lower() in {label.lower(), value.lower()}:
            return value or label
    return None


def pressed_element(
    message: Mapping[str, Any], wanted: Mapping[str, Any]
) -> tuple[dict[str, Any], Element]:
    """The element of a message that somebody presses.

    Args:
        wanted: Its ``action_id``, ``block_id``, ``value`` or any other of its keys; when several
            elements agree, the first one is pressed.

    Raises:
        LookupError: When there is none: a person cannot press what is not there.
    """
    there = list(elements(message.get("blocks") or []))
    for block, element in there:
        known = {**element, "block_id": block.get("block_id")}
        if all(known.get(name) == value for name, value in wanted.items()):
            return block, element
    names = ", ".join(sorted({str(element.get("action_id")) for _, element in there}))
    raise LookupError(f"The message has no element {dict(wanted)}; it has: {names or 'none'}.")
