"""What Slack takes, and what we allow ourselves.

Source: docs.slack.dev/reference/block-kit, as of 2026-11; the tests hold every view to it.
"""

from __future__ import annotations

import json
from typing import Any

BLOCKS = 50
SECTION = 3000
"""Characters of any text object."""

CONTEXT_ELEMENTS = 10
ACTION_ELEMENTS = 25
HEADER = 150
BUTTON = 75
"""Characters of a button's words and of what a screen reader says instead."""

BUTTON_SEEN = 30
"""About what a screen shows of a button's words."""

BUTTON_NAME = 40
"""Characters of a name on a button: names say less when they are cut."""

VALUE = 2000
BLOCK_ID = 255
OPTION_TEXT = 75
OPTION_VALUE = 150
OPTIONS = 100
PLACEHOLDER = 150
TEXT = 4000
"""Characters of the text beside the blocks."""

WANTED = 10_000
"""Characters of all blocks as JSON that a message stays below, cutting long values."""

MOST = 12_000
"""What it never goes above, leaving rows out.  Undocumented: Slack refuses from about 13 000."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def characters(blocks: list[dict[str, Any]]) -> int:
    """How long the blocks are as JSON, the strictest reading of Slack's unwritten total."""
    return len(_encode(blocks))


def fits(blocks: list[dict[str, Any]]) -> bool:
    """Whether they stay below `WANTED`; sections are estimated first, which costs a third."""
    rows = [block for block in blocks if block["type"] == "section"]
    rest = [block for block in blocks if block["type"] != "section"]
    return sum(map(_at_most, rows)) + characters(rest) <= WANTED or characters(blocks) <= WANTED


def _at_most(row: dict[str, Any]) -> int:
    """Characters of a section, as if each of its own had to be escaped in JSON."""
    button = row.get("accessory")
    if button is None:
        return 80 + 2 * len(row["text"]["text"])
    spoken = len(button.get("accessibility_label", ""))
    return 250 + 2 * (len(row["text"]["text"]) + spoken) + len(button["value"])
