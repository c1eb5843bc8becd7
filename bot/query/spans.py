"""How long a silence lasts, as people write it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR

USUAL = 4 * HOUR
"""What a silence lasts if nobody says how long."""

LONGEST = 30 * DAY
"""A silence that is longer is one that everybody has forgotten."""

MORNING = 9
"""O'clock."""

_UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), MINUTE),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), HOUR),
    **dict.fromkeys(("d", "day", "days"), DAY),
    **dict.fromkeys(("w", "wk", "week", "weeks"), 7 * DAY),
    **dict.fromkeys(("mo", "month", "months"), 30 * DAY),
}
_PART = re.compile(r"(\d{1,6})(?:\.(\d{1,4}))? ?([a-z]{1,7})", re.ASCII)
_ONE = re.compile(r"^(?:an?|one) (?=[a-z])")
_BETWEEN = re.compile(r"(?:\s|,|and\b)*")
_TOMORROW = re.compile(r"tomorrow(?: morning)?(?:(?: at)? 0?9(?::00)?(?: ?am)?)?")
_CHANGE = re.compile(r"(?:(?:it|the image|its status|the status) )?(?:changes?|changed)")


class SpanKind(StrEnum):
    """What ends a silence."""

    TIME = "time"
    TOMORROW = "tomorrow"
    """The next day at `MORNING` o'clock, where the person is."""
    CHANGE = "change"
    """The image has another status, or is not there any more."""


@dataclass(frozen=True, slots=True)
class Span:
    """How long.  ``ms``: only of `SpanKind.TIME`.  ``assumed``: nobody said how long."""

    kind: SpanKind = SpanKind.TIME
    ms: int = USUAL
    assumed: bool = field(default=False, compare=False)

    def text(self) -> str:
        """``for 4h``, ``until tomorrow``, ``until it changes``."""
        if self.kind is SpanKind.TOMORROW:
            return "until tomorrow"
        if self.kind is SpanKind.CHANGE:
            return "until it changes"
        for unit, length in (("d", DAY), ("h", HOUR)):
            if self.ms % length == 0:
                return f"for {self.ms // length}{unit}"
        return f"for {self.ms // MINUTE}min"

    @property
    def needs_zone(self) -> bool:
        """Whether its end depends on where the person is."""
        return self.kind is SpanKind.TOMORROW

    def until_ms(self, now_ms: int, zone: str) -> int | None:
        """When it ends; None if a change ends it.

        Args:
            zone: Where the person is, as IANA names it.
        """
        if self.kind is SpanKind.CHANGE:
            return None
        return tomorrow_nine(now_ms, zone) if self.kind is SpanKind.TOMORROW else now_ms + self.ms


TOMORROW = Span(SpanKind.TOMORROW, 0)
UNTIL_CHANGE = Span(SpanKind.CHANGE, 0)


def span_for(text: str) -> Span | None:
    """What stands after ``for``: ``4h``, ``30 min``, ``2 days``, ``1 h 30 min``; None if nothing
    of the kind.  It may be shorter than a minute or longer than `LONGEST`."""
    text = _ONE.sub("1 ", text.lower().strip(" .!"))
    total = position = 0
    while position < len(text):
        match = _PART.match(text, position)
        if match is None or match[3] not in _UNITS:
            return None
        part = match[2] or ""
        total += int(match[1] + part) * _UNITS[match[3]] // int(10 ** len(part))
        position = match.end()
        gap = _BETWEEN.match(text, position)
        position = gap.end() if gap and gap.end() < len(text) else position
    return Span(ms=total // MINUTE * MINUTE) if position else None


def span_until(text: str) -> Span | None:
    """What stands after ``until``: ``tomorrow`` or ``it changes``; None if neither."""
    text = text.lower().strip(" .!")
    if _TOMORROW.fullmatch(text):
        return TOMORROW
    return UNTIL_CHANGE if _CHANGE.fullmatch(text) else None


def tomorrow_nine(now_ms: int, zone: str) -> int:
    """Nine in the morning of the next day, by the clocks of a time zone; UTC if it is unknown."""
    place = _place(zone)
    day = datetime.fromtimestamp(now_ms / 1000, place).date() + timedelta(days=1)
    return int(datetime.combine(day, time(MORNING), place).timestamp()) * 1000


def _place(zone: str) -> tzinfo:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
