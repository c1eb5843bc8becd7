"""Who is meant by an id: Slack's clients put names in the place of mentions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_MENTION = re.compile(r"<([@#])(\w+)>")


def with_names(item: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A message or view whose mentions carry a label, as in ``<@U0BEN|ben>``.

    Args:
        names: Of people and channels, by id; an id without one stays as it is.
    """
    named = {key: _named(value, names) for key, value in item.items()}
    if not item.get("blocks") and isinstance(item.get("text"), str):
        named["text"] = _labelled(item["text"], names)
    return named


def _named(value: object, names: Mapping[str, str]) -> object:
    """JSON in which the texts of mrkdwn are labelled; in plain text brackets are brackets."""
    if isinstance(value, list):
        return [_named(part, names) for part in value]
    if not isinstance(value, dict):
        return value
    named = {key: _named(part, names) for key, part in value.items()}
    if value.get("type") == "mrkdwn":
        named["text"] = _labelled(str(value.get("text", "")), names)
    return named


def _labelled(text: str, names: Mapping[str, str]) -> str:
    def label(found: re.Match[str]) -> str:
        name = names.get(found[2])
        return f"<{found[1]}{found[2]}|{name}>" if name else found[0]

    return _MENTION.sub(label, text)
