"""Who is told of a failure that begins."""

from __future__ import annotations

from typing import Any

import pytest

from bot.alerts.asked import SubscriptionState
from bot.alerts.model import Closing, IncidentKind, NoticeKind
from tests.alerts.failures import (
    at,
    changed,
    closed,
    in_channels,
    opened,
    planned,
    silence,
    stuck,
    subscription,
    told,
)
from tests.alerts.polls import MINUTE_MS, NOW_MS

ALERT, GROUP, STUCK, FLAPPING = (
    NoticeKind.ALERT,
    NoticeKind.GROUP,
    NoticeKind.STUCK,
    NoticeKind.FLAPPING,
)


def test_every_channel_that_asked_is_told_once() -> None:
    plan = planned(
        [opened()],
        [
            subscription("C1"),
            subscription("C1", "status=ERROR"),
            subscription("C2", "arch=AARCH64"),
            subscription("C3", "arch=X86_64"),
            subscription("C4", "arch=X86_64"),
            subscription("C4", "i-1"),
        ],
    )

    assert in_channels(plan.notices) == {"C1": [ALERT], "C2": [ALERT], "C4": [ALERT]}


def test_a_channel_that_is_lost_for_now_is_told_later() -> None:
    """Its notice waits in the outbox."""
    paused = subscription("C1", state=SubscriptionState.PAUSED)

    assert in_channels(planned([opened()], [paused]).notices) == {"C1": [ALERT]}


def test_what_was_there_at_the_first_look_pages_nobody() -> None:
    assert planned([opened(baseline=True)]).notices == ()


def test_who_was_told_is_not_told_again() -> None:
    before = opened()
    known = {before.incident.id: (told("n-1"),)}

    plan = planned([before], [subscription("C1"), subscription("C2")], told=known)

    assert in_channels(plan.notices) == {"C2": [ALERT]}
    assert plan.touched == frozenset()


def test_a_storm_is_one_message_in_each_channel_that_has_one() -> None:
    changes = [opened(f"i-{number}") for number in range(7)]

    plan = planned(changes, [subscription("C1"), subscription("C2", "i-3")])

    assert in_channels(plan.notices) == {"C1": [GROUP], "C2": [ALERT]}
    assert plan.notices[0].incidents == tuple(change.incident.id for change in changes)


def test_failures_and_images_that_hang_are_told_apart() -> None:
    changes = [opened(f"f-{number}") for number in range(6)]

    plan = planned([*changes, stuck("s-1"), stuck("s-2")])

    assert in_channels(plan.notices) == {"C1": [GROUP, STUCK, STUCK]}


@pytest.mark.parametrize(
    ("filters", "expected"), [("", True), ("status=CREATING", True), ("status=failed", False)]
)
def test_who_hears_of_an_image_that_hangs(filters: str, expected: bool) -> None:
    plan = planned([stuck()], [subscription("C1", filters)])

    assert in_channels(plan.notices) == ({"C1": [STUCK]} if expected else {})


def test_the_same_record_in_the_same_context_owes_the_same() -> None:
    changes = [opened(f"i-{number}") for number in range(7)]

    assert planned(changes) == planned(list(reversed(changes)))


@pytest.mark.parametrize(
    "quiet",
    [silence(), silence(filters="status=ERROR"), silence(filters="", until_ms=None)],
)
def test_a_silence_keeps_a_failure_back_in_its_channel_only(quiet: Any) -> None:
    change = opened()

    plan = planned([change], [subscription("C1"), subscription("C2")], silences=(quiet,))

    assert in_channels(plan.notices) == {"C2": [ALERT]}
    assert plan.suppressed == (("C1", change.incident.id, quiet.id),)
    assert plan.ended_silences == ()


def test_a_silence_says_nothing_of_what_nobody_asked_for() -> None:
    plan = planned([opened()], [subscription("C1", "tensorflow")], silences=(silence(),))

    assert plan.suppressed == ()


def test_of_several_silences_the_one_that_lasts_longest_keeps_it_back() -> None:
    """So that it is not told when the first of them ends."""
    for untils, longest in (((1, 3, 2), 3), ((1, None, 3), None)):
        quiet = [
            silence(
                id=f"until {until}",
                filters="",
                until_ms=until and NOW_MS + until * MINUTE_MS,
            )
            for until in untils
        ]

        (kept,) = planned([opened()], silences=tuple(quiet)).suppressed

        assert kept[2] == f"until {longest}"


