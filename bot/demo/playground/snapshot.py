"""All that one person's page begins with."""

from __future__ import annotations

from typing import Any

from bot.demo.playground import sight
from bot.demo.playground.lines import call_line, delivery_line, request_line
from bot.demo.playground.staging import PlayableStage
from bot.demo.slack.surfaces import home_of
from bot.demo.workspace import U_BOT

NEWEST_LINES = 200


def snapshot(stage: PlayableStage, user: str, world: dict[str, Any]) -> dict[str, Any]:
    """What ``Snapshot`` of ``wire.ts`` says; only to be read, and at once.

    Args:
        world: How the switches stand.
    """
    workspace = stage.slack.workspace
    return {
        "me": user,
        "people": sight.people(workspace),
        "users": sight.user_rows(workspace),
        "channels": sight.channel_rows(workspace, user),
        "bot_user": U_BOT,
        "messages": list(sight.message_rows(workspace, user)),
        "home": home_of(workspace, user),
        "world": world,
        "commands": sight.command_rows(),
        "log": newest_lines(stage),
    }


def newest_lines(stage: PlayableStage) -> list[dict[str, Any]]:
    """The end of the developers' journal, oldest first.

    It is what passed between the servers, whoever acted; a developer of the bot sees all of it.
    """
    record = stage.slack.record
    lines = [
        *map(delivery_line, record.deliveries[-NEWEST_LINES:]),
        *map(call_line, record.calls[-NEWEST_LINES:]),
        *map(request_line, stage.modelarts.journal[-NEWEST_LINES:]),
    ]
    return sorted(lines, key=lambda line: line["at"])[-NEWEST_LINES:]
