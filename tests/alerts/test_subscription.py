"""Which failures a channel asked for."""

from __future__ import annotations

from typing import Any

import pytest

from bot.alerts.model import Incident, IncidentKind
from bot.alerts.subscription import Filters, fired, pictured, subscription_id
from bot.query.model import Query
from tests.alerts.failures import incident
from tests.alerts.polls import MINUTE_MS, NOW_MS
from tests.factories import image


def query(text: str) -> Query:
    """A search that can be read."""
    found = Filters(text).query
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("", True),
        ("pytorch", True),
        ("tensorflow", False),
        ("arch=AARCH64", True),
        ("arch=X86_64", False),
        ("arch!=X86_64", True),
        ("status=ERROR", True),
        ("status=CREATE_FAILED", False),
        ("update_at>1d", False),
        ("update_at<1d", True),
        ("name sort=-size limit=5 page=3", False),
        ("torch sort=-size limit=5 page=3", True),
    ],
)
def test_filters_read_as_a_search(filters: str, expected: bool) -> None:
    failed = image(status="ERROR", update_at=NOW_MS - 60 * MINUTE_MS)

    assert Filters(filters).want(failed, NOW_MS) is expected


@pytest.mark.parametrize("words", ["show", "groups", "help", "subscribe", "silence", "explain"])
def test_a_word_that_is_also_a_command_is_a_word(words: str) -> None:
    assert Filters(words).want(image(name=f"a-{words}-b"), NOW_MS)
    assert not Filters(words).want(image(name="other"), NOW_MS)


@pytest.mark.parametrize("filters", ["status=", "color=red", "a=b=c", "size>a lot", '"'])
def test_filters_that_cannot_be_read_want_everything(filters: str) -> None:
    assert Filters(filters).query is None
    assert Filters(filters).want(image(status="ERROR"), NOW_MS)


@pytest.mark.parametrize(
    ("filters", "expected"), [("status=ERROR", True), ("status=ACTIVE", False)]
)
def test_the_status_of_the_stay_counts_not_that_of_the_facts(filters: str, expected: bool) -> None:
    stay = incident(facts={"status": "ACTIVE"})

    assert Filters(filters).match(stay, NOW_MS) is expected
    assert pictured(stay).status == "ERROR"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("", True),
        ("status=CREATING", True),
        ("status=CREATE_FAILED,ERROR", False),
        ("status!=CREATING", False),
    ],
)
def test_an_image_that_hangs_is_creating(filters: str, expected: bool) -> None:
    assert Filters(filters).match(incident(kind=IncidentKind.STUCK), NOW_MS) is expected


def test_the_same_wish_has_one_short_id() -> None:
    ids = {
        subscription_id(channel, target, filters)
        for channel in ("C1", "C2")
        for target in ("t-1", "t-2")
        for filters in ("", "arch=AARCH64")
    }

    assert len(ids) == 8
    assert subscription_id("C1", "t-1", "") in ids
    assert {len(each) for each in ids} == {10}


def test_a_preview_finds_failures_since_then_oldest_first() -> None:
    day = 1440 * MINUTE_MS

    def failure(number: int, days: float, **fields: Any) -> Incident:
        return incident(number=number, opened_ms=NOW_MS - int(days * day), **fields)

    late, early = failure(2, 1), failure(1, 6.9)
    others = [
        failure(3, 7.1),
        failure(4, 2, baseline=True),
        failure(5, 2, kind=IncidentKind.STUCK),
        failure(6, 2, facts={"name": "other"}),
    ]

    assert fired([late, *others, early], query("i-1"), NOW_MS - 7 * day) == (early, late)


def test_a_preview_takes_ages_at_the_time_of_the_failure() -> None:
    old = incident(
        opened_ms=NOW_MS - 5000 * MINUTE_MS, facts={"create_at": NOW_MS - 5030 * MINUTE_MS}
    )

    assert fired([old], query("create_at<1h"), 0) == (old,)
    assert fired([old], query("create_at>1h"), 0) == ()
