"""A copy of what passed between the servers that can be shown: bounded, and without secrets."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LONGEST_TEXT = 2000
"""Characters of one string; of a longer one the middle is left out."""
LONGEST_LIST = 60
"""Entries of one list or object."""
DEEPEST = 30
LARGEST = 60_000
"""Characters of JSON that one detail takes, or a few more."""
SHOWN_OF_KEY = 8
"""Characters that are left of what opens something for a while."""

LEFT_OUT = "(left out)"
_SECRET = re.compile(
    r"(?i)(?:.*[_-])?(?:token|secret|password|authorization|cookie|signature|ticket)"
    r"|x-(?:slack|sdk)-.*"
)
"""Names whose values nobody is shown."""
_SHORTENED = frozenset({"response_url", "trigger_id", "upload_url", "url_private"})
_OPENS = re.compile(
    r"(?i)(xox[a-z]-|xapp-|Bearer\s+|[?&]ticket=|//127\.0\.0\.1:\d+/(?:reply|upload)/)[^\s\"'&<>|]+"
)
"""Keys within any text; the addresses are those of the fake Slack, which is at 127.0.0.1."""
_AS_JSON = frozenset({"attachments", "blocks", "files", "metadata", "view"})
"""Arguments that a form carries as text."""


def detail(**parts: object) -> dict[str, Any]:
    """What a line of the journal unfolds into: any values at all, each with an equal share."""
    share = LARGEST // max(1, len(parts))
    return {name: _Copy(share).of(_safe(name, part)) for name, part in parts.items()}


@dataclass(slots=True)
class _Copy:
    """One copy under way.  ``room``: characters that are left."""

    room: int

    def of(self, value: object, depth: int = 0) -> Any:  # noqa: ANN401 - any JSON
        if depth > DEEPEST or self.room <= 0:
            return "…"
        if isinstance(value, Mapping):
            return self._object(value, depth)
        if isinstance(value, list | tuple):
            return self._list(value, depth)
        return self._paid(_plain(value))

    def _list(self, value: Sequence[object], depth: int) -> list[Any]:
        self.room -= 4
        shown: list[Any] = []
        for number, part in enumerate(value):
            if number >= LONGEST_LIST or self.room <= 0:
                shown.append(f"… and {len(value) - number} more")
                break
            shown.append(self.of(part, depth + 1))
        return shown

    def _object(self, value: Mapping[Any, object], depth: int) -> dict[str, Any]:
        self.room -= 4
        shown: dict[str, Any] = {}
        for number, (name, part) in enumerate(value.items()):
            if number >= LONGEST_LIST or self.room <= 0:
                shown["…"] = f"and {len(value) - number} more"
                break
            key = self._paid(_cut(str(name), 200))
            shown[key] = self.of(_safe(str(name), part), depth + 1)
        return shown

    def _paid(self, value: Any) -> Any:  # noqa: ANN401 - text, number or nothing
        self.room -= len(json.dumps(value)) + 2
        return value


def _safe(name: str, part: object) -> object:
    if _SECRET.fullmatch(name) and part not in ("", None):
        return LEFT_OUT
    if name in _SHORTENED and isinstance(part, str):
        return _shortened(part)
    if name in _AS_JSON and isinstance(part, str):
        return read(part)
    return part


def _shortened(key: str) -> str:
    """``http://127.0.0.1:1/reply/…`` or ``1000001.…``: seen to be one, and of no use."""
    masked = _OPENS.sub(r"\1…", key)
    return masked if masked != key else f"{key[:SHOWN_OF_KEY]}…"


def read(text: str) -> object:
    """JSON as what it says, any other text as it is."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _plain(value: object) -> str | int | float | bool | None:
    if isinstance(value, str):
        return _cut(_OPENS.sub(r"\1…", value), LONGEST_TEXT)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        # JavaScript knows no larger whole numbers.
        return value if abs(value) <= 2**53 else _cut(str(value), LONGEST_TEXT)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    return f"({type(value).__name__})"


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    half = (most - 40) // 2
    return f"{text[:half]} … {len(text) - 2 * half} characters … {text[-half:]}"
