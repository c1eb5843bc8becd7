"""Putting together what blanks have torn apart, and taking apart what commas hold together."""

from __future__ import annotations

import re
from collections import deque

from bot.query.characters import unquoted
from bot.query.fields import BARE_WORDS, FIELDS, Kind, field_called
from bot.query.lexer import Token, quotations
from bot.query.model import Op
from bot.query.pairs import Pair, excluded_quotation, is_known, pair_of, parameter_called
from bot.query.values import is_unit

DIRECTIONS = {"asc": False, "ascending": False, "desc": True, "descending": True}
"""Words after a field to sort by, and whether the largest comes first."""

SORTING = frozenset({"sort", "sort_key"})

EXCLUDES = re.compile(r"--?|not\s+", re.IGNORECASE)

_LISTS = {Op.IS, Op.IS_NOT, Op.HAS, Op.HAS_NOT}
_NUMBER = re.compile(r"(?:^|.*,)\s*[0-9]+(?:\.[0-9]+)?")
_DAY = re.compile(r"(?:^|.*,)\s*[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}")
_HOUR = re.compile(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2})?z?", re.IGNORECASE)
_APART = re.compile(r"[\s,]+")
_LOOSE_QUOTE = re.compile(r"\"|(?<!\w)'|'(?!\w)")
_SCHEME = re.compile(r"(?:https?://)+", re.IGNORECASE)


def joined(text: str, words: list[Token], *, groups: bool) -> list[Token]:
    """The tokens of a search, each a quotation, a pair, a filter word or a word.

    A token that is put together still has the blanks of ``text``, so that places stay right.
    """
    rest = deque(words)
    found: list[Token] = []
    while rest:
        token = _grown(text, rest, groups=groups)
        pieces = [token] if _stands(token, groups=groups) else _pieces(token)
        if len(pieces) == 1 and pieces[0].text == token.text:
            found.append(token)
            continue
        if pieces and pieces[0].text.lower() == "not":
            # `not,` is the word: the canonical text writes it so before a filter.
            found.append(pieces.pop(0))
        rest.extendleft(reversed(pieces))
    return found


def bare(word: str) -> str:
    """A word without what was copied along: formatting, lone quotes, ``https://``."""
    before = ""
    while word != before:
        word, before = _LOOSE_QUOTE.sub("", word).strip("*:"), word
        word = unquoted(_SCHEME.sub("", word, count=1) if _SCHEME.match(word) else word)
    return word


def bare_filter(text: str, *, groups: bool) -> tuple[str, tuple[str, ...]] | None:
    """Field and values of ``arm`` or ``arm,x86``; None unless all are filters of one field."""
    words = [word.strip(" *:").lower() for word in text.split(",") if word.strip()]
    known = [BARE_WORDS.get(word) for word in words]
    fields = {row[0] if row else None for row in known}
    if len(fields) != 1 or None in fields:
        return None
    field = next(row[0] for row in known if row)
    if groups and not FIELDS[field].groups:
        return None
    return field, tuple(dict.fromkeys(value for row in known if row for value in row[1]))


def is_spoken(token: Token) -> bool:
    """Whether it is ``--key``, whose value is the next word."""
    return not token.quoted and re.match(r"--[^\s\"'-]", token.text) is not None


def _span(text: str, first: Token, last: Token) -> Token:
    return Token(text[first.start : last.end], first.start, quoted=False)


def _grown(text: str, rest: deque[Token], *, groups: bool) -> Token:
    token = rest.popleft()
    if token.quoted or not rest:
        return token
    if token.text.lower() == "not":
        following = _grown(text, rest, groups=groups)
        if _can_be_excluded(following, groups=groups):
            return _span(text, token, following)
        rest.appendleft(following)
        return token
    if is_known(token.text) and rest[0].text.startswith(":"):
        token = _span(text, token, rest.popleft())
    pair = pair_of(token)
    lacks = pair is not None and not pair.value and ":" in token.text
    speaks = is_spoken(token) and is_known(token.text[2:])
    if rest and (speaks or (lacks and not _is_pair(rest[0]))):
        token = _span(text, token, rest.popleft())
    while rest and _belongs(token, rest[0]):
        token = _span(text, token, rest.popleft())
    return token


def _can_be_excluded(token: Token, *, groups: bool) -> bool:
    if token.quoted or is_spoken(token):
        return False
    if (pair := pair_of(token)) is not None:
        return not pair.excluded and parameter_called(pair.key) is None
    return bare_filter(token.text, groups=groups) is not None


def _is_pair(token: Token) -> bool:
    text = token.text.lstrip(",")
    return is_spoken(token) or pair_of(Token(text, token.start, token.quoted)) is not None


def _belongs(token: Token, following: Token) -> bool:
    """Whether the next token continues this one."""
    pair = pair_of(token)
    if token.text.endswith(",") or following.text.startswith(","):
        if _is_pair(following):
            return False
        if pair is not None:
            return _takes_lists(pair)
        quoted = following.quoted or excluded_quotation(following) or excluded_quotation(token)
        return not (quoted or is_spoken(token))
    if pair is None or following.quoted:
        return False
    word = following.text.lower().rstrip(",")
    if parameter_called(pair.key) in SORTING:
        return word in DIRECTIONS and pair.value.lower().split()[-1:] != [word]
    row = field_called(pair.key)
    return row is not None and _measures(row.kind, pair.value, word)


def _measures(kind: Kind, value: str, word: str) -> bool:
    """Whether ``5`` goes on with ``GB``, ``3`` with ``days``, and a day with its hour."""
    if kind not in {Kind.SIZE, Kind.TIME}:
        return False
    if _NUMBER.fullmatch(value):
        return is_unit(kind, word)
    if kind is Kind.SIZE:
        return False
    if word == "ago":
        return not value.lower().endswith("ago")
    return bool(_DAY.fullmatch(value) and _HOUR.fullmatch(word))


def _takes_lists(pair: Pair) -> bool:
    parameter = parameter_called(pair.key)
    return pair.op in _LISTS and (parameter is None or parameter in SORTING)


def _stands(token: Token, *, groups: bool) -> bool:
    """Whether the token is read as it is."""
    whole = token.quoted or excluded_quotation(token) is not None
    if whole or is_spoken(token) or pair_of(token) is not None:
        return True
    prefix = EXCLUDES.match(token.text)
    body = token.text[prefix.end() :] if prefix else token.text
    return bare_filter(body, groups=groups) is not None


def _pieces(token: Token) -> list[Token]:
    """The words between commas; a minus before the first is for all of them."""
    dashes = len(token.text) - len(token.text.lstrip("-"))
    found: list[Token] = []
    for start, end, quoted in _between_commas(token.text, dashes):
        text, at = token.text[start:end], token.start + start
        words = [text] if quoted else filter(None, _APART.split(bare(text)))
        for word in words:
            piece = Token(word, at + max(0, text.find(word)), quoted)
            if dashes and not _is_pair(piece):
                piece = Token(f"-{word}", piece.start - 1, quoted=False)
            found.append(piece)
    return found


def _between_commas(text: str, start: int) -> list[tuple[int, int, bool]]:
    """Where pieces start and end from ``start`` on, and whether they are quotations."""
    spans = quotations(text)
    inside = {at for first, last in spans for at in range(first, last)}
    found: list[tuple[int, int, bool]] = []
    for at in range(start, len(text) + 1):
        if at < len(text) and (text[at] not in ", " or at in inside):
            continue
        if at > start:
            found.append((start, at, (start, at) in spans))
        start = at + 1
    return found
