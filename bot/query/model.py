"""A search as a value, and its canonical text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.query.characters import is_plain
from bot.query.fields import FIELDS

NAME = re.compile(r"[a-z0-9._-]{1,512}")
"""What an image may be called (reference: `name`, after lower-casing)."""


class Op(StrEnum):
    """How a field is compared."""

    IS = "="
    IS_NOT = "!="
    HAS = "~"
    HAS_NOT = "!~"
    OVER = ">"
    AT_LEAST = ">="
    UNDER = "<"
    AT_MOST = "<="


@dataclass(frozen=True, slots=True)
class Condition:
    """One field compared with one or more values, of which any may match."""

    field: str
    op: Op
    values: tuple[str, ...]

    def text(self) -> str:
        """``arch=AARCH64``, ``tag~"a b"``, ``status!=ACTIVE,ERROR``."""
        known = FIELDS[self.field].values
        # A word ModelArts may have learnt since is only read in quotes.
        exactly = bool(known) and self.op in {Op.IS, Op.IS_NOT}
        parts = (
            f'"{value}"' if exactly and value not in known else quoted(value)
            for value in self.values
        )
        return f"{self.field}{self.op.value}{','.join(parts)}"


@dataclass(frozen=True, slots=True)
class SortKey:
    """One field to sort by."""

    field: str
    descending: bool = False

    def text(self) -> str:
        """``-update_at`` or ``name``."""
        return f"-{self.field}" if self.descending else self.field


@dataclass(frozen=True, slots=True)
class Query:
    """Everything a search can say.  All parts must match.

    ``words``: lower case; the first that can be a name is part of the name, the others stand
    anywhere in name, tag, description or path.  ``phrases``: the same, were quoted and cannot be
    a name.  ``exact``: the whole name.  ``limit``: rows a page, None for the surface's own.
    ``page``: from 1.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    exact: str | None = None
    conditions: tuple[Condition, ...] = ()
    sort: tuple[SortKey, ...] = ()
    limit: int | None = None
    page: int = 1

    @property
    def name_word(self) -> str | None:
        """The word that must stand in the name: the first that a name can hold."""
        return next((word for word in self.words if NAME.fullmatch(word)), None)

    @property
    def other_words(self) -> tuple[str, ...]:
        """Words and phrases that may stand in name, tag, description or path."""
        words = list(self.words)
        if self.name_word is not None:
            words.remove(self.name_word)
        return (*words, *self.phrases)

    def text(self) -> str:
        """The canonical text: what is read from it is this search again."""
        parts = list(self.words)
        if parts[-1:] == ["not"] and self.conditions:
            # Without the comma it would exclude what follows.
            parts[-1] = "not,"
        if self.exact is not None:
            parts.append(f'"{self.exact}"')
        parts += [f'"{text}"' for text in self.phrases]
        parts += [condition.text() for condition in self.conditions]
        if self.sort:
            parts.append("sort=" + ",".join(key.text() for key in self.sort))
        if self.limit is not None:
            parts.append(f"limit={self.limit}")
        if self.page != 1:
            parts.append(f"page={self.page}")
        return " ".join(parts)

    def with_page(self, page: int) -> Query:
        """The same search, another page."""
        return replace(self, page=page)


def quoted(value: str) -> str:
    """The value, in quotes where its blanks or signs would be read; `"` stands in none."""
    return value if is_plain(value) else f'"{value}"'
