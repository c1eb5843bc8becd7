"""What the commands about alerts share: a search that alerts can match, and a missing image."""

from __future__ import annotations

from bot.modelarts.models import FAILED_STATUSES, Image
from bot.query.fields import field_called
from bot.query.filters import condition_holds
from bot.query.joining import EXCLUDES, bare_filter, joined
from bot.query.lexer import Token
from bot.query.mistakes import Marked
from bot.query.model import Condition, Query
from bot.query.pairs import Pair, pair_of, parameter_called
from bot.query.reading import read_query

_ALERTED = (*FAILED_STATUSES, "CREATING")
"""Statuses an alert can have: failed, or being saved for too long."""

_EXAMPLE = "subscribe namespace=team-a -name~test"


def read_filters(marked: Marked, words: list[Token], *, fuzzy: bool) -> Query:
    """A search without order and pages, which some alert can match.

    Args:
        fuzzy: Whether ``fuzzy=no`` may stand there.

    Raises:
        GrammarError: With the place of the mistake and the way out.
    """
    pieces = [(token, pair_of(token)) for token in joined(marked.text, words, groups=False)]
    for _, pair in pieces:
        parameter = parameter_called(pair.key) if pair else None
        if pair and parameter and not (fuzzy and parameter == "name_fuzzy_match"):
            raise marked.wrong(
                f"“{pair.key}” is for lists; alerts come one by one.",
                pair.at,
                len(pair.key) + pair.key_at - pair.at,
                hint=f"Leave it out. Filters say which images: {_EXAMPLE}",
            )
    query = read_query(marked.text, words, groups=False)
    if not _can_alert(query):
        raise _never(marked, pieces)
    return query


def which_image(marked: Marked, word: Token, example: str, instead: str | None) -> Exception:
    """The error for a command without its image."""
    return marked.wrong(
        "Which image?",
        word.start,
        len(word.text),
        hint=f"Write its id, name, name:tag or path, for example {example}.",
        instead=instead,
    )


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
