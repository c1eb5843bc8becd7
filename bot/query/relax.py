"""Which looser searches to try when nothing matches, and what their counts say."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from bot.query.chips import condition_chip, exact_chip, name_chip, word_chip
from bot.query.model import Query
from bot.query.page import Relaxation
from bot.query.plan import FAILED_CONDITION
from bot.query.requests import Failed, Find, Search
from bot.query.suggest import closest

_COMPARED = 200
"""Names compared letter by letter; ten thousand would take seconds."""

MOST = 3
"""Looser searches that are offered."""

_PIECES = re.compile(r"[-_.]")

_MOST_PARTS = 8
"""Pairs are only tried of so few parts: 8 make 28 pairs."""


@dataclass(frozen=True, slots=True)
class Looser:
    """A search without some of its parts; ``chips`` are those parts."""

    chips: tuple[str, ...]
    search: Search

    @property
    def label(self) -> str:
        """``without arch=AARCH64``."""
        return "without " + " and ".join(self.chips)


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a search: as a chip, and what the search is made of without it."""

    chip: str
    removed: tuple[str, object]


def looser_by_one(search: Search) -> tuple[Looser, ...]:
    """The search without one of its parts, for each part.

    None if all that was asked is whether anything failed: that nothing did is no fault.
    """
    if isinstance(search, Failed) and len(_parts(search)) == 1:
        return ()
    return tuple(_without(search, [part]) for part in _parts(search))


def looser_by_two(search: Search) -> tuple[Looser, ...]:
    """The search without two of its parts, for each pair; none if there are only two."""
    parts = _parts(search)
    if not 2 < len(parts) <= _MOST_PARTS:
        return ()
    return tuple(_without(search, pair) for pair in combinations(parts, 2))


def offered(counts: Iterable[tuple[Looser, int]]) -> tuple[Relaxation, ...]:
    """The looser searches that find something: fewest changes first, then most rows."""
    found = [(looser, count) for looser, count in counts if count > 0]
    found.sort(key=lambda entry: (len(entry[0].chips), -entry[1]))
    return tuple(
        Relaxation(looser.label, looser.search.text(), count) for looser, count in found[:MOST]
    )


def blamed(tried: Sequence[Looser], counts: Mapping[Looser, int]) -> str | None:
    """The one part without which something would be found; None if that is not proven.

    Args:
        tried: The searches without one part each.
        counts: What they find; those that could not be counted are missing.
    """
    if any(looser not in counts for looser in tried):
        return None
    guilty = [looser for looser in tried if counts[looser]]
    return guilty[0].chips[0] if len(guilty) == 1 else None


def _parts(search: Search) -> list[_Part]:
    query = search.query
    parts: list[_Part] = []
    if query.exact is not None:
        parts.append(_Part(exact_chip(query.exact), ("exact", query.exact)))
    for word in query.words:
        chip = name_chip(word) if word == query.name_word else word_chip(word)
        parts.append(_Part(chip, ("words", word)))
    parts += [_Part(word_chip(phrase), ("phrases", phrase)) for phrase in query.phrases]
    parts += [_Part(condition_chip(one), ("conditions", one)) for one in query.conditions]
    if isinstance(search, Failed):
        parts.append(_Part(condition_chip(FAILED_CONDITION), ("command", FAILED_CONDITION)))
    return parts


def _without(search: Search, parts: Iterable[_Part]) -> Looser:
    chips: list[str] = []
    looser = replace(search, query=search.query.with_page(1))
    for part in parts:
        chips.append(part.chip)
        if part.removed[0] == "command":
            looser = Find(looser.query)
        else:
            looser = replace(looser, query=_without_part(looser.query, *part.removed))
    return Looser(tuple(chips), looser)


def _without_part(query: Query, kind: str, gone: object) -> Query:
    if kind == "exact":
        return replace(query, exact=None)
    if kind == "words":
        return replace(query, words=tuple(word for word in query.words if word != gone))
    if kind == "phrases":
        return replace(query, phrases=tuple(text for text in query.phrases if text != gone))
    return replace(query, conditions=tuple(one for one in query.conditions if one != gone))


def nearest_names(word: str, names: Iterable[str], most: int = MOST) -> tuple[str, ...]:
    """Whole names that look like the word, as a whole or in one of their parts, best first."""
    known = sorted(set(names), key=lambda name: (len(name), name))
    holders: dict[str, list[str]] = {}
    for name in known:
        for piece in dict.fromkeys(_PIECES.split(name.lower())):
            # Stamps and versions are no words, and there is one for every image.
            if not piece.isdecimal():
                holders.setdefault(piece, []).append(name)
    holders.pop("", None)
    wanted = word.lower()
    alike = heapq.nlargest(_COMPARED, known, key=lambda name: _shared_ends(wanted, name.lower()))
    whole = closest(wanted, alike, most=most)
    near = closest(wanted, holders, most=2 * most)
    found = [*whole, *(name for piece in near for name in holders[piece])]
    return tuple(dict.fromkeys(found))[:most]


def _shared_ends(left: str, right: str) -> int:
    """How many letters two words share at their beginning and their end."""
    return _shared(left, right) + _shared(left[::-1], right[::-1])


def _shared(left: str, right: str) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count
