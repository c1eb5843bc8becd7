"""Subscriptions that end, come back and are edited."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.alerts.asked import Subscription, SubscriptionState
from bot.alerts.model import NoticeKind
from bot.errors import RequestError
from bot.storage.desk_subscriptions import UNDO_MS
from bot.storage.rows import from_json
from bot.storage.schema import AUDIT, CHANNEL_GATE, OUTBOX, SUBSCRIPTION
from tests.factories import FakeClock
from tests.storage.desk.asking import end
from tests.storage.desk.world import ADA, BEN, DAY, ELSEWHERE, HERE, World

pytestmark = pytest.mark.anyio


async def undo(world: World, subscription: Subscription) -> Subscription | None:
    return await world.desk.undo_unsubscribe(
        world.key(), channel=HERE, subscription_id=subscription.id, user=BEN
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
        world.key(), channel=HERE, subscription_id=f" {subscription.id[:4].upper()} ", user=ADA
    )

    assert ended is not None
    assert ended.id == subscription.id


async def test_a_beginning_that_several_ids_have_is_refused(world: World):
    first = await world.subscribe("arch=X86_64")
    second = await world.subscribe("arch=AARCH64")
    await world.change(SUBSCRIPTION, first.id, id="ab01")
    await world.change(SUBSCRIPTION, second.id, id="ab01cd")

    with pytest.raises(RequestError, match="2 ids begin like that"):
        await world.desk.unsubscribe(world.key(), channel=HERE, subscription_id="ab", user=ADA)
    exact = await world.desk.unsubscribe(
        world.key(), channel=HERE, subscription_id="ab01", user=ADA
    )
    assert exact is not None
    assert exact.id == "ab01"


async def test_no_id_at_all_is_no_subscription(world: World):
    await world.subscribe()

    assert (
        await world.desk.unsubscribe(world.key(), channel=HERE, subscription_id=" ", user=ADA)
        is None
    )


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
    await end(world, subscription, ADA)
    await undo(world, subscription)

    notes = [(row["who"], row["what"]) for row in await world.rows(AUDIT)]
    assert notes == [
        (ADA, "subscribed"),
        (ADA, "edited"),
        (ADA, "unsubscribed"),
        (BEN, "subscribed"),
    ]
    assert {row["subject"] for row in await world.rows(AUDIT)} == {subscription.id}


async def confirmations(world: World) -> list[tuple[dict[str, object], int]]:
    """What the public confirmations say, and how often each was to be drawn again."""
    return [
        (from_json(row["facts"]), row["revision"])
        for row in await world.owed(NoticeKind.SUBSCRIBED)
    ]


async def test_the_confirmation_says_who_ended_it_until_it_is_back(world: World):
    subscription = await world.subscribe("arch=X86_64")
    ((before, _),) = await confirmations(world)

    await end(world, subscription, BEN)
    ((ended, drawn),) = await confirmations(world)
    await undo(world, subscription)
    ((back, drawn_again),) = await confirmations(world)

    assert ended == before | {"ended_by": BEN}
    assert back == before | {"ended_by": None}
    assert (drawn, drawn_again) == (1, 2)


async def test_the_confirmation_says_who_changed_the_filters_and_what_they_mean(world: World):
    await world.incident("i-1", facts={"arch": "AARCH64"})
    subscription = await world.subscribe("arch=X86_64")

    await edit(world, subscription, "arch=AARCH64")

    ((facts, drawn),) = await confirmations(world)
    assert (facts["filters"], facts["changed_by"], facts["broken"]) == ("arch=AARCH64", ADA, 1)
    assert (facts["creator"], drawn) == (ADA, 1)


async def test_only_the_newest_confirmation_of_a_subscription_changes(world: World):
    """The older one says how an earlier life of it ended."""
    subscription = await world.subscribe()
    await end(world, subscription, BEN)
    await world.subscribe()

    await end(world, subscription, ADA)

    said = [facts["ended_by"] for facts, _ in await confirmations(world)]
    assert said == [BEN, ADA]


async def test_a_confirmation_that_was_posted_again_is_the_one_that_changes(world: World):
    subscription = await world.subscribe()
    (gone,) = await world.owed(NoticeKind.SUBSCRIBED)
    heir = await world.notice(kind=NoticeKind.SUBSCRIBED, order_key=subscription.id)
    await world.change(OUTBOX, gone["id"], state="replaced", next_id=heir)

    await end(world, subscription, BEN)

    assert from_json((await world.row(OUTBOX, id=heir))["facts"]) == {"ended_by": BEN}
    assert (await world.row(OUTBOX, id=gone["id"]))["revision"] == 0


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