def test_a_silenced_image_that_fails_has_changed() -> None:
    """It was silenced until its status changes, and that was a good one."""
    quiet = silence(until_ms=None)

    plan = planned([opened()], silences=(quiet,))

    assert in_channels(plan.notices) == {"C1": [ALERT]}
    assert plan.ended_silences == (quiet.id,)


@pytest.mark.parametrize(
    ("filters", "fields", "expected"),
    [
        ("status=ERROR", {}, True),
        ("status=CREATE_FAILED", {}, False),
        ("", {}, True),
        ("status=ERROR", {"baseline": True}, True),
        ("", {"baseline": True}, False),
        ("status=ERROR", {"opened_ms": NOW_MS - 2000 * MINUTE_MS}, True),
        ("", {"opened_ms": NOW_MS - 2000 * MINUTE_MS}, False),
    ],
)
def test_a_status_that_changed_is_news_for_whom_it_matches_now(
    filters: str, fields: dict[str, Any], expected: bool
) -> None:
    """But nothing that was broken before the subscription, or at the first look, is told again."""
    plan = planned([at(changed(), **fields)], [subscription("C1", filters)])

    assert in_channels(plan.notices) == ({"C1": [ALERT]} if expected else {})


def test_what_a_silence_kept_back_is_told_once_its_status_changes() -> None:
    plan = planned([changed()], silences=(silence(until_ms=None),))

    assert in_channels(plan.notices) == {"C1": [ALERT]}


RECENT = {"i-1": (NOW_MS - 40 * MINUTE_MS, NOW_MS - 20 * MINUTE_MS)}


class TestFlapping:
    """The third failure within an hour."""

    def test_makes_a_message_that_counts(self) -> None:
        plan = planned([opened(number=3), opened("i-2")], recent=RECENT)

        assert in_channels(plan.notices) == {"C1": [FLAPPING, ALERT]}
        assert plan.notices[0].facts == {"earlier": 2, "since_ms": NOW_MS - 40 * MINUTE_MS}

    def test_joins_the_one_that_is_there_and_says_nothing(self) -> None:
        fourth = opened(number=4)

        plan = planned(
            [fourth],
            [subscription("C1"), subscription("C2")],
            recent=RECENT,
            flapping={("C1", "i-1"): "counts"},
        )

        assert plan.attach == (("counts", "C1", fourth.incident.id),)
        assert plan.touched == {"counts"}
        assert in_channels(plan.notices) == {"C2": [FLAPPING]}

    def test_is_no_storm_of_such_messages(self) -> None:
        changes = [opened(f"i-{number}", number=3) for number in range(6)]
        recent = {f"i-{number}": RECENT["i-1"] for number in range(6)}

        assert in_channels(planned(changes, recent=recent).notices) == {"C1": [GROUP]}

    def test_does_not_count_among_a_storm_what_joins_a_message(self) -> None:
        changes = [opened(f"i-{number}") for number in range(6)]

        plan = planned(changes, flapping={("C1", "i-0"): "counts"})

        assert in_channels(plan.notices) == {"C1": [ALERT] * 5}

    def test_is_not_what_hangs(self) -> None:
        plan = planned([stuck(number=3)], recent=RECENT, flapping={("C1", "i-1"): "counts"})

        assert in_channels(plan.notices) == {"C1": [STUCK]}

    def test_can_be_silenced(self) -> None:
        plan = planned([opened()], flapping={("C1", "i-1"): "counts"}, silences=(silence(),))

        assert plan.attach == ()
        assert len(plan.suppressed) == 1


def test_a_failure_is_told_although_the_image_was_silenced_while_it_hung() -> None:
    """The end of one stay and the beginning of the other come in one poll."""
    end = closed(kind=IncidentKind.STUCK, closing=Closing.FAILED)
    quiet = silence(until_ms=None)

    plan = planned([end, opened()], silences=(quiet,))

    assert in_channels(plan.notices) == {"C1": [ALERT]}
    assert plan.ended_silences == (quiet.id,)
