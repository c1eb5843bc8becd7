"""Blocks that Slack takes and blocks that it refuses, each with what is wrong."""

from __future__ import annotations

from typing import Any

Block = dict[str, Any]


def plain(text: str = "Hello") -> Block:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def mark(text: str = "Hello") -> Block:
    """A mrkdwn text object."""
    return {"type": "mrkdwn", "text": text}


def section(**more: Any) -> Block:
    """A section, by default with a text."""
    return {"type": "section", **({"text": mark()} | more)}


def button(**more: Any) -> Block:
    """A button."""
    return {"type": "button", "text": plain("Next"), "action_id": "next", "value": "v"} | more


def option(value: str = "v", text: str = "Label", **more: Any) -> Block:
    """One choice of a menu."""
    return {"text": plain(text), "value": value} | more


def select(**more: Any) -> Block:
    """A menu."""
    return {"type": "static_select", "action_id": "sort", "options": [option()]} | more


def actions(*elements: Block) -> Block:
    """A row of controls."""
    return {"type": "actions", "elements": list(elements)}


def rich(*inline: Block) -> Block:
    """Rich text of one paragraph."""
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [*inline]}],
    }


def table(rows: int, columns: int = 1, **more: Any) -> Block:
    """A table of small cells."""
    cell = {"type": "raw_text", "text": "x"}
    return {"type": "table", "rows": [[cell] * columns] * rows} | more


PIE = {"type": "pie", "segments": [{"label": "ACTIVE", "value": 3}]}
GROUP = {"label": plain("Group"), "options": [option()]}

GOOD: dict[str, Block] = {
    "section": section(),
    "section of fields": {"type": "section", "fields": [mark(), plain()]},
    "section with a button": section(accessory=button()),
    "section with an overflow": section(
        accessory={"type": "overflow", "options": [option()], "action_id": "o"}
    ),
    "verbatim": section(text=mark() | {"verbatim": True}),
    "header": {"type": "header", "text": plain() | {"emoji": True}},
    "divider": {"type": "divider", "block_id": "b"},
    "context": {"type": "context", "elements": [mark(), plain()]},
    "context with an image": {
        "type": "context",
        "elements": [{"type": "image", "alt_text": "a", "image_url": "https://e.org/a.png"}],
    },
    "actions": actions(button(), select(), {"type": "datepicker", "action_id": "d"}),
    "groups of options": actions(
        {"type": "static_select", "action_id": "s", "option_groups": [GROUP]}
    ),
    "button with a confirmation": actions(
        button(confirm={"title": plain(), "text": mark(), "confirm": plain(), "deny": plain()})
    ),
    "radio": actions({"type": "radio_buttons", "options": [option()], "action_id": "r"}),
    "image": {"type": "image", "image_url": "https://e.org/a.png", "alt_text": "a"},
    "input": {"type": "input", "label": plain(), "element": {"type": "plain_text_input"}},
    "rich text": rich({"type": "text", "text": "x", "style": {"bold": True}}),
    "rich date": rich({"type": "date", "timestamp": 1, "format": "{ago}"}),
    "markdown": {"type": "markdown", "text": "*x*"},
    "table": table(2, 2),
    "data table": table(2, type="data_table", caption="Images"),
    "chart": {"type": "data_visualization", "title": "Status", "chart": PIE},
    "longest section": section(text=mark("x" * 3000)),
    "longest value": actions(button(value="v" * 2000)),
}

BAD: dict[str, Block] = {
    "unknown block": {"type": "sektion", "text": mark()},
    "no type": {"text": mark()},
    "empty text": section(text=mark("")),
    "section too long": section(text=mark("x" * 3001)),
    "section without text": {"type": "section"},
    "field too long": {"type": "section", "fields": [mark("x" * 2001)]},
    "eleven fields": {"type": "section", "fields": [mark()] * 11},
    "text that is no object": section(text="Hello"),
    "unknown key": section(colour="red"),
    "unknown key of a text": section(text=mark() | {"size": 3}),
    "emoji in mrkdwn": section(text=mark() | {"emoji": True}),
    "mrkdwn header": {"type": "header", "text": mark()},
    "header too long": {"type": "header", "text": plain("x" * 151)},
    "eleven context elements": {"type": "context", "elements": [mark()] * 11},
    "button in a context": {"type": "context", "elements": [button()]},
    "26 buttons": actions(*(button(action_id=f"b{n}") for n in range(26))),
    "label too long": actions(button(text=plain("x" * 76))),
    "mrkdwn label": actions(button(text=mark())),
    "value too long": actions(button(value="v" * 2001)),
    "value that is a number": actions(button(value=3)),
    "address too long": actions(button(url="h" * 3001)),
    "unknown style": actions(button(style="loud")),
    "action_id too long": actions(button(action_id="a" * 256)),
    "block_id too long": {"type": "divider", "block_id": "b" * 256},
    "disabled button": actions(button(disabled=True)),
    "option value too long": actions(select(options=[option("v" * 151)])),
    "option text too long": actions(select(options=[option(text="x" * 76)])),
    "101 options": actions(select(options=[option()] * 101)),
    "six overflow options": actions({"type": "overflow", "options": [option()] * 6}),
    "eleven radio buttons": actions({"type": "radio_buttons", "options": [option()] * 11}),
    "placeholder too long": actions(select(placeholder=plain("x" * 151))),
    "confirmation too long": actions(button(confirm={"text": plain("x" * 301)})),
    "image without words": {"type": "image", "image_url": "https://e.org/a.png"},
    "image without a source": {"type": "image", "alt_text": "a"},
    "101 rows": table(101),
    "21 columns": table(1, 21),
    "data table without caption": table(2, type="data_table"),
    "chart title too long": {"type": "data_visualization", "title": "x" * 51, "chart": PIE},
    "chart of no kind": {"type": "data_visualization", "title": "x", "chart": {"type": "rose"}},
    "unknown rich element": rich({"type": "blink", "text": "x"}),
}
