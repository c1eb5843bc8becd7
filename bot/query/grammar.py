"""From a command's text to a request.  The grammar is described in docs/search.md."""

from __future__ import annotations

from bot.errors import GrammarError
from bot.query.alert_grammar import is_alert_command, read_alert_request
from bot.query.characters import straight
from bot.query.lexer import Token, normalised, tokens
from bot.query.mistakes import Marked, no_slip, that_reads
from bot.query.reading import read_query
from bot.query.referring import reference_in
from bot.query.requests import Explain, Failed, Find, Groups, Help, Request, Search, Show

_SEARCHES = {"find", "groups", "failed"}


def parse_request(text: str) -> Request:
    """Read everything that follows ``/images``.

    Raises:
        GrammarError: With the place of the mistake, what is allowed there, and, when one can be
            guessed, a corrected command, which can be read.
    """
    try:
        return _request(text)
    except GrammarError as error:
        error.suggestion = that_reads(error.suggestion, _request)
        raise


def _request(text: str) -> Request:
    text = normalised(text)
    words = tokens(text)
    if not words:
        return Help()
    command = _command(words[0])
    if command == "help":
        return Help(_topic(words[1]) if len(words) > 1 else None)
    if command == "show":
        return _show(text, words[0])
    if command == "explain":
        return _explain(text, words)
    if is_alert_command(command, text, words):
        return read_alert_request(command, text, words)
    return _search(text, words)


def _command(word: Token) -> str:
    return "" if word.quoted else word.text.lower().strip("*,:")


def _explain(text: str, words: list[Token]) -> Request:
    if len(words) == 1:
        return Help("explain")
    command = _command(words[1])
    if command in {"show", "help", "explain"} or is_alert_command(command, text, words[1:]):
        raise Marked(text).wrong(
            f"“{words[1].text}” is no search.",
            words[1].start,
            len(words[1].text),
            hint="Only searches can be explained: explain find …, groups … or failed …",
        )
    return Explain(_search(text, words[1:]))


def _topic(word: Token) -> str | None:
    kept = "".join(
        letter for letter in straight(word.inner).lower() if letter.isalnum() or letter in "_-"
    )
    return kept[:40].strip("-") or None


def _show(text: str, command: Token) -> Show:
    reference = reference_in(text[command.end :])
    if not reference:
        raise Marked(text).wrong(
            "Which image?",
            command.start,
            len(command.text),
            hint="Write its id, name, name:tag or path, for example show pytorch_1_8.",
        )
    return Show(reference)


def _search(text: str, words: list[Token]) -> Search:
    command = _command(words[0])
    if command not in _SEARCHES:
        no_slip(text, words[0])
        return Find(read_query(text, words, groups=False))
    if command == "groups":
        return Groups(read_query(text, words[1:], groups=True))
    query = read_query(text, words[1:], groups=False)
    return Failed(query) if command == "failed" else Find(query)
