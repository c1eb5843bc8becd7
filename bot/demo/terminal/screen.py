"""A Slack message laid out for the terminal, as Slack would lay it out.

It knows Slack's JSON and nothing of the bot, so it shows what was really sent.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.demo.terminal.controls import Control, Numbering
from bot.demo.terminal.entities import printable, visible
from bot.demo.terminal.text import Line, mrkdwn_lines, rich_lines, text_lines

NARROWEST = 20
GAP = 2
"""Columns between things that stand side by side."""
CLOSE = {("section", "section"), ("section", "context"), ("header", "context")}
"""Neighbours without a blank line between them."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What is drawn: lines for `rich.console.Console.print`, and what can be pressed."""

    lines: Sequence[Text]
    controls: Sequence[Control]

    @property
    def text(self) -> str:
        """The lines without any colour."""
        return "\n".join(line.plain.rstrip() for line in self.lines)

    def print(self, console: Console) -> None:
        """Draw on a console, which leaves the colours out where it is no terminal."""
        for line in self.lines:
            console.print(line, soft_wrap=True, highlight=False, emoji=False)


def render(message: Mapping[str, Any], *, width: int = 100, now: float) -> Screen:
    """Lay a message out.

    Args:
        message: As Slack sends it; ``text`` is drawn only where there are no ``blocks``, and
            ``is_ephemeral`` says that one person alone sees it.
        width: Columns; code blocks may be wider, so that they can be copied.
        now: Seconds since 1970, for "today" and "3 minutes ago".
    """
    layout = _Layout(max(width, NARROWEST), now)
    lines: list[Text] = []
    if message.get("is_ephemeral"):
        lines.append(Text("Only visible to you", "dim italic"))
    blocks = message.get("blocks") or []
    if not blocks:
        lines += layout.wrapped(mrkdwn_lines(str(message.get("text") or ""), now))
    before = ""
    for block in blocks:
        kind = str(block.get("type", ""))
        if before and (before, kind) not in CLOSE and "divider" not in {before, kind}:
            lines.append(Text())
        lines += layout.block(block)
        before = kind
    return Screen(lines, layout.numbering.controls)


