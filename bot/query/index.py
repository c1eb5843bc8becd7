"""A snapshot of rows, prepared once and then searched many times.

It finds exactly the rows of `bot.query.filters` in exactly the order of `bot.query.order`.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import compress
from operator import itemgetter
from typing import Generic, TypeVar

from bot.query import order
from bot.query.columns import AnyColumn, Column, RowSet, column_of, row_set
from bot.query.fields import FIELDS, Kind, value_of
from bot.query.filters import ANYWHERE, intervals, stands
from bot.query.found import Arrangement, Found, mark_of
from bot.query.model import Condition, Op, Query, SortKey
from bot.query.order import Row
from bot.query.page import Facet
from bot.query.vocabulary import Vocabulary

_BETWEEN = "\0"
_KEPT = 128
"""Results remembered of each kind; each holds one byte a row."""

_Kept = TypeVar("_Kept")


class IndexBuilder(Generic[Row]):
    """Prepares an index in small steps, so that other work can go on in between."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._source = rows
        self._keys: list[tuple[int, str, str, int]] = []
        self._rows: tuple[Row, ...] | None = None
        self._done = 0
        # The fields of most searches; other columns are made when first asked for.
        names = [row.name for row in FIELDS.values() if row.kind in {Kind.CLOSED, Kind.WORDS}]
        self._columns = [Column(name) for name in ("name", *names)]
        self._names: list[str] = []
        self._anywhere: list[str] = []
        self._marks: list[bytes] = []
        self._vocabulary = Vocabulary()

    def step(self, n: int = 300) -> bool:
        """Do the work of up to ``n`` rows; True while there is more.

        Putting all rows in order is one step of its own (a few ms for 10 000 rows).
        """
        if self._rows is None and len(self._keys) < len(self._source):
            start = len(self._keys)
            part = self._source[start : start + 2 * n]
            keys = ((*order.default_key(row), at) for at, row in enumerate(part, start))
            # Sorted runs make the sort of all of them short.
            self._keys += sorted(keys)
            return True
        if self._rows is None:
            self._keys.sort()
            self._rows = tuple(self._source[key[-1]] for key in self._keys)
            return True
        taken = self._rows[self._done : self._done + n]
        self._take(taken)
        self._done += len(taken)
        return self._done < len(self._rows)

    def _take(self, rows: Sequence[Row]) -> None:
        for column in self._columns:
            column.extend(rows)
        for row in rows:
            parts = [str(value_of(row, field) or "") for field in ANYWHERE]
            self._names.append(parts[0])
            self._anywhere.append(_together(*parts))
            self._vocabulary.add(parts[0])
            self._marks.append(mark_of(row))

    def finish(self) -> SearchIndex[Row]:
        """The index, after whatever steps are left."""
        while self.step():
            pass
        return SearchIndex(
            self._rows or (),
            {column.field: column.seal() for column in self._columns},
            (self._names, self._anywhere),
            self._vocabulary.seal(),
            tuple(self._marks),
        )


