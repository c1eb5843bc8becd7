"""Reading one ``key=value``: which field, which comparison, which values."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.errors import GrammarError
from bot.query.characters import composed
from bot.query.fields import FIELDS, Field, Kind, field_called, words_for
from bot.query.literals import Item, Literals
from bot.query.mistakes import Marked
from bot.query.model import Condition, Op
from bot.query.pairs import PARAMETERS, Pair
from bot.query.suggest import closest

_NEGATED = {Op.IS: Op.IS_NOT, Op.HAS: Op.HAS_NOT}
_ITEM = re.compile(r"\s*(?:\"([^\"]*)\"|'(.*?)'|([^,]*?))\s*(?=,|$)", re.DOTALL)
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
        literals = Literals(Marked(self.text))
        kept: dict[str, str] = {}
        for item in self._items(pair):
            for value in literals.read(row, op, item):
                kept.setdefault(value.lower(), value)
        values = tuple(kept.values())
        if op not in {Op.IS, Op.IS_NOT, Op.HAS, Op.HAS_NOT} and len(values) > 1:
            raise self.wrong(
                f"“{op.value}” compares with one value.", pair.value_at, len(pair.value)
            )
        return Condition(row.name, op, values)

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
                "A minus or “not” before the field excludes, so it goes with = or ~.",
                pair.at,
                pair.key_at + len(pair.key) - pair.at,
                hint=f"For example -{row.name}=… or -{row.name}~…",
            )
        return _NEGATED[op]

    def _items(self, pair: Pair) -> list[Item]:
        items: list[Item] = []
        position = 0
        while (match := _ITEM.match(pair.value, position)) is not None:
            group = match.lastindex or 3
            # No field of an image holds a double quote, and canonical texts need it.
            text = composed(match[group].replace('"', "").strip())
            at = pair.value_at + match.start(group) - (group < 3)
            if text:
                items.append(Item(text, at, group < 3))
            position = match.end() + 1
            if position > len(pair.value):
                break
        if not items:
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
        return items

    def _example(self, pair: Pair) -> str:
        row = field_called(pair.key)
        if row is None or not row.values:
            return f"{pair.key}=…"
        return f"{pair.key}={row.values[0]}"

    def wrong(
        self, message: str, at: int, length: int, *, hint: str = "", instead: str | None = None
    ) -> GrammarError:
        """The error at this place; with ``instead`` put there as its suggestion."""
        return Marked(self.text).wrong(message, at, length, hint=hint, instead=instead)
