"""The Web API beside ``chat.*`` and ``views.*``: who am I, conversations, users, sockets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.demo.slack.chat import shown
from bot.demo.slack.platform import ApiError, Platform
from bot.demo.workspace import APP, BOT, TEAM, U_BOT, Channel, Message

Arguments = Mapping[str, Any]
Answer = dict[str, Any]
DEFAULT_HISTORY, MAX_HISTORY = 100, 999


def auth_test(platform: Platform, _arguments: Arguments) -> Answer:
    """``auth.test``."""
    return {
        "url": f"{platform.url}/",
        "team": "Demo",
        "user": "imagebot",
        "team_id": TEAM,
        "user_id": U_BOT,
        "bot_id": BOT,
        "app_id": APP,
        "is_enterprise_install": False,
    }


def api_test(_platform: Platform, arguments: Arguments) -> Answer:
    """``api.test``: gives back what it was given, and an error on request."""
    if error := arguments.get("error"):
        raise ApiError(str(error), more={"args": dict(arguments)})
    return {"args": dict(arguments)}


def connections_open(platform: Platform, _arguments: Arguments) -> Answer:
    """``apps.connections.open``: an address for one web socket, good once."""
    ticket = f"ticket-{platform.new_id()}"
    platform.tickets.add(ticket)
    return {"url": f"{platform.url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={APP}"}


def conversations_info(platform: Platform, arguments: Arguments) -> Answer:
    """``conversations.info``."""
    channel = _known(platform, arguments)
    return {
        "channel": {
            "id": channel.id,
            "name": channel.name,
            "is_channel": channel.kind == "public",
            "is_im": channel.kind == "im",
            "is_private": channel.kind != "public",
            "is_archived": channel.archived,
            "is_member": U_BOT in channel.members,
            "is_ext_shared": False,
            "context_team_id": TEAM,
        }
    }


def conversations_history(platform: Platform, arguments: Arguments) -> Answer:
    """``conversations.history``: newest first, top level only, without ephemeral messages."""
    channel = _known(platform, arguments)
    if U_BOT not in channel.members:
        raise ApiError("not_in_channel")
    limit = _whole(arguments, "limit", DEFAULT_HISTORY)
    start = _whole(arguments, "cursor", 0)
    if not 1 <= limit <= MAX_HISTORY:
        raise ApiError("invalid_limit")
    found = [
        message
        for message in reversed(platform.workspace.messages(channel.id))
        if _in_window(message, arguments, platform.now() - platform.history_lag)
        and message.get("thread_ts", message["ts"]) == message["ts"]
    ]
    page = found[start : start + limit]
    more = len(found) > start + limit
    cursor = str(start + limit) if more else ""
    whole = _flag(arguments, "include_all_metadata")
    return {
        "messages": [_history_row(message, whole=whole) for message in page],
        "has_more": more,
        "response_metadata": {"next_cursor": cursor},
    }


def conversations_open(platform: Platform, arguments: Arguments) -> Answer:
    """``conversations.open``: the direct messages with one person."""
    users = [name for name in str(arguments.get("users", "")).split(",") if name]
    if not users:
        raise ApiError("users_list_not_supplied")
    if len(users) > 1 or users[0] not in platform.workspace.users:
        raise ApiError("user_not_found")
    return {"channel": {"id": platform.workspace.direct_channel(users[0]).id}}


def users_info(platform: Platform, arguments: Arguments) -> Answer:
    """``users.info``."""
    user = platform.workspace.users.get(str(arguments.get("user", "")))
    if user is None:
        raise ApiError("user_not_found")
    return {
        "user": {
            "id": user.id,
            "team_id": TEAM,
            "name": user.name,
            "real_name": user.real_name,
            "deleted": False,
            "is_bot": user.is_bot,
            "is_restricted": False,
            "tz": "Europe/Berlin",
            "profile": {"real_name": user.real_name, "display_name": user.name},
        }
    }


def channel_scope(platform: Platform, arguments: Arguments, right: str) -> str:
    """The scope that reading this channel takes, by the channel's kind."""
    channel = platform.workspace.channels.get(str(arguments.get("channel", "")))
    kind = "public" if channel is None else channel.kind
    return {"public": "channels", "private": "groups", "im": "im"}[kind] + f":{right}"


def _known(platform: Platform, arguments: Arguments) -> Channel:
    channel = platform.workspace.channels.get(str(arguments.get("channel", "")))
    if channel is None or (channel.kind != "public" and U_BOT not in channel.members):
        raise ApiError("channel_not_found")
    return channel


def _in_window(message: Message, arguments: Arguments, newest: float) -> bool:
    at = float(message["ts"])
    oldest = float(arguments.get("oldest") or 0)
    latest = float(arguments.get("latest") or "inf")
    if _flag(arguments, "inclusive"):
        return oldest <= at <= latest and at <= newest + 1
    return oldest < at < latest and at <= newest + 1


def _history_row(message: Message, *, whole: bool) -> dict[str, Any]:
    row = shown(message)
    if "metadata" in row and not whole:
        # Only the type comes back without the flag (slackapi/python-slack-sdk#1501).
        row["metadata"] = {"event_type": row["metadata"]["event_type"]}
    return row


def _whole(arguments: Arguments, name: str, otherwise: int) -> int:
    value = arguments.get(name)
    if value in {None, ""}:
        return otherwise
    if not str(value).isdigit():
        raise ApiError("invalid_cursor" if name == "cursor" else "invalid_arguments")
    return int(str(value))


def _flag(arguments: Arguments, name: str) -> bool:
    return str(arguments.get(name, "")).lower() in {"1", "true"}
