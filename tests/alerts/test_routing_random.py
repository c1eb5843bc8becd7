"""Random stories, told by the plan and by plain loops."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.alerts.model import ChangeKind, Incident, Notice, NoticeKind
from bot.alerts.poll import Plan, RoutingContext, Told
from bot.alerts.routing import plan
from tests.alerts.failures import TIMING, record
from tests.alerts.routing_oracle import CHANNELS, HOUR_MS, Expected, Story


class Memory:
    """A database that is a few dictionaries."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.incidents: dict[str, Incident] = {}
        self.notices: dict[str, Notice] = {}
        self.items: dict[tuple[str, str], str] = {}
        self.kept: set[tuple[str, str]] = set()
        self.ended: set[str] = set()

    def context(self) -> RoutingContext:
        """What is known now."""
        story = self.story
        told: dict[str, tuple[Told, ...]] = {}
        flapping: dict[tuple[str, str], str] = {}
        recent: dict[str, tuple[int, ...]] = {}
        for (channel, incident), notice in self.items.items():
            kind = self.notices[notice].kind
            told[incident] = (*told.get(incident, ()), Told(notice, channel, kind, shown=True))
            fresh = self.incidents[incident].opened_ms >= story.now_ms - HOUR_MS
            if kind is NoticeKind.FLAPPING and fresh:
                flapping[channel, self.incidents[incident].image_id] = notice
        for one in self.incidents.values():
            if one.opened_ms >= story.now_ms - HOUR_MS:
                recent[one.image_id] = (*recent.get(one.image_id, ()), one.opened_ms)
        return RoutingContext(
            now_ms=story.now_ms,
            subscriptions=tuple(story.subscriptions),
            silences=tuple(one for one in story.silences if one.id not in self.ended),
            told=told,
            recent=recent,
            flapping=flapping,
        )

    def write(self, decided: Plan) -> None:
        """As the outbox does; but nobody may be told of anything twice."""
        for notice in decided.notices:
            assert notice.id not in self.notices
            self.notices[notice.id] = notice
            for incident in notice.incidents:
                self._hold(notice.channel, incident, notice.id)
        for notice_id, channel, incident in decided.attach:
            assert notice_id in self.notices
            self._hold(channel, incident, notice_id)
        self.kept |= {(channel, incident) for channel, incident, _ in decided.suppressed}
        self.ended |= set(decided.ended_silences)

    def _hold(self, channel: str, incident: str, notice: str) -> None:
        assert (channel, incident) not in self.items
        self.items[channel, incident] = notice


class Telling:
    """A story, poll by poll, and what becomes of it."""

    def __init__(self, random: Random) -> None:
        self.story = Story(random)
        self.memory = Memory(self.story)
        self.expected = Expected()
        self.polls = 0
        self.before: dict[tuple[str, str], str] = {}

    def poll(self) -> Plan:
        """People do this and that, and a poll is stored."""
        first = self.polls == 0
        for _ in range(self.story.random.randrange(6 if first else 3)):
            self.story.people()
        changes = self.story.poll(baseline=first)
        poll = record(*changes, poll_id=f"poll-{self.polls}", announce=first)
        self.expected.poll(self.story, changes, announce=first)
        self.before = dict(self.memory.items)
        decided = plan(poll, self.memory.context(), TIMING)
        self.memory.write(decided)
        self.memory.incidents |= {one.incident.id: one.incident for one in changes}
        self.polls += 1
        return decided


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.randoms(use_true_random=False), st.integers(2, 15))
def test_whoever_should_be_told_is_told_in_one_message(random: Random, polls: int) -> None:
    telling = Telling(random)
    memory, expected = telling.memory, telling.expected
    for _ in range(polls):
        decided = telling.poll()

        assert memory.items.keys() == expected.told
        assert memory.kept == expected.kept
        assert memory.ended == expected.ended
        assert lines(decided) == expected_lines(expected, telling.before)
        for channel in CHANNELS:
            assert_messages(decided, channel, expected, telling.story.now_ms)


def lines(decided: Plan) -> dict[tuple[str, object], object]:
    """How many incidents each line speaks of, by thread and event."""
    return {
        (one.parent, one.facts["what"]): one.facts["count"]
        for one in decided.notices
        if one.kind is NoticeKind.LINE
    }


def expected_lines(
    expected: Expected, items: dict[tuple[str, str], str]
) -> dict[tuple[str, object], object]:
    """The same, of those who were told before this poll."""
    return dict(
        Counter(
            (items[channel, incident], kind.value) for channel, incident, kind in expected.said
        )
    )


def assert_messages(decided: Plan, channel: str, expected: Expected, now_ms: int) -> None:
    """A storm is one message; below that, who fails too often has one that counts."""
    joined = {incident for _, where, incident in decided.attach if where == channel}
    alone = [one for one in expected.news[channel] if one.incident.id not in joined]
    kinds = Counter(
        one.kind
        for one in decided.notices
        if one.channel == channel
        and one.kind in {NoticeKind.ALERT, NoticeKind.GROUP, NoticeKind.FLAPPING}
    )
    often = [
        one
        for one in alone
        if one.kind is ChangeKind.OPENED and expected.flapping(one.incident.image_id, now_ms)
    ]
    if len(alone) > 5:
        assert kinds == {NoticeKind.GROUP: 1}
    else:
        assert kinds[NoticeKind.FLAPPING] == len(often)
        assert kinds[NoticeKind.ALERT] == len(alone) - len(often)
        assert kinds[NoticeKind.GROUP] == 0


def test_stories_are_worth_telling() -> None:
    """They reach storms, messages that count, silences and changes."""
    plans = []
    for seed in range(60):
        telling = Telling(Random(seed))  # noqa: S311 (no secret)
        plans += [telling.poll() for _ in range(15)]

    kinds = Counter(notice.kind.value for decided in plans for notice in decided.notices)

    assert min(kinds[kind] for kind in ("alert", "group", "flapping", "baseline", "line")) > 5
    assert sum(len(decided.attach) for decided in plans) > 5
    assert sum(len(decided.suppressed) for decided in plans) > 5
    assert sum(len(decided.ended_silences) for decided in plans) > 5
