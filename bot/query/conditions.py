"""Reading one ``key=value``: which field, which comparison, which values."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.errors import GrammarError
from bot.query.fields import FIELDS, Field, Kind, field_called, words_for
from bot.query.model import Condition, Op
from bot.query.pairs import PARAMETERS, Pair
from bot.query.suggest import closest
from bot.query.values import age_ms, date_interval, size_interval

_NEGATED = {Op.IS: Op.IS_NOT, Op.HAS: Op.HAS_NOT}
_ITEM = re.compile(r"\"([^\"]*)\"|'([^']*)'|([^,]*)")
_COUNT = re.compile(r"[0-9]{1,15}")
_MOST_VALUES = 50


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the pairs of one search, and points into its text when one is wrong.

    ``text``: the whole normalised command.  ``groups``: rows are groups of images.
    """

    text: str
    groups: bool

    def condition(self, pair: Pair) -> Condition:
        """Read one condition.

        Raises:
            GrammarError: For an unknown field, a value it cannot have, a comparison it cannot do.
        """
        row = self.field(pair)
        op = self._op(pair, row)
        values: list[str] = []
        for text, at, quoted in self._items(pair):
            values += self._value(row, op, text, at, quoted=quoted)
        if op not in {Op.IS, Op.IS_NOT, Op.HAS, Op.HAS_NOT} and len(values) > 1:
            raise self.wrong(
                f"“{op.value}” compares with one value.", pair.value_at, len(pair.value)
            )
        return Condition(row.name, op, tuple(dict.fromkeys(values)))

    def field(self, pair: Pair) -> Field:
        """The field a pair names."""
        row = field_called(pair.key)
        if row is not None and (row.groups if self.groups else row.images):
            return row
        if row is not None:
            what = "Groups of images have" if self.groups else "Images have"
            raise self.wrong(
                f"{what} no field “{pair.key}”.",
                pair.key_at,
                len(pair.key),
                hint=self._field_hint(),
            )
        near = closest(pair.key.replace("-", "_"), (*words_for(groups=self.groups), *PARAMETERS))
        raise self.wrong(
            f"I do not know the field “{pair.key}”.",
            pair.key_at,
            len(pair.key),
            hint=self._field_hint(),
            instead=near[0] if near else None,
        )

    def _field_hint(self) -> str:
        rows = [row.name for row in FIELDS.values() if (row.groups if self.groups else row.images)]
        return f"Fields: {', '.join(rows[:10])} and more: see help fields."

    def _op(self, pair: Pair, row: Field) -> Op:
        op = pair.op
        if row.name == "name":
            # The API's own `name` is a part of it unless it is told otherwise.
            op = {Op.IS: Op.HAS, Op.IS_NOT: Op.HAS_NOT}.get(op, op)
        measured = row.kind in {Kind.SIZE, Kind.TIME, Kind.NUMBER}
        if measured and op in {Op.HAS, Op.HAS_NOT}:
            op = {Op.HAS: Op.IS, Op.HAS_NOT: Op.IS_NOT}[op]
        ordered = op in {Op.OVER, Op.AT_LEAST, Op.UNDER, Op.AT_MOST}
        if ordered and not measured:
            raise self.wrong(
                f"“{row.label}” cannot be compared with “{op.value}”.",
                pair.key_at,
                len(pair.key),
                hint=f"Use {row.name}= or {row.name}~ for a part of it.",
            )
        if not pair.excluded:
            return op
        if op not in _NEGATED:
            raise self.wrong(
                "A minus before the field excludes, so it goes with = or ~.",
                pair.key_at - 1,
                len(pair.key) + 1,
                hint=f"For example -{row.name}=… or -{row.name}~…",
            )
        return _NEGATED[op]

    def _items(self, pair: Pair) -> list[tuple[str, int, bool]]:
        items: list[tuple[str, int, bool]] = []
        position = 0
        while position <= len(pair.value):
            match = _ITEM.match(pair.value, position)
            if match is None:
                break
            quoted = match[3] is None
            text = (match[1] or match[2] or "") if quoted else match[3]
            if not quoted and text == "" and pair.value not in {"", ","}:
                position = match.end() + 1
                continue
            items.append((text.strip(), pair.value_at + match.start(), quoted))
            position = match.end() + 1
        if not any(text for text, _, _ in items):
            raise self.wrong(
                f"“{pair.key}” needs a value.",
                pair.key_at,
                len(pair.key),
                hint=f"For example {self._example(pair)}.",
            )
        if len(items) > _MOST_VALUES:
            raise self.wrong(
                f"That are {len(items)} values for one field.",
                pair.value_at,
                len(pair.value),
                hint=f"Up to {_MOST_VALUES} are possible.",
            )
        return [item for item in items if item[0]]

    def _example(self, pair: Pair) -> str:
        row = field_called(pair.key)
        if row is None or not row.values:
            return f"{pair.key}=…"
        return f"{pair.key}={row.values[0]}"

    def _value(self, row: Field, op: Op, text: str, at: int, *, quoted: bool) -> tuple[str, ...]:
        if row.kind in {Kind.CLOSED, Kind.WORDS}:
            return self._closed(row, op, text, at, quoted=quoted)
        lowered = text.lower()
        if row.kind is Kind.TIME:
            return (self._time(op, lowered, at),)
        if row.kind is Kind.SIZE and size_interval(lowered) is None:
            raise self.wrong(
                f"“{text}” is no size.", at, len(text), hint="Write it like 5GB, 1.5 GB or 800MB."
            )
        if row.kind is Kind.NUMBER and not _COUNT.fullmatch(lowered):
            raise self.wrong(f"“{text}” is no number.", at, len(text), hint="Write it like 3.")
        return (lowered.replace(" ", "").upper() if row.kind is Kind.SIZE else lowered,)

    def _time(self, op: Op, text: str, at: int) -> str:
        compact = text.replace(" ", "")
        if age_ms(compact) is not None:
            if op in {Op.IS, Op.IS_NOT}:
                raise self.wrong(
                    "An age needs > or <.",
                    at,
                    len(text),
                    hint=f"updated<{compact} is in the last {compact}, updated>{compact} before.",
                )
            return compact
        if date_interval(text) is None:
            raise self.wrong(
                f"“{text}” is neither an age nor a date.",
                at,
                len(text),
                hint="Write an age like 7d, 12h or 3mo, or a date (UTC) like 2026-01-15.",
            )
        return text

    def _closed(self, row: Field, op: Op, text: str, at: int, *, quoted: bool) -> tuple[str, ...]:
        lowered = text.lower().replace(" ", "_")
        if op in {Op.HAS, Op.HAS_NOT}:
            return (text.upper(),)
        meant = row.synonyms.get(lowered) or row.synonyms.get(lowered.replace("_", "-"))
        upper = lowered.upper().replace("-", "_")
        if meant or upper in row.values:
            return meant or (upper,)
        if row.name == "type" and lowered in {"all", "any"}:
            return row.values
        if quoted and row.name != "type":
            return (text.upper(),)
        near = closest(lowered, (*row.values, *row.synonyms))
        known = ", ".join(row.values)
        anyway = "" if row.name == "type" else " Quotes search for another word all the same."
        raise self.wrong(
            f"“{text}” is no value of {row.name}.",
            at,
            len(text) + 2 * quoted,
            hint=f"Values: {known}.{anyway}",
            instead=(near[0].upper() if near[0].upper() in row.values else near[0])
            if near
            else None,
        )

    def wrong(
        self, message: str, at: int, length: int, *, hint: str = "", instead: str | None = None
    ) -> GrammarError:
        """The error at this place; with ``instead`` put there as its suggestion."""
        at, length = max(0, at), max(1, length)
        suggestion = None
        if instead is not None:
            suggestion = f"{self.text[:at]}{instead}{self.text[at + length :]}"
        return GrammarError(
            message, text=self.text, position=at, length=length, hint=hint, suggestion=suggestion
        )
