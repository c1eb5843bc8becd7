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
    "rows": "limit",
    "fuzzy": "name_fuzzy_match",
    "dir": "sort_dir",
}

_PAIR = re.compile(r"(--?)?([A-Za-z][A-Za-z0-9_.-]*?)(!=|>=|<=|!~|=|~|>|<|:)(.*)", re.DOTALL)
_OPS = {":": Op.IS}


@dataclass(frozen=True, slots=True)
class Pair:
    """``-key=value`` taken apart.  ``value_at``: where the value starts in the search."""

    key: str
    op: Op
    excluded: bool
    value: str
    key_at: int
    value_at: int


def pair_of(token: Token) -> Pair | None:
    """Take a token apart; None if it is a word, a path, or a name with its tag."""
    if token.quoted or (match := _PAIR.fullmatch(token.text)) is None:
        return None
    key, sign = match[2], match[3]
    if sign == ":" and not is_known(key):
        return None
    return Pair(
        key=key,
        op=_OPS.get(sign) or Op(sign),
        excluded=match[1] == "-",
        value=match[4],
        key_at=token.start + match.start(2),
        value_at=token.start + match.start(4),
    )


def parameter_called(key: str) -> str | None:
    """The parameter of this name or alias, in any case."""
    word = key.lower().replace("-", "_")
    word = PARAMETER_ALIASES.get(word, word)
    return word if word in PARAMETERS else None


def is_known(key: str) -> bool:
    """Whether this is a field or a parameter."""
    return field_called(key) is not None or parameter_called(key) is not None
