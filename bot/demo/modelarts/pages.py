"""How the fake ModelArts cuts a list into pages: the service's reading and four others.

Which reading the real service follows today is not settled; the record offset floored to a page
is what the evidence says (the answer `fromIndex(200) > toIndex(33)` to an offset past the end).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.demo.modelarts.replies import Refusal


class PageReading(Enum):
    """What ``offset`` means to a server, and what it answers as ``current``."""

    FLOORED = "floored"
    """Records, floored to a page; ``current`` = offset // limit."""
    EXACT = "exact"
    """Records, as they are; ``current`` = offset // limit."""
    ECHOED = "echoed"
    """Records, as they are; ``current`` = offset."""
    PAGE_INDEX_0 = "page-index-0"
    """Pages, counted from 0; ``current`` = offset."""
    PAGE_INDEX_1 = "page-index-1"
    """Pages, counted from 1, and 0 means the first as well; ``current`` = the page's number."""

    def start(self, offset: int, limit: int) -> tuple[int, int]:
        """The first record and ``current`` for what was asked."""
        if self is PageReading.FLOORED:
            return offset // limit * limit, offset // limit
        if self is PageReading.EXACT:
            return offset, offset // limit
        if self is PageReading.ECHOED:
            return offset, offset
        if self is PageReading.PAGE_INDEX_0:
            return offset * limit, offset
        return max(offset - 1, 0) * limit, max(offset, 1)


@dataclass(frozen=True, slots=True)
class Paging:
    """The rules of one server.

    ``max_limit``: a larger ``limit`` is cut to it without a word.
    ``total_offset``: added to the true ``total``, to overstate or understate it.
    """

    reading: PageReading = PageReading.FLOORED
    max_limit: int | None = None
    total_offset: int = 0

    def envelope(
        self, rows: Sequence[Any], *, limit: int, offset: int, key: str = "data"
    ) -> dict[str, Any]:
        """One page with its numbers.

        Raises:
            Refusal: 400 ``ModelArts.6400``, the page starts past the end.
        """
        size = min(limit, self.max_limit or limit)
        first, current = self.reading.start(offset, size)
        last = min(first + size, len(rows))
        if first > last:
            raise Refusal(400, "ModelArts.6400", f"fromIndex({first}) > toIndex({last})")
        total = max(0, len(rows) + self.total_offset)
        return {
            "current": current,
            key: list(rows[first:last]),
            "pages": -(-total // size),
            "size": size,
            "total": total,
        }
