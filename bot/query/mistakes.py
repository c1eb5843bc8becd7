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
