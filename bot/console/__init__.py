"""Answers in the terminal: tables for people, JSON for programs.

Text from ModelArts is cleaned before it is shown: nothing in it moves a cursor or sets a colour.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.text import Text

from bot.blocks.images.row import changed_at
from bot.blocks.images.tool_lines import hcloud_lines, ma_cli_line
from bot.blocks.mrkdwn import age, clean, duration, size, utc
from bot.blocks.pages.head import amount, certainty, counted, freshness, nouns
from bot.console.table import group_table, image_table
from bot.errors import BotError, GrammarError, ImageMissing, UpstreamError
from bot.modelarts.models import FAILED_STATUSES, Image, ImageGroup
from bot.query.lexer import tokens
from bot.query.page import GroupPage, SearchPage, Shown
from bot.query.requests import Failed, Groups

_LABEL = 22
"""Columns for the longest name of a field."""

_FIRST = ("name", "tag", "id", "swr_path", "status", "status_message", "type", "arch")
"""What people look for, in this order; every other field follows as in the reference."""


def page_table(page: SearchPage | GroupPage, width: int) -> RenderableType:
    """One page of an answer: how many, the rows, and what to know about them.

    Args:
        width: Columns of the terminal.
    """
    lines: list[RenderableType] = [_head(page)]
    images = tuple(row for row in page.rows if isinstance(row, Image))
    groups = tuple(row for row in page.rows if isinstance(row, ImageGroup))
    if images:
        lines.append(image_table(images, page.now_ms, width))
    if groups:
        lines.append(group_table(groups, page.now_ms, width))
    lines += [Text(line, style="dim") for line in _notes(page)]
    return Group(*lines)


def _head(page: SearchPage | GroupPage) -> Text:
    if page.total:
        numbers = f"page {page.page} of {page.pages}" if page.pages > 1 else ""
        figures = [amount(page), numbers, freshness(page)]
        return Text(" · ".join(figure for figure in figures if figure), style="bold")
    if isinstance(page.search, Failed) and not page.search.query.conditions:
        return Text(f"No image has failed · {freshness(page)}", style="bold")
    one, many = nouns(page)
    looked_at = counted(page.known, one, many)
    return Text(f"No {one} matches · {looked_at} looked at · {freshness(page)}", style="bold")


def _notes(page: SearchPage | GroupPage) -> Iterator[str]:
    if page.trouble is not None:
        yield _stale(page.trouble, page.as_of_ms, page.now_ms)
    if page.filtered_here:
        yield f"Filtered by imagebot: {clean(', '.join(page.filtered_here))}"
    if doubt := certainty(page):
        yield doubt
    if page.page < page.pages:
        yield f"Next: add page={page.page + 1}, or limit= for more rows."
    if page.blame is not None and page.known:
        yield f"{clean(page.blame)} alone removes every one of them."
    for looser in page.relaxations:
        yield f"{clean(looser.label)} finds {looser.count}: {terminal_command(looser.command)}"
    if page.closest:
        yield f"Closest names: {clean(', '.join(page.closest))}"


def _stale(trouble: UpstreamError, as_of_ms: int, now_ms: int) -> str:
    return f"{clean(trouble.message)} What is shown is {duration(now_ms - as_of_ms)} old."


def detail_table(shown: Shown) -> RenderableType:
    """Every field of one image, a line each; long lines are left to the terminal to wrap."""
    if shown.image is None:
        return Group()
    lines = [Text("")]
    lines += [_field(name, value, shown) for name, value in _fields(shown.image)]
    lines.append(Text(f"read {age(shown.as_of_ms, shown.now_ms)}", style="dim"))
    if shown.trouble is not None:
        lines.append(Text(_stale(shown.trouble, shown.as_of_ms, shown.now_ms), style="dim"))
    return Group(*lines[1:])


def _fields(image: Image) -> Iterator[tuple[str, object]]:
    order = dict.fromkeys((*_FIRST, *type(image).model_fields))
    for name in order:
        value = getattr(image, name)
        if value is not None and value not in ("", ()):
            yield name, value


def _field(name: str, value: object, shown: Shown) -> Text:
    failed = name == "status" and value in FAILED_STATUSES
    line = Text(f"{name:<{_LABEL}} ", style="dim")
    return line.append(_value(name, value, shown), style="not dim red" if failed else "not dim")


def _value(name: str, value: object, shown: Shown) -> str:
    if name == "size" and shown.image is not None:
        return f"{size(shown.image.size_bytes or 0)} ({value} as sent)"
    if name in {"create_at", "update_at"} and isinstance(value, int):
        return f"{utc(value)} ({age(value, shown.now_ms)})"
    if name == "tags" and shown.image is not None:
        tags = shown.image.tags or ()
        return clean(", ".join(f"{tag.key or ''}={tag.value or ''}" for tag in tags))
    if isinstance(value, tuple):
        return clean(", ".join(map(str, value)))
    return clean(str(value))


def choice_table(shown: Shown, width: int) -> RenderableType:
    """The images that one reference may mean."""
    newest = sorted(shown.choices, key=lambda image: -(changed_at(image) or 0))
    head = f"{counted(len(newest), 'image', 'images')} may be meant; show one by its id"
    table = image_table(tuple(newest), shown.now_ms, width, with_id=True)
    return Group(Text(head, style="bold"), table)


def explanation_text(page: SearchPage | GroupPage) -> Text:
    """What was asked of ModelArts, and what was done with the answer."""
    lines = [page.search.text(), "", "Asked of ModelArts:"]
    lines += [f"  GET {request}" for request in page.requests] or ["  nothing"]
    if page.asked_api:
        lines.append(f"Filtered by ModelArts: {', '.join(page.asked_api)}")
    lines.append(f"Filtered by imagebot, over all pages: {', '.join(page.filtered_here) or '–'}")
    lines.append(" · ".join((amount(page), freshness(page))))
    if page.trouble is not None:
        lines.append(_stale(page.trouble, page.as_of_ms, page.now_ms))
    by_hand = [*hcloud_lines(page.requests, groups=isinstance(page.search, Groups))]
    if not isinstance(page.search, Groups) and (line := ma_cli_line(page.requests)):
        by_hand.append(line)
    if by_hand:
        lines += ["The same by hand:", *(f"  {line}" for line in by_hand)]
    return _lines(lines)


def problem_text(error: BotError) -> Text:
    """A mistake or a failure: what, where, and the way out."""
    lines = [f"imagebot: {first}" if not at else first for at, first in enumerate(_said(error))]
    if isinstance(error, GrammarError):
        lines += _caret(error)
    if isinstance(error, ImageMissing) and error.closest:
        lines.append(f"Closest names: {', '.join(error.closest)}")
    if isinstance(error, UpstreamError):
        parts = (f"status {error.status}" if error.status else "", error.code, error.request_id)
        lines += [f"({', '.join(part for part in parts if part)})"] if any(parts) else []
    lines += error.hint.splitlines()
    if isinstance(error, GrammarError) and error.suggestion:
        lines.append(f"Try: {terminal_command(error.suggestion)}")
    return _lines(lines)


def _said(error: BotError) -> list[str]:
    return error.message.splitlines() or [""]


def _caret(error: GrammarError) -> list[str]:
    before = clean(error.text[: error.position])
    wrong = clean(error.text[error.position : error.position + error.length])
    blanks, carets = " " * cell_len(before), "^" * max(1, cell_len(wrong))
    return [f"  {clean(error.text)}", f"  {blanks}{carets}"]


def terminal_command(command: str) -> str:
    """A command of the search language as it is typed in a shell."""
    return f"imagebot {' '.join(shlex.quote(token.text) for token in tokens(clean(command)))}"


def quoted_word(word: str) -> str:
    """One word of the command line, as it is safe to show and to type again."""
    return shlex.quote(clean(word))


def _lines(lines: Iterable[str]) -> Text:
    return Text("\n".join(clean(line) if line.strip() else "" for line in lines))
