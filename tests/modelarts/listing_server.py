"""A listing server in memory, with every reading of ``offset`` that was ever suspected."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from random import Random

from bot.modelarts.models import Image
from bot.modelarts.pager import Pager
from bot.modelarts.paging import Listing, Page
from bot.modelarts.replies import graver_image

READINGS = ("exact", "floored", "echoed", "number from 0", "number from 1")


class PastEnd(Exception):
    """400 ``ModelArts.6400``."""


@dataclass
class Server:
    """Answers pages of ``size`` images.

    ``cap``: most rows a page may have.  ``claims``: the total it states, None for the true one.
    ``silent``: states no total.  ``polite``: an empty page past the end instead of an error.
    """

    size: int
    limit: int
    reading: str = "floored"
    cap: int | None = None
    claims: int | None = None
    silent: bool = False
    polite: bool = False
    images: list[Image] = field(init=False)
    asked: list[int] = field(init=False, default_factory=list)
    sent: set[str] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self.images = [Image(id=f"i-{number}") for number in range(self.size)]

    def page(self, offset: int) -> Page[Image]:
        """One reply, or `PastEnd` as ``List.subList`` would say it."""
        self.asked.append(offset)
        limit = min(self.limit, self.cap or self.limit)
        start, current = self._start(offset, limit)
        if start > len(self.images) or (start == len(self.images) > 0):
            if not self.polite:
                raise PastEnd
            return Page((), self._claim(), current)
        rows = tuple(self.images[start : start + limit])
        self.sent |= {image.id for image in rows}
        return Page(rows, self._claim(), current)

    def _claim(self) -> int | None:
        if self.silent:
            return None
        return len(self.images) if self.claims is None else self.claims

    def _start(self, offset: int, limit: int) -> tuple[int, int]:
        if self.reading == "exact":
            return offset, offset // limit
        if self.reading == "floored":
            return offset // limit * limit, offset // limit
        if self.reading == "echoed":
            return offset, offset
        number = max(0, offset - 1) if self.reading == "number from 1" else offset
        return number * limit, offset


def pager_for(limit: int, most_calls: int = 5000) -> Pager[Image]:
    """A pager of images."""
    return Pager(limit, attrgetter("id"), graver_image, most_calls)


def read(
    server: Server, *, at_once: int = 8, seed: int = 0, most_calls: int = 5000
) -> Listing[Image]:
    """Read everything, with pages arriving in any order.

    Fails if an offset beyond the stated total is asked for before more rows than that have come.
    """
    pager = pager_for(server.limit, most_calls)
    chance = Random(seed)  # noqa: S311 - the order of arrival, not a secret
    flying: list[int] = []
    while True:
        while len(flying) < at_once and (offset := pager.next_offset()) is not None:
            known = server.claims is None or offset < server.claims or not offset
            assert known or len(server.sent) > (server.claims or 0)
            flying.append(offset)
        if not flying:
            return pager.listing()
        offset = flying.pop(chance.randrange(len(flying)))
        try:
            pager.arrived(offset, server.page(offset))
        except PastEnd:
            pager.past_end(offset)
