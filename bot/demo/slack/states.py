"""What a form holds: ``state.values``, and Slack's own look at it before it lets it go.

Source: docs.slack.dev/reference/interaction-payloads/view-interactions-payload and
reference/block-kit/block-elements (min, max and length of inputs).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from bot.demo.blockkit.content import Element
from bot.demo.blockkit.inputs import MAX_TYPED, number_of, within
from bot.demo.slack.choices import (
    EXTERNAL,
    SELECTED,
    Choice,
    Reach,
    chosen,
    initial,
    takes_several,
)
from bot.demo.slack.drafts import Drafts, Spot
from bot.demo.slack.surfaces import Surface
from bot.demo.workspace import User, Workspace

Filled = Mapping[str, Choice | Mapping[str, Choice]]
"""What is typed or chosen, by ``block_id`` or ``action_id``, or by both as Slack nests them."""
Control = tuple[dict[str, Any], Element]
States = dict[str, dict[str, dict[str, Any]]]


def states(
    surface: Surface, filled: Filled, drafts: Drafts, *, workspace: Workspace, person: User
) -> States:
    """What every element of a surface holds.

    Args:
        filled: What it holds by now; an element that is not named holds what was chosen in it
            before, or what the app wrote into it.

    Raises:
        LookupError: There is no such element, or it cannot hold that.
    """
    holding = [pair for pair in surface.controls if pair[1]["type"] in SELECTED]
    holding = [pair for pair in holding if pair[1]["type"] != "overflow"]
    _check_names(holding, filled)
    found: States = {}
    for block, element in holding:
        kind, at = element["type"], spot(person, surface, block, element)
        value = drafts.chosen(at, kind, initial(element))
        for choice in _given(block, element, filled):
            value = chosen(element, choice, reach(workspace, person, drafts, at, element))
        row = {"type": kind, SELECTED[kind]: value}
        found.setdefault(block["block_id"], {})[element["action_id"]] = row
    return found


def spot(person: User, surface: Surface, block: Mapping[str, Any], element: Element) -> Spot:
    """Where an element stands, for `Drafts`."""
    return person.id, surface.id, block["block_id"], element["action_id"]


def reach(workspace: Workspace, person: User, drafts: Drafts, at: Spot, element: Element) -> Reach:
    """What a person can choose from in an element."""
    suggested = drafts.offered(at) if element["type"] in EXTERNAL else []
    return Reach(workspace, person, suggested)


def let_go(surface: Surface, found: States) -> None:
    """Slack's own look at the inputs before a form is sent.

    Raises:
        LookupError: One is empty and must not be, or holds what it does not take.
    """
    for block, element in surface.controls:
        if block["type"] != "input":
            continue
        label = block["label"]["text"]
        held = found[block["block_id"]][element["action_id"]][SELECTED[element["type"]]]
        if held in (None, [], ""):
            if not block.get("optional"):
                raise LookupError(f"Slack asks to complete “{label}” first.")
        elif isinstance(held, str) and (wrong := _wrong(element, held)):
            raise LookupError(f"Slack takes {wrong} for “{label}”.")


def check_dispatch(block: Mapping[str, Any], element: Element, choice: Choice) -> None:
    """Slack's own look before it tells the app of a press or a choice.

    Raises:
        LookupError: The input waits for the form, or nothing was chosen where something must be.
    """
    kind = element["type"]
    if block["type"] == "input" and not block.get("dispatch_action"):
        raise LookupError("This field is sent with the whole form, not by itself.")
    if choice or kind not in SELECTED or takes_several(kind) or kind.endswith("_input"):
        return
    if not block.get("optional"):
        raise LookupError("Something has to be chosen here; a choice cannot be taken back.")


def _check_names(holding: list[Control], filled: Filled) -> None:
    blocks = {block["block_id"] for block, _ in holding}
    actions = {element["action_id"] for _, element in holding}
    inside = {(block["block_id"], element["action_id"]) for block, element in holding}
    names = ", ".join(sorted(blocks | actions)) or "none"
    for name, given in filled.items():
        if isinstance(given, Mapping):
            unknown = [action for action in given if (name, action) not in inside]
        else:
            unknown = [] if name in blocks | actions else [name]
        if unknown:
            raise LookupError(f"The modal has no input {min(unknown)!r}; it has: {names}.")


def _given(block: Mapping[str, Any], element: Element, filled: Filled) -> list[Choice]:
    action = element["action_id"]
    given: list[Choice] = []
    for name in (block["block_id"], action):
        value = filled.get(name)
        if isinstance(value, Mapping):
            given += [value[action]] if name == block["block_id"] and action in value else []
        elif name in filled:
            given.append(value)
    return given


def _wrong(element: Element, held: str) -> str:
    """What Slack would take instead of a text; empty when it takes it."""
    kind = element["type"]
    if kind == "plain_text_input":
        least, most = element.get("min_length", 0), element.get("max_length", MAX_TYPED)
        return "" if least <= len(held) <= most else f"{least} to {most} characters"
    if kind == "number_input":
        return _wrong_number(element, held)
    if kind == "email_text_input":
        return "" if re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", held) else "an email address"
    if kind == "url_text_input":
        return "" if _is_address(held) else "a whole address, such as https://example.org,"
    return ""


def _wrong_number(element: Element, held: str) -> str:
    decimal = bool(element["is_decimal_allowed"])
    number = number_of(held, decimal=decimal)
    if number is None:
        return "a number" if decimal else "a whole number"
    least, most = _bound(element, "min_value"), _bound(element, "max_value")
    if not within(number, least, None):
        return f"{least} or more"
    return "" if within(number, None, most) else f"{most} or less"


def _bound(element: Element, name: str) -> Decimal | None:
    return number_of(element[name]) if name in element else None


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and " " not in text
