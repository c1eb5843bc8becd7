"""Would Slack take a message, and what in it would be live?  Written without the views' code."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

from bot.blocks.elements import Message

_DATA = Path(__file__).parent / "data"
_SCHEMA = Draft7Validator(json.loads((_DATA / "blockkit.message.schema.json").read_text()))
_LIMITS = json.loads((_DATA / "blockkit-limits.json").read_text())["limits"]

_ANGLE = re.compile(r"<([^<>]*)>")
_DATE = re.compile(
    r"!date\^\d{1,12}\^\{date_short_pretty\} at \{time\}\|\d{4}-\d\d-\d\d \d\d:\d\d UTC"
)
_FENCE = re.compile(r"```.*?```", re.DOTALL)
_SPAN = re.compile(r"`[^`\n]+`")
_EMOJI = re.compile(r":[\w+'-]{1,100}:")
_OPENS = r"(?<![A-Za-z0-9]){0}|{0}(?![A-Za-z0-9])"
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_BARE = re.compile(r"(?:https?|ftp|mailto|tel):\S|(?<![\w@])@(?:here|channel|everyone)|(?<!\w)#\w")

MOST_CHARACTERS = 12_000


def limit(name: str, path: str) -> int:
    """One number of the list of limits."""
    value = next(row["value"] for row in _LIMITS if (row["def"], row["path"]) == (name, path))
    assert isinstance(value, int)
    return value


def check(message: Message, *, sharer: str = "") -> None:
    """Everything Slack demands of a message, and nothing live but what we put there."""
    _check_shape(message)
    _check_sums(message)
    for text in texts(message):
        check_text(text, sharer=sharer)


def _check_shape(message: Message) -> None:
    mistakes = [f"{list(error.absolute_path)}: {error.message}" for error in _mistakes(message)]

    assert not mistakes
    assert 0 < len(message.text) <= limit("@message", "text")
    assert message.text.strip()


def _mistakes(message: Message) -> Iterator[Any]:
    return _SCHEMA.iter_errors(message.blocks)


def _check_sums(message: Message) -> None:
    blocks = message.blocks
    elements = [part for block in blocks for part in _pressed(block)]
    block_ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    action_ids = Counter(part["action_id"] for part in elements)

    assert len(blocks) <= limit("@message", "blocks")
    assert len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) <= MOST_CHARACTERS
    assert all(count == 1 for count in (*block_ids.values(), *action_ids.values()))
    assert all(name.startswith("img:") for name in action_ids)
    for part in elements:
        _check_menu(part)


def _check_menu(part: dict[str, Any]) -> None:
    options = part.get("options", [])
    values = [option["value"] for option in options]

    assert len(set(values)) == len(values)
    assert part.get("initial_option") is None or part["initial_option"] in options


def _pressed(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    inside = [block.get("accessory"), *block.get("elements", [])]
    yield from (part for part in inside if part and "action_id" in part)


def texts(message: Message) -> Iterator[tuple[str, str]]:
    """Every text a person reads or hears, with its kind."""
    yield "text", message.text
    yield from _block_texts(message.blocks)


def _block_texts(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for part in value:
            yield from _block_texts(part)
    elif isinstance(value, dict):
        if value.get("type") in {"mrkdwn", "plain_text"}:
            assert value["type"] == "plain_text" or value["verbatim"] is True
            yield value["type"], value["text"]
        if "accessibility_label" in value:
            yield "spoken", value["accessibility_label"]
        for part in value.values():
            if isinstance(part, list | dict):
                yield from _block_texts(part)


def check_text(kind_and_text: tuple[str, str], *, sharer: str = "") -> None:
    """No control, no entity left open, no formatting that the template did not place."""
    kind, text = kind_and_text
    hidden = [char for char in text if char != "\n" and unicodedata.category(char) in _HIDDEN]
    for inside in _ANGLE.findall(text):
        assert _DATE.fullmatch(inside) or (sharer and inside == f"@{sharer}"), text
    rest = _ANGLE.sub("", text)

    assert not hidden
    assert "<" not in rest
    assert ">" not in rest
    assert not re.search(r"&(?!(?:amp|lt|gt);)", rest), text
    if kind in {"mrkdwn", "text"}:
        _check_marks(rest)
    else:
        assert not _EMOJI.search(rest), text
    if kind == "text":
        assert not _BARE.search(_SPAN.sub("", rest)), text


def _check_marks(text: str) -> None:
    outside = _SPAN.sub("x", _FENCE.sub("x", text))

    assert "`" not in outside, text
    assert not _EMOJI.search(outside), text
    for line in outside.split("\n"):
        assert not re.search(_OPENS.format("_"), line), text
        assert not re.search(_OPENS.format("~"), line), text
        assert len(re.findall(_OPENS.format(r"\*"), line)) in {0, 2}, text
        assert not line.lstrip().startswith("&gt;"), text


def complete(message: Message) -> bool:
    """Whether the text says every number of the blocks; of dates and open menus it need not."""
    return _shown_numbers(message) <= set(re.findall(r"\d+", message.text))


def _shown_numbers(message: Message) -> set[str]:
    found: set[str] = set()
    for block in message.blocks:
        parts = [block["text"]] if "text" in block else []
        if block["type"] == "context":
            parts += block["elements"]
        for part in parts:
            found |= set(re.findall(r"\d+", _ANGLE.sub("", part["text"])))
    return found
