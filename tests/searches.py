"""Random searches over given images, and what they find when every image is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from bot.modelarts.models import Image, ImageGroup
from bot.query.fields import FAILED, FIELDS, Kind, value_of
from bot.query.filters import matches
from bot.query.model import Condition, Op, Query, SortKey
from bot.query.order import ordered
from bot.query.requests import Failed, Find, Groups, Search
from tests.sources import groups_of

DAY_MS = 86_400_000
NOW_MS = 1_770_000_000_000
OTHER_WORKSPACE = "w" * 32

_MEASURED = {
    Kind.SIZE: ("0", "3GB", "4.2gb", "500MB", "200000000"),
    Kind.TIME: ("1h", "30d", "2y", "2022", "2023-04", "2026-01-02"),
    Kind.NUMBER: ("1", "2", "12"),
}
_ORDERED = (Op.OVER, Op.AT_LEAST, Op.UNDER, Op.AT_MOST)
_WORDED = (Op.IS, Op.IS, Op.HAS, Op.IS_NOT, Op.HAS_NOT)


def images() -> st.SearchStrategy[list[Image]]:
    """Small catalogues in which much coincides and much is missing."""
    moments = st.none() | st.integers(0, 900).map(lambda days: NOW_MS - days * DAY_MS)
    fields: dict[str, st.SearchStrategy[Any]] = {
        "name": st.none() | st.text("ab_-", min_size=1, max_size=4),
        "type": st.sampled_from(("BUILD_IN", "DEDICATED")),
        "workspace_id": st.sampled_from((None, "0", "0", OTHER_WORKSPACE)),
        "namespace": st.sampled_from((None, "team", "team-b")),
        "arch": st.sampled_from((None, "x86_64", "aarch64", "AARCH64")),
        "status": st.sampled_from(("ACTIVE", "ERROR", "CREATE_FAILED", "CREATING")),
        "service_type": st.sampled_from((None, "TRAIN", "UNKNOWN")),
        "tag": st.sampled_from((None, "", "a", "1.0")),
        "description": st.sampled_from((None, "An a-b image", "Größe")),
        "resource_categories": st.sampled_from((None, [], ["CPU"], ["GPU", "CPU"])),
        "size": st.sampled_from((None, 0, 2_930_000, 4_200_000_000)),
        "create_at": moments,
        "update_at": moments,
    }
    rows = st.lists(st.fixed_dictionaries(fields), max_size=9)
    return rows.map(
        lambda rows: [
            Image.model_validate({"id": f"i-{number % 9}{number}", **row})
            for number, row in enumerate(rows)
        ]
    )


def searches(rows: Sequence[Image], *, groups: bool = False) -> st.SearchStrategy[Search]:
    """Searches whose words and values mostly occur in the rows."""
    words = sorted({part for row in rows for part in _words(row)} | {"a", "zzz", "größe"})
    names = sorted({row.name for row in rows if row.name} | {"none-such"})
    known: list[Image] | list[ImageGroup] = groups_of(rows) if groups else list(rows)
    fields = [row for row in FIELDS.values() if (row.groups if groups else row.images)]
    conditions = st.sampled_from([field.name for field in fields]).flatmap(
        lambda name: _conditions(name, known if groups and name not in _ASKED else rows)
    )
    sortable = [field.name for field in fields if field.name not in _ASKED or not groups]
    keys = st.builds(SortKey, st.sampled_from(sortable), st.booleans())
    queries = st.builds(
        Query,
        words=st.lists(st.sampled_from(words), max_size=2, unique=True).map(tuple),
        phrases=st.sampled_from(((), (), (), ("a b",), ("with cuda",))),
        exact=st.none() | st.none() | st.none() | st.sampled_from(names),
        conditions=st.lists(conditions, max_size=3, unique=True).map(tuple),
        sort=st.lists(keys, max_size=2).map(tuple),
        limit=st.none() | st.integers(1, 50),
    )
    if groups:
        return st.builds(Groups, queries)
    return st.one_of(
        st.builds(Find, queries), st.builds(Find, queries), st.builds(Failed, queries)
    )


_ASKED = frozenset({"type", "workspace_id"})


def _words(row: Image) -> set[str]:
    text = f"{row.name} {row.tag} {row.description}".lower()
    return {word for word in text.replace("_", " ").replace("-", " ").split() if '"' not in word}


def _conditions(
    name: str, rows: Sequence[Image] | Sequence[ImageGroup]
) -> st.SearchStrategy[Condition]:
    field = FIELDS[name]
    measured = _MEASURED.get(field.kind)
    if measured is not None:
        ages = [text for text in measured if text[-1] in "hdy" and field.kind is Kind.TIME]
        exact = st.builds(
            Condition,
            st.just(name),
            st.sampled_from((Op.IS, Op.IS_NOT)),
            st.sampled_from([text for text in measured if text not in ages]).map(lambda v: (v,)),
        )
        bounds = st.builds(
            Condition,
            st.just(name),
            st.sampled_from(_ORDERED),
            st.sampled_from(measured).map(lambda value: (value,)),
        )
        return exact | bounds
    seen: set[str] = set()
    for row in rows:
        value = value_of(row, name)
        seen |= set(value) if isinstance(value, tuple) else {value} if value else set()  # type: ignore[arg-type]  # only texts here
    values = st.sampled_from(sorted(seen | {"none-such"}))
    many = st.lists(values, min_size=1, max_size=3, unique=True) | st.lists(
        values, min_size=1, max_size=1
    )
    return st.builds(Condition, st.just(name), st.sampled_from(_WORDED), many.map(tuple))


def images_found(rows: Sequence[Image], search: Search, at_ms: int) -> list[Image]:
    """Every image in every workspace, looked at one by one."""
    query = search.query
    broken = isinstance(search, Failed)
    found = [
        row
        for row in _in_reach(rows, query)
        if matches(row, query, at_ms) and (not broken or row.status in FAILED)
    ]
    newest = (SortKey("update_at", descending=True),)
    return ordered(found, query.sort or (newest if broken else ()))


def groups_found(rows: Sequence[Image], search: Search, at_ms: int) -> list[ImageGroup]:
    """The groups of every image of the types and workspaces that are asked for."""
    asked = [one for one in search.query.conditions if one.field in _ASKED]
    rest = [one for one in search.query.conditions if one.field not in _ASKED]
    kept = [
        row
        for row in _in_reach(rows, search.query)
        if matches(row, Query(conditions=tuple(asked)), at_ms)
    ]
    query = Query(search.query.words, search.query.phrases, search.query.exact, tuple(rest))
    found = [group for group in groups_of(kept) if matches(group, query, at_ms)]
    return ordered(found, search.query.sort)


def _in_reach(rows: Sequence[Image], query: Query) -> list[Image]:
    """Without a word about workspaces only the default one is looked at."""
    said = any(one.field == "workspace_id" and one.op is Op.IS for one in query.conditions)
    homed = [row.model_copy(update={"workspace_id": row.workspace_id or "0"}) for row in rows]
    return [row for row in homed if said or row.workspace_id == "0"]
