"""What Slack sends: commands, presses and events, field by field.

Source: docs.slack.dev/interactivity/implementing-slash-commands and
reference/interaction-payloads/block_actions-payload.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.demo.blockkit.content import Element, elements, offered
from bot.demo.slack.chat import shown
from bot.demo.workspace import APP, TEAM, Channel, User

VERIFICATION_TOKEN = "demo-verification-token"  # noqa: S105 - deprecated by Slack, checked by nobody
TEAM_DOMAIN = "demo"
Choice = str | Sequence[str] | None
_PICKED: Mapping[str, str] = {
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
}
_ONE = frozenset({"static_select", "external_select", "overflow", "radio_buttons"})
_MANY = frozenset({"multi_static_select", "checkboxes", "multi_external_select"})


def command_fields(
    command: str, text: str, *, user: User, channel: Channel, response_url: str, trigger_id: str
) -> dict[str, str]:
    """The form of a slash command; private channels go by the name ``privategroup``."""
    names = {"im": "directmessage", "private": "privategroup"}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": names.get(channel.kind, channel.name),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def press_payload(
    message: Mapping[str, Any],
    pressed: Mapping[str, Any],
    *,
    user: User,
    channel: Channel,
    response_url: str,
    trigger_id: str,
) -> dict[str, Any]:
    """``block_actions`` of one message; an ephemeral one is named only by its container."""
    ephemeral = bool(message["is_ephemeral"])
    payload: dict[str, Any] = {
        "type": "block_actions",
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": TEAM},
        "api_app_id": APP,
        "token": VERIFICATION_TOKEN,
        "container": {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": channel.id,
            "is_ephemeral": ephemeral,
        },
        "trigger_id": trigger_id,
        "team": {"id": TEAM, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": channel.id, "name": channel.name},
        "state": {"values": _state(message, pressed)},
        "response_url": response_url,
        "actions": [pressed],
    }
    if not ephemeral:
        payload["message"] = shown(message)
    return payload


def pressed_action(
    block_id: str, element: Element, *, at: float, value: str | None, option: Choice
) -> dict[str, Any]:
    """The entry in ``actions``: what Slack says of the element, and what was chosen.

    Args:
        value: For a button, the value to send instead of its own (no honest client does that);
            for a picker, what was picked.
        option: For a menu, the value or the label of the choice; several for a multiple one.

    Raises:
        LookupError: When the menu does not offer the choice.
    """
    kind = element["type"]
    action: dict[str, Any] = {
        "type": kind,
        "action_id": element["action_id"],
        "block_id": block_id,
        "action_ts": f"{at:.6f}",
    }
    if kind == "button":
        action["text"] = element["text"]
        sent = element.get("value") if value is None else value
        action |= {} if sent is None else {"value": sent}
    elif kind in _ONE:
        action["selected_option"] = _option(element, option)
    elif kind in _MANY:
        wanted = [option] if isinstance(option, str) else list(option or ())
        action["selected_options"] = [_option(element, one) for one in wanted]
    elif kind in _PICKED:
        action[_PICKED[kind]] = value
    else:
        action["value"] = value
    if kind in {"static_select", "multi_static_select"} and "placeholder" in element:
        action["placeholder"] = element["placeholder"]
    return action


def event_payload(event: Mapping[str, Any], *, event_id: str, at: float) -> dict[str, Any]:
    """The envelope of the Events API."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM,
        "api_app_id": APP,
        "event": dict(event),
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(at),
        "authorizations": [
            {
                "team_id": TEAM,
                "user_id": "U0IMAGEBOT",
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


def _option(element: Element, wanted: object) -> dict[str, Any]:
    for option in offered(element):
        if wanted in {option.get("value"), option["text"]["text"]}:
            return dict(option)
    labels = ", ".join(option["text"]["text"] for option in offered(element))
    raise LookupError(f"The menu does not offer {wanted!r}; it has: {labels}.")


def _state(message: Mapping[str, Any], pressed: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, dict[str, Any]] = {}
    for block, element in elements(message.get("blocks") or []):
        kind = element["type"]
        if kind in {"button", "overflow", "workflow_button", "icon_button", "feedback_buttons"}:
            continue
        row: dict[str, Any] = {"type": kind}
        row |= {
            name.replace("initial", "selected", 1): chosen
            for name, chosen in element.items()
            if name.startswith("initial_")
        }
        if (block["block_id"], element["action_id"]) == (
            pressed["block_id"],
            pressed["action_id"],
        ):
            row |= {name: part for name, part in pressed.items() if name.startswith("selected")}
        values.setdefault(block["block_id"], {})[element["action_id"]] = row
    return values
