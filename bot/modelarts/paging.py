"""What a listing of many pages is made of; `bot.modelarts.pager` says how it is read."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from itertools import chain
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Listing(Generic[Item]):
    """All pages of one request, merged by id.

    ``items``: in the order of the pages, unique.
    ``total``: what upstream claims there is; may differ from ``len(items)``.
    ``complete``: False if a page is missing, repeated or contradicted another.
    ``partial``: rows are missing because a page could not be had: it failed, or time was over.
    ``requests``: each GET as sent, path and query, in order (``/v1/…/images?limit=200&…``).
    ``skipped``: rows that could not be read (no id).  ``coerced``: fields of a wrong type,
    dropped.
    """

    items: tuple[Item, ...]
    total: int
    complete: bool = True
    requests: tuple[str, ...] = ()
    skipped: int = 0
    coerced: int = 0
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One reply.  ``total`` and ``current`` are None if upstream did not say."""

    items: tuple[Item, ...]
    total: int | None = None
    current: int | None = None
    skipped: int = 0
    coerced: int = 0

    @property
    def rows(self) -> int:
        """What upstream counts: unreadable rows too."""
        return len(self.items) + self.skipped


class Merge(Generic[Item]):
    """Pages put together, each item once.

    Args:
        key: What makes an item the same on two pages.
        graver: Of two versions of one item that contradict each other the one to believe; None
            if they agree.
    """

    def __init__(
        self, key: Callable[[Item], Hashable], graver: Callable[[Item, Item], Item | None]
    ) -> None:
        self._key = key
        self._graver = graver
        self._seen: dict[Hashable, Item] = {}
        self._fresh: dict[int, list[Item]] = {}
        self.contradicted = False

    def __len__(self) -> int:
        return len(self._seen)

    def add(self, offset: int, items: tuple[Item, ...]) -> int:
        """Take the items of one page; how many of them were new."""
        fresh = []
        for item in items:
            key = self._key(item)
            if key not in self._seen:
                self._seen[key] = item
                fresh.append(item)
            elif (believed := self._graver(self._seen[key], item)) is not None:
                self._seen[key] = believed
                self.contradicted = True
        self._fresh[offset] = fresh
        return len(fresh)

    def items(self, order: list[int]) -> tuple[Item, ...]:
        """Everything, page after page in this order of offsets."""
        items = chain.from_iterable(self._fresh.get(offset, ()) for offset in order)
        if self.contradicted:
            return tuple(self._seen[self._key(item)] for item in items)
        return tuple(items)
