"""What one person sees of the workspace, as ``bot/demo/web/src/wire.ts`` has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.demo.playground.typed import BUILT_IN
from bot.demo.workspace import U_BOT, Change, Channel, User, Workspace
from bot.slack.manifest import manifest

NEWEST = 200
"""Messages of each channel that a page begins with."""

_KINDS = {"view": "shown", "closed": "closed"}
_SHOWN_OF_USER = ("id", "name", "real_name", "is_bot")

Json = dict[str, Any]


def seen_change(workspace: Workspace, user: str, change: Change) -> tuple[str, Json] | None:
    """The event a change is for one person; None if they cannot see it.

    Returns:
        The event's name, ``message`` or ``view``, and its data.
    """
    item = change.item
    if change.kind in _KINDS:
        mine = item["user"] == user
        return ("view", {"kind": _KINDS[change.kind], "view": item}) if mine else None
    channel = workspace.channels.get(item["channel"])
    if channel is None or not sees_message(channel, user, item):
        return None
    return "message", {"kind": change.kind, "message": item}


def sees_message(channel: Channel, user: str, message: Mapping[str, Any]) -> bool:
    """Whether a person sees a message of this channel."""
    return user in channel.members and message["visible_to"] in {None, user}


def people(workspace: Workspace) -> list[str]:
    """Everybody one can be, by id."""
    return [user.id for user in workspace.users.values() if not user.is_bot]


def user_rows(workspace: Workspace) -> list[Json]:
    """Everybody, the bots too."""
    return [
        {name: getattr(user, name) for name in _SHOWN_OF_USER} for user in workspace.users.values()
    ]


def channel_rows(workspace: Workspace, user: str) -> list[Json]:
    """The channels a person can know of: theirs, and the public ones they are not in."""
    return [
        {
            "id": channel.id,
            "name": _name(workspace, channel, user),
            "kind": channel.kind,
            "is_member": user in channel.members,
            "has_bot": U_BOT in channel.members,
            "archived": channel.archived,
        }
        for channel in workspace.channels.values()
        if user in channel.members or channel.kind == "public"
    ]


def message_rows(workspace: Workspace, user: str, since: str) -> Iterator[Mapping[str, Any]]:
    """What a page shows that was loaded at a moment: the newest of each channel, oldest first.

    Messages only for one person do not outlive the page on which they came: of those, only what
    came after it was loaded.  The rows are the workspace's own, only to be read.

    Args:
        since: The newest ``ts`` when the page was loaded.
    """
    for channel in workspace.channels.values():
        if user in channel.members:
            rows = workspace.public_rows(channel.id, also=user)
            shown = [row for row in rows if row["visible_to"] is None or row["ts"] > since]
            yield from shown[-NEWEST:]


def shows_view(owner: str | None, page: str | None) -> bool:
    """Whether a page shows a modal: one that it asked for, or of which nobody knows who did.

    Args:
        owner: The page that asked for the modal.
        page: None for one that does not say which it is, which sees all.
    """
    return owner is None or page is None or owner == page


def command_rows() -> list[Json]:
    """The slash commands that the app's manifest declares, then Slack's own."""
    commands = manifest(url=None)["features"]["slash_commands"]
    names = ("command", "description", "usage_hint")
    declared = [{name: row.get(name, "") for name in names} for row in commands]
    return [*declared, *(dict(zip(names, row, strict=True)) for row in BUILT_IN)]


def person(workspace: Workspace, user: str) -> User | None:
    """Somebody one can be; None for bots and strangers."""
    found = workspace.users.get(user)
    return None if found is None or found.is_bot else found


def _name(workspace: Workspace, channel: Channel, user: str) -> str:
    """Direct messages go by the name of whom they are with."""
    if channel.kind != "im":
        return channel.name
    others = sorted(channel.members - {user})
    return workspace.users[others[0]].name if others else channel.name
