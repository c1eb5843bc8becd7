"""What people asked for: who is to be told, and who is not.  Times are milliseconds, UTC."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SubscriptionState(StrEnum):
    """Whether a channel can be posted to."""

    ACTIVE = "active"
    PAUSED = "paused"
    """Slack refuses to post there; what happens meanwhile waits."""
    DELETED = "deleted"
    """Kept for ten minutes of *Undo* and for the ledger."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """The alerts of one channel.  ``filters``: canonical search text (`Query.text`)."""

    id: str
    channel_id: str
    target_id: str
    filters: str
    creator: str
    created_ms: int
    state: SubscriptionState = SubscriptionState.ACTIVE
    reason: str = ""
    """Slack's code, while paused."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing new is posted in one channel about one image, or about what a search matches.

    ``image_id`` or ``filters`` (canonical search text), not both.  ``until_ms``: None means until
    the image's status changes.  ``ended_ms``: lifted, expired or ended by a change.
    """

    id: str
    channel_id: str
    image_id: str
    filters: str
    label: str
    creator: str
    created_ms: int
    until_ms: int | None
    ended_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ImageWatch:
    """One person waits for one image; ends with its one direct message.

    ``status``: when the person asked, or the last one seen since that ended nothing.
    """

    id: str
    user_id: str
    target_id: str
    image_id: str
    label: str
    status: str
    created_ms: int
    ended_ms: int | None = None
