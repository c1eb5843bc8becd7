"""Is this HTTP request really Slack's, and what does it say?

Bolt's own check answers 500 with a traceback to a timestamp such as ``abc``, hashes bodies of any
size, and reads a form as empty when the word "payload" stands anywhere in it, so that
``/images find payload`` would be lost.  Slack's verifier from the SDK decides here, after the
checks it lacks; Bolt is then handed the parsed payload, as it is over a socket.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from slack_sdk.signature import SignatureVerifier

MAX_BODY = 1024 * 1024
"""Bytes.  Slack's largest payload, a view, is 250 kB."""

_MAX_FIELDS = 200

_TEXTS = (
    *("type", "command", "text", "team_id", "user_id", "channel_id", "enterprise_id"),
    *("response_url", "trigger_id", "api_app_id", "callback_id"),
)
_OBJECTS = ("user", "channel", "team", "container", "message", "view", "event", "state")


@dataclass(frozen=True, slots=True)
class Refused:
    """Not to be handled.  ``reason`` is a word of ours for metrics and the log."""

    status: int
    reason: str


def checked_payload(
    verifier: SignatureVerifier, headers: Mapping[str, str], body: bytes
) -> dict[str, Any] | Refused:
    """Verify and read one request.

    Returns:
        The payload of a command, interaction or event; or why it is refused: 413 for a body over
        `MAX_BODY`, 401 for everything that cannot be shown to come from Slack or to be readable.
    """
    if len(body) > MAX_BODY:
        return Refused(413, "too_large")
    text = _verified(verifier, headers, body)
    if isinstance(text, Refused):
        return text
    payload = _payload(text, headers.get("Content-Type", ""))
    if payload is None or not well_shaped(payload):
        return Refused(401, "bad_body")
    return payload


def _verified(
    verifier: SignatureVerifier, headers: Mapping[str, str], body: bytes
) -> str | Refused:
    timestamp = headers.get("X-Slack-Request-Timestamp", "")
    signature = headers.get("X-Slack-Signature", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return Refused(401, "bad_timestamp")
    if not (signature.isascii() and signature.startswith("v0=") and len(signature) <= 100):
        return Refused(401, "bad_signature")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return Refused(401, "bad_encoding")
    if not verifier.is_valid(text, timestamp, signature):
        return Refused(401, "bad_signature")
    return text


def _payload(text: str, content_type: str) -> dict[str, Any] | None:
    try:
        if content_type.partition(";")[0].strip().lower() == "application/json":
            return _mapping(text)
        form = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MAX_FIELDS))
        if "payload" in form:
            return _mapping(form["payload"])
    except (ValueError, RecursionError):
        return None
    return dict(form) if form else None


def _mapping(text: str) -> dict[str, Any] | None:
    value = json.loads(text)
    return value if isinstance(value, dict) else None


def well_shaped(payload: dict[str, Any]) -> bool:
    """Whether what Bolt and our listeners look into is what Slack's reference says it is."""
    texts = all(isinstance(payload.get(name), str | None) for name in _TEXTS)
    objects = all(isinstance(payload.get(name), dict | None) for name in _OBJECTS)
    if not (texts and objects and isinstance(payload.get("enterprise"), dict | str | None)):
        return False
    if payload.get("type") == "event_callback" and not payload.get("event"):
        return False
    actions = payload.get("actions")
    if payload.get("type") != "block_actions" and actions is None:
        return True
    return isinstance(actions, list) and bool(actions) and all(map(_is_action, actions))


def _is_action(action: object) -> bool:
    return (
        isinstance(action, dict)
        and all(
            isinstance(action.get(name), str | None)
            for name in ("type", "action_id", "block_id", "value", "action_ts")
        )
        and isinstance(action.get("selected_option"), dict | None)
    )
