"""The Web API as a table: which method exists, whose token it takes, which scope it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.demo.slack import chat, methods, views
from bot.demo.slack.platform import ApiError, Platform

Method = Callable[[Platform, Mapping[str, Any]], dict[str, Any]]

METHODS: Mapping[str, Method] = {
    "api.test": methods.api_test,
    "apps.connections.open": methods.connections_open,
    "auth.test": methods.auth_test,
    "chat.delete": chat.delete,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.postMessage": chat.post_message,
    "chat.update": chat.update,
    "conversations.history": methods.conversations_history,
    "conversations.info": methods.conversations_info,
    "conversations.open": methods.conversations_open,
    "conversations.replies": methods.conversations_replies,
    "users.info": methods.users_info,
    "views.open": views.open_view,
    "views.publish": views.publish_view,
    "views.push": views.push_view,
    "views.update": views.update_view,
}
_FREE = frozenset({"api.test"})
"""Methods that need no token."""

_SCOPES: Mapping[str, str] = {
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "conversations.open": "im:write",
    "users.info": "users:read",
}
_CHANNEL_RIGHTS: Mapping[str, str] = {
    "conversations.history": "history",
    "conversations.info": "read",
    "conversations.replies": "history",
}


@dataclass(slots=True)
class Outcome:
    """What goes back over HTTP; ``body`` is JSON if it is no text."""

    body: dict[str, Any] | str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def call(
    platform: Platform,
    method: str,
    arguments: Mapping[str, Any],
    token: str,
    further: Mapping[str, Method],
) -> Outcome:
    """Answer one call of the Web API; errors are answers too.

    Args:
        further: Methods beside `METHODS`, which keep more than the platform does.
    """
    headers = {"X-OAuth-Scopes": ",".join(sorted(platform.scopes))}
    try:
        known = _method(method, further)
        _check_token(platform, method, token)
        _check_scope(platform, method, arguments, headers)
        return Outcome({"ok": True, **known(platform, arguments)}, headers=headers)
    except ApiError as error:
        return Outcome(error.answer, error.status, {**headers, **error.headers})


def _method(name: str, further: Mapping[str, Method]) -> Method:
    known = METHODS.get(name) or further.get(name)
    if known is None:
        raise ApiError("unknown_method", more={"req_method": name})
    return known


def _check_token(platform: Platform, method: str, token: str) -> None:
    if method in _FREE:
        return
    if not token:
        raise ApiError("not_authed")
    if token not in {platform.bot_token, platform.app_token}:
        raise ApiError("invalid_auth")
    wanted = platform.app_token if method == "apps.connections.open" else platform.bot_token
    if token != wanted:
        raise ApiError("not_allowed_token_type")


def _check_scope(
    platform: Platform, method: str, arguments: Mapping[str, Any], headers: dict[str, str]
) -> None:
    needed = _SCOPES.get(method)
    if right := _CHANNEL_RIGHTS.get(method):
        needed = methods.channel_scope(platform, arguments, right)
    if needed is None:
        return
    headers["X-Accepted-OAuth-Scopes"] = needed
    if needed not in platform.scopes:
        provided = ",".join(sorted(platform.scopes))
        raise ApiError("missing_scope", more={"needed": needed, "provided": provided})
