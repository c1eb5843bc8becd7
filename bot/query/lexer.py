"""From what people type, on phones and foreign keyboards, to tokens.

Positions count in the normalised text, which is what an error shows.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.errors import GrammarError
from bot.query.characters import CLOSING, OPENING, composed, straight_quotes, unquoted

MOST_CHARACTERS = 600
MOST_BYTES = 800
"""Bounds of one search: its text travels, sealed, in buttons of at most 2 000 characters."""

_MOST_RAW = 4 * MOST_CHARACTERS
"""What Slack sends is longer than what is meant: entities, links and blanks."""

# Slack writes links, people and channels as <…|text>; `size<5` is none of these.
_LINK = re.compile(r"<(?:https?://|mailto:|[@#!])[^<>\s|]*(?:\|[^<>|]*)?>", re.IGNORECASE)
_ENTITY = re.compile("&(lt|gt|amp);", re.IGNORECASE)
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&"}
_MARKS = "`*_~"
"""What Slack and others write around bold, slanted, struck or code text."""

_COMMAND = re.compile(r"/images(?:\s+|$)", re.IGNORECASE)


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

    What stands in a quotation keeps its signs; only its quotes and blanks are put right.

    Raises:
        GrammarError: If the text is longer than a search may be.
    """
    text, before = raw, ""
    if len(raw) > _MOST_RAW and len(text := " ".join(raw.split())) > _MOST_RAW:
        raise _too_long(raw, text)
    # Until nothing changes: what one step brings to light (`&amp;lt;`, `＜@U1|x＞`) is for the
    # next one, so that a canonical text reads as itself.
    while text != before:
        text, before = _unwrapped(_step(text)), text
    if len(text) > MOST_CHARACTERS or len(text.encode()) > MOST_BYTES:
        raise _too_long(raw, text)
    return text


def respelled(text: str) -> str:
    """The same for a part of a search that has lost its quotes."""
    before = ""
    while text != before:
        text, before = _step(text), text
    return text


def _too_long(raw: str, text: str) -> GrammarError:
    wide = "" if text.isascii() else " Letters beyond a to z count for two or more."
    return GrammarError(
        f"This search is too long: {len(raw)} characters.",
        text=text[:80],
        position=0,
        hint=f"A search may have up to {MOST_CHARACTERS} characters.{wide}",
    )


def _unwrapped(text: str) -> str:
    """Without the marks of formatting around the whole text, or the name of the command."""
    while len(text) > 1 and text[0] == text[-1] and text[0] in _MARKS:
        text = text[1:-1].strip()
    return text[match.end() :] if (match := _COMMAND.match(text)) else text


def _step(text: str) -> str:
    text = _ENTITY.sub(lambda match: _ENTITIES[match[1].lower()], text)
    text = _LINK.sub(_link_text, text)
    if not (text.isascii() and text.isprintable()):
        text = "".join(_kept(character) for character in straight_quotes(composed(text)))
    return _outside_quotes(" ".join(text.split()))


def _link_text(match: re.Match[str]) -> str:
    target, bar, label = match[0][1:-1].partition("|")
    address = target[7:] if target.lower().startswith("mailto:") else target
    shown = label if bar and label else address
    return shown.lstrip("@#!") if target[:1] in "@#!" else shown


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cf", "Cs", "Cn", "Co"}:
        return ""
    return " " if category in {"Cc", "Zs", "Zl", "Zp"} else character


def _outside_quotes(text: str) -> str:
    """Put signs right, but leave quotations as they are."""
    parts: list[str] = []
    position = 0
    for start, end in quotations(text):
        parts.append(unquoted(text[position:start]))
        parts.append(text[start:end])
        position = end
    parts.append(unquoted(text[position:]))
    return "".join(parts).strip()


def quotations(text: str) -> list[tuple[int, int]]:
    """Where quotations start and end; one that never ends is none."""
    found: list[tuple[int, int]] = []
    position = 0
    while (match := OPENING.search(text, position)) is not None:
        start = match.start(1)
        closing = CLOSING[match[1]].search(text, start + 1)
        position = closing.end() if closing else start + 1
        if closing:
            found.append((start, position))
    return found


def tokens(text: str) -> list[Token]:
    """Split a normalised text at its blanks, except in quotations.

    Raises:
        GrammarError: If a double quote is opened and never closed.
    """
    spans = quotations(text)
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
    for match in OPENING.finditer(text):
        at = match.start(1)
        if match[1] == '"' and at not in inside:
            raise GrammarError(
                "This quotation is not closed.",
                text=text,
                position=at,
                hint='Put a second " after the text.',
                suggestion=f'{text}"',
            )
