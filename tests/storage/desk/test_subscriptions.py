"""Which channel hears of what."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.alerts.asked import Subscription
from bot.alerts.model import NoticeKind, name_based
from bot.storage.engine import Database
from bot.storage.rows import from_json
from bot.storage.schema import CHANNEL_GATE, OUTBOX, SUBSCRIPTION
from bot.storage.schema import TARGET as TARGETS
from tests.factories import FakeClock
from tests.storage.desk.asking import end
from tests.storage.desk.world import ADA, ELSEWHERE, HERE, OTHER_TARGET, TARGET, World

pytestmark = pytest.mark.anyio


async def test_a_subscription_is_kept_as_it_was_asked_for(world: World, clock: FakeClock):
    subscription = await world.subscribe("arch=AARCH64")

    assert await world.desk.subscriptions(HERE) == (subscription,)
    assert subscription == Subscription(
        id=subscription.id,
        channel_id=HERE,
        target_id=TARGET.id,
        filters="arch=AARCH64",
        creator=ADA,
        created_ms=clock.now_ms(),
    )


async def test_what_is_subscribed_to_is_polled(world: World):
    await world.subscribe()

    assert (await world.row(TARGETS, id=TARGET.id))["configured"] is False
    assert [one.target for one in (await world.desk.health(HERE)).targets] == [TARGET]


async def test_the_channel_is_told_in_public_who_asked_for_what(world: World):
    await world.target_state(complete_ms=1, known=14)
    await world.incident("i-1", facts={"arch": "x86_64"})
    await world.incident("i-2", facts={"arch": "aarch64"})

    subscription = await world.desk.subscribe(
        "trigger", channel=HERE, target=TARGET, filters="arch=AARCH64", creator=ADA
    )

    (notice,) = await world.owed(NoticeKind.SUBSCRIBED)
    assert (notice["id"], notice["channel_id"]) == (name_based("subscribed", "trigger"), HERE)
    assert from_json(notice["facts"]) == {
        "creator": ADA,
        "filters": "arch=AARCH64",
        "subscription": subscription.id,
        "known": 14,
        "broken": 1,
    }


async def test_before_the_first_complete_poll_nobody_knows_how_many_images_there_are(
    world: World,
):
    await world.subscribe()

    (notice,) = await world.owed(NoticeKind.SUBSCRIBED)
    assert from_json(notice["facts"])["known"] is None


async def test_the_same_filters_again_are_the_same_subscription(world: World):
    first = await world.subscribe("arch=AARCH64")

    assert await world.subscribe("arch=AARCH64") == first
    assert len(await world.rows(OUTBOX)) == 1


async def test_other_filters_channels_and_targets_are_others(world: World):
    made = [
        await world.subscribe("arch=AARCH64"),
        await world.subscribe("arch=X86_64"),
        await world.subscribe("arch=AARCH64", channel=ELSEWHERE),
        await world.subscribe("arch=AARCH64", target=OTHER_TARGET),
    ]

    assert len({one.id for one in made}) == 4
    assert await world.desk.subscriptions(ELSEWHERE) == (made[2],)


async def test_a_hundred_deliveries_of_one_request_are_one(
    world: World, second_database: Database, clock: FakeClock
):
    desks = (world.desk, World(second_database, clock).desk)
    made = await asyncio.gather(
        *(
            desk.subscribe("trigger", channel=HERE, target=TARGET, filters="", creator=ADA)
            for desk in desks * 50
        )
    )

    assert len(set(made)) == 1
    assert len(await world.rows(SUBSCRIPTION)) == len(await world.rows(OUTBOX)) == 1


async def test_several_people_who_ask_for_the_same_at_once_get_the_same(
    world: World, second_database: Database, clock: FakeClock
):
    desks = (world.desk, World(second_database, clock).desk)
    made = await asyncio.gather(
        *(
            desk.subscribe(
                f"trigger-{number}", channel=HERE, target=TARGET, filters="", creator=ADA
            )
            for number, desk in enumerate(desks * 5)
        )
    )

    assert len(set(made)) == 1
    assert len(await world.rows(OUTBOX)) == 1


async def test_a_deleted_subscription_that_is_asked_for_again_begins_anew(
    world: World, clock: FakeClock
):
    first = await world.subscribe("arch=AARCH64")
    await end(world, first)
    clock.advance(3600)

    again = await world.subscribe("arch=AARCH64")

    assert again == replace(first, created_ms=clock.now_ms())
    assert len(await world.owed(NoticeKind.SUBSCRIBED)) == 2


async def test_a_lost_channel_is_probed_when_somebody_subscribes_there(
    world: World, clock: FakeClock
):
    await world.block(HERE)

    await world.subscribe()

    gate = await world.row(CHANNEL_GATE, channel_id=HERE)
    assert (gate["blocked"], gate["probe_at_ms"]) == ("is_archived", clock.now_ms())


async def test_the_list_is_of_one_channel_oldest_first(world: World, clock: FakeClock):
    first = await world.subscribe("arch=X86_64")
    clock.advance(1)
    second = await world.subscribe("arch=AARCH64")
    await world.subscribe(channel=ELSEWHERE)

    assert await world.desk.subscriptions(HERE) == (first, second)
