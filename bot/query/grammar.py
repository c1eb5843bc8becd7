"""From a command's text to a request.  The grammar is described in docs/search.md."""

from __future__ import annotations

from bot.errors import GrammarError
from bot.query.lexer import Token, normalised, tokens
from bot.query.reading import read_query
from bot.query.requests import Explain, Failed, Find, Groups, Help, Request, Search, Show
from bot.query.suggest import distance

_QUOTES = {ord(quote): None for quote in "\"'`"}
"""What people put around a name they copied; none stands in one."""

COMMANDS = ("find", "show", "groups", "failed", "explain", "help")


def parse_request(text: str) -> Request:
    """Read everything that follows ``/images``.

    Raises:
        GrammarError: With the place of the mistake, what is allowed there, and, when one can be
            guessed, a corrected command.
    """
    text = normalised(text)
    words = tokens(text)
    if not words:
        return Help()
    command = "" if words[0].quoted else words[0].text.lower()
    if command == "help":
        return Help(_topic(words[1]) if len(words) > 1 else None)
    if command == "show":
        return _show(text, words)
    if command == "explain":
        if len(words) == 1:
            return Help("explain")
        if words[1].text.lower() in {"show", "help", "explain"}:
            raise GrammarError(
                f"“{words[1].text}” is no search.",
                text=text,
                position=words[1].start,
                length=len(words[1].text),
                hint="Only searches can be explained: explain find …, groups … or failed …",
            )
        return Explain(_search(text, words[1:]))
    return _search(text, words)


def _topic(word: Token) -> str | None:
    kept = "".join(letter for letter in word.inner.lower() if letter.isalnum() or letter in "_-")
    return kept[:40].strip("-") or None


def _show(text: str, words: list[Token]) -> Show:
    reference = " ".join(text[words[0].end :].translate(_QUOTES).split())
    if not reference:
        raise GrammarError(
            "Which image?",
            text=text,
            position=len(text) - 1,
            hint="Write its id, name, name:tag or path, for example show pytorch_1_8.",
        )
    return Show(reference)


def _search(text: str, words: list[Token]) -> Search:
    command = "" if words[0].quoted else words[0].text.lower()
    if command not in {"find", "groups", "failed"}:
        _no_slip(text, words)
        return Find(read_query(text, words, groups=False))
    if command == "groups":
        return Groups(read_query(text, words[1:], groups=True))
    query = read_query(text, words[1:], groups=False)
    return Failed(query) if command == "failed" else Find(query)


def _no_slip(text: str, words: list[Token]) -> None:
    """`fnd pytorch` is meant as a command; `pytorch` alone, however near, is a search."""
    first = words[0]
    lowered = first.text.lower()
    if len(words) < 2 or first.quoted or len(lowered) < 3:
        return
    near = [command for command in COMMANDS if distance(lowered, command) == 1]
    if near:
        raise GrammarError(
            f"I do not know the command “{first.text}”.",
            text=text,
            position=first.start,
            length=len(first.text),
            hint=f"Commands: {', '.join(COMMANDS)}. To search for it: find {lowered} …",
            suggestion=f"{text[: first.start]}{near[0]}{text[first.end :]}",
        )
