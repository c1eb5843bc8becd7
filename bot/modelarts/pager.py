"""Which offsets of a listing to ask for, and when to stop.

What ``offset`` means is settled for 2023 only (records, very likely floored to a page), so no
reading is trusted.  The plan steps by the rows that page one really held.  If rows are missing
after that and a page was odd, two other readings are tried once each and the holes filled:
multiples of the limit (a short first page on a server that floors), then page numbers.  Right for
exact and floored record offsets, page numbers from 0 and from 1, and a capped ``limit``.

Nothing is asked for at or past ``total``, unless more rows than that have come: then it is wrong,
and the listing is read as one without a total.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic

from bot.modelarts.paging import Item, Listing, Merge, Page

MOST_CALLS = 5000
_MOST_ITEMS = 1_000_000
_MOST_LOST = 3
_PROBES = 2
"""With page numbers from 1, number 1 is the first page again: one probe could not tell."""
_AHEAD = 16
"""How far another reading is followed beyond its last page that brought something new."""


class Pager(Generic[Item]):
    """The plan of one listing.

    Offset 0 is handed out first and alone.  Report each offset with one of `arrived`, `past_end`
    and `lost`, in any order.

    Args:
        limit: Rows asked for per page; upstream may send fewer.
        key: What makes an item the same on two pages.
        graver: See `Merge`.
        most_calls: No more pages than this are asked for.
    """

    def __init__(
        self,
        limit: int,
        key: Callable[[Item], Hashable],
        graver: Callable[[Item, Item], Item | None],
        most_calls: int = MOST_CALLS,
    ) -> None:
        self._limit = limit
        self._merge = Merge(key, graver)
        self._most_calls = most_calls
        self._step = 0  # rows of page one; 0 until it has arrived
        self._total: int | None = None
        self._asked: dict[int, None] = {}  # in order
        self._open: set[int] = set()
        self._ended = False  # no record offset beyond this point is worth asking for
        self._odd = False  # something that upstream would not say if offsets counted records
        self._torn = False  # pages do not fit together
        self._short = 0  # the last offset of a page with fewer rows than the first
        self._tries: list[int] | None = None  # other readings; None while the first goes on
        self._stride = 0  # of the reading that is tried now; 0 if none is
        self._tried = 0  # its last offset
        self._probes = 0  # how many of them may be asked before one brings something new
        self._lost = 0
        self._skipped = 0
        self._coerced = 0

    def next_offset(self) -> int | None:
        """The next offset to ask for; None if there is none until another page has arrived."""
        if self._finished():
            return None
        offset = self._next_record() if self._tries is None else None
        if offset is None and self._asked and not (self._open and self._tries is None):
            offset = self._next_candidate()
        if offset is not None:
            self._asked[offset] = None
            self._open.add(offset)
        return offset

    def arrived(self, offset: int, page: Page[Item]) -> None:
        """Take one page."""
        self._open.discard(offset)
        first = not self._step
        known = self._total
        if page.total is not None:
            self._total = page.total
            self._torn |= known is not None and known != page.total
        fresh = self._merge.add(offset, page.items)
        news = bool(fresh) or (page.skipped > 0 and not page.items)
        if news:
            self._skipped += page.skipped
            self._probes = _AHEAD
        self._coerced += page.coerced
        if first:
            self._step = page.rows
            self._ended = page.rows == 0
        elif self._tries is None:
            self._judge(offset, page, fresh, news=news)
        if not page.rows:
            self._stride = 0

    def past_end(self, offset: int) -> None:
        """Upstream said that nothing is at this offset (400 ``ModelArts.6400``)."""
        self._open.discard(offset)
        self._ended = self._odd = True
        self._stride = 0

    def lost(self, offset: int) -> None:
        """This page could not be had.  After three such pages no more are asked for."""
        self._open.discard(offset)
        self._lost += 1

    @property
    def started(self) -> bool:
        """Whether page one has arrived."""
        return self._step > 0 or self._ended

    def asked(self) -> list[int]:
        """Every offset handed out, in order."""
        return list(self._asked)

    def listing(self, requests: tuple[str, ...] = ()) -> Listing[Item]:
        """What there is by now; a page that has not arrived leaves it incomplete."""
        held = self._held
        whole = held == self._total if self._total is not None else self._ended and not self._lost
        whole = whole and not (self._torn or self._merge.contradicted or self._open)
        return Listing(
            items=self._merge.items(self.asked()),
            total=held if self._total is None else self._total,
            complete=whole,
            partial=not whole and bool(self._lost or self._open),
            requests=requests,
            skipped=self._skipped,
            coerced=self._coerced,
        )

    def _finished(self) -> bool:
        return (
            len(self._asked) >= self._most_calls
            or len(self._merge) >= _MOST_ITEMS
            or self._lost >= _MOST_LOST
            or (bool(self._step) and self._held == self._bound)
        )

    @property
    def _held(self) -> int:
        return len(self._merge) + self._skipped

    @property
    def _bound(self) -> int | None:
        """The total, unless upstream named none or more rows than that have come."""
        return None if self._total is None or self._held > self._total else self._total

    def _next_record(self) -> int | None:
        if not self._asked:
            return 0
        offset = len(self._asked) * self._step
        if self._ended or not self._step:
            return None
        if self._bound is None:
            done = self._open or (self._short and self._short == offset - self._step)
            return None if done else offset
        return offset if offset < self._bound else None

    def _judge(self, offset: int, page: Page[Item], fresh: int, *, news: bool) -> None:
        """Look at a page after the first for the signs of the end and of another reading."""
        if not news:
            self._ended = self._odd = True
        elif fresh < len(page.items):
            self._torn = True
        if page.current == offset != offset // self._step:
            self._odd = True
        if page.rows < self._step:
            self._short = max(self._short, offset)
            self._ended |= self._total is None

    def _next_candidate(self) -> int | None:
        """The next offset of another reading; while its probes are out, nothing."""
        if self._tries is None:
            self._tries = self._other_readings()
        while True:
            if self._stride and self._probes > 0 and (offset := self._next_of_try()):
                self._probes -= 1
                self._tried = offset
                return offset
            if self._open or not self._tries:
                return None
            self._stride, self._tried = self._tries.pop(), 0
            self._probes = _PROBES

    def _other_readings(self) -> list[int]:
        """Steps of page numbers, then (to be tried first) of multiples of the limit."""
        if not (self._odd and self._step):
            return []
        return [1, self._limit] if self._limit > self._step else [1]

    def _next_of_try(self) -> int:
        """The next offset of the reading that is tried now; 0 if there is none."""
        offset = self._tried + self._stride
        while offset in self._asked:
            offset += self._stride
        last = self._stride * self._most_calls
        if self._bound is not None:
            last = min(last, self._bound - 1)
            if self._stride == 1:
                last = min(last, -(-self._bound // self._step))
        return offset if offset <= last else 0
