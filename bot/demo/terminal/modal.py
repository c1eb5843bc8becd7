"""A modal laid out for the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.text import Text

from bot.demo.terminal.entities import visible
from bot.demo.terminal.screen import Screen, render


def modal_screen(view: Mapping[str, Any], *, width: int, now: float) -> Screen:
    """Title, what stands in it, the inputs with what they hold, and how to submit it.

    Nothing in it can be pressed by number.
    """
    screen = render({"blocks": view["blocks"]}, width=width, now=now)
    title = Text(f"┌ {_words(view.get('title'))}", "bold")
    rows = [Text("│ ").append_text(line) for line in screen.lines]
    return Screen([title, *rows, Text(f"└ {_way_out(view)}")], ())


def text_inputs(view: Mapping[str, Any]) -> list[str]:
    """The ``block_id`` of each input that takes a text, in reading order."""
    return [
        str(block["block_id"])
        for block in view["blocks"]
        if block["type"] == "input" and str(block["element"]["type"]).endswith("_input")
    ]


def label_of(view: Mapping[str, Any], block_id: str) -> str:
    """What stands over an input."""
    for block in view["blocks"]:
        if block.get("block_id") == block_id and "label" in block:
            return _words(block["label"])
    return block_id


def _way_out(view: Mapping[str, Any]) -> str:
    leave = "close leaves it"
    if "submit" not in view:
        return leave
    submit = _words(view["submit"])
    if text_inputs(view):
        return f"submit <text> fills it in ({submit}); submit alone sends it as it is; {leave}"
    return f"submit sends it ({submit}); {leave}"


def _words(text: object) -> str:
    return visible(str(text.get("text", ""))) if isinstance(text, Mapping) else ""
