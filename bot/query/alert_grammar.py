"""The commands about alerts: subscriptions, silences, watches.  See docs/search.md."""

from __future__ import annotations

import re

from bot.modelarts.models import FAILED_STATUSES, Image
from bot.query.fields import field_called
from bot.query.filters import condition_holds
from bot.query.joining import EXCLUDES, bare_filter, joined
from bot.query.lexer import Token, normalised, tokens
from bot.query.mistakes import Marked
from bot.query.model import Condition, Query
from bot.query.pairs import Pair, pair_of, parameter_called
from bot.query.reading import read_query
from bot.query.referring import is_search, reference_in
from bot.query.requests import (
    AlertRequest,
    SilenceRequest,
    Silences,
    Status,
    Subscribe,
    Subscriptions,
    Unsubscribe,
    Watch,
    Why,
)
from bot.query.spans import DAY, LONGEST, MINUTE, Span, span_for, span_until

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

_ALERTED = (*FAILED_STATUSES, "CREATING")
"""Statuses an alert can have: failed, or being saved for too long."""

_EXAMPLE = "subscribe namespace=team-a -name~test"
_SPANS = "for 4h, for 30 min, for 2 days, until tomorrow or until it changes"
_ID = re.compile(r"#?([0-9A-Za-z][0-9A-Za-z-]{0,63})")
_BARE = re.compile(r"\d{1,6}(?:\.\d{1,4})?[a-z]{1,7}", re.ASCII | re.IGNORECASE)


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
        return Subscribe(_filters(marked, words[1:], alerted=True))
    if called == "unsubscribe":
        return _unsubscribe(marked, words)
    if called == "silence":
        return _silence(marked, words)
    reference = reference_in(text[words[0].end :])
    if called == "watch":
        return Watch(reference)
    if not reference:
        raise _which(marked, words[0], "why pytorch_1_8", None)
    return Why(reference)


def parse_filters(text: str) -> Query:
    """Read what follows ``subscribe``, from a form.

    Raises:
        GrammarError: As `read_alert_request`.
    """
    text = normalised(text)
    return _filters(Marked(text), tokens(text), alerted=True)


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


def _which(marked: Marked, word: Token, example: str, instead: str | None) -> Exception:
    return marked.wrong(
        "Which image?",
        word.start,
        len(word.text),
        hint=f"Write its id, name, name:tag or path, for example {example}.",
        instead=instead,
    )


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


def _silence(marked: Marked, words: list[Token]) -> SilenceRequest:
    subject, span = _split(marked, words)
    if not subject:
        raise _which(
            marked, words[0], "silence pytorch_1_8 for 4h", "silences" if len(words) == 1 else None
        )
    if is_search(marked.text, subject):
        return SilenceRequest(_filters(marked, subject, alerted=False), span)
    reference = reference_in(marked.text[subject[0].start : subject[-1].end])
    if not reference:
        raise _which(marked, subject[0], "silence pytorch_1_8 for 4h", None)
    return SilenceRequest(reference, span)


def _split(marked: Marked, words: list[Token]) -> tuple[list[Token], Span]:
    """What is to be silent, and how long."""
    for place in range(len(words) - 1, 0, -1):
        word = words[place].text.lower()
        if word not in {"for", "until"}:
            continue
        said = marked.text[words[place].end :]
        span = span_for(said) if word == "for" else span_until(said)
        if span is None and place == 1:
            break
        return words[1:place], _bounded(marked, words[place], span)
    last = words[-1]
    if len(words) > 2 and _BARE.fullmatch(last.text) and (span := span_for(last.text)):
        return words[1:-1], _bounded(marked, last, span)
    return words[1:], Span(assumed=True)


def _bounded(marked: Marked, word: Token, span: Span | None) -> Span:
    at, length = word.start, len(marked.text) - word.start
    if span is None:
        raise marked.wrong(
            "I cannot read how long.",
            at,
            length,
            hint=f"Write {_SPANS}. Quotes make the words part of a name.",
        )
    if span.kind is Span().kind and not MINUTE <= span.ms <= LONGEST:
        longest = f"for {LONGEST // DAY}d"
        raise marked.wrong(
            "A silence lasts a minute at least, and 30 days at most.",
            at,
            length,
            hint=f"Write {_SPANS}.",
            instead=longest if span.ms > LONGEST else "for 30min",
        )
    return span


def _filters(marked: Marked, words: list[Token], *, alerted: bool) -> Query:
    """A search without order and pages."""
    pieces = [(token, pair_of(token)) for token in joined(marked.text, words, groups=False)]
    for _, pair in pieces:
        parameter = parameter_called(pair.key) if pair else None
        if pair and parameter and not (alerted and parameter == "name_fuzzy_match"):
            raise marked.wrong(
                f"“{pair.key}” is for lists; alerts come one by one.",
                pair.at,
                len(pair.key) + pair.key_at - pair.at,
                hint=f"Leave it out. Filters say which images: {_EXAMPLE}",
            )
    query = read_query(marked.text, words, groups=False)
    if alerted and not _can_alert(query):
        raise _never(marked, pieces)
    return query


def _can_alert(query: Query) -> bool:
    terms = [term for term in query.conditions if term.field == "status"]
    return any(_holds(terms, status) for status in _ALERTED)


def _holds(terms: list[Condition], status: str) -> bool:
    image = Image(id="-", status=status)
    return all(condition_holds(image, term, 0) for term in terms)


def _never(marked: Marked, pieces: list[tuple[Token, Pair | None]]) -> Exception:
    token = [token for token, pair in pieces if _is_status(token, pair)][-1]
    return marked.wrong(
        "With this filter no alert could ever come.",
        token.start,
        len(token.text),
        hint="Alerts are about CREATE_FAILED and ERROR, and about CREATING when it takes too "
        "long. Without a status filter all of them come.",
    )


def _is_status(token: Token, pair: Pair | None) -> bool:
    if pair is not None:
        row = field_called(pair.key)
        return row is not None and row.name == "status"
    prefix = EXCLUDES.match(token.text)
    known = bare_filter(token.text[prefix.end() :] if prefix else token.text, groups=False)
    return known is not None and known[0] == "status" and not token.quoted
