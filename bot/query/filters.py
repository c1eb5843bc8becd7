"""Whether a row is what a search asks for.

This is the meaning of a search; `bot.query.index` finds the same rows faster.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.modelarts.models import Image, ImageGroup
from bot.query.fields import FIELDS, Kind, Value, value_of
from bot.query.model import Condition, Op, Query
from bot.query.values import Interval, interval

NUMERIC = frozenset({Kind.SIZE, Kind.TIME, Kind.NUMBER})
"""Kinds whose values are numbers and whose conditions are intervals."""

ANYWHERE = ("name", "tag", "description", "swr_path")
"""Where words that are not part of the name may stand."""

_NEGATIONS = {Op.IS_NOT: Op.IS, Op.HAS_NOT: Op.HAS}


def matches(row: Image | ImageGroup, query: Query, at_ms: int) -> bool:
    """Whether every part of the search holds; ages count back from ``at_ms``."""
    return _name_matches(row, query) and all(
        condition_holds(row, condition, at_ms) for condition in query.conditions
    )


def _name_matches(row: Image | ImageGroup, query: Query) -> bool:
    name = value_of(row, "name")
    if query.exact is not None and name != query.exact.lower():
        return False
    word = query.name_word
    if word is not None and not (isinstance(name, str) and word in name):
        return False
    return all(stands(row, other.lower()) for other in query.other_words)


def stands(row: Image | ImageGroup, word: str) -> bool:
    """Whether a lower-case word stands in one of `ANYWHERE`; nothing stands everywhere."""
    values = (value_of(row, field) for field in ANYWHERE)
    return not word or any(isinstance(value, str) and word in value for value in values)


def condition_holds(row: Image | ImageGroup, condition: Condition, at_ms: int) -> bool:
    """Whether one condition holds.  A field that is absent only satisfies a negation."""
    return test_for(condition, at_ms)(value_of(row, condition.field))


def is_negation(op: Op) -> bool:
    """Whether it holds where its opposite does not."""
    return op in _NEGATIONS


def positive(op: Op) -> Op:
    """What a negation denies; anything else as it is."""
    return _NEGATIONS.get(op, op)


def intervals(condition: Condition, at_ms: int) -> tuple[Interval, ...]:
    """What a number must lie in, any of these; for a negation: in none of these."""
    kind, op = FIELDS[condition.field].kind, positive(condition.op)
    return tuple(interval(kind, op, text, at_ms) for text in condition.values)


def test_for(condition: Condition, at_ms: int) -> Callable[[Value], bool]:
    """The condition as a test of one value as `value_of` reads it."""
    holds = _positive_test(condition, at_ms)
    if is_negation(condition.op):
        return lambda value: not holds(value)
    return holds


def _positive_test(condition: Condition, at_ms: int) -> Callable[[Value], bool]:
    if FIELDS[condition.field].kind in NUMERIC:
        spans = intervals(condition, at_ms)
        return lambda value: isinstance(value, int) and any(_inside(value, span) for span in spans)
    parts = tuple(text.lower() for text in condition.values)
    op = positive(condition.op)
    if op is Op.IS:
        wanted = frozenset(parts)
        return lambda value: any(text in wanted for text in _texts(value))
    if op is Op.HAS:
        return lambda value: any(part in text for text in _texts(value) for part in parts)
    return lambda _: False


def _inside(value: int, span: Interval) -> bool:
    low, high = span
    return (low is None or low <= value) and (high is None or value < high)


def _texts(value: Value) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) else ()
