"""Did you mean: the nearest of the words there are."""

from __future__ import annotations

from collections.abc import Iterable

FARTHEST = 6
"""Typing mistakes; more of them, even in a long name, is another name."""


def distance(left: str, right: str, most: int = 1_000) -> int:
    """Typing mistakes between two words: added, lost, wrong or swapped letters.

    The restricted Damerau-Levenshtein distance (optimal string alignment); any number above
    ``most`` when it is more than that, which is found out early.
    """
    if left == right:
        return 0
    before: list[int] = []
    above = list(range(len(right) + 1))
    for row, letter in enumerate(left, 1):
        line = [row]
        for column, other in enumerate(right, 1):
            best = min(above[column], line[column - 1]) + 1
            kept = above[column - 1] + (letter != other)
            best = min(best, kept)
            swapped = row > 1 and column > 1 and letter == right[column - 2]
            if swapped and left[row - 2] == other:
                best = min(best, before[column - 2] + 1)
            line.append(best)
        if min(line) > most:
            return most + 1
        before, above = above, line
    return above[-1]


def closest(word: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """The nearest known words, best first; none that is too far to be meant.

    A word is near when a third of its letters or fewer differ, at least one and at most
    `FARTHEST`, or when one begins with the other.
    """
    wanted = word.lower()
    reach = min(FARTHEST, max(1, (len(wanted) + 1) // 3))
    ranked: list[tuple[int, bool, int, str]] = []
    for candidate in dict.fromkeys(known):
        lowered = candidate.lower()
        begins = _begins(wanted, lowered)
        longer = abs(len(lowered) - len(wanted))
        away = reach if begins else reach + 1
        if longer <= reach:
            away = min(away, _ends_apart(wanted, lowered, reach))
        if away <= reach:
            ranked.append((away, lowered[:1] != wanted[:1], longer, candidate))
    ranked.sort()
    return tuple(candidate for *_, candidate in ranked[:most])


def _ends_apart(left: str, right: str, most: int) -> int:
    """The distance of what is left when the common beginning is taken off: names share much."""
    start = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        start += 1
    # One letter is kept, because a swap may reach back to it.
    start = max(0, start - 1)
    return distance(left[start:], right[start:], most)


def _begins(wanted: str, candidate: str) -> bool:
    shorter, longer = sorted((wanted, candidate), key=len)
    return len(shorter) >= 3 and longer.startswith(shorter)
