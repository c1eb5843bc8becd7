"""Slack's mrkdwn and rich text as styled lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.style import Style
from rich.text import Text

from bot.demo.terminal.entities import Entity, entity, moment, printable, visible

CODE = "cyan"
MENTION = "blue"
STYLES = {"bold": "bold", "italic": "italic", "strike": "strike", "code": CODE}

_FENCE = re.compile(r"```(.+?)```", re.DOTALL)
_ENTITY = re.compile(r"<([^<>\s][^<>]*)>")
_INLINE = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|<(?P<entity>[^<>\s][^<>]*)>"
    r"|(?<!\w)\*(?P<bold>[^\s*](?:[^*]*[^\s*])?)\*(?!\w)"
    r"|(?<!\w)_(?P<italic>[^\s_](?:[^_]*[^\s_])?)_(?!\w)"
    r"|(?<!\w)~(?P<strike>[^\s~](?:[^~]*[^\s~])?)~(?!\w)"
)
_QUOTE = re.compile(r"(?:&gt;|>) ?")


@dataclass(frozen=True, slots=True)
class Line:
    """One line before it is wrapped.

    ``lead``: stands before it, and before what it wraps to.  ``whole``: never wrapped, so that it
    can be copied.
    """

    text: Text
    lead: str = ""
    whole: bool = False


def text_lines(shape: Mapping[str, Any], now: float) -> list[Line]:
    """The lines of a text object."""
    content = str(shape.get("text", ""))
    if shape.get("type") == "mrkdwn":
        return mrkdwn_lines(content, now)
    return [Line(Text(row)) for row in visible(content).split("\n")]


def mrkdwn_lines(source: str, now: float) -> list[Line]:
    """The lines of mrkdwn; escapes are decoded after parsing, so data cannot become a mention."""
    lines: list[Line] = []
    for number, part in enumerate(_FENCE.split(source)):
        if number % 2:
            lines += fenced(_unlinked(part, now))
        elif part.strip("\n") or not lines:
            lines += [_line(row, now) for row in part.strip("\n").split("\n")]
    return lines


def fenced(content: str) -> list[Line]:
    """A code block; its lines are never wrapped."""
    rows = content.strip("\n").split("\n")
    return [Line(Text(row, CODE), lead="  ", whole=True) for row in rows]


def _line(source: str, now: float) -> Line:
    quote = _QUOTE.match(source)
    if quote:
        return Line(_inline(source[quote.end() :], now), lead="│ ")
    return Line(_inline(source, now))


def _inline(source: str, now: float) -> Text:
    text, place = Text(), 0
    for match in _INLINE.finditer(source):
        text.append(visible(source[place : match.start()]))
        text.append_text(_piece(str(match.lastgroup), match, now))
        place = match.end()
    return text.append(visible(source[place:]))


def _piece(kind: str, match: re.Match[str], now: float) -> Text:
    inner = match[kind]
    if kind == "entity":
        return _entity_text(entity(inner, now))
    if kind == "code":
        return Text(_unlinked(inner, now), CODE)
    text = _inline(inner, now)
    text.stylize(STYLES[kind])
    return text


def _entity_text(found: Entity) -> Text:
    if found.mention:
        return Text(found.label, MENTION)
    if found.link:
        return Text(found.label, Style(underline=True, link=found.link))
    return Text(found.label)


def _unlinked(source: str, now: float) -> str:
    """Code, in which Slack still reads what stands in angle brackets."""
    parts = _ENTITY.split(source)
    return "".join(
        entity(part, now).label if number % 2 else visible(part)
        for number, part in enumerate(parts)
    )


def rich_lines(block: Mapping[str, Any], now: float) -> list[Line]:
    """The lines of a ``rich_text`` block."""
    return [line for part in block.get("elements", []) for line in _rich_part(part, now)]


def _rich_part(part: Mapping[str, Any], now: float) -> list[Line]:
    kind, elements = part.get("type"), part.get("elements", [])
    if kind == "rich_text_list":
        return _rich_list(part, now)
    text = _rich_inline(elements, now)
    if kind == "rich_text_preformatted":
        return fenced(text.plain)
    lead = "│ " if kind == "rich_text_quote" else ""
    return [Line(row, lead=lead) for row in text.split("\n", allow_blank=True)]


def _rich_list(part: Mapping[str, Any], now: float) -> list[Line]:
    lines: list[Line] = []
    depth = "  " * int(part.get("indent", 0))
    first = int(part.get("offset", 0)) + 1
    for number, item in enumerate(part.get("elements", []), start=first):
        mark = f"{number}. " if part.get("style") == "ordered" else "• "
        text = Text(mark).append_text(_rich_inline(item.get("elements", []), now))
        lines += [Line(row, lead=depth) for row in text.split("\n")]
    return lines


def _rich_inline(elements: Sequence[Mapping[str, Any]], now: float) -> Text:
    text = Text()
    for element in elements:
        piece = _rich_piece(element, now)
        for name, on in element.get("style", {}).items():
            if on and name in STYLES:
                piece.stylize(STYLES[name])
        text.append_text(piece)
    return text


def _rich_piece(element: Mapping[str, Any], now: float) -> Text:
    """One element; what rich text holds is never parsed or decoded, it is data already."""
    kind = element.get("type")
    if kind == "link":
        url = printable(str(element.get("url", "")))
        return Text(printable(str(element.get("text") or url)), Style(underline=True, link=url))
    if kind == "date":
        return Text(_rich_date(element, now))
    if kind == "emoji":
        return Text(_emoji(element))
    for key, sign in (
        ("user_id", "@"),
        ("channel_id", "#"),
        ("usergroup_id", "@"),
        ("range", "@"),
    ):
        if key in element:
            return Text(sign + printable(str(element[key])), MENTION)
    return Text(printable(str(element.get("text") or element.get("value") or "")))


def _rich_date(element: Mapping[str, Any], now: float) -> str:
    try:
        return moment(int(element["timestamp"]), printable(str(element["format"])), now)
    except (KeyError, ValueError, OverflowError, OSError):
        return printable(str(element.get("fallback", "")))


def _emoji(element: Mapping[str, Any]) -> str:
    try:
        codes = str(element["unicode"]).split("-")
        return printable("".join(chr(int(code, 16)) for code in codes))
    except (KeyError, ValueError, OverflowError):
        return f":{printable(str(element.get('name', '')))}:"
