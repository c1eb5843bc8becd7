"""One field of many rows, kept so that a condition is one pass in compiled code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import compress, repeat
from math import inf
from operator import contains

from bot.modelarts.models import Image, ImageGroup
from bot.query.fields import FIELDS, Value, value_of
from bot.query.filters import NUMERIC, intervals, is_negation, positive, test_for
from bot.query.model import Condition, Op
from bot.query.order import comparable

RowSet = int
"""A set of rows: the byte of a row, counted from the lowest, is 1 if it is in the set.

Bytes, not bits: `int.to_bytes` then gives what `itertools.compress` selects by."""

_FEW = 256
"""As many distinct values fit the codes of `bytes.translate`, which takes microseconds."""


def row_set(flags: bytes | bytearray) -> RowSet:
    """The set of the rows whose flag is 1."""
    return int.from_bytes(flags, "little")


class Column:
    """Distinct values of a field, and for every row the number of its value."""

    def __init__(self, field: str) -> None:
        self.field = field
        self._values: list[Value] = []
        self._code_of: dict[Value, int] = {}
        self._code_of_raw: dict[object, int] = {}
        self._codes: Sequence[int] = []
        self._growing: list[int] = []
        self._words: dict[str, RowSet] | None = None

    def extend(self, rows: Iterable[Image | ImageGroup]) -> None:
        """Take further rows in."""
        field, known, growing = self.field, self._code_of_raw, self._growing
        for row in rows:
            raw = getattr(row, field, None)
            if isinstance(raw, list):
                raw = tuple(raw)
            code = known.get(raw)
            if code is None:
                code = known[raw] = self._code(value_of(row, field))
            growing.append(code)

    def _code(self, value: Value) -> int:
        code = self._code_of.setdefault(value, len(self._values))
        if code == len(self._values):
            self._values.append(value)
        return code

    def seal(self) -> Column:
        """Ready to be asked; no rows come after this."""
        few = len(self._values) <= _FEW
        self._codes = bytes(self._growing) if few else self._growing
        self._code_of_raw = {}
        return self

    def select(self, condition: Condition, at_ms: int) -> RowSet:
        """The rows for which a condition on this field holds."""
        op, texts = positive(condition.op), condition.values
        if op is Op.IS and FIELDS[self.field].single:
            chosen = self._equal(texts)
        elif op is Op.HAS and FIELDS[self.field].single and len(texts) == 1:
            chosen = self._holding(texts[0].lower())
        else:
            chosen = self._tested(condition, at_ms)
        found = self._rows(chosen)
        return _everything(len(self._codes)) ^ found if is_negation(condition.op) else found

    def equal(self, text: str) -> RowSet:
        """The rows whose value is this text in lower case."""
        return self._rows(self._equal((text,)))

    def _equal(self, texts: Iterable[str]) -> bytearray:
        chosen = bytearray(len(self._values))
        for text in texts:
            if (code := self._code_of.get(text.lower())) is not None:
                chosen[code] = 1
        return chosen

    def _holding(self, part: str) -> bytearray:
        texts = (value if isinstance(value, str) else "" for value in self._values)
        chosen = bytearray(map(contains, texts, repeat(part)))
        if (absent := self._code_of.get(None)) is not None:
            chosen[absent] = 0
        return chosen

    def _tested(self, condition: Condition, at_ms: int) -> bytearray:
        plain = Condition(condition.field, positive(condition.op), condition.values)
        return bytearray(map(test_for(plain, at_ms), self._values))

    def _rows(self, chosen: bytearray) -> RowSet:
        if isinstance(self._codes, bytes):
            return row_set(self._codes.translate(chosen.ljust(_FEW, b"\0")))
        return row_set(bytes(map(chosen.__getitem__, self._codes)))

    def sort_keys(self) -> list[str | int | None]:
        """For every row what `bot.query.order.sort_key` says."""
        keys = [comparable(value) for value in self._values]
        return [keys[code] for code in self._codes]

    def counts(self, rows: RowSet) -> dict[str, int]:
        """How many of these rows have each word; of a text, each text."""
        if len(self._values) <= _FEW:
            return {
                word: n for word, has in self._sets().items() if (n := (has & rows).bit_count())
            }
        flags = rows.to_bytes(len(self._codes), "little")
        found: Counter[str] = Counter()
        for code, count in Counter(compress(self._codes, flags)).items():
            for word in _words(self._values[code]):
                found[word] += count
        return dict(found)

    def _sets(self) -> dict[str, RowSet]:
        if self._words is None:
            words = {word for value in self._values for word in _words(value)}
            of_each = [_words(value) for value in self._values]
            self._words = {
                word: self._rows(bytearray(word in has for has in of_each)) for word in words
            }
        return self._words


def _words(value: Value) -> frozenset[str]:
    if isinstance(value, tuple):
        return frozenset(value)
    return frozenset() if value is None or value == "" else frozenset((str(value),))


class NumberColumn:
    """A number for every row; -1, less than any that occurs, where it is absent."""

    def __init__(self, field: str, rows: Iterable[Image | ImageGroup]) -> None:
        attribute = "size_bytes" if field == "size" else field
        values = [getattr(row, attribute, None) for row in rows]
        self._numbers = [-1 if value is None else value for value in values]

    def select(self, condition: Condition, at_ms: int) -> RowSet:
        """The rows for which a condition on this field holds."""
        found = 0
        for low, high in intervals(condition, at_ms):
            found |= self._within(max(low or 0, 0), inf if high is None else high)
        return _everything(len(self._numbers)) ^ found if is_negation(condition.op) else found

    def _within(self, low: int, high: float) -> RowSet:
        return row_set(bytes([low <= number < high for number in self._numbers]))

    def sort_keys(self) -> list[str | int | None]:
        """For every row what `bot.query.order.sort_key` says."""
        return [None if number < 0 else number for number in self._numbers]

    def counts(self, rows: RowSet) -> dict[str, int]:
        """How many of these rows have each number."""
        flags = rows.to_bytes(len(self._numbers), "little")
        found = Counter(number for number in compress(self._numbers, flags) if number >= 0)
        return {str(number): count for number, count in found.items()}


AnyColumn = Column | NumberColumn


def column_of(field: str, rows: Sequence[Image | ImageGroup]) -> AnyColumn:
    """The column of a field, whatever its kind."""
    if FIELDS[field].kind in NUMERIC:
        return NumberColumn(field, rows)
    column = Column(field)
    column.extend(rows)
    return column.seal()


def _everything(count: int) -> RowSet:
    return row_set(b"\1" * count)
