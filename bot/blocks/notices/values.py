"""Facts of a notice, read back from JSON: whatever is not as expected reads as absent."""

from __future__ import annotations

import re

from bot.alerts.model import Json

_USER = re.compile(r"[UW][A-Z0-9]{1,30}")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{1,30}")
_LARGEST = 2**63 - 1


def text_in(facts: Json, key: str) -> str:
    """A text, raw; empty if it is absent."""
    value = facts.get(key)
    return value if isinstance(value, str) else ""


def texts_in(facts: Json, key: str, most: int) -> list[str]:
    """The first texts of a list, raw; blank ones are left out."""
    value = facts.get(key)
    rows = value[:most] if isinstance(value, list | tuple) else []
    return [row for row in rows if isinstance(row, str) and row.strip()]


def number_in(facts: Json, key: str) -> int | None:
    """A whole number that is not negative."""
    value = facts.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST:
        return None
    return value


def person(user_id: str) -> str:
    """A mention, which pings nobody in an edit; *Somebody* for what is no person's id."""
    return f"<@{user_id}>" if _USER.fullmatch(user_id) else "Somebody"


def place(channel_id: str) -> str:
    """A link to a channel; empty for what is no channel's id."""
    return f"<#{channel_id}>" if _CHANNEL.fullmatch(channel_id) else ""
