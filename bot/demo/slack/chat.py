"""``chat.*``: post, answer one person, change, delete.

Source: docs.slack.dev/reference/methods/chat.postMessage and its neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, inf
from typing import Any

from bot.demo.blockkit.content import (
    MAX_TEXT,
    MAX_UPDATED_TEXT,
    read_json,
    refused_content,
    with_ids,
)
from bot.demo.slack.platform import ApiError, Platform, rate_limited
from bot.demo.workspace import U_BOT, Channel, Message

Arguments = Mapping[str, Any]
Answer = dict[str, Any]
_KEPT = ("attachments", "metadata", "thread_ts", "parse", "unfurl_links", "unfurl_media", "mrkdwn")


def post_message(platform: Platform, arguments: Arguments) -> Answer:
    """``chat.postMessage``; a person's id as ``channel`` means their direct messages."""
    channel = _writable(platform, arguments)
    content = checked_content(platform, arguments)
    rest = platform.last_post.get(channel.id, -inf) + platform.pace - platform.now()
    if platform.pace and rest > 0:
        raise rate_limited(ceil(rest))
    platform.last_post[channel.id] = platform.now()
    message = platform.workspace.post(channel.id, content, author=U_BOT)
    return {"channel": channel.id, "ts": message["ts"], "message": shown(message)}


def post_ephemeral(platform: Platform, arguments: Arguments) -> Answer:
    """``chat.postEphemeral``: accepted, but not delivered, for a member without Slack open."""
    channel = _writable(platform, arguments)
    user = platform.workspace.users.get(str(arguments.get("user", "")))
    content = checked_content(platform, arguments)
    if user is None or user.id not in channel.members:
        raise ApiError("user_not_in_channel")
    if not user.active:
        return {"message_ts": f"{platform.now():.6f}"}
    message = platform.workspace.post(channel.id, content, author=U_BOT, visible_to=user.id)
    return {"message_ts": message["ts"]}


def update(platform: Platform, arguments: Arguments) -> Answer:
    """``chat.update``: own messages only, and none that only one person sees.

    Blocks and metadata that are not sent stay as they were; an empty list or object takes them
    away.
    """
    message = _own_message(platform, arguments, "cant_update_message")
    blank = read_json(arguments.get("metadata")) == {}
    kept = {**_kept_blocks(message, arguments), **({"metadata": None} if blank else {})}
    content = checked_content(platform, kept, MAX_UPDATED_TEXT)
    if blank and "metadata" in message:
        content["metadata"] = None
    changed = platform.workspace.update(message["channel"], message["ts"], content)
    return {
        "channel": message["channel"],
        "ts": message["ts"],
        "text": changed["text"],
        "message": shown(changed),
    }


def delete(platform: Platform, arguments: Arguments) -> Answer:
    """``chat.delete``: own messages only."""
    message = _own_message(platform, arguments, "cant_delete_message")
    platform.workspace.delete(message["channel"], message["ts"])
    return {"channel": message["channel"], "ts": message["ts"]}


def shown(message: Mapping[str, Any]) -> dict[str, Any]:
    """A message without the keys that only the fake needs."""
    ours = {"channel", "is_ephemeral", "visible_to", "parse", "unfurl_links", "unfurl_media"}
    return {name: value for name, value in message.items() if name not in ours}


def checked_content(
    platform: Platform, arguments: Arguments, max_text: int = MAX_TEXT
) -> dict[str, object]:
    """What a message is to hold, with ids for its blocks.

    Raises:
        ApiError: With Slack's code for what it would not take.
    """
    read = dict(arguments)
    for name in ("blocks", "attachments", "metadata"):
        if name not in read or read[name] is None:
            continue
        read[name] = read_json(read[name])
        if read[name] is None:
            raise ApiError("invalid_blocks_format" if name == "blocks" else "invalid_arguments")
    unknown = frozenset(platform.unknown_blocks)
    if refusal := refused_content(read, unknown=unknown, max_text=max_text):
        raise ApiError.of(refusal)
    content = {name: read[name] for name in ("text", *_KEPT) if read.get(name) is not None}
    if read.get("blocks") is not None:
        content["blocks"] = with_ids(read["blocks"], platform.new_id)
    return content


def _kept_blocks(message: Message, arguments: Arguments) -> Arguments:
    if arguments.get("blocks") is None and message.get("blocks"):
        return {**arguments, "blocks": message["blocks"]}
    return arguments


def _writable(platform: Platform, arguments: Arguments) -> Channel:
    key = str(arguments.get("channel", ""))
    workspace = platform.workspace
    if key in workspace.users and not workspace.users[key].is_bot:
        return workspace.direct_channel(key)
    channel = workspace.channels.get(key)
    if channel is None or (channel.kind != "public" and U_BOT not in channel.members):
        raise ApiError("channel_not_found")
    if channel.archived:
        raise ApiError("is_archived")
    if U_BOT not in channel.members:
        raise ApiError("not_in_channel")
    return channel


def _own_message(platform: Platform, arguments: Arguments, otherwise: str) -> Message:
    key, ts = str(arguments.get("channel", "")), str(arguments.get("ts", ""))
    if key not in platform.workspace.channels:
        raise ApiError("channel_not_found")
    message = platform.workspace.find(key, ts)
    if message is None or message["is_ephemeral"]:
        raise ApiError("message_not_found")
    if message["user"] != U_BOT:
        raise ApiError(otherwise)
    return message
