"""Who is told of what, by plain loops: nothing here is shared with the code it judges.

A story is a few images that fail, change and recover, while channels come, go and fall silent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bot.alerts.asked import Silence, Subscription
from bot.alerts.model import Change, ChangeKind, Closing
from tests.alerts.failures import changed, closed, incident, opened, silence, subscription
from tests.alerts.polls import MINUTE_MS, NOW_MS

CHANNELS = ("C1", "C2", "C3")
IMAGES = tuple(f"i-{number}" for number in range(8))
HOUR_MS = 60 * MINUTE_MS

READABLE: dict[str, Callable[[str, str], bool]] = {
    "": lambda _image, _status: True,
    "arch=AARCH64": lambda image, _: int(image[2:]) % 2 == 0,
    "status=ERROR": lambda _, status: status == "ERROR",
    "status!=ERROR arch=X86_64": lambda image, status: (
        status != "ERROR" and int(image[2:]) % 2 == 1
    ),
    "i-1": lambda image, _: image == "i-1",
    "status=ACTIVE": lambda _image, _status: False,
}
"""Filters, and what they mean for an image and its status."""

FILTERS = (*READABLE, "status=")
"""The last cannot be read: a subscription then wants everything, a silence covers nothing."""


@dataclass
class Stay:
    """One failure of one image, as it goes on."""

    image: str
    number: int
    status: str
    opened_ms: int
    baseline: bool

    @property
    def id(self) -> str:
        """Of its incident."""
        return incident(self.image, number=self.number).id


@dataclass
class Story:
    """What happens, step by step; ``random`` chooses."""

    random: Random
    now_ms: int = NOW_MS
    subscriptions: list[Subscription] = field(default_factory=list)
    silences: list[Silence] = field(default_factory=list)
    stays: dict[str, Stay] = field(default_factory=dict)
    """By image, those that go on."""
    numbers: Counter[str] = field(default_factory=Counter)
    made: int = 0

    def people(self) -> None:
        """Somebody subscribes, unsubscribes or silences something; or nobody does."""
        self.made += 1
        choose = self.random.choice
        what = self.random.randrange(5)
        if what <= 1:
            pair = choose(CHANNELS), choose(FILTERS)
            if pair not in {(one.channel_id, one.filters) for one in self.subscriptions}:
                self.subscriptions.append(subscription(*pair, created_ms=self.now_ms))
        elif what == 2 and self.subscriptions:
            self.subscriptions.remove(choose(self.subscriptions))
        elif what == 3:
            until = choose((None, self.now_ms + 5 * MINUTE_MS, self.now_ms + HOUR_MS))
            about: dict[str, Any] = (
                {"filters": choose(FILTERS)} if self.random.randrange(2) else {}
            )
            name = f"silence-{self.made}"
            self.silences.append(
                silence(choose(CHANNELS), choose(IMAGES), id=name, until_ms=until, **about)
            )

    def poll(self, *, baseline: bool) -> list[Change]:
        """What one poll finds, some minutes later."""
        self.now_ms += self.random.choice((1, 3, 8, 30)) * MINUTE_MS
        storm = self.random.randrange(5) == 4
        many = len(IMAGES) if storm else self.random.choice((2, 5))
        found = []
        for image in sorted(self.random.sample(IMAGES, many)):
            change = self._change(image, baseline, storm=storm)
            if change is not None:
                found.append(change)
        return found

    def _change(self, image: str, baseline: bool, *, storm: bool) -> Change | None:
        stay = self.stays.get(image)
        what = self.random.randrange(3)
        if stay is None:
            if what == 0 and not storm:
                return None
            self.numbers[image] += 1
            status = self.random.choice(("ERROR", "CREATE_FAILED"))
            stay = Stay(image, self.numbers[image], status, self.now_ms, baseline)
            self.stays[image] = stay
            return opened(image, **self._fields(stay))
        if what == 0 and stay.status == "CREATE_FAILED":
            stay.status = "ERROR"
            return changed(image, **self._fields(stay))
        if what >= 1 and not storm:
            del self.stays[image]
            fields = self._fields(stay)
            return closed(image, Closing.RECOVERED, closed_ms=self.now_ms, **fields)
        return None

    def _fields(self, stay: Stay) -> dict[str, Any]:
        arch = "AARCH64" if int(stay.image[2:]) % 2 == 0 else "X86_64"
        return {
            "number": stay.number,
            "status": stay.status,
            "opened_ms": stay.opened_ms,
            "baseline": stay.baseline,
            "facts": {"arch": arch, "status": stay.status},
        }


@dataclass
class Expected:
    """Who should have been told, so far: (channel, incident id).

    ``kept``: what silences kept back, ever.  ``ended``: silences, ever.  ``entries``: when each
    image failed.  ``news``: what the last poll told each channel.  ``said``: what lines the last
    poll was to write: (channel, incident id, event).
    """

    told: set[tuple[str, str]] = field(default_factory=set)
    kept: set[tuple[str, str]] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    entries: dict[str, list[int]] = field(default_factory=dict)
    news: dict[str, list[Change]] = field(default_factory=dict)
    said: set[tuple[str, str, ChangeKind]] = field(default_factory=set)

    def poll(self, story: Story, changes: list[Change], *, announce: bool) -> None:
        """Take one poll into account, as it stands when it is stored."""
        for one in story.silences:
            if any(_ends(one, change, story.now_ms) for change in changes):
                self.ended.add(one.id)
        live = [one for one in story.silences if one.id not in self.ended]
        self.news = {channel: [] for channel in CHANNELS}
        self.said = set()
        for channel in CHANNELS:
            wishes = [one for one in story.subscriptions if one.channel_id == channel]
            for change in changes:
                self._one(channel, change, wishes, live, story.now_ms)
            if announce and wishes:
                self._announce(channel, story, wishes, live)
        for change in changes:
            if change.kind is ChangeKind.OPENED:
                self.entries.setdefault(change.incident.image_id, []).append(story.now_ms)

    def _one(
        self,
        channel: str,
        change: Change,
        wishes: list[Subscription],
        silences: list[Silence],
        now_ms: int,
    ) -> None:
        failure = change.incident
        key = (channel, failure.id)
        quiet = any(
            one.channel_id == channel and _covers(one, failure.image_id, failure.status, now_ms)
            for one in silences
        )
        if key in self.told:
            if change.kind is not ChangeKind.OPENED:
                self.said.add((*key, change.kind))
            return
        if change.kind is ChangeKind.CLOSED or not any(_news(one, change) for one in wishes):
            return
        if quiet:
            self.kept.add(key)
        else:
            self.told.add(key)
            self.news[channel].append(change)

    def _announce(
        self, channel: str, story: Story, wishes: list[Subscription], silences: list[Silence]
    ) -> None:
        for stay in story.stays.values():
            key = (channel, stay.id)
            if key in self.told | self.kept:
                continue
            if not any(_wants(one.filters, stay.image, stay.status) for one in wishes):
                continue
            quiet = any(
                one.channel_id == channel and _covers(one, stay.image, stay.status, story.now_ms)
                for one in silences
            )
            (self.kept if quiet else self.told).add(key)

    def flapping(self, image: str, now_ms: int) -> bool:
        """Whether a failure now would be the third within an hour; asked after the poll."""
        return len([at for at in self.entries[image] if at >= now_ms - HOUR_MS]) >= 3


def _wants(filters: str, image: str, status: str) -> bool:
    return filters not in READABLE or READABLE[filters](image, status)


def _news(wish: Subscription, change: Change) -> bool:
    failure = change.incident
    matches = _wants(wish.filters, failure.image_id, failure.status)
    if change.kind is ChangeKind.OPENED:
        return matches and not failure.baseline
    matched = _wants(wish.filters, failure.image_id, change.before)
    missed = not failure.baseline and wish.created_ms <= failure.opened_ms
    return matches and (missed or not matched)


def _covers(one: Silence, image: str, status: str, now_ms: int) -> bool:
    if one.until_ms is not None and one.until_ms <= now_ms:
        return False
    if one.image_id:
        return one.image_id == image
    return one.filters in READABLE and READABLE[one.filters](image, status)


def _ends(one: Silence, change: Change, now_ms: int) -> bool:
    failure = change.incident
    if one.until_ms is not None or not _covers(one, failure.image_id, failure.status, now_ms):
        return False
    return change.kind is not ChangeKind.OPENED or bool(one.image_id)
