"""Which texts hold a word, without looking at every text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, islice
from string import punctuation

from bot.query.columns import RowSet, row_set

_BLANKED = str.maketrans(dict.fromkeys(punctuation, " "))
# For ASCII texts `str.translate` and `str.split` take a third of what a pattern takes.

_HEAVY = 64
"""A run in more than one row of this many gets its set when the vocabulary is sealed."""

_SHORT = 3
"""Parts of fewer letters stand in too many runs to be worth a look."""

_MANY = 32
_MANY = 32
_FEW_RUNS = 60
"""A part of more runs than these, or than one for 32 rows, is sought in the texts themselves."""


class Vocabulary:
    """The distinct runs between blanks and punctuation in many texts, and the rows of each.

    Texts share most of their runs (``pytorch``, ``cuda10``), so there is far less to look at.
    A text is lower case; rows are numbered in the order in which they were added.
    """

    def __init__(self) -> None:
        self._rows: dict[str, list[int]] = {}
        self._count = 0
        self._joined = ""
        self._starts: list[int] = []
        self._most = _FEW_RUNS
        self._postings: list[list[int]] = []
        self._heavy: dict[int, RowSet] = {}

    def add(self, text: str) -> None:
        """The text of the next row."""
        rows, number = self._rows, self._count
        for run in text.translate(_BLANKED).split():
            if run in rows:
                rows[run].append(number)
            else:
                rows[run] = [number]
        self._count += 1

    def seal(self) -> Vocabulary:
        """Ready to be asked; no texts come after this."""
        # A blank never stands in a run, so what is found never crosses two of them.
        self._joined = " ".join(self._rows)
        self._starts = [0, *accumulate(len(run) + 1 for run in self._rows)]
        self._most = max(_FEW_RUNS, self._count // _MANY)
        self._postings = list(self._rows.values())
        for number, rows in enumerate(self._postings):
            if len(rows) * _HEAVY > self._count:
                self._heavy[number] = self._flagged(rows)
        return self

    def rows(self, word: str) -> tuple[RowSet | None, bool]:
        """The rows that can hold a word (None: any row), and whether all of them surely do."""
        found: RowSet | None = None
        sure = False
        for part in word.translate(_BLANKED).split():
            if len(part) < _SHORT and part != word:
                continue
            runs = list(islice(self._runs_with(part), self._most + 1))
            if len(runs) > self._most:
                continue
            rows = self._holding(runs)
            found = rows if found is None else found & rows
            sure = part == word
        return found, sure

    def _holding(self, runs: list[int]) -> RowSet:
        found = 0
        light: list[int] = []
        for number in runs:
            heavy = self._heavy.get(number)
            if heavy is None:
                light += self._postings[number]
            else:
                found |= heavy
        return found | self._flagged(light) if light else found

    def _runs_with(self, part: str) -> Iterator[int]:
        joined, starts = self._joined, self._starts
        at = joined.find(part)
        while at >= 0:
            number = bisect_right(starts, at)
            yield number - 1
            at = joined.find(part, starts[number])

    def _flagged(self, rows: list[int]) -> RowSet:
        flags = bytearray(self._count)
        for row in rows:
            flags[row] = 1
        return row_set(flags)
