"""What a Slack client makes of typed text before anybody else sees it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from bot.demo.blockkit.mentions import escaped
from bot.demo.workspace import U_BOT, Workspace

Move = Literal["invite", "kick", "archive", "unarchive"]
BUILT_IN = (
    ("/invite", "Invite the bot to this channel", "@imagebot"),
    ("/remove", "Remove the bot from this channel", "@imagebot"),
)
"""Slack's own commands that the page knows: name, description and hint."""

_MOVES: Mapping[str, Move] = {"/invite": "invite", "/remove": "kick", "/kick": "kick"}
_NAMED = re.compile(r"(?<![\w@#&])[@#][\w.-]*\w")
_LINES: Mapping[Move, tuple[str, str]] = {
    "invite": ("channel_join", "was added to {channel} by {person}."),
    "kick": ("channel_leave", "was removed from {channel} by {person}."),
    "archive": ("channel_archive", "archived {channel}. Nobody can write in it any more."),
    "unarchive": ("channel_unarchive", "brought {channel} back."),
}


def moving(command: str) -> Move | None:
    """What one of Slack's own commands does to the bot's membership; None for any other."""
    return _MOVES.get(command.lower())


def names_the_bot(text: str, workspace: Workspace) -> bool:
    """Whether a command is about the bot and nobody else, with or without the ``@``."""
    return text.strip().lower().removeprefix("@") == workspace.users[U_BOT].name


def line_of(move: Move, channel: str, person: str) -> dict[str, object]:
    """The message by which a channel is told who came and went.

    Source: docs.slack.dev/reference/events/message, its subtypes; Slack's words are its own.
    """
    subtype, text = _LINES[move]
    return {"subtype": subtype, "text": text.format(channel=f"#{channel}", person=person)}


def written(text: str, workspace: Workspace) -> str:
    """Typed text as a Slack client sends it: escaped, names of people and channels as mentions."""
    channels = workspace.channels.values()
    known = {f"@{user.name}": user.id for user in workspace.users.values()}
    known |= {f"#{channel.name}": channel.id for channel in channels if channel.kind == "public"}

    def mention(found: re.Match[str]) -> str:
        named = known.get(found[0].lower())
        return f"<{found[0][0]}{named}>" if named else found[0]

    return _NAMED.sub(mention, escaped(text))
