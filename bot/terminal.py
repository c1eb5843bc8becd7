"""Look-ups in the terminal: the same words, the same catalog, another paper."""

from __future__ import annotations

import asyncio
import io
import re
import sys
from collections.abc import Sequence

from rich.console import Console, RenderableType

from bot import logs
from bot.clock import SystemClock
from bot.console import choice_table, detail_table, explanation_text, page_table
from bot.console.as_json import explanation_json, json_text, page_json, shown_json
from bot.query.grammar import parse_request
from bot.query.page import GroupPage, SearchPage, Shown
from bot.query.requests import Explain, Failed, Find, Groups, Help, Request, Show
from bot.settings import Settings, load_settings
from bot.source import open_catalog

ROWS = 50
"""Rows a page unless ``limit=`` says otherwise."""

ALL_ROWS = 100_000
"""More than any project has: a program is given everything, and ``limit=`` may ask for it."""

_UNLIMITED = 1000
"""Columns where nobody looks: what reads a pipe wants whole names."""

_PAIR = re.compile(r"(-{0,2}[A-Za-z_.]+(?:!=|>=|<=|!~|[=~<>:]))(.+)", re.DOTALL)


def look_up(command: str, words: Sequence[str], *, as_json: bool) -> int | None:
    """Answer one command on standard output.

    Args:
        command: ``find``, ``show``, ``groups``, ``failed`` or ``explain``.
        words: The rest as the shell has split it.

    Returns:
        The exit code; None if help is what was asked for.
    """
    request = parse_request(" ".join([command, *map(requoted, words)]))
    if isinstance(request, Help):
        return None
    settings = load_settings(slack=False)
    # The answer says itself what went wrong; the log comes only to those who set a level.
    level = settings.log_level if "log_level" in settings.model_fields_set else "ERROR"
    logs.configure(level, settings.log_format, secrets=settings.secrets())
    answer = asyncio.run(_answer(request, settings, ALL_ROWS if as_json else ROWS))
    if as_json:
        sys.stdout.write(f"{json_text(_as_json(request, answer))}\n")
    else:
        _show(_as_text(request, answer))
    return _exit_code(request, answer)


def requoted(word: str) -> str:
    """One argument as the search language writes it: the shell has taken its quotes."""
    if word and not any(character.isspace() for character in word):
        return word
    if len(word) > 1 and word[0] == word[-1] and word[0] in "\"'":
        return word
    if pair := _PAIR.fullmatch(word):
        return pair[1] + requoted(pair[2])
    if word.startswith("-") and word.strip("- "):
        return f"-{requoted(word.lstrip('-'))}"
    if '"' not in word:
        return f'"{word}"'
    return f"'{word}'" if "'" not in word else f'"{word.replace(chr(34), " ")}"'


async def _answer(
    request: Request, settings: Settings, rows: int
) -> SearchPage | GroupPage | Shown:
    async with open_catalog(settings, SystemClock()) as catalog:
        match request:
            case Show():
                return await catalog.show(request.reference)
            case Explain():
                return await catalog.search(request.search, page_size=rows, max_rows=ALL_ROWS)
            case Find() | Failed() | Groups():
                return await catalog.search(request, page_size=rows, max_rows=ALL_ROWS)
            case _:
                raise AssertionError(request)


def _as_json(request: Request, answer: SearchPage | GroupPage | Shown) -> dict[str, object]:
    if isinstance(answer, Shown):
        return shown_json(answer)
    return explanation_json(answer) if isinstance(request, Explain) else page_json(answer)


def _as_text(request: Request, answer: SearchPage | GroupPage | Shown) -> RenderableType:
    width = Console().width if sys.stdout.isatty() else _UNLIMITED
    if isinstance(answer, Shown):
        return detail_table(answer) if answer.image else choice_table(answer, width)
    return explanation_text(answer) if isinstance(request, Explain) else page_table(answer, width)


def _exit_code(request: Request, answer: SearchPage | GroupPage | Shown) -> int:
    if isinstance(answer, Shown):
        return 0 if answer.image else 1
    # That nothing has failed, and how a search without a match was made, are answers.
    return 0 if answer.total or isinstance(request, Failed | Explain) else 1


def _show(renderable: RenderableType) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that cannot show a character must not cost the answer.
        sys.stdout.reconfigure(errors="replace")
    width = None if sys.stdout.isatty() else _UNLIMITED
    Console(width=width, highlight=False).print(renderable, soft_wrap=True)
