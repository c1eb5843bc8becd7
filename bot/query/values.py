"""Sizes and times as people write them, as half-open intervals of numbers."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bot.query.fields import Kind
from bot.query.model import Op

Interval = tuple[int | None, int | None]
"""``low <= value < high``; None is open."""

_SIZE = re.compile(
    r"(\d{1,12})(?:\.(\d{1,6}))? ?(|b|kb|k|mb|m|gb|g|tb|t|kib|mib|gib|tib)", re.ASCII
)
# Decimal units, as the answers show them; the binary ones for those who mean them.
_UNITS = {"": 0, "b": 0, "k": 3, "m": 6, "g": 9, "t": 12}
_BINARY = {"kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40}

_AGE = re.compile(r"(\d{1,5}) ?(m|min|h|d|w|mo|y)", re.ASCII)
_SECONDS = {"m": 60, "h": 3600, "d": 86_400, "w": 604_800, "mo": 2_629_800, "y": 31_557_600}

_SAID_AGE = re.compile(r"(\d{1,5}) ?([a-z]{1,7})(?: ?ago)?", re.ASCII)
_AGE_WORDS = {
    "m": ("m", "min", "mins", "minute", "minutes"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "d": ("d", "day", "days"),
    "w": ("w", "wk", "wks", "week", "weeks"),
    "mo": ("mo", "month", "months"),
    "y": ("y", "yr", "yrs", "year", "years"),
}
_UNIT_CALLED = {word: unit for unit, words in _AGE_WORDS.items() for word in words}
_SAID_DATE = re.compile(r"(\d{4})([-/])(\d{1,2})(?:\2(\d{1,2})([t ].*)?)?", re.ASCII)

_DATE = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[t ](\d{2}):(\d{2})(?::(\d{2}))?z?)?)?)?", re.ASCII
)


def size_interval(text: str) -> tuple[int, int] | None:
    """The bytes a size stands for, to the precision it is written in; None if it is no size.

    ``4.2GB`` means everything that is shown as 4.2 GB: 4 150 000 000 up to 4 250 000 000.
    """
    match = _SIZE.fullmatch(text.lower())
    if match is None:
        return None
    whole, part, unit = match[1], match[2] or "", match[3]
    factor = _BINARY.get(unit) or int(10 ** _UNITS[unit[:1]])
    digits = 10 ** len(part)
    number = int(whole + part)
    return (2 * number - 1) * factor // (2 * digits), (2 * number + 1) * factor // (2 * digits)


def size_bytes(text: str) -> int | None:
    """The exact bytes of a size; None if it is no size."""
    match = _SIZE.fullmatch(text.lower())
    if match is None:
        return None
    whole, part, unit = match[1], match[2] or "", match[3]
    factor = _BINARY.get(unit) or int(10 ** _UNITS[unit[:1]])
    return int(whole + part) * factor // int(10 ** len(part))


def age_ms(text: str) -> int | None:
    """Milliseconds of ``7d``, ``2h``, ``30m``, ``3w``, ``6mo``, ``1y``; None if it is no age."""
    match = _AGE.fullmatch(text.lower())
    if match is None:
        return None
    return int(match[1]) * _SECONDS["m" if match[2] == "min" else match[2]] * 1000


def age_text(text: str) -> str | None:
    """The short way to write an age: ``7d`` for ``7 days ago``; None if it is no age."""
    match = _SAID_AGE.fullmatch(text.lower())
    unit = _UNIT_CALLED.get(match[2].removesuffix("ago") or match[2]) if match else None
    return f"{match[1]}{unit}" if match and unit else None


def date_text(text: str) -> str | None:
    """The usual way to write a date: ``2026-01-05`` for ``2026/1/5``; None if it is no date."""
    text = text.lower()
    if (match := _SAID_DATE.fullmatch(text)) is not None:
        parts = [match[1], match[3].zfill(2), *([match[4].zfill(2)] if match[4] else [])]
        text = "-".join(parts) + (match[5] or "")
    return text if date_interval(text) is not None else None


def is_unit(kind: Kind, word: str) -> bool:
    """Whether a number and this word are a size or an age."""
    if kind is Kind.SIZE:
        return bool(word) and size_interval(f"1{word}") is not None
    return age_text(f"1{word}") is not None


def date_interval(text: str) -> tuple[int, int] | None:
    """First and next millisecond (UTC) of a year, month, day, minute or second, if it is one."""
    match = _DATE.fullmatch(text.lower())
    if match is None:
        return None
    parts = [int(part) for part in match.groups() if part is not None]
    try:
        year, month, day, hour, minute, second = parts + [1, 1, 1, 0, 0, 0][len(parts) :]
        start = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        end = _after(start, len(parts))
    except (ValueError, OverflowError):
        return None
    return int(start.timestamp()) * 1000, int(end.timestamp()) * 1000


def _after(start: datetime, parts: int) -> datetime:
    if parts == 1:
        return start.replace(year=start.year + 1)
    if parts == 2:
        return (start + timedelta(days=31)).replace(day=1)
    step = {3: timedelta(days=1), 5: timedelta(minutes=1), 6: timedelta(seconds=1)}
    return start + step[parts]


def interval(kind: Kind, op: Op, text: str, at_ms: int) -> Interval:
    """What a number must lie in for ``op text`` to hold (for `Op.IS_NOT`: must not).

    An age counts back from ``at_ms``: ``updated>7d`` is older than seven days.
    ``text`` was checked when the search was read; anything else raises ValueError.
    """
    if kind is Kind.TIME and (age := age_ms(text)) is not None:
        return _age_interval(op, at_ms - age)
    if kind is Kind.TIME:
        bounds = date_interval(text)
    elif kind is Kind.SIZE:
        exact = size_bytes(text)
        wide = op in {Op.IS, Op.IS_NOT}
        bounds = size_interval(text) if wide or exact is None else (exact, exact + 1)
    else:
        bounds = (int(text), int(text) + 1)
    if bounds is None:
        raise ValueError(text)
    low, high = bounds
    return {
        Op.OVER: (high, None),
        Op.AT_LEAST: (low, None),
        Op.UNDER: (None, low),
        Op.AT_MOST: (None, high),
    }.get(op, (low, high))


def _age_interval(op: Op, moment: int) -> Interval:
    return {
        Op.OVER: (None, moment),
        Op.AT_LEAST: (None, moment + 1),
        Op.UNDER: (moment + 1, None),
        Op.AT_MOST: (moment, None),
    }.get(op, (moment, moment + 1))
