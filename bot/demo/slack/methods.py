"""The Web API beside ``chat.*`` and ``views.*``: who am I, conversations, users, sockets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import inf
from typing import Any

from bot.demo.slack.chat import shown
from bot.demo.slack.platform import ApiError, Platform
from bot.demo.workspace import APP, BOT, TEAM, U_BOT, Channel, Message

Arguments = Mapping[str, Any]
Answer = dict[str, Any]
DEFAULT_HISTORY, MAX_HISTORY = 100, 999
DEFAULT_REPLIES = MAX_REPLIES = 1000


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
    found = [
        message
        for message in _readable(platform, arguments)
        if _in_window(message, arguments)
        and message.get("thread_ts", message["ts"]) == message["ts"]
    ]
    return _page(found[::-1], arguments, DEFAULT_HISTORY, MAX_HISTORY)


def conversations_replies(platform: Platform, arguments: Arguments) -> Answer:
    """``conversations.replies``: oldest first, the message that was replied to before all.

    It comes whatever ``oldest`` says.  The ``ts`` of a reply stands for that reply alone
    (slackapi/bolt-python#783).
    """
    ts = str(arguments.get("ts", ""))
    rows = _readable(platform, arguments)
    first = [message for message in rows if message["ts"] == ts]
    if not first:
        raise ApiError("thread_not_found")
    found = [
        message
        for message in rows
        if message["ts"] != ts
        and message.get("thread_ts") == ts
        and _in_window(message, arguments)
    ]
    return _page([*first, *found], arguments, DEFAULT_REPLIES, MAX_REPLIES)


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
            "tz": user.tz,
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


def _readable(platform: Platform, arguments: Arguments) -> list[Message]:
    """What history shows of a channel by now, oldest first."""
    channel = _known(platform, arguments)
    if U_BOT not in channel.members:
        raise ApiError("not_in_channel")
    rows = platform.workspace.public_rows(channel.id)
    if not platform.history_lag:
        return list(rows)
    # A message's ts tells whole seconds only; a lag may be a part of one.
    newest, came = platform.now() - platform.history_lag, platform.workspace.posted_at
    return [row for row in rows if came(channel.id, row["ts"]) <= newest]


def _page(found: list[Message], arguments: Arguments, default: int, most: int) -> Answer:
    limit = _whole(arguments, "limit", default)
    start = _whole(arguments, "cursor", 0)
    if not 1 <= limit <= most:
        raise ApiError("invalid_limit")
    more = len(found) > start + limit
    whole = _flag(arguments, "include_all_metadata")
    return {
        "messages": [_history_row(row, whole=whole) for row in found[start : start + limit]],
        "has_more": more,
        "response_metadata": {"next_cursor": str(start + limit) if more else ""},
    }


def _in_window(message: Message, arguments: Arguments) -> bool:
    at = float(message["ts"])
    oldest, latest = _moment(arguments, "oldest", 0), _moment(arguments, "latest", inf)
    if _flag(arguments, "inclusive"):
        return oldest <= at <= latest
    return oldest < at < latest


def _moment(arguments: Arguments, name: str, otherwise: float) -> float:
    try:
        return float(arguments.get(name) or otherwise)
    except (ValueError, TypeError):
        raise ApiError(f"invalid_ts_{name}") from None


def _history_row(message: Message, *, whole: bool) -> dict[str, Any]:
    row = shown(message)
    if "metadata" in row and not whole:
        # Only the type comes back without the flag (slackapi/python-slack-sdk#1501).
        row["metadata"] = {"event_type": row["metadata"]["event_type"]}
    return row


def _whole(arguments: Arguments, name: str, otherwise: int) -> int:
    value = arguments.get(name)
    if value is None or value == "":
        return otherwise
    if re.fullmatch(r"\d{1,15}", str(value), re.ASCII) is None:
        raise ApiError("invalid_cursor" if name == "cursor" else "invalid_arguments")
    return int(str(value))


def _flag(arguments: Arguments, name: str) -> bool:
    return str(arguments.get(name, "")).lower() in {"1", "true"}
