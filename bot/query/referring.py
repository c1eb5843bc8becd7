"""The image a command is about, and whether a text means one image or a search."""

from __future__ import annotations

from bot.query.joining import bare, joined
from bot.query.lexer import Token, respelled, tokens
from bot.query.pairs import pair_of

_QUOTES = {ord(quote): None for quote in "\"'`"}
"""What people put around a name they copied; none stands in one."""

_SIGNS = "=~<>! "


def reference_in(text: str) -> str:
    """The id, name, ``name:tag`` or path in a piece of a normalised command; may be empty."""
    reference, before = text.translate(_QUOTES), ""
    while reference != before:
        before = reference
        words = respelled(reference).lstrip(_SIGNS).split()
        reference = " ".join(filter(None, map(bare, words)))
    return reference


def is_search(text: str, words: list[Token]) -> bool:
    """Whether one of these tokens of a normalised command is a ``key=value``."""
    return any(pair_of(token) is not None for token in joined(text, words, groups=False))


def as_reference(reference: str) -> str:
    """The reference, in quotes where it would read as a search or join what follows."""
    signs = not set(reference).isdisjoint(_SIGNS.strip())
    return f'"{reference}"' if signs or is_search(reference, tokens(reference)) else reference
