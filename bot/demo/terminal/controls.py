"""Buttons and menus, drawn with the numbers by which they are pressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich.text import Text

from bot.demo.terminal.entities import visible

MENUS = frozenset(
    {"static_select", "multi_static_select", "overflow", "radio_buttons", "checkboxes"}
)
BUTTON_STYLES = {"primary": "bold green", "danger": "bold red"}


@dataclass(frozen=True, slots=True)
class Control:
    """One thing to press, numbered from 1 in reading order.

    ``kind``: the type of its element: ``button``, ``static_select``, ``overflow`` and so on.
    ``value``: the value of the button or option; empty for a menu as a whole, which has a number
    before those of its options.
    """

    number: int
    label: str
    block_id: str
    action_id: str
    kind: str
    value: str = ""


class Numbering:
    """Gives the controls of one message their numbers."""

    def __init__(self) -> None:
        self.controls: list[Control] = []

    def drawn(self, element: Mapping[str, Any], block_id: str) -> list[Text]:
        """An element's parts, each as ``[1 Details]`` and never torn by a line's end."""
        kind = str(element.get("type", ""))
        if kind == "button":
            text = self._number(element, block_id, _words(element), str(element.get("value", "")))
            text.stylize(BUTTON_STYLES.get(str(element.get("style")), "bold"))
            return [text]
        if kind in MENUS:
            return self._menu(element, block_id)
        if kind == "image":
            return [Text(f"[image: {visible(str(element.get('alt_text', '')))}]", "dim")]
        return [Text(f"[{_words(element) or kind}]", "dim")]

    def _menu(self, element: Mapping[str, Any], block_id: str) -> list[Text]:
        label = _words(element) or ("More" if element["type"] == "overflow" else "Choose")
        texts = [self._number(element, block_id, label, "", mark=" ▾")]
        chosen = _chosen(element)
        for option in _options(element):
            value = str(option.get("value", ""))
            mark = " ✓" if value in chosen else ""
            texts.append(self._number(element, block_id, _label(option), value, mark=mark))
        return texts

    def _number(
        self, element: Mapping[str, Any], block_id: str, label: str, value: str, *, mark: str = ""
    ) -> Text:
        number = len(self.controls) + 1
        action_id, kind = str(element.get("action_id", "")), str(element["type"])
        self.controls.append(Control(number, label, block_id, action_id, kind, value))
        return Text(f"[{number} {label}{mark}]")


def _words(element: Mapping[str, Any]) -> str:
    for key in ("text", "placeholder"):
        if isinstance(element.get(key), Mapping):
            return _label({"text": element[key]})
    return visible(str(element.get("accessibility_label", "")))


def _label(option: Mapping[str, Any]) -> str:
    return visible(str(option.get("text", {}).get("text", ""))).replace("\n", " ")


def _options(element: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    grouped = [group.get("options", []) for group in element.get("option_groups", [])]
    return [*element.get("options", []), *(option for group in grouped for option in group)]


def _chosen(element: Mapping[str, Any]) -> set[str]:
    first = element.get("initial_option")
    rows = [*([first] if first else []), *element.get("initial_options", [])]
    return {str(row.get("value", "")) for row in rows}
