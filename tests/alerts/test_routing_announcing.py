"""What channels are told that is not one failure."""

from __future__ import annotations

from bot.alerts.asked import SubscriptionState
from bot.alerts.model import IncidentKind, NoticeKind
from bot.alerts.poll import Sight, TargetState
from tests.alerts.failures import (
    changed,
    closed,
    in_channels,
    incident,
    opened,
    planned,
    silence,
    stuck,
    subscription,
    told,
)
from tests.alerts.polls import MINUTE_MS, NOW_MS, TARGET

ANNOUNCE = {"announce": True}
SINCE_MS = NOW_MS - 10 * MINUTE_MS
LOST = {
    "sight": Sight.LOST,
    "blind_since_ms": SINCE_MS,
    "state": TargetState(TARGET, blind_since_ms=SINCE_MS, blind_code="timeout"),
}
BACK = {"sight": Sight.BACK, "blind_since_ms": SINCE_MS}


class TestFirstLook:
    """The announcement of a baseline."""

    def test_tells_each_channel_what_it_asked_for(self) -> None:
        broken = [opened(f"i-{number}", baseline=True) for number in range(12)]

        plan = planned(
            broken,
            [subscription("C1"), subscription("C2", "i-3"), subscription("C3", "tensorflow")],
            poll=ANNOUNCE,
        )

        assert in_channels(plan.notices) == {
            channel: [NoticeKind.BASELINE] for channel in ("C1", "C2", "C3")
        }
        assert [notice.facts for notice in plan.notices] == [
            {"known": 300, "broken": count} for count in (12, 1, 0)
        ]
        assert [len(notice.incidents) for notice in plan.notices] == [12, 1, 0]

    def test_is_one_message_for_a_channel_with_several_subscriptions(self) -> None:
        pair = [subscription("C1"), subscription("C1", "i-1")]

        assert len(planned([], pair, poll=ANNOUNCE).notices) == 1

    def test_holds_what_went_on_before_this_poll(self) -> None:
        """The two types may be looked at first in different polls."""
        before = [incident(f"i-{number}", baseline=True, poll_id="poll-0") for number in (1, 2, 3)]
        end = closed("i-2", baseline=True)

        plan = planned([end, opened("i-4", baseline=True)], poll=ANNOUNCE, broken=tuple(before))

        (notice,) = plan.notices
        assert notice.incidents == (
            before[0].id,
            before[2].id,
            incident("i-4").id,
        )

    def test_counts_but_does_not_hold_what_the_channel_knows(self) -> None:
        known = incident("i-1", poll_id="poll-0")

        plan = planned(
            [opened("i-2"), opened("i-3", baseline=True)],
            poll=ANNOUNCE,
            broken=(known,),
            told={known.id: (told("n-1"),)},
        )

        alert, notice = plan.notices
        assert alert.incidents == (incident("i-2").id,)
        assert notice.incidents == (incident("i-3").id,)
        assert notice.facts["broken"] == 3

    def test_tells_once_of_a_failure_that_is_new_to_a_search(self) -> None:
        change = changed("i-1", baseline=True)

        plan = planned(
            [change],
            [subscription("C1", "status=ERROR")],
            poll=ANNOUNCE,
            broken=(change.incident,),
        )

        assert [len(notice.incidents) for notice in plan.notices] == [1, 0]

    def test_leaves_out_what_is_silenced(self) -> None:
        broken = [opened(f"i-{number}", baseline=True) for number in (1, 2)]

        plan = planned(broken, poll=ANNOUNCE, silences=(silence("C1", "i-1"),))

        assert plan.notices[0].incidents == (incident("i-2").id,)
        assert plan.notices[0].facts["broken"] == 2
        assert [kept[:2] for kept in plan.suppressed] == [("C1", incident("i-1").id)]

    def test_lists_no_image_that_hangs(self) -> None:
        hanging = incident("i-1", kind=IncidentKind.STUCK)

        plan = planned([stuck("i-2")], poll=ANNOUNCE, broken=(hanging,))

        assert [notice.kind for notice in plan.notices] == [NoticeKind.STUCK, NoticeKind.BASELINE]
        assert plan.notices[1].incidents == ()

    def test_is_the_same_notice_whenever_it_is_announced(self) -> None:
        first = planned([], poll=ANNOUNCE).notices
        again = planned([], poll=ANNOUNCE | {"poll_id": "poll-2"}).notices

        assert first == again


class TestBlindness:
    """The bot cannot see a target, or can again."""

    def test_is_told_once_to_each_channel(self) -> None:
        channels = [
            subscription("C1"),
            subscription("C1", "i-1"),
            subscription("C2", state=SubscriptionState.PAUSED),
        ]

        notices = planned([], channels, poll=LOST).notices

        assert in_channels(notices) == {"C1": [NoticeKind.BLIND], "C2": [NoticeKind.BLIND]}
        assert notices[0].facts == {
            "since_ms": SINCE_MS,
            "code": "timeout",
            "project": TARGET.project_id,
        }

    def test_is_another_one_each_time(self) -> None:
        first = planned([], poll=LOST).notices
        later = planned([], poll=LOST | {"blind_since_ms": NOW_MS}).notices

        assert first[0].id != later[0].id

    def test_is_over_with_what_was_missed_by_each_channel(self) -> None:
        """An end, a stuck image, and what a silence keeps back are not among them."""
        changes = [opened("i-1"), opened("i-2"), opened("i-3"), stuck("i-4"), closed("i-5")]

        plan = planned(
            changes,
            [subscription("C1"), subscription("C2", "i-2"), subscription("C3", "none")],
            poll=BACK,
            blind=tuple(
                told(f"blind-{channel}", channel, NoticeKind.BLIND)
                for channel in ("C1", "C2", "C3", "C4")
            ),
            silences=(silence("C1", "i-3"),),
        )

        assert {notice: facts["missed"] for notice, facts in plan.facts.items()} == {
            "blind-C1": 2,
            "blind-C2": 1,
            "blind-C3": 0,
            "blind-C4": 0,
        }
        assert {facts["back_ms"] for facts in plan.facts.values()} == {NOW_MS}
        assert plan.touched == plan.facts.keys()

    def test_counts_what_joins_a_message_that_counts(self) -> None:
        plan = planned(
            [opened("i-1")],
            poll=BACK,
            blind=(told("blind", kind=NoticeKind.BLIND),),
            flapping={("C1", "i-1"): "counts"},
        )

        assert plan.facts["blind"]["missed"] == 1

    def test_that_does_not_change_is_not_told(self) -> None:
        blind = (told("blind", kind=NoticeKind.BLIND),)

        plan = planned([], poll={"blind_since_ms": SINCE_MS}, blind=blind)

        assert (plan.notices, plan.facts, plan.touched) == ((), {}, frozenset())
