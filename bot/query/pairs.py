"""Taking ``-key=value`` apart, and what a search can say beside conditions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.query.fields import field_called
from bot.query.lexer import Token
from bot.query.model import Op

PARAMETERS = (
    "limit",
    "offset",
    "page",
    "sort",
    "sort_key",
    "sort_dir",
    "name_fuzzy_match",
)
"""What a search can say beside conditions; the API's own names are among them."""

PARAMETER_ALIASES = {
    "order": "sort",
    "orderby": "sort",
    "order_by": "sort",
    "sortby": "sort",
    "sort_by": "sort",
    "sortkey": "sort_key",
    "rows": "limit",
    "per_page": "limit",
    "skip": "offset",
    "fuzzy": "name_fuzzy_match",
    "dir": "sort_dir",
    "direction": "sort_dir",
    "sortdir": "sort_dir",
}

_PAIR = re.compile(
    r"(--?|not\s+)?([A-Za-z][A-Za-z0-9_.-]*?)\s*(!=|>=|<=|!~|=|~|>|<|:)\s*(.*)",
    re.DOTALL | re.IGNORECASE,
)
_SPOKEN = re.compile(r"--([A-Za-z][A-Za-z0-9_.-]*)\s+(.+)", re.DOTALL)
_EXCLUDED_QUOTATION = re.compile(r"--?(\"[^\"]*\"|'(?:[^']|'(?![\s,]))*')")
_OPS = {":": Op.IS}


@dataclass(frozen=True, slots=True)
class Pair:
    """``-key=value`` taken apart.

    ``at``, ``key_at``, ``value_at``: where it, its key and its value start in the search.
    """

    key: str
    op: Op
    excluded: bool
    value: str
    at: int
    key_at: int
    value_at: int


def pair_of(token: Token) -> Pair | None:
    """Take a token apart; None if it is a word, a path, or a name with its tag."""
    if token.quoted:
        return None
    if (spoken := _SPOKEN.fullmatch(token.text)) is not None and is_known(spoken[1]):
        at = token.start
        key_at, value_at = at + spoken.start(1), at + spoken.start(2)
        return Pair(spoken[1], Op.IS, False, spoken[2], at, key_at, value_at)
    if (match := _PAIR.fullmatch(token.text)) is None:
        return None
    key, sign = match[2], match[3]
    if sign == ":" and not is_known(key):
        return None
    return Pair(
        key=key,
        op=_OPS.get(sign) or Op(sign),
        excluded=match[1] is not None and match[1] != "--",
        value=match[4],
        at=token.start,
        key_at=token.start + match.start(2),
        value_at=token.start + match.start(4),
    )


def excluded_quotation(token: Token) -> str | None:
    """The text of ``-"cuda 10"``; None if it is something else."""
    match = None if token.quoted else _EXCLUDED_QUOTATION.fullmatch(token.text)
    return match[1][1:-1] if match else None


def parameter_called(key: str) -> str | None:
    """The parameter of this name or alias, in any case."""
    word = key.lower().replace("-", "_")
    word = PARAMETER_ALIASES.get(word, word)
    return word if word in PARAMETERS else None


def is_known(key: str) -> bool:
    """Whether this is a field or a parameter."""
    return field_called(key) is not None or parameter_called(key) is not None
