"""What stands between ``<`` and ``>`` in Slack's text, and which characters a terminal may get.

Source: docs.slack.dev/messaging/formatting-message-text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime

ESCAPES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_ESCAPE = re.compile("|".join(ESCAPES))
_TOKEN = re.compile(r"\{(\w+)\}")
_WEB = ("http://", "https://", "mailto:", "tel:")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Entity:
    """A link, mention or date as it is read; ``link`` is where a click leads, if anywhere."""

    label: str
    link: str | None = None
    mention: bool = False


def visible(text: str) -> str:
    """Text for the terminal: Slack's three escapes decoded once, then no control characters.

    Line breaks stay, tabs become blanks, and marks that turn the reading direction go too: they
    would reorder the rest of the line.
    """
    return printable(_ESCAPE.sub(lambda match: ESCAPES[match[0]], text))


def printable(text: str) -> str:
    """Text without what would steer a terminal; lone surrogates become U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char == "\n":
        return char
    kind = unicodedata.category(char)
    if char == "\t" or kind in {"Zl", "Zp"}:
        return " "
    if kind == "Cs":
        return "\ufffd"
    return "" if kind == "Cc" or char in _BIDI else char


def entity(inner: str, now: float) -> Entity:
    """Read what stands between the angle brackets."""
    target, _, label = inner.partition("|")
    label = visible(label)
    if target.startswith("@"):
        return Entity(f"@{label.removeprefix('@') or printable(target[1:])}", mention=True)
    if target.startswith("#"):
        return Entity(f"#{label.removeprefix('#') or printable(target[1:])}", mention=True)
    if target.startswith("!date^"):
        return _date(target, label, now)
    if target.startswith("!subteam^"):
        return Entity(label or printable(target.removeprefix("!subteam^")), mention=True)
    if target.startswith("!"):
        return Entity(f"@{printable(target[1:])}", mention=True)
    address = visible(target)
    return Entity(label or address, link=address if address.startswith(_WEB) else None)


def _date(target: str, fallback: str, now: float) -> Entity:
    _, seconds, pattern, *rest = [*target.split("^"), ""]
    link = visible(rest[0]) if rest and rest[0].startswith(_WEB) else None
    try:
        return Entity(moment(int(seconds), visible(pattern), now), link)
    except (ValueError, OverflowError, OSError):
        return Entity(fallback or printable(target), link)


def moment(seconds: int, pattern: str, now: float) -> str:
    """A moment in the terminal's time zone, by Slack's pattern: ``{date_short} at {time}``.

    Raises:
        ValueError, OverflowError, OSError: No calendar shows this moment.
    """
    then = datetime.fromtimestamp(seconds, UTC).astimezone()
    today = datetime.fromtimestamp(now, UTC).astimezone()
    return _TOKEN.sub(lambda match: _token(match[1], then, today), pattern)


def _token(name: str, then: datetime, today: datetime) -> str:
    if name == "ago":
        return _ago((today - then).total_seconds())
    if name.endswith("_pretty"):
        near = {0: "today", 1: "yesterday", -1: "tomorrow"}
        if word := near.get((today.date() - then.date()).days):
            return word
        name = name.removesuffix("_pretty")
    patterns = {
        "date_num": "%Y-%m-%d",
        "date_slash": "%m/%d/%Y",
        "date_short": f"%b {then.day}, %Y",
        "date": f"%B {_ordinal(then.day)}, %Y",
        "date_long": f"%A, %B {_ordinal(then.day)}, %Y",
        "time": "%H:%M",
        "time_secs": "%H:%M:%S",
    }
    return then.strftime(patterns[name]) if name in patterns else f"{{{name}}}"


def _ordinal(day: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{day}{'th' if 11 <= day <= 13 else endings.get(day % 10, 'th')}"


def _ago(seconds: float) -> str:
    size = abs(seconds)
    for unit, word in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if size >= unit:
            count = int(size // unit)
            words = f"{count} {word}{'s' if count > 1 else ''}"
            return f"{words} ago" if seconds > 0 else f"in {words}"
    return "just now"
