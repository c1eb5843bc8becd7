"""What a channel does not want to hear of for a while."""

from __future__ import annotations

import asyncio

import pytest

from bot.alerts.asked import Silence
from bot.alerts.model import NoticeKind, name_based
from bot.errors import RequestError
from bot.storage.engine import Database
from bot.storage.rows import from_json
from bot.storage.schema import AUDIT, SILENCE, SUPPRESSED
from tests.factories import FakeClock
from tests.storage.desk.asking import HOUR, alerts, begin, revision
from tests.storage.desk.world import ADA, ELSEWHERE, HERE, World

pytestmark = pytest.mark.anyio


async def test_a_silence_is_kept_as_it_was_asked_for(world: World, clock: FakeClock):
    silence = await begin(world)

    assert await world.desk.silences(HERE) == (silence,)
    assert await world.desk.silences(ELSEWHERE) == ()
    assert silence == Silence(
        id=silence.id,
        channel_id=HERE,
        image_id="i-1",
        filters="",
        label="env:1.0",
        creator=ADA,
        created_ms=clock.now_ms(),
        until_ms=clock.now_ms() + HOUR,
    )


async def test_a_silence_is_over_when_its_time_is(world: World, clock: FakeClock):
    await begin(world, "i-1", hours=1)
    until_changed = await begin(world, "i-2", hours=None)

    clock.advance(3600)

    assert await world.desk.silences(HERE) == (until_changed,)


async def test_messages_about_the_image_are_drawn_again(world: World):
    covered = await world.notice(await world.incident("i-1"))
    another_image = await world.notice(await world.incident("i-2"))
    over = await world.notice(
        await world.incident("i-1", number=2, closed_ms=1, closing="recovered")
    )
    elsewhere = await world.notice(await world.incident("i-1", number=3), channel=ELSEWHERE)

    await begin(world, "i-1")

    assert await revision(world, covered) == 1
    assert [await revision(world, one) for one in (another_image, over, elsewhere)] == [0, 0, 0]


async def test_messages_about_what_a_search_finds_are_drawn_again(world: World):
    covered = await world.notice(await world.incident("i-1", facts={"arch": "x86_64"}))
    another = await world.notice(await world.incident("i-2", facts={"arch": "aarch64"}))

    await begin(world, "", filters="arch=X86_64")

    assert await revision(world, covered) == 1
    assert await revision(world, another) == 0


async def test_the_thread_says_that_it_is_silenced(world: World):
    notice = await world.notice(await world.incident())

    silence = await begin(world, notice=notice, key="trigger")

    (line,) = await world.owed(NoticeKind.LINE)
    assert (line["id"], line["parent_id"]) == (name_based("line", notice, "trigger"), notice)
    assert from_json(line["facts"]) == {
        "what": "silenced",
        "user": ADA,
        "until_ms": silence.until_ms,
        "labels": ["env:1.0"],
    }


async def test_every_message_about_it_says_so_at_most_five_the_newest(world: World):
    notices = [await world.notice(await world.incident(f"i-{number}")) for number in range(7)]

    await begin(world, "", filters="status=CREATE_FAILED")

    lines = await world.owed(NoticeKind.LINE)
    assert {line["parent_id"] for line in lines} == set(notices[2:])
    assert [await revision(world, one) for one in notices] == [1] * 7


async def test_an_image_that_is_silenced_is_written_down_once_by_its_id(world: World):
    silence = await begin(world, notice=await world.notice(await world.incident()))

    row = await world.row(AUDIT, what="silenced")
    assert (row["who"], row["channel_id"], row["subject"]) == (ADA, HERE, "i-1")
    assert row["detail"] == str(silence.until_ms)


async def test_a_search_that_is_silenced_is_written_down_by_itself_and_its_messages(
    world: World,
):
    notice = await world.notice(await world.incident())

    silence = await begin(world, "", filters="status=CREATE_FAILED", hours=None)

    noted = {(row["subject"], row["detail"]) for row in await world.rows(AUDIT)}
    assert noted == {(silence.id, "0"), (notice, "0")}


async def test_what_is_over_cannot_be_silenced_from_its_message(world: World):
    notice = await world.notice(await world.incident(closed_ms=1, closing="recovered"))

    with pytest.raises(RequestError, match="over already"):
        await begin(world, notice=notice)
    assert await world.desk.silences(HERE) == ()


async def test_until_it_changes_is_told_as_no_time(world: World):
    await begin(world, hours=None, notice=await world.notice(await world.incident()))

    (line,) = await world.owed(NoticeKind.LINE)
    assert from_json(line["facts"])["until_ms"] == 0


async def test_a_message_of_another_channel_gets_no_line(world: World):
    await begin(world, notice=await world.notice(await world.incident(), channel=ELSEWHERE))

    assert await world.owed(NoticeKind.LINE) == []


async def test_a_hundred_deliveries_of_one_press_are_one(
    world: World, second_database: Database, clock: FakeClock
):
    notice = await world.notice(await world.incident())
    other = World(second_database, clock)

    silences = await asyncio.gather(
        *(begin(one, notice=notice, key="trigger") for one in (world, other) * 50)
    )

    assert len(set(silences)) == 1
    assert len(await world.rows(SILENCE)) == len(await world.owed(NoticeKind.LINE)) == 1


async def test_a_new_silence_takes_the_place_of_the_old_one(world: World, clock: FakeClock):
    old = await begin(world, hours=4)
    other_image = await begin(world, "i-2")
    new = await begin(world, hours=1)

    assert set(await world.desk.silences(HERE)) == {other_image, new}
    assert (await world.row(SILENCE, id=old.id))["ended_ms"] == clock.now_ms()


async def test_silences_of_different_searches_stand_side_by_side(world: World):
    silences = {
        await begin(world, "", filters="arch=X86_64"),
        await begin(world, "", filters="arch=AARCH64"),
        await begin(world, "i-1"),
    }

    assert set(await world.desk.silences(HERE)) == silences


async def test_what_the_old_silence_kept_back_the_new_one_keeps_back(world: World):
    old = await begin(world)
    incident = await world.incident("i-1")
    await world.kept_back(incident, old.id)

    new = await begin(world)

    assert (await world.row(SUPPRESSED, incident_id=incident))["silence_id"] == new.id
    assert await alerts(world) == set()


async def test_the_same_image_in_another_channel_is_silenced_for_itself(world: World):
    theirs = await world.desk.silence(
        world.key(), channel=ELSEWHERE, creator=ADA, label="", image_id="i-1", until_ms=None
    )

    await begin(world)

    assert await world.desk.silences(ELSEWHERE) == (theirs,)
