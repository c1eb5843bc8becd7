"""What the status shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.alerts.asked import SubscriptionState
from bot.alerts.desk_model import QueueState
from bot.alerts.model import IncidentKind
from bot.alerts.timing import Timing
from bot.storage.desk import Desk
from bot.storage.engine import Database
from bot.storage.schema import SUBSCRIPTION
from tests.factories import FakeClock
from tests.storage.desk.world import ELSEWHERE, HERE, MINUTE, TARGET, World

pytestmark = pytest.mark.anyio


async def test_with_nothing_to_do_all_is_empty(world: World, clock: FakeClock):
    health = await world.desk.health(HERE)

    assert (health.now_ms, health.poll_ms, health.looks) == (clock.now_ms(), 60_000, "history")
    assert (health.targets, health.blocked, health.paused, health.here) == ((), {}, (), ())
    assert health.queue == QueueState({}, None)
    assert health.incidents == 0


async def test_it_says_how_each_target_stands(world: World):
    await world.subscribe()
    await world.target_state(complete_ms=7, failures=2, blind_code="401")

    (state,) = (await world.desk.health(HERE)).targets

    assert (state.target, state.complete_ms, state.failures) == (TARGET, 7, 2)


async def test_it_counts_the_queue_and_says_how_long_the_oldest_waits(
    world: World, clock: FakeClock
):
    now_ms = clock.now_ms()
    await world.notice(state="sent", created_ms=1)
    await world.notice(state="pending", created_ms=now_ms - 3 * MINUTE)
    await world.notice(state="pending", created_ms=now_ms - MINUTE)

    queue = (await world.desk.health(HERE)).queue

    assert queue == QueueState({"sent": 1, "pending": 2}, 3 * MINUTE)


async def test_it_names_lost_channels_and_what_is_paused(world: World):
    lost = await world.subscribe(channel=ELSEWHERE)
    await world.change(SUBSCRIPTION, lost.id, state="paused", reason="is_archived")
    await world.block(ELSEWHERE, "is_archived")
    await world.block("*", "token_revoked")
    await world.block("C3", "")

    health = await world.desk.health(HERE)

    assert list(health.blocked.items()) == [
        ("*", "token_revoked"),
        (ELSEWHERE, "is_archived"),
    ]
    paused = replace(lost, state=SubscriptionState.PAUSED, reason="is_archived")
    assert health.paused == (paused,)


async def test_it_counts_what_goes_on(world: World):
    await world.incident("i-1")
    await world.incident("i-2", kind=IncidentKind.STUCK)
    await world.incident("i-3", closed_ms=1, closing="gone")

    assert (await world.desk.health(HERE)).incidents == 2


async def test_it_lists_what_the_asking_channel_subscribed_to(world: World):
    here = await world.subscribe()
    await world.subscribe(channel=ELSEWHERE)

    assert (await world.desk.health(HERE)).here == (here,)


async def test_it_says_how_unclear_sends_are_settled_at_the_moment(database: Database):
    modes = iter(["history", "resend"])
    desk = Desk(database, timing=Timing(poll=5000), looks_mode=lambda: next(modes))

    first, second = await desk.health(HERE), await desk.health(HERE)

    assert (first.looks, second.looks) == ("history", "resend")
    assert first.poll_ms == 5000
