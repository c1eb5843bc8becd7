"""A search in short pieces for people: what was understood."""

from __future__ import annotations

from bot.query.fields import FIELDS, Kind
from bot.query.model import Condition, Op, Query, SortKey
from bot.query.values import age_ms

_BEFORE = {Op.OVER: "more than", Op.AT_LEAST: "at least"}
_WITHIN = {Op.UNDER: "less than", Op.AT_MOST: "at most"}
_DATES = {Op.OVER: "after", Op.AT_LEAST: "from", Op.UNDER: "before", Op.AT_MOST: "until"}
_UNITS = {
    "m": "minutes",
    "min": "minutes",
    "h": "hours",
    "d": "days",
    "w": "weeks",
    "mo": "months",
    "y": "years",
}


def chips(query: Query) -> tuple[str, ...]:
    """One piece for each part of the search, in the order in which they are read."""
    parts: list[str] = []
    if query.exact is not None:
        parts.append(exact_chip(query.exact))
    if query.name_word is not None:
        parts.append(name_chip(query.name_word))
    parts += [word_chip(word) for word in query.other_words]
    parts += [condition_chip(condition) for condition in query.conditions]
    if query.sort:
        parts.append("sorted by " + ", then ".join(_sorted(key) for key in query.sort))
    return tuple(parts)


def exact_chip(name: str) -> str:
    """The whole name."""
    return f"name is {name}"


def name_chip(word: str) -> str:
    """A part of the name."""
    return f"name contains {word}"


def word_chip(word: str) -> str:
    """A word that may stand in name, tag, description or path."""
    return f"“{word}” anywhere"


def condition_chip(condition: Condition) -> str:
    """One condition: ``arch=AARCH64``, ``updated more than 7 days ago``."""
    row = FIELDS[condition.field]
    if row.kind is Kind.TIME:
        return f"{row.label} {_time(condition)}"
    either = " or ".join(condition.values)
    if row.kind in {Kind.SIZE, Kind.NUMBER}:
        return f"{row.label} {condition.op.value} {either}"
    if condition.op is Op.HAS:
        return f"{row.label} contains {either}"
    if condition.op is Op.HAS_NOT:
        return f"{row.label} without {either}"
    return f"{row.label}{condition.op.value}{','.join(condition.values)}"


def _time(condition: Condition) -> str:
    value = condition.values[0]
    if age_ms(value) is not None:
        number = value.rstrip("abcdefghijklmnopqrstuvwxyz")
        unit = _UNITS[value[len(number) :]]
        unit = unit.removesuffix("s") if number == "1" else unit
        if condition.op in _BEFORE:
            return f"{_BEFORE[condition.op]} {number} {unit} ago"
        return f"{_WITHIN[condition.op]} {number} {unit} ago"
    either = " or ".join(condition.values).upper()
    if condition.op in _DATES:
        return f"{_DATES[condition.op]} {either} UTC"
    return f"{'not ' if condition.op is Op.IS_NOT else ''}in {either} UTC"


def _sorted(key: SortKey) -> str:
    row = FIELDS[key.field]
    if row.kind is Kind.TIME:
        return f"{row.label}, {'newest' if key.descending else 'oldest'} first"
    if row.kind in {Kind.SIZE, Kind.NUMBER}:
        return f"{row.label}, {'largest' if key.descending else 'smallest'} first"
    return f"{row.label}{', Z to A' if key.descending else ''}"
