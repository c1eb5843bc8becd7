"""What a person's own Slack keeps until something is sent: choices made, options offered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Spot = tuple[str, str, str, str]
"""Person, surface (see `bot.demo.slack.surfaces`), ``block_id`` and ``action_id``.

A message or view that is drawn anew keeps what was chosen in it as long as both ids stay."""

Option = dict[str, Any]
MAX_KEPT = 1000
"""Places of which something is kept, and options of one place; the oldest are forgotten."""


@dataclass(slots=True)
class Drafts:
    """Choices and offers of everybody, by place."""

    _chosen: dict[Spot, tuple[str, object]] = field(default_factory=dict)
    _offered: dict[Spot, dict[str, Option]] = field(default_factory=dict)

    def keep(self, spot: Spot, kind: str, choice: object) -> None:
        """Remember what was chosen there.

        Args:
            kind: The element's type; one of another kind in its place knows nothing of it.
        """
        self._chosen[spot] = kind, choice
        _forget_oldest(self._chosen)

    def chosen(self, spot: Spot, kind: str, otherwise: object) -> object:
        """What was last chosen there, or what the app itself wrote into it."""
        held, choice = self._chosen.get(spot, ("", None))
        return choice if held == kind else otherwise

    def offer(self, spot: Spot, options: Iterable[Mapping[str, Any]]) -> None:
        """Remember what the app offered there; earlier offers stay good, up to `MAX_KEPT`."""
        seen = self._offered.setdefault(spot, {})
        for option in options:
            seen[str(option.get("value", option["text"]["text"]))] = dict(option)
        _forget_oldest(seen)
        _forget_oldest(self._offered)

    def offered(self, spot: Spot) -> list[Option]:
        """Everything the app offered there."""
        return list(self._offered.get(spot, {}).values())


def _forget_oldest(rows: dict[Any, Any]) -> None:
    while len(rows) > MAX_KEPT:
        del rows[next(iter(rows))]
