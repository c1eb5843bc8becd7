"""Everything a person asks of the alerts or changes in them: `bot.ports.desk.Desk`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from functools import partial
from typing import TypeVar, cast

from bot.alerts.asked import ImageWatch, Silence, Subscription
from bot.alerts.desk_model import Health, Ledger, Preview
from bot.alerts.model import Incident, Target
from bot.alerts.timing import Timing
from bot.modelarts.models import Image
from bot.ports.desk import Broken
from bot.storage import (
    desk_health,
    desk_images,
    desk_ledger,
    desk_memory,
    desk_notices,
    desk_rows,
    desk_silences,
    desk_subscriptions,
    desk_watches,
)
from bot.storage.engine import Database, Tx
from bot.storage.inbox import Answer, once
from bot.storage.rows import Row, silence_of, subscription_of, watch_of

Kept = TypeVar("Kept", Subscription, Silence, ImageWatch)


class Desk:
    """See `bot.ports.desk.Desk`.

    People may write the first characters of an id instead of all of it.

    Args:
        looks_mode: What `Health.looks` says at the moment.
    """

    def __init__(
        self,
        database: Database,
        *,
        timing: Timing,
        looks_mode: Callable[[], str] = lambda: "history",
    ) -> None:
        self._database = database
        self._timing = timing
        self._looks_mode = looks_mode

    async def preview(self, target: Target, filters: str) -> Preview:
        """What a subscription with these filters would have said."""
        return await self._database.read(lambda tx: desk_memory.preview(tx, target, filters))

    async def subscribe(
        self, key: str, *, channel: str, target: Target, filters: str, creator: str
    ) -> Subscription:
        """Save it and owe its confirmation; a deleted one with these filters comes back."""
        kept = await self._once(
            f"subscribe {key}",
            lambda tx: desk_subscriptions.subscribe(
                tx, key, channel=channel, target=target, filters=filters, creator=creator
            ),
        )
        return subscription_of(cast("Row", kept))

    async def subscriptions(self, channel: str) -> tuple[Subscription, ...]:
        """Of one channel, without deleted ones, oldest first."""
        return await self._database.read(lambda tx: desk_subscriptions.of_channel(tx, channel))

    async def unsubscribe(
        self, key: str, *, channel: str, subscription_id: str, user: str
    ) -> Subscription | None:
        """Delete it; what is owed already is still sent."""
        kept = await self._once(
            f"unsubscribe {key}",
            lambda tx: desk_subscriptions.unsubscribe(
                tx, channel=channel, reference=subscription_id, user=user
            ),
        )
        return _read(subscription_of, kept)

    async def undo_unsubscribe(
        self, key: str, *, channel: str, subscription_id: str, user: str
    ) -> Subscription | None:
        """Bring it back as it was, within ten minutes."""
        kept = await self._once(
            f"undo {key}",
            lambda tx: desk_subscriptions.undo(
                tx, channel=channel, reference=subscription_id, user=user
            ),
        )
        return _read(subscription_of, kept)

    async def edit_subscription(
        self, key: str, *, channel: str, subscription_id: str, filters: str, user: str
    ) -> Subscription | None:
        """Give it other filters; refuses those of another subscription of the channel."""
        kept = await self._once(
            f"edit {key}",
            lambda tx: desk_subscriptions.edit(
                tx, channel=channel, reference=subscription_id, filters=filters, user=user
            ),
        )
        return _read(subscription_of, kept)

    async def acknowledge(
        self, key: str, *, notice_id: str, channel: str, user: str, on: bool
    ) -> bool:
        """*I'm on it*, by another person a take-over, or nobody any more."""

        async def work(tx: Tx) -> Answer:
            return await desk_notices.acknowledge(
                tx, key, notice_id=notice_id, channel=channel, user=user, on=on
            )

        done = await self._database.write(lambda tx: once(tx, f"ack {key}", partial(work, tx)))
        return done is True

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
        """Begin a silence, in place of an older one of the channel about the same."""
        wanted = Silence(
            id="",
            channel_id=channel,
            image_id=image_id,
            filters=filters,
            label=label,
            creator=creator,
            created_ms=0,
            until_ms=until_ms,
        )
        kept = await self._once(
            f"silence {key}", lambda tx: desk_silences.silence(tx, key, wanted, notice_id)
        )
        return silence_of(cast("Row", kept))

    async def silences(self, channel: str) -> tuple[Silence, ...]:
        """Those that have not ended, oldest first."""
        return await self._database.read(lambda tx: desk_silences.of_channel(tx, channel))

    async def lift_silence(
        self, key: str, *, channel: str, silence_id: str, user: str
    ) -> Silence | None:
        """End it now; what it kept back and still goes on is owed."""
        kept = await self._once(
            f"lift {key}",
            lambda tx: desk_silences.lift(
                tx, key, channel=channel, reference=silence_id, user=user
            ),
        )
        return _read(silence_of, kept)

    async def watch(self, key: str, *, user: str, target: Target, image: Image) -> ImageWatch:
        """Wait for an image; the same again gives the watch that is there."""
        kept = await self._once(
            f"watch {key}",
            lambda tx: desk_watches.watch(tx, user=user, target=target, image=image),
        )
        return watch_of(cast("Row", kept))

    async def watches(self, user: str) -> tuple[ImageWatch, ...]:
        """What this person waits for, oldest first."""
        return await self._database.read(lambda tx: desk_watches.of_user(tx, user))

    async def unwatch(self, key: str, *, user: str, watch_id: str) -> ImageWatch | None:
        """Stop waiting."""
        kept = await self._once(
            f"unwatch {key}",
            lambda tx: desk_watches.unwatch(tx, user=user, reference=watch_id),
        )
        return _read(watch_of, kept)

    async def remembered(
        self, target_id: str, reference: str, *, gone: bool = False
    ) -> tuple[Image, ...]:
        """Images of a target that the polls know by this id, name, ``name:tag`` or path."""
        return await self._database.read(
            lambda tx: desk_images.remembered(tx, target_id, reference, gone=gone)
        )

    async def ledger(self, image_id: str, channel: str) -> Ledger | None:
        """Everything about one image that concerns this channel."""
        reads = self._looks_mode() == "history"
        return await self._database.read(
            lambda tx: desk_ledger.ledger(tx, image_id, channel, reads=reads)
        )

    async def notice_incidents(
        self, notice_id: str, channel: str, *, offset: int, limit: int
    ) -> tuple[tuple[Incident, ...], int] | None:
        """A page of what a notice holds: what goes on first, then by label."""
        return await self._database.read(
            lambda tx: desk_notices.notice_incidents(
                tx, notice_id, channel, offset=offset, limit=limit
            )
        )

    async def broken(self, target_id: str) -> Broken | None:
        """Failures that go on; None as long as a type of images was never looked at."""
        return await self._database.read(lambda tx: desk_memory.broken(tx, target_id))

    async def health(self, channel: str) -> Health:
        """How the alerts are."""
        return await self._database.read(
            lambda tx: desk_health.health(
                tx, channel, looks=self._looks_mode(), poll_ms=self._timing.poll
            )
        )

    async def joined(self, channel: str) -> None:
        """Probe the channel now, if nothing could be sent there."""
        await self._database.write(lambda tx: desk_rows.probe_now(tx, channel))

    async def _once(self, key: str, work: Callable[[Tx], Awaitable[Kept | None]]) -> Answer:
        async def answer(tx: Tx) -> Answer:
            value = await work(tx)
            return None if value is None else asdict(value)

        # One request may do several things, each once: the key says which.
        return await self._database.write(lambda tx: once(tx, key, partial(answer, tx)))


def _read(value_of: Callable[[Row], Kept], kept: Answer) -> Kept | None:
    return None if kept is None else value_of(cast("Row", kept))
