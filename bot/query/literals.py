"""The values of conditions: what a field can have, and how it is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.query.characters import composed
from bot.query.fields import Field, Kind
from bot.query.mistakes import Marked
from bot.query.model import NAME, Op
from bot.query.suggest import closest
from bot.query.values import age_text, date_text, size_interval

_COUNT = re.compile(r"[0-9]{1,15}")
_NAMESPACE = re.compile(r"[a-z][a-z0-9._-]{0,63}")
_WORKSPACE = re.compile(r"0|[0-9a-z]{32}")
_SCHEME = re.compile(r"(?:https?://)+")
_DAYS = {"today": "<1d", "yesterday": "<2d", "now": "<1h"}


@dataclass(frozen=True, slots=True)
class Item:
    """One value as it was typed, and where."""

    text: str
    at: int
    quoted: bool

    @property
    def length(self) -> int:
        """Characters it takes, with its quotes."""
        return len(self.text) + 2 * self.quoted


@dataclass(frozen=True, slots=True)
class Literals:
    """Reads values, and points at those a field cannot have."""

    marked: Marked

    def read(self, row: Field, op: Op, item: Item) -> tuple[str, ...]:
        """The value as conditions keep it; a synonym may stand for several.

        Raises:
            GrammarError: With what is allowed.
        """
        if row.kind in {Kind.CLOSED, Kind.WORDS}:
            return self._closed(row, op, item)
        if row.kind is Kind.TIME:
            return (self._time(row, op, item),)
        if row.kind is Kind.SIZE:
            return (self._size(item),)
        lowered = composed(item.text.lower())
        if row.kind is Kind.NUMBER and not _COUNT.fullmatch(lowered):
            raise self._refused(item, f"“{item.text}” is no number.", "Write it like 3.")
        if row.name == "swr_path":
            return (_SCHEME.sub("", lowered, count=1) or lowered,)
        self._allowed(row, op, item, lowered)
        # A namespace is compared in any case, but sent as it was typed.
        return (composed(item.text) if row.name == "namespace" else lowered,)

    def _allowed(self, row: Field, op: Op, item: Item, lowered: str) -> None:
        """What the reference says of values (ListImage, Table 2), where they may be sent."""
        if row.name == "name" and op is Op.HAS and not NAME.fullmatch(lowered):
            raise self._refused(
                item,
                f"“{item.text}” stands in no name.",
                "A name has letters, digits and any of . _ - in it. Without name= it is "
                "looked for in the description as well.",
            )
        if row.name == "namespace" and op is Op.IS and not _NAMESPACE.fullmatch(lowered):
            raise self._refused(
                item,
                f"“{item.text}” is no namespace.",
                "A namespace has up to 64 letters, digits and any of . _ - and begins with a "
                "letter. For a part of it use namespace~",
            )
        exactly = op in {Op.IS, Op.IS_NOT}
        if row.name == "workspace_id" and exactly and not _WORKSPACE.fullmatch(lowered):
            raise self._refused(
                item,
                f"“{item.text}” is no workspace.",
                "A workspace is 0, or an id of 32 digits and letters from a to z.",
            )

    def _refused(self, item: Item, message: str, hint: str) -> Exception:
        return self.marked.wrong(message, item.at, item.length, hint=hint)

    def _size(self, item: Item) -> str:
        if size_interval(item.text) is None:
            hint = "Write it like 5GB, 1.5 GB or 800MB."
            raise self._refused(item, f"“{item.text}” is no size.", hint)
        return item.text.replace(" ", "").upper()

    def _time(self, row: Field, op: Op, item: Item) -> str:
        text = item.text.lower()
        if (age := age_text(text)) is not None:
            if op in {Op.IS, Op.IS_NOT}:
                hint = f"updated<{age} is in the last {age}, updated>{age} before."
                raise self._refused(item, "An age needs > or <.", hint)
            return age
        if (date := date_text(text)) is not None:
            return date
        hint = "Write an age like 7d, 12h or 3mo, or a date (UTC) like 2026-01-15."
        if text in _DAYS:
            since = f"{row.label}{_DAYS[text]}"
            hint = f"For what is newer write {since}, or give a date (UTC) like 2026-01-15."
        raise self._refused(item, f"“{item.text}” is neither an age nor a date.", hint)

    def _closed(self, row: Field, op: Op, item: Item) -> tuple[str, ...]:
        text = composed(item.text.upper())
        if op in {Op.HAS, Op.HAS_NOT}:
            return (text,)
        lowered = item.text.lower().replace(" ", "_")
        meant = row.synonyms.get(lowered) or row.synonyms.get(lowered.replace("_", "-"))
        upper = lowered.upper().replace("-", "_")
        if meant or upper in row.values:
            return meant or (upper,)
        if row.name == "type" and lowered in {"all", "any"}:
            return row.values
        if item.quoted and row.name != "type":
            return (text,)
        near = closest(lowered, (*row.values, *row.synonyms))
        instead = near[0] if near else None
        if instead is not None and instead.upper() in row.values:
            instead = instead.upper()
        anyway = "" if row.name == "type" else " Quotes search for another word all the same."
        raise self.marked.wrong(
            f"“{item.text}” is no value of {row.name}.",
            item.at,
            item.length,
            hint=f"Values: {', '.join(row.values)}.{anyway}",
            instead=instead,
        )