class _Layout:
    """The widths and numbers of one message."""

    def __init__(self, width: int, now: float) -> None:
        self.numbering = Numbering()
        self._width = width
        self._now = now
        self._console = Console(width=width, file=io.StringIO())
        self._blocks: Mapping[str, Callable[[Mapping[str, Any]], list[Text]]] = {
            "actions": self._actions,
            "context": self._context,
            "divider": self._divider,
            "header": self._header,
            "image": self._image,
            "input": self._input,
            "markdown": self._markdown,
            "rich_text": self._rich_text,
            "section": self._section,
        }

    def block(self, block: Mapping[str, Any]) -> list[Text]:
        """The lines of one block; one of a kind unknown here is named."""
        kind = str(block.get("type", ""))
        draw = self._blocks.get(kind)
        return draw(block) if draw else [Text(f"({kind}: shown in Slack only)", "dim")]

    def wrapped(self, lines: Sequence[Line], width: int | None = None) -> list[Text]:
        """Lines broken at words, at the width of the screen or less."""
        rows: list[Text] = []
        for line in lines:
            if line.whole or not line.text.plain:
                rows.append(Text(line.lead).append_text(line.text))
                continue
            room = max((width or self._width) - len(line.lead), 1)
            pieces = line.text.wrap(self._console, room, overflow="fold", tab_size=1)
            rows += [Text(line.lead).append_text(piece) for piece in pieces or [Text()]]
        return rows

    def _header(self, block: Mapping[str, Any]) -> list[Text]:
        rows = self.wrapped(text_lines(block.get("text", {}), self._now))
        for row in rows:
            row.stylize("bold")
        return rows

    def _divider(self, _: Mapping[str, Any]) -> list[Text]:
        return [Text("─" * self._width, "dim")]

    def _section(self, block: Mapping[str, Any]) -> list[Text]:
        lines = text_lines(block["text"], self._now) if block.get("text") else []
        accessory = block.get("accessory")
        parts = self.numbering.drawn(accessory, _id(block)) if accessory else []
        beside = len(parts) == 1 and parts[0].cell_len + GAP <= self._width // 2
        if beside and lines:
            rows = self.wrapped(lines, self._width - parts[0].cell_len - GAP)
            rows[0] = self._right(rows[0], parts[0])
            parts = []
        else:
            rows = self.wrapped(lines)
        return [*rows, *self._fields(block.get("fields") or []), *self._flow(parts)]

    def _fields(self, fields: Sequence[Mapping[str, Any]]) -> list[Text]:
        width = (self._width - GAP) // 2
        cells = [self.wrapped(text_lines(field, self._now), width) for field in fields]
        rows: list[Text] = []
        for left, right in zip(cells[::2], [*cells[1::2], []], strict=False):
            for number in range(max(len(left), len(right))):
                row = left[number].copy() if number < len(left) else Text()
                row.pad_right(max(width + GAP - row.cell_len, 0))
                rows.append(row.append_text(right[number]) if number < len(right) else row)
        return rows

    def _context(self, block: Mapping[str, Any]) -> list[Text]:
        cells = [self._context_cell(element, _id(block)) for element in block.get("elements", [])]
        rows = [row for cell in cells for row in cell]
        for row in rows:
            row.stylize_before("dim")
        return self._flow(rows) if all(len(cell) == 1 for cell in cells) else rows

    def _context_cell(self, element: Mapping[str, Any], block_id: str) -> list[Text]:
        if element.get("type") == "image":
            return self.numbering.drawn(element, block_id)
        return self.wrapped(text_lines(element, self._now))

    def _actions(self, block: Mapping[str, Any]) -> list[Text]:
        elements = block.get("elements", [])
        return self._flow(
            [part for element in elements for part in self.numbering.drawn(element, _id(block))]
        )

    def _rich_text(self, block: Mapping[str, Any]) -> list[Text]:
        return self.wrapped(rich_lines(block, self._now))

    def _markdown(self, block: Mapping[str, Any]) -> list[Text]:
        return self.wrapped(text_lines({**block, "type": "plain_text"}, self._now))

    def _image(self, block: Mapping[str, Any]) -> list[Text]:
        title = self.wrapped(text_lines(block["title"], self._now)) if block.get("title") else []
        return [*title, *self.numbering.drawn(block, _id(block))]

    def _input(self, block: Mapping[str, Any]) -> list[Text]:
        """An input of a modal with what it holds at present."""
        label = self.wrapped(text_lines(block.get("label", {}), self._now))
        held = Line(Text(present(block.get("element", {})), "reverse"), lead="  ")
        hint = text_lines(block["hint"], self._now) if block.get("hint") else []
        rows = self.wrapped([Line(line.text, lead="  ") for line in hint])
        for row in rows:
            row.stylize("dim")
        return [*label, *self.wrapped([held]), *rows]

    def _right(self, row: Text, part: Text) -> Text:
        """A part at the right edge of a row."""
        gap = max(self._width - row.cell_len - part.cell_len, 1)
        return row.copy().append(" " * gap).append_text(part)

    def _flow(self, parts: Sequence[Text]) -> list[Text]:
        """Parts side by side, as many as fit into each line."""
        rows: list[Text] = []
        for part in parts:
            if rows and rows[-1].cell_len + GAP + part.cell_len <= self._width:
                rows[-1] = rows[-1].copy().append(" " * GAP).append_text(part)
            else:
                rows.append(part)
        return rows


def present(element: Mapping[str, Any]) -> str:
    """What an input holds before anybody types: a text, or the labels of what is chosen."""
    chosen = [element.get("initial_option"), *element.get("initial_options", [])]
    labels = [visible(str(row["text"]["text"])) for row in chosen if row]
    others = [
        printable(str(value))
        for name, value in element.items()
        if name.startswith("initial_") and not name.startswith("initial_option")
    ]
    return f"[{', '.join([*labels, *others])}]"


def _id(block: Mapping[str, Any]) -> str:
    return str(block.get("block_id", ""))
