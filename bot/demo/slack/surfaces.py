"""Where controls stand, as one person sees them: a message, a modal, a Home tab."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.demo.blockkit.content import Element, elements
from bot.demo.slack.chat import shown
from bot.demo.workspace import Channel, User, Workspace

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Surface:
    """A message or a view that a person can press something in.

    ``id``: of the view, or channel and ``ts`` of the message; never the same for two.
    ``channel``: where the message stands; None for a view.
    """

    id: str
    item: Mapping[str, Any]
    channel: Channel | None = None

    @property
    def controls(self) -> list[tuple[dict[str, Any], Element]]:
        """Every interactive element with its block."""
        return list(elements(self.item.get("blocks") or []))

    def named(self, state: Values) -> dict[str, Any]:
        """How a payload says where it comes from.

        An ephemeral message is named only by its container; a view comes whole, with the state.
        """
        if self.channel is None:
            own = {"type": "view", "view_id": self.id}
            return {"container": own, "view": whole_view(self.item, state)}
        container: dict[str, Any] = {
            "type": "message",
            "message_ts": self.item["ts"],
            "channel_id": self.channel.id,
            "is_ephemeral": bool(self.item["is_ephemeral"]),
        }
        if "thread_ts" in self.item:
            container["thread_ts"] = self.item["thread_ts"]
        named: dict[str, Any] = {
            "container": container,
            "channel": {"id": self.channel.id, "name": self.channel.name},
        }
        if not self.item["is_ephemeral"]:
            named["message"] = shown(self.item)
        return named


def whole_view(view: Mapping[str, Any], state: Values) -> dict[str, Any]:
    """A view as payloads carry it."""
    own = {name: part for name, part in view.items() if name != "user"}
    return {**own, "state": {"values": state}}


def surface(workspace: Workspace, person: User, place: Mapping[str, Any]) -> Surface:
    """What a person sees of a message or view right now.

    Args:
        place: A message (``channel`` and ``ts``) or a view (``id``), maybe as it once was.

    Raises:
        LookupError: They do not see it, or another modal lies over it.
    """
    if "ts" not in place:
        return _view(workspace, person, str(place["id"]))
    channel = workspace.channels.get(str(place["channel"]))
    if channel is not None:
        for row in workspace.seen_by(person.id, channel.id):
            if row["ts"] == place["ts"]:
                return Surface(f"{channel.id} {row['ts']}", row, channel)
    raise LookupError(f"{person.name} does not see this message (any more).")


def open_modal(workspace: Workspace, person: User, name: str) -> dict[str, Any]:
    """The modal on top of a person's stack.

    Raises:
        LookupError: They have no such modal open, or another one lies over it.
    """
    names = modals_of(workspace, person.id)
    if name not in names:
        raise LookupError(f"{person.name} has no such modal open (any more).")
    if name != names[-1]:
        raise LookupError("Another modal lies over this one.")
    return workspace.views[name]


def modals_of(workspace: Workspace, user: str) -> list[str]:
    """The ids of a person's open modals, the lowest first."""
    rows = workspace.views.items()
    return [name for name, row in rows if row["user"] == user and row["type"] == "modal"]


def home_of(workspace: Workspace, user: str) -> dict[str, Any] | None:
    """A person's Home tab, if one was published."""
    rows = workspace.views.values()
    return next((row for row in rows if row["user"] == user and row["type"] == "home"), None)


def _view(workspace: Workspace, person: User, name: str) -> Surface:
    home = home_of(workspace, person.id)
    if home is not None and home["id"] == name:
        return Surface(name, home)
    return Surface(name, open_modal(workspace, person, name))
