"""The mark by which our own messages are found again in a channel's history.

Metadata is readable by every app of the workspace, so it holds no secret; it can be copied, so
it is signed for one notice in one channel of one workspace (reliability.md 4.1).
"""

from __future__ import annotations

import hashlib
import hmac

EVENT_TYPE = "imagebot_notice"


def metadata(key: bytes, team: str, channel: str, notice_id: str) -> dict[str, object]:
    """What goes with a message.  ``channel``: the notice's own, for a direct message a person."""
    signature = _signature(key, team, channel, notice_id)
    return {"event_type": EVENT_TYPE, "event_payload": {"id": notice_id, "sig": signature}}


def genuine(key: bytes, team: str, channel: str, notice_id: str, signature: str) -> bool:
    """Whether we made this mark for this notice in this channel."""
    expected = _signature(key, team, channel, notice_id)
    # Compared as bytes: text that is not ASCII would raise.
    return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "surrogatepass"))


def _signature(key: bytes, team: str, channel: str, notice_id: str) -> str:
    signed = "\x1f".join(("notice", team, channel, notice_id))
    return hmac.new(key, signed.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
