"""What listeners need of the alerts: everything a person can ask of them or change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.alerts.asked import ImageWatch, Silence, Subscription
from bot.alerts.delivery_model import Answer
from bot.alerts.desk_model import Health, Ledger, LedgerLine, Preview, QueueState
from bot.alerts.model import Incident, Target
from bot.modelarts.models import Image

__all__ = [
    "Broken",
    "Desk",
    "Health",
    "Ledger",
    "LedgerLine",
    "Membership",
    "Preview",
    "QueueState",
]


@dataclass(frozen=True, slots=True)
class Broken:
    """What is broken in one target, from memory.

    ``since``: by image id, when the stay began.  ``at_least``: ids of those that were broken at
    the first look already, which is what ``since`` says of them.  ``as_of_ms``: of the last poll
    that was read.  ``known``: images of the target; None if nobody counted them.
    """

    images: tuple[Image, ...]
    since: Mapping[str, int]
    as_of_ms: int
    known: int | None = None
    at_least: frozenset[str] = frozenset()


class Desk(Protocol):
    """Each method that changes something takes ``key``, the request's own id: the same key again
    changes nothing and gives the same answer.  Every method is one transaction and raises
    `bot.ports.alerting.StoreDown`, or a `bot.errors.RequestError` with the way out."""

    async def preview(self, target: Target, filters: str) -> Preview:
        """What a subscription with these filters would have said."""
        ...

    async def subscribe(
        self, key: str, *, channel: str, target: Target, filters: str, creator: str
    ) -> Subscription:
        """Save it and owe the channel its public confirmation; the same filters again give the
        subscription that is there."""
        ...

    async def subscriptions(self, channel: str) -> tuple[Subscription, ...]:
        """Of one channel, without deleted ones, oldest first."""
        ...

    async def unsubscribe(
        self, key: str, *, channel: str, subscription_id: str, user: str
    ) -> Subscription | None:
        """Delete it, which its public confirmation then says; None if the channel has none with
        this id."""
        ...

    async def undo_unsubscribe(
        self, key: str, *, channel: str, subscription_id: str, user: str
    ) -> Subscription | None:
        """Bring it back within ten minutes."""
        ...

    async def edit_subscription(
        self, key: str, *, channel: str, subscription_id: str, filters: str, user: str
    ) -> Subscription | None:
        """Give it other filters; refuses those of another subscription of the channel."""
        ...

    async def acknowledge(
        self, key: str, *, notice_id: str, channel: str, user: str, on: bool
    ) -> bool:
        """*I'm on it*, by another person a take-over, or nobody any more; False if there is no
        such notice in this channel.  Refuses where everything is over."""
        ...

    async def silence(
        self,
        key: str,
        *,
        channel: str,
        creator: str,
        label: str,
        image_id: str = "",
        filters: str = "",
        until_ms: int | None,
        notice_id: str = "",
    ) -> Silence:
        """Begin a silence; the messages it covers are drawn again.  Refuses on a message where
        everything is over."""
        ...

    async def silences(self, channel: str) -> tuple[Silence, ...]:
        """Those that have not ended."""
        ...

    async def lift_silence(
        self, key: str, *, channel: str, silence_id: str, user: str
    ) -> Silence | None:
        """End it now; what it kept back is owed."""
        ...

    async def watch(self, key: str, *, user: str, target: Target, image: Image) -> ImageWatch:
        """Wait for an image; refuses above 20 for one person."""
        ...

    async def watches(self, user: str) -> tuple[ImageWatch, ...]:
        """What this person waits for."""
        ...

    async def unwatch(self, key: str, *, user: str, watch_id: str) -> ImageWatch | None:
        """Stop waiting."""
        ...

    async def remembered(
        self, target_id: str, reference: str, *, gone: bool = False
    ) -> tuple[Image, ...]:
        """Images of a target that the polls know by this id, name, ``name:tag`` or path.

        Args:
            gone: Whether one that is not in the list any more may be meant, if no other is.

        Returns:
            Id, name, tag, namespace, type and status alone.
        """
        ...

    async def ledger(self, image_id: str, channel: str) -> Ledger | None:
        """Everything about one image that concerns this channel; None if it was never seen."""
        ...

    async def notice_incidents(
        self, notice_id: str, channel: str, *, offset: int, limit: int
    ) -> tuple[tuple[Incident, ...], int] | None:
        """A page of a notice's incidents and how many there are; None if it is not of here."""
        ...

    async def broken(self, target_id: str) -> Broken | None:
        """Incidents that go on; None before the first complete look."""
        ...

    async def health(self, channel: str) -> Health:
        """How the alerts are."""
        ...

    async def joined(self, channel: str) -> None:
        """Slack says that the bot was invited: probe the channel now."""
        ...


class Membership(Protocol):
    """Whether the bot may post somewhere."""

    async def can_post(self, channel: str) -> Answer:
        """``ok``, or Slack's code; ``missing_scope`` if we may not ask."""
        ...
