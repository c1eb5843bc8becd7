"""How a long answer gets short enough for Slack: cut values first, leave rows out last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.blocks import limits
from bot.blocks.elements import Message
from bot.blocks.mrkdwn import MARK


@dataclass(frozen=True, slots=True)
class Cut:
    """How much room one thing gets, in characters or pieces.

    ``spoken``: what a screen reader says of a button (0: nothing beyond its word).
    ``facets``, ``sorts``: choices of the menus (0: no menu).  ``paths``: length up to which a path
    is shown.  ``jumps``: whether *First* and *Last* are drawn.  ``sort_buttons``: whether buttons
    may stand for the sort menu.
    """

    name: int
    tag: int
    word: int
    chips: int
    spoken: int
    facets: int
    sorts: int
    paths: int
    jumps: bool = True
    sort_buttons: bool = True


CUTS = (
    Cut(name=96, tag=40, word=32, chips=10, spoken=75, facets=12, sorts=5, paths=400),
    Cut(80, 24, 24, chips=8, spoken=40, facets=6, sorts=5, paths=160, sort_buttons=False),
    Cut(72, 20, 20, chips=6, spoken=0, facets=0, sorts=5, paths=80, sort_buttons=False),
    Cut(56, 12, 16, 4, 0, 0, 0, 0, jumps=False, sort_buttons=False),
    Cut(24, 8, 12, 3, 0, 0, 0, 0, jumps=False, sort_buttons=False),
)
"""From everything to the least that still says which image is meant."""


def fitted(rows: int, drawn: Callable[[Cut, int], Message]) -> Message:
    """The fullest drawing that fits.

    Args:
        rows: How many rows there are.
        drawn: Draws the message with a cut and the first so many rows; it says which it left out.
    """
    for cut in CUTS:
        message = drawn(cut, rows)
        if _whole(message):
            return message
    while limits.characters(message.blocks) > limits.MOST and rows > 0:
        rows -= 1
        message = drawn(CUTS[-1], rows)
    return message


def _whole(message: Message) -> bool:
    return limits.fits(message.blocks) and not message.text.endswith(f"\n{MARK}")


_ROOMS = (400, 200, 100, 50, 24)


def roomy(drawn: Callable[[int], Message]) -> Message:
    """The first drawing that fits when each value gets less and less room (characters)."""
    for room in _ROOMS:
        message = drawn(room)
        if _whole(message):
            break
    return message
