"""What Slack sends: commands, presses, forms and events, field by field.

Source: docs.slack.dev/interactivity/implementing-slash-commands and
reference/interaction-payloads (block_actions, block_suggestion, view interactions).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.demo.blockkit.content import Element
from bot.demo.slack.choices import SELECTED, Choice, Reach, chosen
from bot.demo.slack.surfaces import Surface, Values, whole_view
from bot.demo.workspace import APP, TEAM, Channel, User

VERIFICATION_TOKEN = "demo-verification-token"  # noqa: S105 - deprecated by Slack, checked by nobody
TEAM_DOMAIN = "demo"


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
    surface: Surface,
    pressed: Mapping[str, Any],
    state: Values,
    *,
    user: User,
    response_url: str,
    trigger_id: str,
) -> dict[str, Any]:
    """``block_actions``; only a press in a message has a response URL and a state of its own."""
    payload = {
        **_from(user, "block_actions"),
        "trigger_id": trigger_id,
        **surface.named(state),
        "actions": [pressed],
    }
    if surface.channel is not None:
        payload |= {"state": {"values": state}, "response_url": response_url}
    return payload


def pressed_action(
    block_id: str,
    element: Element,
    *,
    at: float,
    value: str | None,
    choice: Choice,
    reach: Reach,
) -> dict[str, Any]:
    """The entry in ``actions``: what Slack says of the element, and what was chosen.

    Args:
        value: For a button, the value to send instead of its own; no honest client does that.
        choice: For everything else, what was typed or chosen.

    Raises:
        LookupError: Nobody could choose that there.
    """
    kind = element["type"]
    action: dict[str, Any] = {
        "type": kind,
        "action_id": element["action_id"],
        "block_id": block_id,
        "action_ts": f"{at:.6f}",
    }
    if kind in SELECTED:
        action[SELECTED[kind]] = chosen(element, choice, reach)
        kept = ("placeholder",) if kind.endswith("_select") else ()
        return action | {
            name: part
            for name, part in element.items()
            if name in kept or (name.startswith("initial_") and name != "initial_value")
        }
    action |= {name: element[name] for name in ("text", "url") if name in element}
    sent = element.get("value") if value is None else value
    return action | ({} if sent is None else {"value": sent})


def suggestion_payload(
    surface: Surface, spot: tuple[str, str], typed: str, state: Values, *, user: User
) -> dict[str, Any]:
    """``block_suggestion``: what should this menu offer?

    Args:
        spot: ``block_id`` and ``action_id`` of the menu.
    """
    return {
        **_from(user, "block_suggestion"),
        **surface.named(state),
        "block_id": spot[0],
        "action_id": spot[1],
        "value": typed,
    }


def submission_payload(
    view: Mapping[str, Any], state: Values, *, user: User, trigger_id: str
) -> dict[str, Any]:
    """``view_submission``."""
    return {
        **_from(user, "view_submission"),
        "trigger_id": trigger_id,
        "view": whole_view(view, state),
        "response_urls": [],
    }


def closing_payload(view: Mapping[str, Any], *, user: User, cleared: bool) -> dict[str, Any]:
    """``view_closed``, which tells nothing of what was filled in."""
    sent = {**_from(user, "view_closed"), "view": whole_view(view, {})}
    return {**sent, "is_cleared": cleared}


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


def _from(user: User, kind: str) -> dict[str, Any]:
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": TEAM},
        "api_app_id": APP,
        "token": VERIFICATION_TOKEN,
        "team": {"id": TEAM, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }
