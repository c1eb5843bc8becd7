"""The app as Slack must know it: one source for both ways to reach us.

Slack's own schema (v2) checks it in the tests; `manifest.yml` is its Socket Mode form.
"""

from __future__ import annotations

from typing import Any

from bot.addresses import origin
from bot.blocks import ids

COMMANDS = (ids.COMMAND,)
"""Every slash command we listen to."""

SCOPES = ("chat:write", "commands")
"""Every right the bot needs: ``commands`` to be asked, ``chat:write`` to share an answer and to
post alerts."""

OPTIONAL_SCOPES = (
    "channels:history",
    "groups:history",
    "channels:read",
    "groups:read",
    "users:read",
)
"""Rights that make it better, each of which an admin may refuse: the histories, to look whether
an alert was posted when Slack did not say; channels and groups, to see at once that it is in no
channel it is subscribed for, and that it was invited; users, to know where "tomorrow" is."""

EVENTS = ("member_joined_channel",)
"""Every event we listen to; Slack sends it only with ``channels:read`` or ``groups:read``."""

EVENTS_PATH = "/slack/events"

_LONG_DESCRIPTION = """\
imagebot finds the container images of a ModelArts project. Type /images with the words you know, \
for example /images pytorch arch=AARCH64, and it answers with the images that match, their path \
to copy, their state and, where saving one failed, the reason. Only you see the answer until you \
share it. With /images subscribe it tells a channel once of every image that fails, and when that \
is over. It only reads: it never changes anything in ModelArts.
"""

_USAGE = "[find] words key=value … | show image | failed | groups | subscribe | watch image | help"

_HEAD = """\
# The Slack app, for Socket Mode: create it from this file at https://api.slack.com/apps.
# For HTTP print the other form with: imagebot manifest --url https://your.host
"""


def manifest(*, url: str | None) -> dict[str, Any]:
    """Build the manifest.

    Args:
        url: Where Slack reaches the bot, without a path; None for Socket Mode.

    Raises:
        ValueError: If the address is neither https nor this machine, or has a path.
    """
    request_url = None if url is None else origin(url) + EVENTS_PATH
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "imagebot",
            "description": "Finds the container images of ModelArts.",
            "long_description": _LONG_DESCRIPTION.strip(),
            "background_color": "#1f3a5f",
        },
        "features": {
            "bot_user": {"display_name": "imagebot", "always_online": True},
            "slash_commands": [_command(name, request_url) for name in COMMANDS],
        },
        "oauth_config": {
            "scopes": {"bot": list(SCOPES), "bot_optional": list(OPTIONAL_SCOPES)},
        },
        "settings": {
            "event_subscriptions": _at("request_url", request_url) | {"bot_events": [*EVENTS]},
            "interactivity": {"is_enabled": True} | _at("request_url", request_url),
            "org_deploy_enabled": False,
            "socket_mode_enabled": request_url is None,
            "token_rotation_enabled": False,
        },
    }


def _command(name: str, request_url: str | None) -> dict[str, Any]:
    words = {
        "command": name,
        "description": "Find the container images of ModelArts",
        "usage_hint": _USAGE,
        "should_escape": False,
    }
    return words | _at("url", request_url)


def _at(key: str, request_url: str | None) -> dict[str, Any]:
    return {} if request_url is None else {key: request_url}


def manifest_text(*, url: str | None) -> str:
    """The manifest as YAML, ready to be pasted; `manifest` says the rest."""
    import yaml  # noqa: PLC0415 - only whoever prints the manifest waits for it

    text = yaml.safe_dump(
        manifest(url=url), sort_keys=False, allow_unicode=True, default_flow_style=False, width=92
    )
    return text if url is not None else _HEAD + text
