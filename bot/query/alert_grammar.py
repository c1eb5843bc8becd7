"""The commands about alerts: subscriptions, silences, watches.  See docs/search.md."""

from __future__ import annotations

import re

from bot.query.alert_filters import read_filters, which_image
from bot.query.joining import joined
from bot.query.lexer import Token, normalised, tokens
from bot.query.mistakes import Marked
from bot.query.model import Query
from bot.query.pairs import pair_of
from bot.query.referring import is_everything, reference_in
from bot.query.requests import (
    AlertRequest,
    Silences,
    Status,
    Subscribe,
    Subscriptions,
    Unsubscribe,
    Watch,
    Why,
)
from bot.query.silence_grammar import read_silence

CALLED = {
    "subscribe": "subscribe",
    "subscriptions": "subscriptions",
    "subs": "subscriptions",
    "unsubscribe": "unsubscribe",
    "silence": "silence",
    "silences": "silences",
    "watch": "watch",
    "watches": "watch",
    "why": "why",
    "status": "status",
}
"""Every command of this module by the words it is called by."""

_LISTS: dict[str, AlertRequest] = {
    "subscriptions": Subscriptions(),
    "silences": Silences(),
    "status": Status(),
}
"""Commands that take nothing."""

_ID = re.compile(r"#?([0-9A-Za-z][0-9A-Za-z-]{0,63})")


def is_alert_command(command: str, text: str, words: list[Token]) -> bool:
    """Whether a command begins with this word; ``status: ACTIVE`` is a search."""
    return command in CALLED and pair_of(joined(text, words, groups=False)[0]) is None


def read_alert_request(command: str, text: str, words: list[Token]) -> AlertRequest:
    """Read a command about alerts; ``words`` are the tokens of the whole normalised ``text``.

    Raises:
        GrammarError: With the place of the mistake and the way out.
    """
    called, marked = CALLED[command], Marked(text)
    if (plain := _LISTS.get(called)) is not None:
        return _alone(marked, words, plain)
    if called == "subscribe":
        query = read_filters(marked, words[1:], fuzzy=True)
        return Subscribe(Query() if is_everything(query.text()) else query)
    if called == "unsubscribe":
        return _unsubscribe(marked, words)
    if called == "silence":
        return read_silence(marked, words)
    reference = reference_in(text[words[0].end :])
    if called == "watch":
        return Watch(reference)
    if not reference:
        raise which_image(marked, words[0], "why pytorch_1_8", None)
    return Why(reference)


def parse_filters(text: str) -> Query:
    """Read what follows ``subscribe``, from a form.

    Raises:
        GrammarError: As `read_alert_request`.
    """
    text = normalised(text)
    return read_filters(Marked(text), tokens(text), fuzzy=True)


def _alone(marked: Marked, words: list[Token], request: AlertRequest) -> AlertRequest:
    if len(words) == 1:
        return request
    error = marked.wrong(
        f"Nothing goes after “{words[0].text}”.",
        words[1].start,
        words[-1].end - words[1].start,
        hint=f"To search for the word itself: find {marked.text}",
    )
    error.suggestion = request.text()
    raise error


def _unsubscribe(marked: Marked, words: list[Token]) -> Unsubscribe:
    if len(words) == 1:
        raise marked.wrong(
            "Which subscription?",
            words[0].start,
            len(words[0].text),
            hint="Write its id. subscriptions lists them, each with a button to remove it.",
            instead="subscriptions",
        )
    match = _ID.fullmatch(words[1].inner.strip(" <>`*"))
    if match is None or len(words) > 2:
        start = words[1].start
        raise marked.wrong(
            "This is no id of a subscription.",
            start,
            words[-1].end - start,
            hint="subscriptions lists them, each with its id and a button to remove it.",
        )
    return Unsubscribe(match[1].lower())
