"""From what people type, on phones and foreign keyboards, to tokens.

Positions count in the normalised text, which is what an error shows.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.errors import GrammarError

MOST_CHARACTERS = 600
MOST_BYTES = 800
"""Bounds of one search: its text travels, sealed, in buttons of at most 2 000 characters."""

_QUOTES = dict.fromkeys(map(ord, "“”„‟«»＂〝〞「」『』"), '"') | dict.fromkeys(
    map(ord, "‘’‚‛＇"), "'"
)
# Phones turn two hyphens into one long dash; the others stand for a hyphen.
_DASHES = {0x2014: "--", 0x2015: "--"} | dict.fromkeys(
    (0x2010, 0x2011, 0x2012, 0x2013, 0x2212, 0xFE58, 0xFE63, 0xFF0D), "-"
)
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_POINTS = {ord("、"): ",", ord("。"): "."}
_TABLE = _FULL_WIDTH | _QUOTES | _DASHES | _POINTS

# Slack writes links, people and channels as <…|text>; `size<5` is none of these.
_LINK = re.compile(r"<(?:https?://|mailto:|[@#!])[^<>\s|]*(?:\|[^<>|]*)?>")
_ENTITY = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_AROUND = re.compile(r"\s*(!=|>=|<=|!~|[=~<>])\s*")
_OPENS = re.compile(r"(?:^|[\s=~<>,:!])([\"'])")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece between blanks.

    ``text`` still has its quotes; ``quoted`` if it is one quotation from end to end.
    """

    text: str
    start: int
    quoted: bool

    @property
    def end(self) -> int:
        """Position after the last character."""
        return self.start + len(self.text)

    @property
    def inner(self) -> str:
        """The text without the quotes around it."""
        return self.text[1:-1] if self.quoted else self.text


def normalised(raw: str) -> str:
    """One spelling for what means the same: quotes, dashes, widths, blanks, Slack's links.

    Raises:
        GrammarError: If the text is longer than a search may be.
    """
    text, before = raw[: 4 * MOST_CHARACTERS], ""
    # Until nothing changes: what one step brings to light (`&amp;lt;`, `＜@U1|x＞`) is for the
    # next one, so that a canonical text reads as itself.
    while text != before:
        text, before = _step(text), text
    if len(text) > MOST_CHARACTERS or len(text.encode()) > MOST_BYTES:
        raise GrammarError(
            f"This search is too long: {len(text)} characters.",
            text=text[:80],
            position=0,
            hint=f"A search may have up to {MOST_CHARACTERS} characters.",
        )
    return text


def _step(text: str) -> str:
    for entity, character in _ENTITY.items():
        text = text.replace(entity, character)
    text = _LINK.sub(_link_text, text)
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", text).translate(_TABLE)
        text = "".join(_kept(character) for character in text)
    return _outside_quotes(" ".join(text.split()))


def _link_text(match: re.Match[str]) -> str:
    target, bar, label = match[0][1:-1].partition("|")
    shown = label if bar and label else target.removeprefix("mailto:")
    return shown.lstrip("@#!") if target[:1] in "@#!" else shown


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cf", "Cs", "Cn", "Co"}:
        return ""
    return " " if category in {"Cc", "Zs", "Zl", "Zp"} else character


def _outside_quotes(text: str) -> str:
    """Close the blanks around operators, but leave quotations as they are."""
    parts: list[str] = []
    position = 0
    for start, end in _quotations(text):
        parts.append(_AROUND.sub(r"\1", text[position:start]))
        parts.append(text[start:end])
        position = end
    parts.append(_AROUND.sub(r"\1", text[position:]))
    return "".join(parts).strip()


def _quotations(text: str) -> list[tuple[int, int]]:
    """Where quotations start and end; one that never ends is none."""
    found: list[tuple[int, int]] = []
    position = 0
    while (match := _OPENS.search(text, position)) is not None:
        start = match.start(1)
        end = text.find(match[1], start + 1)
        if end < 0:
            position = start + 1
            continue
        found.append((start, end + 1))
        position = end + 1
    return found


def tokens(text: str) -> list[Token]:
    """Split a normalised text at its blanks, except in quotations.

    Raises:
        GrammarError: If a double quote is opened and never closed.
    """
    spans = _quotations(text)
    inside = {at for start, end in spans for at in range(start, end)}
    _all_closed(text, inside)
    found: list[Token] = []
    start = 0
    for at in range(len(text) + 1):
        if at < len(text) and (text[at] != " " or at in inside):
            continue
        if at > start:
            found.append(Token(text[start:at], start, (start, at) in spans))
        start = at + 1
    return found


def _all_closed(text: str, inside: set[int]) -> None:
    for match in _OPENS.finditer(text):
        at = match.start(1)
        if match[1] == '"' and at not in inside:
            raise GrammarError(
                "This quotation is not closed.",
                text=text,
                position=at,
                hint='Put a second " after the text.',
                suggestion=f'{text}"',
            )
