"""What a person's own Slack keeps until something is sent: choices made, options offered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Spot = tuple[str, str, str, str]
"""Person, surface (see `bot.demo.slack.surfaces`), ``block_id`` and ``action_id``.

A message or view that is drawn anew keeps what was chosen in it as long as both ids stay."""

Option = dict[str, Any]


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

    def chosen(self, spot: Spot, kind: str, otherwise: object) -> object:
        """What was last chosen there, or what the app itself wrote into it."""
        held, choice = self._chosen.get(spot, ("", None))
        return choice if held == kind else otherwise

    def offer(self, spot: Spot, options: Iterable[Mapping[str, Any]]) -> None:
        """Remember what the app offered there; earlier offers stay good."""
        seen = self._offered.setdefault(spot, {})
        for option in options:
            seen[str(option.get("value", option["text"]["text"]))] = dict(option)

    def offered(self, spot: Spot) -> list[Option]:
        """Everything the app ever offered there."""
        return list(self._offered.get(spot, {}).values())
