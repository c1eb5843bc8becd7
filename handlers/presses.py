"""What was pressed, as Slack tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handlers.context import request_key


@dataclass(frozen=True, slots=True)
class Press:
    """One pressed button or chosen option.

    ``value``: the sealed state, from the button or, for a menu, from its block's id.
    ``option``: what was chosen in a menu.  ``message``: the message it stands on, empty if the
    payload does not say.  ``at_ms``: when it reached us.  ``key``: the request's own id.
    """

    action_id: str
    value: str
    option: str
    message: str
    at_ms: int = 0
    key: str = ""


def press_of(body: dict[str, Any], at_ms: int = 0) -> Press:
    """Read a ``block_actions`` payload; whatever is missing reads as empty."""
    action = (body.get("actions") or [{}])[0]
    option = (action.get("selected_option") or {}).get("value") or ""
    container = body.get("container") or {}
    stamp = container.get("message_ts")
    return Press(
        action_id=str(action.get("action_id") or ""),
        value=str(action.get("value") or action.get("block_id") or ""),
        option=str(option),
        message=f"{container.get('channel_id')}/{stamp}" if stamp else "",
        at_ms=at_ms,
        key=request_key(body),
    )
