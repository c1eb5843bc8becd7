"""A desk that keeps everything in lists, and what else listeners of alerts need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from bot.alerts.asked import ImageWatch, Silence, Subscription
from bot.alerts.delivery_model import Answer
from bot.alerts.desk_model import Health, Ledger, Preview, QueueState
from bot.alerts.model import Incident, IncidentKind, Target, label_of
from bot.catalog import Catalog
from bot.errors import RequestError
from bot.modelarts.models import Image
from bot.ports.alerting import StoreDown
from bot.ports.desk import Broken
from bot.slack.later import Tasks
from handlers.context import Alerting, Services
from handlers.image_actions import answer_press
from handlers.presses import Press
from tests.factories import FakeClock, image
from tests.handlers.test_errors import Told, services
from tests.sources import MemorySource

Done = TypeVar("Done")
Thing = TypeVar("Thing", Subscription, Silence, ImageWatch)

TARGET = Target("https://modelarts.example", "p" * 32, "0")
NOW = 1_770_000_000_000


def incident(image_id: str = "i-1", name: str = "pytorch_2_1", opened_ms: int = NOW) -> Incident:
    """One failure that goes on."""
    facts = image(id=image_id, name=name, status="ERROR")
    return Incident("n1", TARGET.id, image_id, IncidentKind.FAILED, 1, "ERROR", opened_ms, facts)


@dataclass
class MemoryDesk:
    """A `bot.ports.desk.Desk`.

    ``held``: (notice, channel) to its incidents.  ``done``: what was changed, in order.
    ``users``: who asked for what is written down with a name.
    ``seen``, ``vanished``: images that the polls remember.  ``down``: nothing works.
    """

    subscribed: list[Subscription] = field(default_factory=list)
    ended: list[Subscription] = field(default_factory=list)
    quiet: list[Silence] = field(default_factory=list)
    waiting: list[ImageWatch] = field(default_factory=list)
    held: dict[tuple[str, str], list[Incident]] = field(default_factory=dict)
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    seen: list[Image] = field(default_factory=list)
    vanished: list[Image] = field(default_factory=list)
    memory: Mapping[str, Broken] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    down: bool = False
    _answers: dict[str, Any] = field(default_factory=dict)

    async def preview(self, target: Target, filters: str) -> Preview:
        """Always the same."""
        self._up()
        del target, filters
        return Preview(fired=4, days=7, latest=None, broken=1, known=107)

    async def subscribe(
        self, key: str, *, channel: str, target: Target, filters: str, creator: str
    ) -> Subscription:
        """Numbered."""

        def work() -> Subscription:
            number = len(self.subscribed) + 1
            row = Subscription(f"s{number}", channel, target.id, filters, creator, NOW)
            self.subscribed.append(row)
            return row

        return self._once("subscribe", key, work)

    async def subscriptions(self, channel: str) -> tuple[Subscription, ...]:
        """Of one channel."""
        self._up()
        return tuple(row for row in self.subscribed if row.channel_id == channel)

    async def unsubscribe(
        self, key: str, *, channel: str, subscription_id: str, user: str
    ) -> Subscription | None:
        """By the beginning of the id."""
        self.users.append(user)

        def work() -> Subscription | None:
            row = _found(self.subscribed, channel, subscription_id)
            if row is not None:
                self.subscribed.remove(row)
                self.ended.append(row)
            return row

        return self._once("unsubscribe", key, work)

    async def undo_unsubscribe(
        self, key: str, *, channel: str, subscription_id: str, user: str
    ) -> Subscription | None:
        """Bring it back."""
        self.users.append(user)

        def work() -> Subscription | None:
            row = _found(self.ended, channel, subscription_id)
            if row is not None:
                self.ended.remove(row)
                self.subscribed.append(row)
            return row

        return self._once("undo", key, work)

    async def edit_subscription(
        self, key: str, *, channel: str, subscription_id: str, filters: str, user: str
    ) -> Subscription | None:
        """Other filters."""
        del user

        def work() -> Subscription | None:
            row = _found(self.subscribed, channel, subscription_id)
            if row is None:
                return None
            changed = replace(row, filters=filters)
            self.subscribed[self.subscribed.index(row)] = changed
            return changed

        return self._once("edit", key, work)

    async def acknowledge(
        self, key: str, *, notice_id: str, channel: str, user: str, on: bool
    ) -> bool:
        """True for a notice that is held."""
        self.users.append(user)
        self._refuse_if_over(notice_id, channel)
        what = "ack" if on else "leave"
        return self._once(what, key, lambda: (notice_id, channel) in self.held)

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
        """Numbered."""
        self._refuse_if_over(notice_id, channel)

        def work() -> Silence:
            number = len(self.quiet) + 1
            row = Silence(f"q{number}", channel, image_id, filters, label, creator, NOW, until_ms)
            self.quiet.append(row)
            return row

        return self._once("silence", key, work)

    async def silences(self, channel: str) -> tuple[Silence, ...]:
        """Of one channel."""
        self._up()
        return tuple(row for row in self.quiet if row.channel_id == channel)

    async def lift_silence(
        self, key: str, *, channel: str, silence_id: str, user: str
    ) -> Silence | None:
        """End it."""
        self.users.append(user)

        def work() -> Silence | None:
            row = _found(self.quiet, channel, silence_id)
            if row is not None:
                self.quiet.remove(row)
            return row

        return self._once("lift", key, work)

    async def watch(self, key: str, *, user: str, target: Target, image: Image) -> ImageWatch:
        """Numbered."""

        def work() -> ImageWatch:
            number = len(self.waiting) + 1
            label = label_of(image.name or "", image.tag or "") or image.id
            row = ImageWatch(
                f"w{number}", user, target.id, image.id, label, image.status or "", NOW
            )
            self.waiting.append(row)
            return row

        return self._once("watch", key, work)

    async def watches(self, user: str) -> tuple[ImageWatch, ...]:
        """Of one person."""
        self._up()
        return tuple(row for row in self.waiting if row.user_id == user)

    async def unwatch(self, key: str, *, user: str, watch_id: str) -> ImageWatch | None:
        """Stop."""

        def work() -> ImageWatch | None:
            for row in self.waiting:
                if row.user_id == user and row.id == watch_id:
                    self.waiting.remove(row)
                    return row
            return None

        return self._once("unwatch", key, work)

    async def remembered(
        self, target_id: str, reference: str, *, gone: bool = False
    ) -> tuple[Image, ...]:
        """By id, name or label."""
        self._up()
        if target_id != TARGET.id:
            return ()
        meant = [
            [one for one in images if reference in {one.id, one.name, f"{one.name}:{one.tag}"}]
            for images in (self.seen, self.vanished if gone else ())
        ]
        return tuple(meant[0] or meant[1])

    async def ledger(self, image_id: str, channel: str) -> Ledger | None:
        """As it was put in."""
        self._up()
        del channel
        return self.ledgers.get(image_id)

    async def notice_incidents(
        self, notice_id: str, channel: str, *, offset: int, limit: int
    ) -> tuple[tuple[Incident, ...], int] | None:
        """A page of what is held."""
        self._up()
        rows = self.held.get((notice_id, channel))
        return None if rows is None else (tuple(rows[offset : offset + limit]), len(rows))

    async def broken(self, target_id: str) -> Broken | None:
        """As it was put in."""
        self._up()
        return self.memory.get(target_id)

    async def health(self, channel: str) -> Health:
        """All is well."""
        here = await self.subscriptions(channel)
        return Health(NOW, (), QueueState(), {}, (), "history", 0, here)

    async def joined(self, channel: str) -> None:
        """Remember it."""
        self._up()
        self.done.append(f"joined {channel}")

    def _once(self, what: str, key: str, work: Callable[[], Done]) -> Done:
        self._up()
        assert key, "a change without a key"
        name = f"{what} {key}"
        if name not in self._answers:
            self._answers[name] = work()
            self.done.append(what)
        answer: Done = self._answers[name]
        return answer

    def _refuse_if_over(self, notice_id: str, channel: str) -> None:
        held = self.held.get((notice_id, channel), [])
        if held and all(one.closed_ms is not None for one in held):
            raise RequestError("This is over already.")

    def _up(self) -> None:
        if self.down:
            raise StoreDown("down")


def _found(rows: list[Thing], channel: str, beginning: str) -> Thing | None:
    fit = (
        row
        for row in rows
        if row.id.startswith(beginning) and getattr(row, "channel_id", channel) == channel
    )
    return next(fit, None)


@dataclass
class Member:
    """A `bot.ports.desk.Membership` that always says the same."""

    code: str = "ok"

    async def can_post(self, channel: str) -> Answer:
        """See the class."""
        del channel
        return Answer(self.code == "ok", self.code)


@dataclass
class Scene:
    """One person at work: what they are told, and everything behind it."""

    told: Told
    desk: MemoryDesk
    member: Member
    source: MemorySource
    nudges: list[str]
    services: Services

    @property
    def texts(self) -> list[str]:
        """What the person was told, in order."""
        return [text for text, _ in self.told.messages]

    async def pressed(self, label: str, *, key: str = "t9") -> None:
        """Press what is called so on the last message."""
        control = self.told.controls[label]
        press = Press(control["action_id"], control["value"], "", "C1/1.2", NOW, key)
        await answer_press(press, self.told, self.services)

    async def drained(self) -> None:
        """Wait for what goes on after the ack."""
        assert isinstance(self.services.later, Tasks)
        await self.services.later.drain(5)


def scene(*images: Image, zone: str = "UTC") -> Scene:
    """A workspace with these images, in which alerts work."""
    told, desk, member, source = Told(), MemoryDesk(), Member(), MemorySource(images)
    nudges: list[str] = []

    async def zone_of(_: str) -> str:
        return zone

    alerts = Alerting(desk, member, TARGET, zone_of, lambda: nudges.append("nudge"))
    known = replace(
        services(told),
        alerts=alerts,
        catalog=Catalog(source, FakeClock(NOW)),
        clock=FakeClock(NOW),
    )
    return Scene(told, desk, member, source, nudges, known)
