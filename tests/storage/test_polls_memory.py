"""What a poll must know of earlier ones: messages that count, and people who wait."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from sqlalchemy import insert

from bot.alerts.asked import SubscriptionState
from bot.alerts.model import NoticeKind
from bot.storage.engine import Database
from bot.storage.schema import OUTBOX, SILENCE, SUPPRESSED, WATCH
from tests.alerts.failures import silence, subscription, watch
from tests.alerts.polls import NOW_MS, TARGET
from tests.factories import FakeClock
from tests.storage.polling import (
    TIMING,
    Replica,
    add,
    change,
    healthy,
    kinds,
    rows,
    run,
    shown,
    told_of,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
def replica(database: Database, clock: FakeClock) -> Replica:
    """A process that polls."""
    return Replica(database, clock)


async def test_the_third_failure_within_an_hour_counts_on(replica: Replica) -> None:
    await add(replica.database, subscription())
    images = healthy(3)
    for _ in range(4):
        await replica.poll(images)
        await replica.poll(images | {"i-0001": "ERROR"})
        await shown(replica.database)

    found = await kinds(replica.database)
    assert (found["alert"], found["flapping"]) == (2, 1)
    (counting,) = await rows(replica.database, OUTBOX, kind=NoticeKind.FLAPPING.value)
    assert await told_of(replica.database, counting["id"]) == 2
    assert json.loads(counting["facts"])["earlier"] == 2


async def test_an_hour_without_a_failure_ends_the_counting(replica: Replica) -> None:
    await add(replica.database, subscription())
    images = healthy(3)
    for pause in (0, 0, 0, TIMING.flapping):
        replica.clock.advance(pause / 1000)
        await replica.poll(images)
        await replica.poll(images | {"i-0001": "ERROR"})

    found = await kinds(replica.database)
    assert (found["alert"], found["flapping"]) == (3, 1)


@pytest.mark.parametrize("state", ["dead", "replaced"])
async def test_a_message_that_is_over_counts_nothing_more(replica: Replica, state: str) -> None:
    await add(replica.database, subscription())
    images = healthy(3)
    for _ in range(4):
        await replica.poll(images)
        await replica.poll(images | {"i-0001": "ERROR"})
        over = OUTBOX.update().where(OUTBOX.c.kind == "flapping").values(state=state)
        await run(replica.database, over)

    assert (await kinds(replica.database))["flapping"] == 2


async def test_only_images_that_are_still_waited_for_are_watched(replica: Replica) -> None:
    others = [watch("i-2", ended_ms=NOW_MS), watch("i-3", target_id="other")]
    for one in (watch("i-1"), *others):
        await run(replica.database, insert(WATCH).values(**asdict(one)))

    assert await replica.polls.watched(TARGET.id) == {"i-1"}


async def test_who_waits_for_an_image_hears_of_it_once(replica: Replica) -> None:
    await run(replica.database, insert(WATCH).values(**asdict(watch("i-0001"))))
    images = healthy(3)

    for status in ("CREATING", "ACTIVE", "ERROR", "ACTIVE"):
        await replica.poll(images | {"i-0001": status})

    (notice,) = await rows(replica.database, OUTBOX, channel_id="U1")
    assert json.loads(notice["facts"])["status"] == "ACTIVE"


async def test_who_does_not_wait_any_more_hears_nothing(replica: Replica) -> None:
    for user, ended_ms in (("U1", None), ("U2", NOW_MS)):
        one = watch("i-0001", id=f"watch of {user}", user_id=user, ended_ms=ended_ms)
        await run(replica.database, insert(WATCH).values(**asdict(one)))

    await replica.poll(healthy(3))

    assert [row["channel_id"] for row in await rows(replica.database, OUTBOX)] == ["U1"]


async def test_who_unsubscribed_hears_nothing(replica: Replica) -> None:
    deleted = subscription("C2", state=SubscriptionState.DELETED)
    await add(replica.database, subscription("C1"), deleted)

    await replica.poll(healthy(3))
    await replica.poll(healthy(3) | {"i-0001": "ERROR"})

    assert {row["channel_id"] for row in await rows(replica.database, OUTBOX)} == {"C1"}


async def test_what_one_silence_kept_back_is_kept_back_by_the_next(replica: Replica) -> None:
    """A change of the status would be news, were it not for the second one."""
    await add(replica.database, subscription(), silence("C1", "i-0001", id="first"))
    await replica.poll(healthy(3))
    await replica.poll(healthy(3) | {"i-0001": "CREATE_FAILED"})
    await change(replica.database, SILENCE, "first", ended_ms=replica.clock.now_ms())
    await add(replica.database, silence("C1", "i-0001", id="second"))

    await replica.poll(healthy(3) | {"i-0001": "ERROR"})

    assert [row["silence_id"] for row in await rows(replica.database, SUPPRESSED)] == ["second"]
    assert await kinds(replica.database) == {"baseline": 1}
