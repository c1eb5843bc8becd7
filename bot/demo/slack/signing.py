"""How Slack writes and signs what it sends.

Source: docs.slack.dev, "Verifying requests from Slack": HMAC-SHA256 over ``v0:{timestamp}:{body}``
with the signing secret.  Written here anew, so that a mistake in the bot's own check cannot hide.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
USER_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


@dataclass(frozen=True, slots=True)
class Keys:
    """What the bot and Slack know each other by; the demo's own, unless said otherwise.

    Tests sign and call with the demo's.  They open nothing but a server that lives in a test.
    """

    signing_secret: str = "demo-signing-secret"  # noqa: S105 - see above
    bot_token: str = "xoxb-demo"  # noqa: S105 - see above
    app_token: str = "xapp-demo"  # noqa: S105 - see above

    @classmethod
    def random(cls) -> Keys:
        """Keys that nobody knows, for a server that a person runs beside their browser."""
        return cls(token_hex(16), f"xoxb-{token_hex(16)}", f"xapp-{token_hex(16)}")


DEMO_KEYS = Keys()


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The value of ``X-Slack-Signature``."""
    signed = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def signed_headers(
    secret: str, body: bytes, timestamp: str, content_type: str = FORM
) -> dict[str, str]:
    """The headers of one request of Slack.

    Args:
        timestamp: Seconds since 1970 as Slack would send them; text, so that a test may send
            what is none.
    """
    return {
        "Content-Type": content_type,
        "User-Agent": USER_AGENT,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(secret, timestamp, body),
    }


def form_body(fields: Mapping[str, str]) -> bytes:
    """A slash command: plain form fields."""
    return urlencode(fields).encode()


def payload_body(payload: Mapping[str, Any]) -> bytes:
    """An interaction: one form field that holds JSON."""
    return urlencode({"payload": json_text(payload)}).encode()


def json_body(payload: Mapping[str, Any]) -> bytes:
    """An event."""
    return json_text(payload).encode()


def json_text(value: Mapping[str, Any]) -> str:
    """JSON as Slack writes it: compact, everything outside ASCII escaped, slashes too."""
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/")
