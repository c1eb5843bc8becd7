"""What a silence kept back, once it is lifted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.alerts.asked import Silence
from bot.alerts.model import NoticeKind
from bot.storage.rows import from_json
from bot.storage.schema import AUDIT, OUTBOX_ITEM, SUPPRESSED
from tests.factories import FakeClock
from tests.storage.desk.asking import alerts, begin, revision
from tests.storage.desk.world import BEN, ELSEWHERE, HERE, MINUTE, World

pytestmark = pytest.mark.anyio


async def lift(world: World, silence: Silence, channel: str = HERE) -> Silence | None:
    return await world.desk.lift_silence(
        world.key(), channel=channel, silence_id=silence.id, user=BEN
    )


async def test_lifting_ends_it_now(world: World, clock: FakeClock):
    silence = await begin(world)
    clock.advance(60)

    lifted = await lift(world, silence)

    assert lifted == replace(silence, ended_ms=clock.now_ms())
    assert await world.desk.silences(HERE) == ()
    assert await lift(world, silence) is None


async def test_a_channel_cannot_lift_what_is_not_its_own(world: World):
    silence = await begin(world)

    assert await lift(world, silence, ELSEWHERE) is None
    assert await world.desk.silences(HERE) == (silence,)


async def test_what_was_kept_back_and_goes_on_is_owed(world: World):
    await world.subscribe()
    silence = await begin(world)
    going_on = await world.incident("i-1", number=2)
    over = await world.incident("i-1", closed_ms=1, closing="recovered")
    await world.kept_back(going_on, silence.id)
    await world.kept_back(over, silence.id)

    await lift(world, silence)

    assert await alerts(world) == {going_on}


async def test_what_another_silence_covers_stays_kept_back(world: World):
    await world.subscribe()
    silence = await begin(world)
    wider = await begin(world, "", filters="status=CREATE_FAILED")
    incident = await world.incident("i-1")
    await world.kept_back(incident, silence.id)

    await lift(world, silence)

    assert await alerts(world) == set()
    assert (await world.row(SUPPRESSED, incident_id=incident))["silence_id"] == wider.id


async def test_what_the_channel_does_not_ask_for_any_more_is_not_owed(world: World):
    silence = await begin(world)
    await world.kept_back(await world.incident("i-1"), silence.id)

    await lift(world, silence)

    assert await alerts(world) == set()


async def test_many_that_were_kept_back_are_one_message(world: World):
    await world.subscribe()
    silence = await begin(world, "", filters="status=CREATE_FAILED")
    for number in range(6):
        await world.kept_back(await world.incident(f"i-{number}", age_ms=MINUTE), silence.id)

    await lift(world, silence)

    (group,) = await world.owed(NoticeKind.GROUP)
    assert {row["outbox_id"] for row in await world.rows(OUTBOX_ITEM)} == {group["id"]}


@pytest.mark.parametrize("about", [("i-1", ""), ("", "status=CREATE_FAILED")])
async def test_messages_are_drawn_again_when_it_is_lifted(world: World, about: tuple[str, str]):
    notice = await world.notice(await world.incident())
    silence = await begin(world, about[0], filters=about[1])

    await lift(world, silence)

    assert await revision(world, notice) == 2


@pytest.mark.parametrize("about", [("i-1", ""), ("", "status=CREATE_FAILED")])
async def test_the_thread_says_who_lifted_it(world: World, about: tuple[str, str]):
    notice = await world.notice(await world.incident())
    silence = await begin(world, about[0], filters=about[1])

    await lift(world, silence)

    _, line = await world.owed(NoticeKind.LINE)
    assert line["parent_id"] == notice
    assert from_json(line["facts"]) == {"what": "unsilenced", "user": BEN, "labels": ["env:1.0"]}


async def test_a_message_that_it_kept_back_says_nothing_of_its_end(world: World):
    await world.subscribe()
    silence = await begin(world)
    await world.kept_back(await world.incident("i-1"), silence.id)

    await lift(world, silence)

    assert await world.owed(NoticeKind.LINE) == []


async def test_who_lifted_it_is_written_down_by_the_image(world: World):
    await lift(world, await begin(world))

    row = await world.row(AUDIT, what="unsilenced")
    assert (row["who"], row["channel_id"], row["subject"]) == (BEN, HERE, "i-1")


async def test_the_beginning_of_an_id_is_enough(world: World):
    silence = await begin(world)

    lifted = await world.desk.lift_silence(
        world.key(), channel=HERE, silence_id=silence.id[:6].upper(), user=BEN
    )

    assert lifted is not None
    assert lifted.id == silence.id
