"""Why an alert came or did not."""

from __future__ import annotations

from typing import Any

import pytest

from bot.alerts.desk_model import LedgerLine
from bot.alerts.model import IncidentKind
from bot.storage.schema import POLL_RUN
from tests.factories import FakeClock
from tests.storage.desk.asking import details, end, told
from tests.storage.desk.world import ELSEWHERE, HERE, MINUTE, World

pytestmark = pytest.mark.anyio


async def test_an_image_that_was_never_seen_has_none(world: World):
    assert await world.desk.ledger("i-1", HERE) is None


async def test_an_image_that_never_failed_has_no_lines(world: World):
    await world.state("i-1", "ACTIVE", since_ms=7)

    ledger = await world.desk.ledger("i-1", HERE)

    assert ledger is not None
    assert (ledger.label, ledger.status, ledger.since_ms) == ("env:1.0", "ACTIVE", 7)
    assert (ledger.incidents, ledger.lines) == ((), ())


async def test_what_is_forgotten_is_said_as_it_was_last(world: World):
    await world.incident("i-1", status="ERROR", facts={"name": "env", "tag": "2"})

    ledger = await world.desk.ledger("i-1", HERE)

    assert ledger is not None
    assert (ledger.label, ledger.status, ledger.since_ms) == ("env:2", "ERROR", None)


async def test_an_image_that_is_gone_is_said_to_be_gone(world: World):
    await world.incident("i-1", closed_ms=9, closing="gone")
    await world.state("i-1", "ERROR", since_ms=5, absent=2, changed_ms=8)
    there = await world.desk.ledger("i-1", HERE)
    await world.change_state("i-1", absent=3, changed_ms=9)
    gone = await world.desk.ledger("i-1", HERE)

    assert there is not None
    assert gone is not None
    assert (there.gone_ms, gone.gone_ms) == (None, 9)


async def test_a_type_without_images_is_left_out_of_a_poll(world: World):
    await world.incident("i-1", poll_id="poll-1234567")
    sides = '{"BUILD_IN":{"rows":0,"total":0},"DEDICATED":{"rows":3,"total":3}}'
    await world.poll("poll-1234567", started_ms=7)
    await world.change(POLL_RUN, "poll-1234567", sides=sides)

    assert await details(world, "seen") == ["complete poll poll-123: DEDICATED 3 of 3 rows"]


async def test_the_newest_twenty_failures_are_told_newest_last(world: World):
    for number in range(1, 23):
        await world.incident("i-1", number=number, age_ms=(30 - number) * MINUTE)
    await world.incident("i-2")

    ledger = await world.desk.ledger("i-1", HERE)

    assert ledger is not None
    assert [one.number for one in ledger.incidents] == list(range(3, 23))


async def test_it_says_which_poll_saw_it_and_how_well(world: World):
    await world.incident("i-1", poll_id="poll-1234567")
    await world.poll("poll-1234567", started_ms=7, quality="partial")
    await world.poll("another", started_ms=8)

    assert await told(world, "seen") == [
        LedgerLine(
            7,
            "seen",
            "partial poll poll-123: BUILD_IN 2 of 2 rows, DEDICATED 1 rows (500)",
        )
    ]


async def test_it_says_how_a_failure_began_and_ended(world: World):
    await world.incident("i-1", opened_ms=5, before="ACTIVE", closed_ms=9, closing="recovered")

    assert await told(world, "opened", "closed") == [
        LedgerLine(5, "opened", "ACTIVE → CREATE_FAILED"),
        LedgerLine(9, "closed", "recovered"),
    ]


@pytest.mark.parametrize(
    ("columns", "detail"),
    [
        ({"before": ""}, "new → CREATE_FAILED"),
        ({"before": "<!channel>"}, "another status → CREATE_FAILED"),
        ({"baseline": True}, "already CREATE_FAILED at the first look"),
        ({"kind": IncidentKind.STUCK, "status": "CREATING"}, "CREATING for too long"),
    ],
)
async def test_the_beginning_is_told_in_our_own_words(
    world: World, columns: dict[str, Any], detail: str
):
    await world.incident("i-1", **columns)

    assert await details(world, "opened") == [detail]


async def test_a_change_of_the_failure_is_told_with_its_time_while_that_is_known(world: World):
    await world.incident("i-1", opened_ms=5, first_status="CREATE_FAILED", status="ERROR")
    assert await told(world, "changed") == [
        LedgerLine(5, "changed", "CREATE_FAILED → ERROR, at some later time")
    ]

    await world.state("i-1", "ERROR", since_ms=8)
    assert await told(world, "changed") == [LedgerLine(8, "changed", "CREATE_FAILED → ERROR")]


async def test_a_later_failure_does_not_date_the_change_of_an_earlier_one(world: World):
    over: dict[str, Any] = {"closed_ms": 7, "closing": "recovered"}
    await world.incident("i-1", opened_ms=5, first_status="CREATE_FAILED", status="ERROR", **over)
    await world.incident("i-1", number=2, opened_ms=8, status="ERROR")
    await world.state("i-1", "ERROR", since_ms=8)

    assert [line.at_ms for line in await told(world, "changed")] == [5]


async def test_it_says_which_subscription_asked_for_it(world: World):
    wanted = await world.subscribe("arch=AARCH64")
    await world.subscribe("arch=AARCH64", channel=ELSEWHERE)
    await world.incident("i-1", age_ms=0, facts={"arch": "aarch64"})

    assert await details(world, "matched", "unmatched") == [f"subscription {wanted.id[:8]}"]


async def test_it_says_in_what_a_subscription_asks_for_something_else(world: World):
    other = await world.subscribe("pytorch arch=X86_64 type=DEDICATED")
    await world.incident("i-1", age_ms=0, facts={"name": "tensorflow", "arch": "aarch64"})

    assert await details(world, "matched", "unmatched") == [
        f"subscription {other.id[:8]} differs in words, arch"
    ]


async def test_it_says_that_a_subscription_began_after_the_failure(world: World):
    late = await world.subscribe()
    await world.incident("i-1", age_ms=MINUTE)

    assert await details(world, "matched", "unmatched") == [
        f"subscription {late.id[:8]} began later"
    ]


async def test_a_subscription_that_had_ended_says_nothing(world: World, clock: FakeClock):
    ended = await world.subscribe()
    await end(world, ended)
    clock.advance(60)
    await world.incident("i-1", age_ms=0)

    assert await told(world, "matched", "unmatched") == []


async def test_a_subscription_that_ended_after_the_failure_had_asked_for_it(
    world: World, clock: FakeClock
):
    ended = await world.subscribe()
    await world.incident("i-1", age_ms=0)
    clock.advance(60)
    await end(world, ended)

    assert await details(world, "matched") == [f"subscription {ended.id[:8]}"]


async def test_it_says_which_silence_kept_it_back(world: World, clock: FakeClock):
    incident = await world.incident("i-1")
    await world.kept_back(incident, "silence-of-here")
    await world.kept_back(incident, "silence-elsewhere", ELSEWHERE)

    assert await told(world, "suppressed") == [
        LedgerLine(clock.now_ms(), "suppressed", "silence silence-", HERE)
    ]
