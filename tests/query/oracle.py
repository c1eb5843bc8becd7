"""What a search means, by plain loops: nothing here is shared with the code it judges, except
how a size or a time is read."""

from __future__ import annotations

import functools
from typing import Any

from bot.modelarts.models import Image, ImageGroup
from bot.query.fields import FIELDS, Kind
from bot.query.model import Condition, Op, Query, SortKey
from bot.query.values import interval

AnyRow = Image | ImageGroup


def matching(rows: list[AnyRow], query: Query, at_ms: int) -> list[AnyRow]:
    """The rows the search asks for, in its order."""
    kept = []
    for row in rows:
        if _words_match(row, query) and _conditions_match(row, query, at_ms):
            kept.append(row)  # noqa: PERF401  -- plain on purpose
    return sorted(kept, key=functools.cmp_to_key(functools.partial(_compare, query.sort)))


def facet_counts(rows: list[AnyRow], query: Query, field: str) -> dict[str, int]:
    """What the menu may offer of a field, and how many of these matching rows have it."""
    counts: dict[str, int] = {}
    for row in rows:
        texts = set(_texts(row, field)) - {""}
        if isinstance(_raw(row, field), int):
            texts = {str(_raw(row, field))}
        for text in texts:
            counts[text] = counts.get(text, 0) + 1
    asked = [condition for condition in query.conditions if condition.field == field]
    if asked or len(counts) < 2:
        return {}
    return {text: count for text, count in counts.items() if count < len(rows)}


def _raw(row: AnyRow, field: str) -> Any:
    if field == "size":
        return row.size_bytes if isinstance(row, Image) else None
    return getattr(row, field, None)


def _texts(row: AnyRow, field: str) -> list[str]:
    raw = _raw(row, field)
    if raw is None or isinstance(raw, int):
        return []
    if isinstance(raw, str):
        return [raw.strip().lower()]
    if field != "tags":
        return [word.lower() for word in raw]
    texts = []
    for tag in raw:
        if tag.key:
            texts.append(tag.key.lower())
        texts.append(((tag.key or "") + "=" + (tag.value or "")).lower())
    return texts


def _words_match(row: AnyRow, query: Query) -> bool:
    names = _texts(row, "name")
    if query.exact is not None and names != [query.exact.lower()]:
        return False
    if query.name_word is not None and not (names and query.name_word in names[0]):
        return False
    for word in query.other_words:
        places = ["name", "tag", "description", "swr_path"]
        found = [place for place in places for text in _texts(row, place) if word.lower() in text]
        if word and not found:
            return False
    return True


def _conditions_match(row: AnyRow, query: Query, at_ms: int) -> bool:
    for condition in query.conditions:
        holds = any(_holds(row, condition, value, at_ms) for value in condition.values)
        if holds is (condition.op in {Op.IS_NOT, Op.HAS_NOT}):
            return False
    return True


def _holds(row: AnyRow, condition: Condition, value: str, at_ms: int) -> bool:
    """One value, and the positive form of a negation."""
    field = condition.field
    if FIELDS[field].kind in {Kind.SIZE, Kind.TIME, Kind.NUMBER}:
        number = _raw(row, field)
        low, high = interval(FIELDS[field].kind, condition.op, value, at_ms)
        if number is None or (low is not None and number < low):
            return False
        return not (high is not None and number >= high)
    if condition.op in {Op.IS, Op.IS_NOT}:
        return value.lower() in _texts(row, field)
    return any(value.lower() in text for text in _texts(row, field))


def _compare(sort: tuple[SortKey, ...], one: AnyRow, two: AnyRow) -> int:
    pairs = [
        (_sortable(one, key.field), _sortable(two, key.field), key.descending) for key in sort
    ]
    if not sort:
        pairs = [(_moment(one), _moment(two), True)]
    pairs += [(_name(one), _name(two), False), (identity(one), identity(two), False)]
    for left, right, descending in pairs:
        if left == right:
            continue
        if left is None or right is None:
            return 1 if left is None else -1
        return 1 if (left > right) is not descending else -1
    return 0


def _sortable(row: AnyRow, field: str) -> Any:
    raw = _raw(row, field)
    return raw if isinstance(raw, int) else " ".join(sorted(_texts(row, field))) or None


def _moment(row: AnyRow) -> int | None:
    return row.create_at if row.update_at is None else row.update_at


def _name(row: AnyRow) -> str:
    return (row.name or "").strip().lower()


def identity(row: AnyRow) -> str:
    """An image's id; a group's namespace and name."""
    return row.id if isinstance(row, Image) else f"{row.namespace or ''}/{row.name or ''}"
