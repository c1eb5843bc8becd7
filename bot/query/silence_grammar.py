"""``silence``: what is to be quiet, and how long.  See docs/search.md."""

from __future__ import annotations

import re

from bot.query.alert_filters import read_filters, which_image
from bot.query.lexer import Token
from bot.query.mistakes import Marked
from bot.query.model import Query
from bot.query.referring import is_everything, is_search, only_filters, reference_in
from bot.query.requests import SilenceRequest
from bot.query.spans import (
    DAY,
    LONGEST,
    MINUTE,
    UNTIL_CHANGE,
    Span,
    SpanKind,
    span_for,
    span_until,
)

_SPANS = "for 4h, for 30 min, for 2 days, until tomorrow or until it changes"
_BARE = re.compile(r"\d{1,6}(?:\.\d{1,4})?[a-z]{1,7}", re.ASCII | re.IGNORECASE)
_EXAMPLE = "silence pytorch_1_8 for 4h"


def read_silence(marked: Marked, words: list[Token]) -> SilenceRequest:
    """Read ``silence …``; ``words`` are the tokens of the whole text.

    Raises:
        GrammarError: With the place of the mistake and the way out.
    """
    if len(words) == 1:
        raise which_image(marked, words[0], _EXAMPLE, "silences")
    subject, span, ending = _split(marked, words)
    if not subject or is_everything(_said(marked, subject)):
        return SilenceRequest(Query(), _timed(marked, span, ending))
    if is_search(marked.text, subject) or only_filters(marked.text, subject):
        query = read_filters(marked, subject, fuzzy=False)
        return SilenceRequest(query, _timed(marked, span, ending))
    reference = reference_in(_said(marked, subject))
    if not reference:
        raise which_image(marked, subject[0], _EXAMPLE, None)
    return SilenceRequest(reference, span)


def _said(marked: Marked, subject: list[Token]) -> str:
    return marked.text[subject[0].start : subject[-1].end]


def _split(marked: Marked, words: list[Token]) -> tuple[list[Token], Span, Token]:
    """What is to be silent, how long, and the word with which that begins."""
    for place in range(len(words) - 1, 0, -1):
        word = words[place].text.lower()
        if word not in {"for", "until"}:
            continue
        said = marked.text[words[place].end :]
        if place == 1 and not said.strip():
            break
        span = span_for(said) if word == "for" else span_until(said)
        return words[1:place], _bounded(marked, words[place], span), words[place]
    last = words[-1]
    if len(words) > 2 and _BARE.fullmatch(last.text) and (span := span_for(last.text)):
        return words[1:-1], _bounded(marked, last, span), last
    return words[1:], Span(assumed=True), last


def _bounded(marked: Marked, word: Token, span: Span | None) -> Span:
    at, length = word.start, len(marked.text) - word.start
    if span is None:
        raise marked.wrong(
            "I cannot read how long.",
            at,
            length,
            hint=f"Write {_SPANS}. No other hour or day can be named. "
            "Quotes make the words part of a name.",
        )
    if span.kind is SpanKind.TIME and not MINUTE <= span.ms <= LONGEST:
        longest = f"for {LONGEST // DAY}d"
        raise marked.wrong(
            "A silence lasts a minute at least, and 30 days at most.",
            at,
            length,
            hint=f"Write {_SPANS}.",
            instead=longest if span.ms > LONGEST else "for 30min",
        )
    return span


def _timed(marked: Marked, span: Span, ending: Token) -> Span:
    """How long a silence of many images lasts: they have no one status that could change."""
    if span == UNTIL_CHANGE:
        raise marked.wrong(
            "Only a silence of one image can last until it changes.",
            ending.start,
            len(marked.text) - ending.start,
            hint="Say for how long, for example for 4h or until tomorrow.",
            instead="for 4h",
        )
    return span
