"""What somebody hears who waits for one image."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.alerts.announcing import moved_on
from bot.alerts.model import Change, NoticeKind
from tests.alerts.failures import (
    closed,
    in_channels,
    opened,
    planned,
    record,
    silence,
    subscription,
    watch,
)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("CREATING", "ACTIVE", True),
        ("CREATING", "CREATE_FAILED", True),
        ("CREATING", "DELETED", True),
        ("CREATING", "", True),
        ("CREATE_FAILED", "ERROR", True),
        ("ACTIVE", "ACTIVE", False),
        ("ERROR", "ERROR", False),
        ("ERROR", "CREATING", False),
        ("CREATING", "QUEUED", False),
        ("", "ACTIVE", True),
        ("", "", True),
    ],
)
def test_a_watch_ends_with_what_was_waited_for(before: str, now: str, expected: bool) -> None:
    waiting = watch(status=before)

    plan = planned([], poll={"sightings": {"i-1": now}}, watches=(waiting,))

    assert plan.ended_watches == ((waiting.id,) if expected else ())
    assert [notice.kind for notice in plan.notices] == [NoticeKind.WATCH] * expected


def test_a_watch_goes_on_while_the_image_is_not_seen() -> None:
    plan = planned([], poll={"sightings": {"i-2": "ACTIVE"}}, watches=(watch(),))

    assert plan.notices == ()


def test_a_watch_is_told_to_the_person_with_the_reason() -> None:
    change = opened(facts={"status_message": "no space left", "swr_path": "swr/a:1"})

    plan = planned(
        [change],
        [subscription("C1", "none")],
        poll={"sightings": {"i-1": "ERROR"}},
        watches=(watch(), watch(id="watch-2", user_id="U2")),
    )

    assert [notice.channel for notice in plan.notices] == ["U1", "U2"]
    assert len({notice.id for notice in plan.notices}) == 2
    assert plan.notices[0].order_key == "i-1"
    assert plan.notices[0].facts == {
        "label": "i-1:1.0",
        "status": "ERROR",
        "image_id": "i-1",
        "reason": "no space left",
        "path": "swr/a:1",
    }


def test_a_watch_of_an_image_that_is_ready_tells_no_reason_of_its_failure() -> None:
    end = closed(facts={"status_message": "no space left", "swr_path": "swr/a:1"})

    plan = planned([end], poll={"sightings": {"i-1": "ACTIVE"}}, watches=(watch(),))

    assert plan.notices[0].facts["reason"] == ""
    assert plan.notices[0].facts["path"] == "swr/a:1"


def test_a_watch_is_told_although_the_channel_is_silent() -> None:
    plan = planned(
        [opened()],
        poll={"sightings": {"i-1": "ERROR"}},
        watches=(watch(),),
        silences=(silence("C1"), silence("U1")),
    )

    assert in_channels(plan.notices) == {"U1": [NoticeKind.WATCH]}


def test_a_watch_bounds_what_it_keeps() -> None:
    change: Change = opened(facts={"status_message": "x" * 9000, "swr_path": "y" * 9000})
    fields: dict[str, Any] = {"sightings": {"i-1": "ERROR"}}

    plan = planned([change], poll=fields, watches=(replace(watch(), user_id="U9"),))

    facts = plan.notices[-1].facts
    assert len(str(facts["reason"])) == 2000
    assert len(str(facts["path"])) == 1000


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("ERROR", "CREATING", "CREATING"),
        ("ACTIVE", "INIT", "INIT"),
        ("CREATING", "CREATING", None),
        ("CREATING", "ERROR", None),
        ("ACTIVE", "ACTIVE", None),
        ("ACTIVE", "", None),
    ],
)
def test_a_watch_counts_from_the_last_status_that_was_no_news(
    before: str, now: str, expected: str | None
) -> None:
    waiting = watch(status=before)

    moved = moved_on(record(sightings={"i-1": now}), [waiting, watch("i-2")])

    assert moved == ({waiting.id: expected} if expected else {})
