"""Would Slack take this modal or Home tab?  One home for the limits of views.

Source: docs.slack.dev/surfaces/modals, reference/views and reference/methods/views.open.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.demo.blockkit.checks import Refusal, object_mistakes, refused_blocks
from bot.demo.blockkit.pointers import pointed
from bot.demo.blockkit.shapes import Anything, Flag, Obj, Rule, Str, Text

MAX_VIEW = 250_000
"""Characters of a view as JSON; Slack says 250 kB."""
MAX_STACK = 3
"""Modals of one person that lie over each other."""
TITLES: Mapping[str, int] = {"title": 24, "submit": 24, "close": 24}
"""The texts around a modal, with their characters at most."""
STRINGS: Mapping[str, int] = {"private_metadata": 3000, "callback_id": 255, "external_id": 255}
"""What an app keeps in a view, with its characters at most."""
FLAGS = ("clear_on_close", "notify_on_close", "submit_disabled")

_ANY: Mapping[str, Rule] = {name: Str(most) for name, most in STRINGS.items()}
_TEXTS: Mapping[str, Rule] = {name: Text(most) for name, most in TITLES.items()}
# The blocks have a look of their own.
_SHAPES: Mapping[str, Obj] = {
    "home": Obj({"type": Str(choices=("home",)), "blocks": Anything()}, _ANY),
    "modal": Obj(
        {"type": Str(choices=("modal",)), "title": _TEXTS["title"], "blocks": Anything()},
        {**_ANY, **_TEXTS, **{name: Flag() for name in FLAGS}},
    ),
}


def refused_view(
    view: Mapping[str, Any], kind: str, *, unknown: frozenset[str] = frozenset()
) -> Refusal | None:
    """Check one view; None when Slack would take it.

    Args:
        kind: ``modal`` or ``home``.
        unknown: Kinds of block that this workspace does not know yet.
    """
    if view_length(view) > MAX_VIEW:
        return Refusal("view_too_large")
    mistakes = list(view_mistakes(view, kind))
    if isinstance(blocks := view.get("blocks"), list):
        refusal = refused_blocks(blocks, surface=kind, at="/view/blocks", unknown=unknown)
        mistakes += (refusal.messages or (refusal.error,)) if refusal else ()
    return Refusal("invalid_arguments", tuple(mistakes)) if mistakes else None


def view_length(view: Mapping[str, Any]) -> int:
    """What of `MAX_VIEW` a view takes."""
    return len(json.dumps(view, default=str, skipkeys=True))


def view_mistakes(view: Mapping[str, Any], kind: str) -> Iterator[str]:
    """What is wrong with a view around its blocks."""
    yield from object_mistakes(_SHAPES[kind], view, "/view", typed=False)
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        if "blocks" in view:
            yield pointed("must provide an array", "/view/blocks")
        return
    if kind == "home" or "submit" in view:
        return
    for index, block in enumerate(blocks):
        if isinstance(block, Mapping) and block.get("type") == "input":
            words = "must define `submit` to use an `input` block in modals"
            yield pointed(words, f"/view/blocks/{index}/input")
