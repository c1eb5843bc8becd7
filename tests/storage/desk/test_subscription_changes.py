"""Subscriptions that end, come back and are edited."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.alerts.asked import Subscription, SubscriptionState
from bot.errors import RequestError
from bot.storage.desk_subscriptions import UNDO_MS
from bot.storage.schema import AUDIT, CHANNEL_GATE, OUTBOX, SUBSCRIPTION
from tests.factories import FakeClock
from tests.storage.desk.asking import end
from tests.storage.desk.world import ADA, DAY, ELSEWHERE, HERE, World

pytestmark = pytest.mark.anyio


async def undo(world: World, subscription: Subscription) -> Subscription | None:
    return await world.desk.undo_unsubscribe(
        world.key(), channel=HERE, subscription_id=subscription.id
    )


async def edit(world: World, subscription: Subscription, filters: str) -> Subscription | None:
    return await world.desk.edit_subscription(
        world.key(), channel=HERE, subscription_id=subscription.id, filters=filters, user=ADA
    )


async def test_unsubscribing_ends_it(world: World):
    subscription = await world.subscribe()

    ended = await end(world, subscription)

    assert ended == replace(subscription, state=SubscriptionState.DELETED)
    assert await world.desk.subscriptions(HERE) == ()
    assert await end(world, subscription) is None


async def test_a_channel_cannot_end_what_is_not_its_own(world: World):
    theirs = await world.subscribe(channel=ELSEWHERE)

    assert await end(world, theirs) is None
    assert await world.desk.subscriptions(ELSEWHERE) == (theirs,)


async def test_what_was_owed_before_unsubscribing_stays_owed(world: World):
    subscription = await world.subscribe()
    waiting = await world.notice(await world.incident(), state="pending", ts="")

    await end(world, subscription)

    assert (await world.row(OUTBOX, id=waiting))["state"] == "pending"


async def test_the_beginning_of_an_id_is_enough(world: World):
    subscription = await world.subscribe()

    ended = await world.desk.unsubscribe(
        world.key(), channel=HERE, subscription_id=f" {subscription.id[:4].upper()} "
    )

    assert ended is not None
    assert ended.id == subscription.id


async def test_a_beginning_that_several_ids_have_is_refused(world: World):
    first = await world.subscribe("arch=X86_64")
    second = await world.subscribe("arch=AARCH64")
    await world.change(SUBSCRIPTION, first.id, id="ab01")
    await world.change(SUBSCRIPTION, second.id, id="ab01cd")

    with pytest.raises(RequestError, match="2 ids begin like that"):
        await world.desk.unsubscribe(world.key(), channel=HERE, subscription_id="ab")
    exact = await world.desk.unsubscribe(world.key(), channel=HERE, subscription_id="ab01")
    assert exact is not None
    assert exact.id == "ab01"


async def test_no_id_at_all_is_no_subscription(world: World):
    await world.subscribe()

    assert await world.desk.unsubscribe(world.key(), channel=HERE, subscription_id=" ") is None


async def test_undo_brings_back_the_same_subscription(world: World, clock: FakeClock):
    subscription = await world.subscribe("arch=AARCH64")
    await end(world, subscription)
    clock.advance(UNDO_MS / 1000 - 1)

    assert await undo(world, subscription) == subscription
    assert await world.desk.subscriptions(HERE) == (subscription,)


async def test_after_ten_minutes_there_is_no_undo(world: World, clock: FakeClock):
    subscription = await world.subscribe()
    await end(world, subscription)
    clock.advance(UNDO_MS / 1000)

    assert await undo(world, subscription) is None


async def test_what_was_not_ended_cannot_be_brought_back(world: World):
    assert await undo(world, await world.subscribe()) is None


async def test_undo_in_a_channel_that_was_lost_meanwhile_is_paused(world: World):
    subscription = await world.subscribe()
    await end(world, subscription)
    await world.block(HERE, "is_archived")

    assert await undo(world, subscription) == replace(
        subscription, state=SubscriptionState.PAUSED, reason="is_archived"
    )


async def test_an_edit_changes_the_filters_and_nothing_else(world: World, clock: FakeClock):
    subscription = await world.subscribe("arch=X86_64")
    clock.advance(60)

    edited = await edit(world, subscription, "arch=AARCH64")

    assert edited == replace(subscription, filters="arch=AARCH64")
    assert await world.desk.subscriptions(HERE) == (edited,)


async def test_an_edit_to_what_another_one_asks_for_is_refused(world: World):
    first = await world.subscribe("arch=X86_64")
    second = await world.subscribe("arch=AARCH64")

    with pytest.raises(RequestError, match=second.id):
        await edit(world, first, "arch=AARCH64")
    assert await world.desk.subscriptions(HERE) == (first, second)


async def test_an_edit_may_say_what_an_ended_subscription_said(world: World):
    first = await world.subscribe("arch=X86_64")
    await end(world, await world.subscribe("arch=AARCH64"))

    assert await edit(world, first, "arch=AARCH64") == replace(first, filters="arch=AARCH64")


async def test_an_edit_of_what_is_not_there_changes_nothing(world: World):
    theirs = await world.subscribe("arch=X86_64", channel=ELSEWHERE)

    assert await edit(world, theirs, "arch=AARCH64") is None


async def test_what_an_edited_subscription_said_before_can_be_asked_for_again(world: World):
    """Its id is taken, so the new one has another."""
    first = await world.subscribe("arch=X86_64")
    await edit(world, first, "arch=AARCH64")

    again = await world.subscribe("arch=X86_64")

    assert again.filters == "arch=X86_64"
    assert again.id != first.id
    assert len(again.id) == len(first.id)


async def test_who_did_what_is_written_down(world: World):
    subscription = await world.subscribe()
    await edit(world, subscription, "arch=AARCH64")

    notes = [(row["who"], row["what"], row["subject"]) for row in await world.rows(AUDIT)]
    assert notes == [(ADA, "subscribed", subscription.id), (ADA, "edited", subscription.id)]


async def test_an_invitation_has_a_lost_channel_probed(world: World, clock: FakeClock):
    await world.block(HERE)
    await world.block(ELSEWHERE)

    await world.desk.joined(HERE)

    assert (await world.row(CHANNEL_GATE, channel_id=HERE))["probe_at_ms"] == clock.now_ms()
    elsewhere = await world.row(CHANNEL_GATE, channel_id=ELSEWHERE)
    assert elsewhere["probe_at_ms"] == clock.now_ms() + DAY


async def test_an_invitation_changes_nothing_for_a_channel_that_works(world: World):
    await world.block(HERE, "")
    before = await world.row(CHANNEL_GATE, channel_id=HERE)

    await world.desk.joined(HERE)

    assert await world.row(CHANNEL_GATE, channel_id=HERE) == before
