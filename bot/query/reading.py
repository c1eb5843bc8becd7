"""From the tokens of a search to a query: words, quotations, conditions, parameters."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.query.characters import composed, straight
from bot.query.conditions import Reader
from bot.query.fields import FIELDS, field_called
from bot.query.joining import EXCLUDES, bare_filter, is_spoken, joined
from bot.query.lexer import Token
from bot.query.model import NAME, Condition, Op, Query
from bot.query.pairs import Pair, excluded_quotation, is_known, pair_of, parameter_called
from bot.query.parameters import Parameters

_SIGNS = frozenset("=~<>")
_UPPER = {Op.UNDER, Op.AT_MOST}
_LOWER = {Op.OVER, Op.AT_LEAST}


@dataclass(slots=True)
class _Parts:
    """What was read so far."""

    words: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    exact: str | None = None
    conditions: list[tuple[Condition, Pair | None, Token]] = field(default_factory=list)


def read_query(text: str, words: list[Token], *, groups: bool) -> Query:
    """Read the tokens of a search; ``text`` is the whole command, for errors to point into.

    Raises:
        GrammarError: At the first thing that cannot be read or fulfilled.
    """
    reader = Reader(text, groups)
    parameters = Parameters(reader)
    parts = _Parts()
    for token in joined(text, words, groups=groups):
        pair = pair_of(token)
        if pair is None:
            _word(reader, parts, token)
        elif (parameter := parameter_called(pair.key)) is not None:
            parameters.read(parameter, pair)
        elif (exact := _exact_name(pair)) is not None:
            _set_exact(reader, parts, exact, pair.value_at, len(pair.value))
        else:
            parts.conditions.append((reader.condition(pair), pair, token))
    _no_contradiction(reader, parts)
    return parameters.onto(_built(reader, parts, parameters))


def _word(reader: Reader, parts: _Parts, token: Token) -> None:
    if token.quoted:
        _quotation(reader, parts, token)
        return
    if (text := excluded_quotation(token)) is not None:
        _exclude(reader, parts, _inside(text), token)
        return
    if is_spoken(token):
        raise _spoken_mistake(reader, token)
    prefix = EXCLUDES.match(token.text)
    body = token.text[prefix.end() :] if prefix else token.text
    if (known := bare_filter(body, groups=reader.groups)) is not None:
        condition = Condition(known[0], Op.IS_NOT if prefix else Op.IS, known[1])
        parts.conditions.append((condition, None, token))
        return
    if not _SIGNS.isdisjoint(body):
        raise reader.wrong(
            f"I cannot read “{token.text}”.",
            token.start,
            len(token.text),
            hint="A sign stands between a field and a value: arch=arm. Quotes make it a text.",
        )
    lowered = composed(body.lower())
    if prefix:
        _exclude(reader, parts, lowered, token)
    elif lowered not in parts.words:
        parts.words.append(lowered)


def _spoken_mistake(reader: Reader, token: Token) -> Exception:
    """What is wrong with ``--key`` that is followed by nothing, or is no field."""
    key = token.text[2:]
    if not is_known(key):
        # Raises itself, with the field that was meant.
        reader.field(Pair(key, Op.IS, False, "", token.start, token.start + 2, token.end))
    return reader.wrong(f"“{key}” needs a value.", token.start, len(token.text))


def _exclude(reader: Reader, parts: _Parts, text: str, token: Token) -> None:
    if not text:
        raise _nothing(reader, token)
    parts.conditions.append((Condition("name", Op.HAS_NOT, (text,)), None, token))


def _nothing(reader: Reader, token: Token) -> Exception:
    return reader.wrong("There is nothing between the quotes.", token.start, len(token.text))


def _inside(text: str) -> str:
    """A quotation as it is searched for: no text of an image holds a double quote."""
    # Where a quote stood between blanks there would be two of them.
    plain = composed(" ".join(text.replace('"', "").split()).lower())
    # A name has no full-width signs, so with plain ones it is what was meant.
    name = straight(plain).lower()
    return name if NAME.fullmatch(name) else plain


def _quotation(reader: Reader, parts: _Parts, token: Token) -> None:
    inner = _inside(token.inner)
    if not inner:
        raise _nothing(reader, token)
    if NAME.fullmatch(inner):
        _set_exact(reader, parts, inner, token.start, len(token.text))
    elif inner not in parts.phrases:
        parts.phrases.append(inner)


def _exact_name(pair: Pair) -> str | None:
    row = field_called(pair.key)
    if row is None or row.name != "name" or pair.op is not Op.IS or pair.excluded:
        return None
    value = pair.value
    if len(value) < 3 or value[0] not in "\"'" or value.find(value[0], 1) != len(value) - 1:
        return None
    name = _inside(value[1:-1])
    return name if NAME.fullmatch(name) else None


def _set_exact(reader: Reader, parts: _Parts, name: str, at: int, length: int) -> None:
    if parts.exact is not None and parts.exact != name:
        raise reader.wrong(
            "An image has one name, and here are two in quotes.",
            at,
            length,
            hint="Leave the quotes off to search for words, or use name=a,b for either.",
        )
    parts.exact = name


def _no_contradiction(reader: Reader, parts: _Parts) -> None:
    """Refuse what no image can fulfil, at the second of the two."""
    seen: dict[tuple[str, str], Condition] = {}
    for condition, pair, token in parts.conditions:
        sense = _sense(condition)
        if sense is None:
            continue
        first = seen.setdefault((condition.field, sense), condition)
        if _alike(first, condition):
            continue
        at = pair.key_at if pair else token.start
        both = ",".join(dict.fromkeys((*first.values, *condition.values)))
        raise reader.wrong(
            f"“{FIELDS[condition.field].label}” is given twice.",
            at,
            len(token.text),
            hint=f"For either of them write {condition.field}={both}."
            if sense == "is"
            else "Give one bound on each side.",
        )


def _alike(left: Condition, right: Condition) -> bool:
    folded = [tuple(value.lower() for value in each.values) for each in (left, right)]
    return left.op is right.op and folded[0] == folded[1]


def _sense(condition: Condition) -> str | None:
    if condition.op is Op.IS and FIELDS[condition.field].single:
        return "is"
    if condition.op in _LOWER:
        return "lower"
    return "upper" if condition.op in _UPPER else None


def _built(reader: Reader, parts: _Parts, parameters: Parameters) -> Query:
    conditions = tuple(dict.fromkeys(condition for condition, _, _ in parts.conditions))
    query = Query(
        words=tuple(parts.words),
        phrases=tuple(parts.phrases),
        exact=parts.exact,
        conditions=conditions,
    )
    return _exactly(reader, query) if parameters.fuzzy is False else query


def _exactly(reader: Reader, query: Query) -> Query:
    """``name_fuzzy_match=false``: the name that is asked for is the whole name."""
    if query.exact is not None:
        return query
    for condition in query.conditions:
        if condition.field == "name" and condition.op is Op.HAS and len(condition.values) == 1:
            kept = tuple(other for other in query.conditions if other is not condition)
            exact = replace(query, exact=condition.values[0], conditions=kept)
            break
    else:
        words = tuple(word for word in query.words if word != query.name_word)
        exact = replace(query, exact=query.name_word, words=words)
    if exact.exact is None or not NAME.fullmatch(exact.exact):
        raise reader.wrong(
            "name_fuzzy_match=false needs a whole name.",
            0,
            1,
            hint="Add name=… with lower-case letters, digits, and any of . _ -",
        )
    return exact
