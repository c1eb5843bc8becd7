"""What is wrong, where, and what was probably meant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import GrammarError
from bot.query.lexer import Token
from bot.query.suggest import distance

COMMANDS = (
    *("find", "show", "groups", "failed", "explain", "help"),
    *("subscribe", "subscriptions", "unsubscribe", "silence", "silences"),
    *("watch", "why", "status"),
)

_NEEDY = {"show", "silence", "why", "unsubscribe"}
"""Commands that say nothing alone; their help says how they are used."""

_MEANT = {"mute": "silence", "unmute": "silences", "unsilence": "silences", "unwatch": "watch"}
"""Words that other programs have as commands, and the command that does it here."""

_ENDED_BY_BUTTON = frozenset({"unmute", "unsilence", "unwatch"})
"""Of these the command is a list without anything behind it."""

_MOST_CORRECTIONS = 3
_SHORT = 5
"""Letters of a command of which one replaced makes another word: `mind`, `kind`, `batch`."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A whole normalised command, for errors to point into."""

    text: str

    def wrong(
        self, message: str, at: int, length: int, *, hint: str = "", instead: str | None = None
    ) -> GrammarError:
        """The error at this place; with ``instead`` put there as its suggestion."""
        at, length = max(0, at), max(1, length)
        suggestion = None
        if instead is not None:
            suggestion = f"{self.text[:at]}{instead}{self.text[at + length :]}"
        return GrammarError(
            message, text=self.text, position=at, length=length, hint=hint, suggestion=suggestion
        )


def no_slip(text: str, first: Token) -> None:
    """Refuse a first word that is a command with a typing mistake, and say which.

    Raises:
        GrammarError: With the command that was meant, and how to search for the word itself.
    """
    lowered = first.text.lower()
    if lowered in _MEANT and not first.quoted:
        raise _elsewhere(Marked(text), first, lowered)
    near = [command for command in COMMANDS if _is_slip(lowered, command)]
    if near and not first.quoted:
        alone = near[0] in _NEEDY and first.end == len(text)
        raise Marked(text).wrong(
            f"I do not know the command “{first.text}”. Did you mean {near[0]}?",
            first.start,
            len(first.text),
            hint=f"Commands: {', '.join(COMMANDS)}. To search for it: find {lowered}",
            instead=f"help {near[0]}" if alone else near[0],
        )


def _elsewhere(marked: Marked, first: Token, lowered: str) -> GrammarError:
    """The error for a command that only other programs have."""
    meant, ends = _MEANT[lowered], lowered in _ENDED_BY_BUTTON
    alone = not ends and first.end == len(marked.text)
    what = f"{meant} lists what there is, each with a button to end it. " if ends else ""
    error = marked.wrong(
        f"I do not know the command “{first.text}”. Did you mean {meant}?",
        first.start,
        len(first.text),
        hint=f"{what}To search for the word itself: find {lowered}",
        instead=f"help {meant}" if alone else meant,
    )
    if ends:
        error.suggestion = meant
    return error


def _is_slip(word: str, command: str) -> bool:
    if len(word) < 3 or not word.isalpha() or distance(word, command, 1) != 1:
        return False
    replaced = len(word) == len(command) and sorted(word) != sorted(command)
    return not replaced or len(command) > _SHORT


def that_reads(suggestion: str | None, read: Callable[[str], object]) -> str | None:
    """The suggestion if it can be read, or what its own corrections lead to."""
    for _ in range(_MOST_CORRECTIONS):
        if suggestion is None:
            return None
        try:
            read(suggestion)
        except GrammarError as error:
            suggestion = error.suggestion
        else:
            return suggestion
    return None