class SearchIndex(Generic[Row]):
    """Made by `IndexBuilder`; rows are numbered in the default order."""

    def __init__(
        self,
        rows: tuple[Row, ...],
        columns: dict[str, Column],
        texts: tuple[list[str], list[str]],
        vocabulary: Vocabulary,
        marks: tuple[bytes, ...],
    ) -> None:
        self.size = len(rows)
        self._rows = rows
        self._columns: dict[str, AnyColumn] = {**columns}
        self._name = columns["name"]
        self._names, self._anywhere = texts
        self._vocabulary = vocabulary
        self._numbers = list(range(self.size))
        self._all = row_set(b"\1" * len(rows))
        self._orders: dict[Hashable, Arrangement[Row]] = {
            (): Arrangement(rows, marks, lambda flags: flags)
        }
        self._by_name: list[int] = []
        self._conditions: dict[Hashable, RowSet] = {}
        self._matching: dict[Hashable, RowSet] = {}
        self._found: dict[Hashable, Found[Row]] = {}

    def find(self, query: Query, at_ms: int) -> Found[Row]:
        """What matches; the page and the limit of the search do not matter here."""
        key = (_key(query, at_ms), query.sort)
        found = self._found.get(key)
        if found is None:
            asked = frozenset(condition.field for condition in query.conditions)
            found = Found(self._order(query.sort), self._match(query, at_ms, key[0]), asked)
            _keep(self._found, key, found)
        return found

    def count(self, query: Query, at_ms: int) -> int:
        """How many rows match."""
        return self._match(query, at_ms, _key(query, at_ms)).bit_count()

    def facets(
        self, found: Found[Row], fields: Sequence[str], most: int = 12
    ) -> tuple[Facet, ...]:
        """Values that would leave some but not all of the rows, those that leave most first.

        Only of fields that are not asked for yet and have two values or more among the rows.
        """
        best: list[tuple[int, int, str, str]] = []
        for place, field in enumerate(fields):
            counts = {} if field in found.asked else self._column(field).counts(found.matching)
            if len(counts) > 1:
                best += [(-n, place, field, word) for word, n in counts.items() if n < found.total]
        return tuple(_facet(field, word, -n) for n, _, field, word in sorted(best)[:most])

    def _match(self, query: Query, at_ms: int, key: Hashable) -> RowSet:
        matching = self._matching.get(key)
        if matching is not None:
            return matching
        matching = self._all
        for condition in query.conditions:
            matching &= self._condition(condition, at_ms)
        if query.exact is not None:
            matching &= self._name.equal(query.exact)
        if query.name_word is not None:
            matching = self._named(matching, query.name_word)
        for word in query.other_words:
            matching = self._mentioning(matching, word.lower())
        _keep(self._matching, key, matching)
        return matching

    def _condition(self, condition: Condition, at_ms: int) -> RowSet:
        key = _resolved(condition, at_ms)
        rows = self._conditions.get(key)
        if rows is None:
            rows = self._column(condition.field).select(condition, at_ms)
            _keep(self._conditions, key, rows)
        return rows

    def _named(self, among: RowSet, word: str) -> RowSet:
        possible, sure = self._vocabulary.rows(word)
        among = among if possible is None else among & possible
        return among if sure else self._holding(among, self._names, word)

    def _mentioning(self, among: RowSet, word: str) -> RowSet:
        if _BETWEEN in word:
            return among & row_set(bytes(stands(row, word) for row in self._rows))
        return self._holding(among, self._anywhere, word)

    def _holding(self, among: RowSet, texts: Sequence[str], word: str) -> RowSet:
        """Look into the texts of the rows that are left: in most searches, few."""
        flags = among.to_bytes(self.size, "little")
        kept = bytearray(self.size)
        for number in [n for n in compress(self._numbers, flags) if word in texts[n]]:
            kept[number] = 1
        return row_set(kept)

    def _column(self, field: str) -> AnyColumn:
        column = self._columns.get(field)
        if column is None:
            column = self._columns[field] = column_of(field, self._rows)
        return column

    def _order(self, sort: tuple[SortKey, ...]) -> Arrangement[Row]:
        known = self._orders.get(sort)
        plain = self._orders[()]
        if known is not None or self.size < 2:
            return known or plain
        columns = [(self._column(key.field).sort_keys(), key.descending) for key in sort]
        if not self._by_name:
            self._by_name = order.by_name(self._rows)
        pick = itemgetter(*order.arranged(self._by_name, columns))
        made = Arrangement(pick(plain.rows), pick(plain.marks), pick)
        if len(self._orders) >= _KEPT:
            self._orders = {(): plain}
        self._orders[sort] = made
        return made


def _key(query: Query, at_ms: int) -> Hashable:
    resolved = tuple(_resolved(condition, at_ms) for condition in query.conditions)
    return query.words, query.phrases, query.exact, resolved


def _resolved(condition: Condition, at_ms: int) -> Hashable:
    """The condition, with the times that an age stands for at this moment."""
    if FIELDS[condition.field].kind is not Kind.TIME:
        return condition
    return condition.field, condition.op, intervals(condition, at_ms)


def _facet(field: str, word: str, count: int) -> Facet:
    upper = FIELDS[field].kind in {Kind.CLOSED, Kind.WORDS}
    return Facet(Condition(field, Op.IS, (word.upper() if upper else word,)).text(), count)


def _keep(kept: dict[Hashable, _Kept], key: Hashable, value: _Kept) -> None:
    while len(kept) >= _KEPT:
        del kept[next(iter(kept))]
    kept[key] = value


def _together(name: str, tag: str, description: str, path: str) -> str:
    """One text to look for a word in; the path mostly holds the tag, and that the name."""
    tag = "" if tag in path else tag
    name = "" if name in path or name in tag else name
    return _BETWEEN.join((name, tag, description, path))
