"""What the sampler shows: each kind of element once."""

from __future__ import annotations

from typing import Any

Block = dict[str, Any]
PICK = "pick:"
"""How the ids of what only tells its choice begin."""
FRUITS = ("apple", "banana", "cherry", "damson")


def plain(text: str) -> Block:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def option(name: str) -> Block:
    """A choice whose label is its value with a capital."""
    return {"text": plain(name.capitalize()), "value": name}


def section(text: str, accessory: Block | None = None) -> Block:
    """A line, with something to press beside it."""
    block: Block = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    return block if accessory is None else block | {"accessory": accessory}


def button(label: str, action: str, **more: Any) -> Block:
    """A button whose value is its label."""
    named = {"action_id": action, "value": label.lower()}
    return {"type": "button", "text": plain(label)} | named | more


def menus() -> list[Block]:
    """The menus and pickers."""
    options = [option(name) for name in FRUITS]
    asking: list[Block] = [
        {"type": "static_select", "placeholder": plain("A fruit"), "options": options},
        {"type": "external_select", "placeholder": plain("A plant"), "min_query_length": 1},
        {"type": "datepicker", "placeholder": plain("A day")},
        {"type": "timepicker", "placeholder": plain("An hour")},
        {"type": "users_select", "placeholder": plain("A person")},
        {"type": "overflow", "options": options[:3]},
    ]
    multi = {
        "type": "multi_static_select",
        "action_id": f"{PICK}multi_static_select",
        "placeholder": plain("Some fruits"),
        "options": options,
    }
    row = [element | {"action_id": f"{PICK}{element['type']}"} for element in asking]
    return [{"type": "actions", "elements": row}, section("Several", multi)]


def ticks() -> list[Block]:
    """What is ticked."""
    options = [option(name) for name in FRUITS[:3]]
    row = [
        {"type": "checkboxes", "action_id": f"{PICK}checkboxes", "options": options[:2]},
        {"type": "radio_buttons", "action_id": f"{PICK}radio_buttons", "options": options},
    ]
    return [{"type": "actions", "elements": row}]


def confirmed() -> list[Block]:
    """A button that asks back."""
    confirm = {
        "title": plain("Are you sure?"),
        "text": plain("The tree is felled for good."),
        "confirm": plain("Fell it"),
        "deny": plain("Keep it"),
        "style": "danger",
    }
    return [section("A tree", button("Fell", f"{PICK}button", confirm=confirm, style="danger"))]


def table() -> list[Block]:
    """A table of numbers and words, longer than its page."""
    rows: list[list[Block]] = [[{"type": "raw_text", "text": name} for name in ("Fruit", "Count")]]
    for count, name in enumerate(FRUITS, start=1):
        rows.append(
            [
                {"type": "raw_text", "text": name},
                {"type": "raw_number", "value": count, "text": str(count)},
            ]
        )
    return [{"type": "data_table", "caption": "Fruits in store", "page_size": 2, "rows": rows}]


def form(number: int) -> Block:
    """A modal with a word to type; each can put another on top of itself."""
    return {
        "type": "modal",
        "callback_id": "form",
        "private_metadata": str(number),
        "title": plain(f"Form {number}"),
        "submit": plain("Send"),
        "close": plain("Not now"),
        "notify_on_close": True,
        "blocks": [
            {
                "type": "input",
                "block_id": "word",
                "label": plain("A word"),
                "element": {"type": "plain_text_input", "action_id": "typed"},
            },
            {
                "type": "actions",
                "elements": [button("Push", "push"), button("Rename", "rename")],
            },
        ],
    }


def home(opened: int) -> Block:
    """The Home tab, which counts how often it was opened."""
    blocks = [section(f"Opened {opened} times"), {"type": "actions", "elements": [_greet()]}]
    return {"type": "home", "blocks": blocks}


def _greet() -> Block:
    return button("Greet", "greet")
