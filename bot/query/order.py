"""In which order rows stand.

Every order is total: after the asked fields come the name, the id and, for rows that even share
those, the default order.  A value that is absent or empty stands last in both directions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from bot.modelarts.models import Image, ImageGroup
from bot.query.fields import Value, value_of
from bot.query.model import SortKey

Row = TypeVar("Row", bound=Image | ImageGroup)


def ordered(rows: Iterable[Row], sort: Sequence[SortKey]) -> list[Row]:
    """The rows as asked; without ``sort`` newest first (updated, else created)."""
    found = sorted(rows, key=default_key)
    if not sort:
        return found
    columns = [([sort_key(row, key.field) for row in found], key.descending) for key in sort]
    return [found[at] for at in arranged(by_name(found), columns)]


def by_name(rows: Sequence[Image | ImageGroup]) -> list[int]:
    """Positions of the rows by name and id, else as they stand."""
    return sorted(range(len(rows)), key=[name_and_id(row) for row in rows].__getitem__)


def arranged(positions: list[int], columns: Sequence[tuple[Sequence[Any], bool]]) -> list[int]:
    """Positions of rows, sorted by columns of `sort_key` values (and whether descending); the
    equal ones stay as they are."""
    for values, descending in reversed(columns):
        present = [at for at in positions if values[at] is not None]
        absent = [at for at in positions if values[at] is None]
        # Reversed, a sort keeps equal rows as they stood all the same.
        present.sort(key=values.__getitem__, reverse=descending)
        positions = present + absent
    return positions


def default_key(row: Image | ImageGroup) -> tuple[int, str, str]:
    """Newest first, then name and id; rows without any time last."""
    moment = row.update_at if row.update_at is not None else row.create_at
    return (1 if moment is None else -moment, *name_and_id(row))


def name_and_id(row: Image | ImageGroup) -> tuple[str, str]:
    """The name in lower case without outer blanks, and `identity`."""
    return (row.name or "").strip().lower(), identity(row)


def identity(row: Image | ImageGroup) -> str:
    """The id of an image; a group is its namespace and name."""
    if isinstance(row, Image):
        return row.id
    return f"{row.namespace or ''}/{row.name or ''}"


def sort_key(row: Image | ImageGroup, field: str) -> str | int | None:
    """What a row is sorted by; None if it has no such value."""
    return comparable(value_of(row, field))


def comparable(value: Value) -> str | int | None:
    """Several words as one text in alphabetical order; what is empty as None."""
    if isinstance(value, tuple):
        return " ".join(sorted(value)) or None
    return None if value == "" else value
