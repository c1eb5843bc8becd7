"""The image a command is about, and whether a text means one image or a search."""

from __future__ import annotations

from bot.query.joining import EXCLUDES, bare, bare_filter, joined
from bot.query.lexer import Token, respelled, tokens
from bot.query.pairs import pair_of

_QUOTES = {ord(quote): None for quote in "\"'`"}
"""What people put around a name they copied; none stands in one."""

_SIGNS = "=~<>! "

EVERYTHING = "everything"
"""How the search for all images is written where nothing would say nothing."""

_ALL = frozenset({EVERYTHING, "all", "all images", "this channel"})


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


def only_filters(text: str, words: list[Token]) -> bool:
    """Whether all of these tokens are words like ``failed`` or ``-arm``, which need no key."""
    found = joined(text, words, groups=False)
    return bool(found) and all(map(_is_filter, found))


def _is_filter(token: Token) -> bool:
    prefix = EXCLUDES.match(token.text)
    body = token.text[prefix.end() :] if prefix else token.text
    return not token.quoted and bare_filter(body, groups=False) is not None


def is_everything(said: str) -> bool:
    """Whether ``all`` or a word like it stands there, and nothing else."""
    return " ".join(said.lower().split()) in _ALL


def as_reference(reference: str) -> str:
    """The reference, in quotes where it would read as a search or join what follows."""
    signs = not set(reference).isdisjoint(_SIGNS.strip())
    words = tokens(reference)
    searches = is_search(reference, words) or only_filters(reference, words)
    return f'"{reference}"' if signs or searches or is_everything(reference) else reference
