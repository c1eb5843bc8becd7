"""What a search says beside conditions: pages and order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.query.conditions import Reader
from bot.query.fields import FIELDS, field_called
from bot.query.joining import DIRECTIONS
from bot.query.model import Op, Query, SortKey
from bot.query.pairs import Pair
from bot.query.suggest import closest

MOST_ROWS = 200
"""Rows a page at most; Slack shows fewer."""

_MOST_PAGES = 1_000_000
_MOST_KEYS = 5
_API_SORT = {"updatetime": "update_at", "createtime": "create_at"}
_TRUE = ("true", "yes", "1", "on")
_FALSE = ("false", "no", "0", "off")


@dataclass(slots=True)
class Parameters:
    """Reads the parameters of one search, each at most once."""

    reader: Reader
    limit: int | None = None
    page: int | None = None
    offset: int | None = None
    sort: tuple[SortKey, ...] = ()
    descending: bool | None = None
    fuzzy: bool | None = None
    _places: dict[str, Pair] = field(default_factory=dict)

    def read(self, name: str, pair: Pair) -> None:
        """Read one.

        Raises:
            GrammarError: If it is given twice or its value cannot be.
        """
        twin = {"sort_key": "sort", "sort": "sort_key"}.get(name, name)
        if name in self._places or twin in self._places:
            raise self.reader.wrong(f"“{name}” is given twice.", pair.key_at, len(pair.key))
        self._places[name] = pair
        if pair.op is not Op.IS or pair.excluded:
            raise self.reader.wrong(
                f"“{name}” is set with =.", pair.key_at, len(pair.key), hint=f"Write {name}=…"
            )
        value = pair.value.strip("\"', ").lower()
        if name in {"sort", "sort_key"}:
            self.sort = self._sort_keys(value, pair)
        elif name == "sort_dir":
            self.descending = self._one_of(value, pair, ("desc",), ("asc",))
        elif name == "name_fuzzy_match":
            self.fuzzy = self._one_of(value, pair, _TRUE, _FALSE)
        elif name == "limit":
            self.limit = self._number(value, pair, 1, MOST_ROWS)
        elif name == "page":
            self.page = self._number(value, pair, 1, _MOST_PAGES)
        else:
            self.offset = self._number(value, pair, 0, _MOST_PAGES)

    def _number(self, value: str, pair: Pair, low: int, high: int) -> int:
        if value.isascii() and value.isdecimal() and len(value) < 9 and low <= int(value) <= high:
            return int(value)
        raise self.reader.wrong(
            f"“{pair.key}” is a number from {low} to {high}.", pair.value_at, len(pair.value)
        )

    def _one_of(self, value: str, pair: Pair, yes: tuple[str, ...], no: tuple[str, ...]) -> bool:
        if value in yes or value in no:
            return value in yes
        raise self.reader.wrong(
            f"“{pair.key}” is {yes[0]} or {no[0]}.", pair.value_at, len(pair.value)
        )

    def _sort_keys(self, value: str, pair: Pair) -> tuple[SortKey, ...]:
        words = [word.split() for word in value.replace('"', "").split(",")]
        named = [word for word in words if word and word[0].strip("+-")]
        keys = [self._sort_key(word, pair) for word in named]
        fields = [key.field for key in keys]
        if not keys or len(keys) > _MOST_KEYS or len(set(fields)) != len(fields):
            raise self.reader.wrong(
                f"“{pair.key}” names one to {_MOST_KEYS} different fields.",
                pair.value_at,
                len(pair.value),
                hint="For example sort=-updated,name; a minus puts the largest first.",
            )
        return tuple(keys)

    def _sort_key(self, words: list[str], pair: Pair) -> SortKey:
        """One of ``updated``, ``-updated``, ``updated desc``; the word decides over the minus."""
        name = words[0].lstrip("+-")
        if len(words) == 2 and words[1] in DIRECTIONS:
            descending = DIRECTIONS[words[1]]
        else:
            descending = words[0].startswith("-")
            name = " ".join([name, *words[1:]])
        row = field_called(_API_SORT.get(name, name))
        if row is not None and (row.groups if self.reader.groups else row.images):
            return SortKey(row.name, descending)
        sortable = [
            other.name
            for other in FIELDS.values()
            if (other.groups if self.reader.groups else other.images)
        ]
        near = closest(name, (*sortable, "updated", "created"))
        at = pair.value_at + max(0, pair.value.lower().find(name))
        raise self.reader.wrong(
            f"I cannot sort by “{name}”.",
            at,
            len(name),
            hint=f"Fields: {', '.join(sortable[:8])} and more: see help fields.",
            instead=near[0] if near else None,
        )

    def onto(self, query: Query) -> Query:
        """The query with what was read."""
        sort = self.sort
        if self.descending is not None:
            if not sort:
                raise self._at(
                    "sort_dir", "“sort_dir” needs a sort_key.", "Or write sort=-updated."
                )
            sort = tuple(replace(key, descending=self.descending) for key in sort)
        return replace(query, sort=sort, limit=self.limit, page=self._page())

    def _page(self) -> int:
        if self.offset is None:
            return self.page or 1
        if self.page is not None:
            raise self._at("offset", "Give either page or offset.", "")
        if self.offset == 0:
            return 1
        if self.limit is None or self.offset % self.limit:
            raise self._at(
                "offset",
                "“offset” is a multiple of limit, and needs one.",
                "For example limit=10 offset=20, which is page=3.",
            )
        return self.offset // self.limit + 1

    def _at(self, name: str, message: str, hint: str) -> Exception:
        pair = self._places[name]
        return self.reader.wrong(message, pair.key_at, len(pair.key), hint=hint)
