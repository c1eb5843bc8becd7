"""A short list of things with buttons each, for the person who asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.blocks import limits
from bot.blocks.elements import Block, Message, actions, context, packed, section, told
from bot.blocks.mrkdwn import MARK

NO_ALERTS = {
    "subscriptions": "This channel has no subscription. /images subscribe tells it of every "
    "failure, /images subscribe namespace=team-a only of some.",
    "silences": "Nothing is silenced in this channel.",
    "watches": "You wait for no image. /images watch and a name sends you one message when it "
    "is ready or has failed.",
    "incidents": "This message holds no images any more.",
    "ledger": "Nothing has happened to it that concerns this channel. /images subscriptions "
    "shows what this channel is told.",
}
"""What is said where a list would be empty."""

_MOST = 40


class Entry(NamedTuple):
    """One row; all of it mrkdwn that is fit to be shown.

    ``name``: drawn in bold.  ``grey``: the line below.  ``more``: a further line.  ``button``
    stands beside it; ``row`` below it, where one is not enough.
    """

    name: str
    grey: str
    more: str = ""
    button: Block | None = None
    row: Sequence[Block] = ()


def entries(
    title: str,
    rows: Sequence[Entry],
    *,
    first: int = 1,
    notes: Sequence[str] = (),
    tail: Sequence[Block] = (),
) -> Message:
    """As many rows as Slack takes, and a word about the others.

    Args:
        title: One line without bold.
        first: The number of the first row in the text.
        notes: Small lines below the rows.
        tail: Blocks at the end.
    """
    shown = min(len(rows), _MOST)
    while True:
        left = len(rows) - shown
        below = [f"{left} more not shown here.", *notes] if left else list(notes)
        lines = [_told(number, row) for number, row in enumerate(rows[:shown], first)]
        blocks = [section(f"*{title}*")]
        blocks += [block for row in rows[:shown] for block in _blocks(row)]
        blocks += [*packed(below, context), *tail]
        message = Message(told(title, *lines, *below), blocks)
        if shown <= 1 or _whole(message):
            return message
        shown -= 1


def _whole(message: Message) -> bool:
    if len(message.blocks) > limits.BLOCKS:
        return False
    return limits.fits(message.blocks) and not message.text.endswith(f"\n{MARK}")


def _blocks(row: Entry) -> list[Block]:
    lines = [f"*{row.name}*", row.grey, row.more]
    drawn = section("\n".join(line for line in lines if line), row.button)
    return [drawn, *actions(row.row)]


def _told(number: int, row: Entry) -> str:
    parts = [row.name, row.grey, row.more]
    return f"{number}. {' – '.join(part for part in parts if part)}"
