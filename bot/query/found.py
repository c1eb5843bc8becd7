"""What one search finds in one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from itertools import compress, islice
from typing import Generic

from bot.modelarts.models import Image, ImageGroup
from bot.query.columns import RowSet
from bot.query.order import Row, identity

_MARK_BYTES = 8


@dataclass(frozen=True, slots=True)
class Arrangement(Generic[Row]):
    """All rows in one order.  ``pick`` puts flags, which are in the default order, into it."""

    rows: tuple[Row, ...]
    marks: tuple[bytes, ...]
    pick: Callable[[bytes], Iterable[int]]


class Found(Generic[Row]):
    """The matching rows; ``asked`` are the fields that have a condition."""

    def __init__(
        self, arranged: Arrangement[Row], matching: RowSet, asked: frozenset[str]
    ) -> None:
        self.total = matching.bit_count()
        self.matching = matching
        self.asked = asked
        self._order = arranged
        self._flags = bytes(arranged.pick(matching.to_bytes(len(arranged.rows), "little")))
        self._digest = ""

    def rows(self, start: int, stop: int) -> tuple[Row, ...]:
        """Rows ``start`` up to but not including ``stop``, counted from 0."""
        return tuple(islice(compress(self._order.rows, self._flags), start, max(start, stop)))

    @property
    def digest(self) -> str:
        """8 hex characters of the matching ids in their order, the same in every process.

        Nothing else goes in: other rows may come and go, and these may change in what is not
        asked, without another digest.
        """
        if not self._digest:
            marks = b"".join(compress(self._order.marks, self._flags))
            self._digest = blake2b(marks, digest_size=4).hexdigest()
        return self._digest


def mark_of(row: Image | ImageGroup) -> bytes:
    """The id of a row in a fixed number of bytes, for the digest."""
    text = identity(row).encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=_MARK_BYTES).digest()
