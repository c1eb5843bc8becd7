"""What those hear who were told of a failure, when it changes or ends."""

from __future__ import annotations

from typing import Any

import pytest

from bot.alerts.model import Change, Closing, IncidentKind, NoticeKind
from tests.alerts.failures import changed, closed, opened, planned, silence, subscription, told
from tests.alerts.polls import MINUTE_MS, NOW_MS

HOUR_MS = 60 * MINUTE_MS


def known_by(*notices: Any, of: Change) -> dict[str, Any]:
    """The context in which these notices hold the incident of a change."""
    return {"told": {of.incident.id: notices}}


@pytest.mark.parametrize("kind", [NoticeKind.ALERT, NoticeKind.BASELINE, NoticeKind.FLAPPING])
def test_an_end_has_the_message_drawn_again_and_a_line_below_it(kind: NoticeKind) -> None:
    end = closed()

    plan = planned([end], **known_by(told("n-1", kind=kind), of=end))

    assert plan.touched == {"n-1"}
    (line,) = plan.notices
    assert (line.kind, line.channel, line.parent) == (NoticeKind.LINE, "C1", "n-1")
    assert line.order_key == "n-1"
    assert line.incidents == ()
    assert line.facts == {
        "what": "closed",
        "labels": ["i-1:1.0"],
        "count": 1,
        "status": "ERROR",
        "closing": "recovered",
        "lasted_ms": HOUR_MS,
    }


def test_each_channel_has_a_line_of_its_own() -> None:
    end = closed()

    plan = planned([end], **known_by(told("n-1"), told("n-2", "C2"), of=end))

    assert {(line.channel, line.parent) for line in plan.notices} == {("C1", "n-1"), ("C2", "n-2")}
    assert len({line.id for line in plan.notices}) == 2


def test_a_channel_without_a_subscription_keeps_its_message_true() -> None:
    end = closed()

    plan = planned([end], [subscription("C2")], **known_by(told("n-1"), of=end))

    assert plan.touched == {"n-1"}
    assert len(plan.notices) == 1


def test_nobody_hears_of_the_end_of_what_they_were_not_told_of() -> None:
    plan = planned([closed()])

    assert plan.notices == ()
    assert plan.touched == frozenset()


def test_a_message_that_was_not_shown_needs_no_line() -> None:
    end = closed()

    plan = planned([end], **known_by(told("n-1", shown=False), of=end))

    assert plan.notices == ()
    assert plan.touched == {"n-1"}


def test_an_end_of_an_unknown_beginning_has_no_duration() -> None:
    end = closed(opened_ms=0)

    (line,) = planned([end], **known_by(told("n-1"), of=end)).notices

    assert "lasted_ms" not in line.facts


def test_a_line_says_what_replaced_the_image() -> None:
    end = closed(closing=Closing.REPLACED, replaced_by="env:2")

    (line,) = planned([end], **known_by(told("n-1"), of=end)).notices

    assert line.facts["closing"] == "replaced"
    assert line.facts["replaced_by"] == "env:2"


def test_all_ends_of_one_message_in_one_poll_share_a_line() -> None:
    ends = [closed(f"i-{number}") for number in range(7)]
    context: dict[str, Any] = {
        "told": {end.incident.id: (told("g-1", kind=NoticeKind.GROUP),) for end in ends}
    }

    plan = planned(ends, **context)

    (line,) = plan.notices
    assert line.facts == {
        "what": "closed",
        "labels": [f"i-{number}:1.0" for number in range(5)],
        "count": 7,
        "status": "ERROR",
        "closing": "recovered",
    }


def test_a_shared_line_names_no_single_way_of_ending() -> None:
    ends = [
        closed("i-1"),
        closed("i-2", Closing.REPLACED, status="CREATE_FAILED", replaced_by="env:2"),
    ]
    context: dict[str, Any] = {"told": {end.incident.id: (told("g-1"),) for end in ends}}

    (line,) = planned(ends, **context).notices

    assert line.facts["closing"] == "mixed"
    assert not {"status", "replaced_by", "lasted_ms"} & line.facts.keys()


def test_a_status_that_changed_has_a_line_apart_from_the_ends() -> None:
    change, end = changed("i-1"), closed("i-2")
    context: dict[str, Any] = {"told": {one.incident.id: (told("g-1"),) for one in (change, end)}}

    lines = planned([change, end], **context).notices

    assert lines[0].facts == {
        "what": "changed",
        "labels": ["i-1:1.0"],
        "count": 1,
        "status": "ERROR",
    }
    assert [line.facts["what"] for line in lines] == ["changed", "closed"]


def test_a_silence_keeps_back_no_line_of_a_message_that_is_there() -> None:
    end, change = closed("i-1"), changed("i-2")
    context: dict[str, Any] = {"told": {one.incident.id: (told("g-1"),) for one in (change, end)}}

    plan = planned([end, change], silences=(silence(filters="status=ERROR"),), **context)

    assert [(line.kind, line.facts["what"]) for line in plan.notices] == [
        (NoticeKind.LINE, "closed"),
        (NoticeKind.LINE, "changed"),
    ]
    assert plan.touched == {"g-1"}


@pytest.mark.parametrize("change", [closed(), changed()])
def test_a_silence_until_the_status_changes_ends_and_the_line_is_said(change: Change) -> None:
    quiet = silence(until_ms=None)

    plan = planned([change], silences=(quiet,), **known_by(told("n-1"), of=change))

    assert plan.ended_silences == (quiet.id,)
    assert [line.kind for line in plan.notices] == [NoticeKind.LINE]


def test_an_image_that_hung_and_is_ready_has_a_line() -> None:
    end = closed(kind=IncidentKind.STUCK)

    (line,) = planned([end], **known_by(told("n-1", kind=NoticeKind.STUCK), of=end)).notices

    assert line.facts["status"] == "CREATING"


def test_a_long_name_is_bounded() -> None:
    end = closed("i-1", facts={"name": "n" * 5000})

    (line,) = planned([end], **known_by(told("n-1"), of=end)).notices

    assert line.facts["labels"] == ["n" * 200]


def test_another_poll_says_another_line() -> None:
    end = closed()
    context = known_by(told("n-1"), of=end)
    polls = ["poll-1", "poll-2", "poll-1"]

    ids = [planned([end], poll={"poll_id": each}, **context).notices[0].id for each in polls]

    assert ids[0] == ids[2] != ids[1]


def test_an_image_that_fails_again_in_the_poll_of_its_end_has_both() -> None:
    end, again = closed("i-1"), opened("i-1", number=2, opened_ms=NOW_MS)

    plan = planned([end, again], **known_by(told("n-1"), of=end))

    assert [notice.kind for notice in plan.notices] == [NoticeKind.ALERT, NoticeKind.LINE]
