"""Who waits for which image."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.alerts.asked import ImageWatch
from bot.errors import RequestError
from bot.storage.desk_watches import MOST
from bot.storage.engine import Database
from bot.storage.schema import WATCH
from tests.factories import FakeClock, image
from tests.storage.desk.world import ADA, BEN, HERE, TARGET, World

pytestmark = pytest.mark.anyio


async def wait_for(world: World, image_id: str, user: str = ADA) -> ImageWatch:
    return await world.desk.watch(
        world.key(),
        user=user,
        target=TARGET,
        image=image(id=image_id, name="env", tag="1.0", status="CREATING"),
    )


async def test_a_watch_remembers_who_waits_for_what_and_how_it_was(world: World, clock: FakeClock):
    watch = await wait_for(world, "i-1")

    assert await world.desk.watches(ADA) == (watch,)
    assert watch == ImageWatch(
        id=watch.id,
        user_id=ADA,
        target_id=TARGET.id,
        image_id="i-1",
        label="env:1.0",
        status="CREATING",
        created_ms=clock.now_ms(),
    )


async def test_what_somebody_waits_for_is_polled(world: World):
    await wait_for(world, "i-1")

    assert [one.target for one in (await world.desk.health(HERE)).targets] == [TARGET]


async def test_the_same_image_again_is_the_same_watch(world: World):
    first = await wait_for(world, "i-1")

    assert await wait_for(world, "i-1") == first
    assert len(await world.rows(WATCH)) == 1


async def test_an_image_can_be_waited_for_again_after_the_end(world: World):
    first = await wait_for(world, "i-1")
    await world.desk.unwatch(world.key(), user=ADA, watch_id=first.id)

    again = await wait_for(world, "i-1")

    assert again.id != first.id
    assert await world.desk.watches(ADA) == (again,)


async def test_several_requests_at_once_are_one_watch(
    world: World, second_database: Database, clock: FakeClock
):
    other = World(second_database, clock)
    watches = await asyncio.gather(*(wait_for(one, "i-1") for one in (world, other) * 5))

    assert len(set(watches)) == 1


async def test_nobody_waits_for_more_than_twenty_images(world: World):
    for number in range(MOST):
        await wait_for(world, f"i-{number}")

    with pytest.raises(RequestError, match="20 images") as refused:
        await wait_for(world, "i-more")
    assert "/images watch" in refused.value.hint
    assert await wait_for(world, "i-0") in await world.desk.watches(ADA)
    assert (await wait_for(world, "i-more", BEN)).user_id == BEN


async def test_the_twentieth_place_is_given_once(
    world: World, second_database: Database, clock: FakeClock
):
    for number in range(MOST - 1):
        await wait_for(world, f"i-{number}")
    other = World(second_database, clock)
    # Both are connected before they race.
    await other.desk.watches(ADA)

    answers = await asyncio.gather(
        wait_for(world, "i-a"), wait_for(other, "i-b"), return_exceptions=True
    )

    assert len(await world.desk.watches(ADA)) == MOST
    assert sum(isinstance(answer, RequestError) for answer in answers) == 1


async def test_somebody_stops_waiting(world: World, clock: FakeClock):
    watch = await wait_for(world, "i-1")
    clock.advance(60)

    stopped = await world.desk.unwatch(world.key(), user=ADA, watch_id=watch.id[:8])

    assert stopped == replace(watch, ended_ms=clock.now_ms())
    assert await world.desk.watches(ADA) == ()


async def test_nobody_stops_what_another_waits_for(world: World):
    watch = await wait_for(world, "i-1")

    assert await world.desk.unwatch(world.key(), user=BEN, watch_id=watch.id) is None
    assert await world.desk.watches(ADA) == (watch,)


async def test_a_name_that_no_database_takes_is_kept_as_far_as_it_can_be(world: World):
    odd = image(name="a\0" + "b" * 2000, tag="1")

    watch = await world.desk.watch(world.key(), user=ADA, target=TARGET, image=odd)

    assert watch.label.startswith("a\ufffdbb")
    assert len(watch.label) == 512
