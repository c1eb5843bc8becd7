"""What people do with a message."""

from __future__ import annotations

import asyncio

import pytest

from bot.alerts.model import NoticeKind, name_based
from bot.errors import RequestError
from bot.storage.engine import Database
from bot.storage.rows import from_json
from bot.storage.schema import AUDIT, OUTBOX
from tests.factories import FakeClock
from tests.storage.desk.world import ADA, BEN, ELSEWHERE, HERE, MINUTE, World

pytestmark = pytest.mark.anyio


async def press(
    world: World, notice: str, user: str = ADA, *, on: bool = True, key: str = ""
) -> bool:
    return await world.desk.acknowledge(
        key or world.key(), notice_id=notice, channel=HERE, user=user, on=on
    )


async def test_somebody_is_on_it(world: World, clock: FakeClock):
    notice = await world.notice(await world.incident())

    assert await press(world, notice)

    row = await world.row(OUTBOX, id=notice)
    assert (row["acked_by"], row["acked_ms"]) == (ADA, clock.now_ms())
    assert row["revision"] == row["shown"] + 1


async def test_the_same_person_again_changes_nothing(world: World, clock: FakeClock):
    notice = await world.notice(await world.incident())
    await press(world, notice)
    before = await world.row(OUTBOX, id=notice)
    clock.advance(1)

    assert await press(world, notice)

    assert await world.row(OUTBOX, id=notice) == before
    assert len(await world.owed(NoticeKind.LINE)) == 1


@pytest.mark.parametrize("user", [ADA, BEN])
async def test_not_any_more_clears_it_whoever_says_so(world: World, user: str):
    notice = await world.notice(await world.incident())
    await press(world, notice, ADA)

    assert await press(world, notice, user, on=False)

    row = await world.row(OUTBOX, id=notice)
    assert (row["acked_by"], row["acked_ms"]) == ("", None)
    _, line = await world.owed(NoticeKind.LINE)
    holder = {} if user == ADA else {"holder": ADA}
    assert from_json(line["facts"]) == {"what": "unacked", "user": user} | holder
    noted = await world.row(AUDIT, what="unacked")
    assert (noted["who"], noted["detail"]) == (user, "" if user == ADA else ADA)


async def test_not_any_more_where_nobody_was_changes_nothing(world: World):
    notice = await world.notice(await world.incident())

    assert await press(world, notice, on=False)

    assert (await world.row(OUTBOX, id=notice))["revision"] == 0
    assert await world.owed(NoticeKind.LINE) == []


@pytest.mark.parametrize("on", [True, False])
async def test_what_is_over_cannot_be_taken_on(world: World, on: bool):
    over = await world.incident(closed_ms=1, closing="recovered")
    notice = await world.notice(over, acked_by="U9")

    with pytest.raises(RequestError, match="over already"):
        await press(world, notice, on=on)
    assert (await world.row(OUTBOX, id=notice))["acked_by"] == "U9"
    assert await world.rows(AUDIT) == []


async def test_an_image_that_fails_again_and_again_can_be_taken_on_between(world: World):
    over = await world.incident(closed_ms=1, closing="recovered")

    assert await press(world, await world.notice(over, kind=NoticeKind.FLAPPING))


async def test_a_group_of_which_something_goes_on_can_be_taken_on(world: World):
    over = await world.incident("i-1", closed_ms=1, closing="recovered")
    notice = await world.notice(over, await world.incident("i-2"), kind=NoticeKind.GROUP)

    assert await press(world, notice)


async def test_another_person_takes_it_over(world: World):
    notice = await world.notice(await world.incident())
    await press(world, notice, ADA)

    assert await press(world, notice, BEN)

    assert (await world.row(OUTBOX, id=notice))["acked_by"] == BEN
    _, line = await world.owed(NoticeKind.LINE)
    assert from_json(line["facts"]) == {"what": "acked", "user": BEN}


async def test_the_thread_says_who_is_on_it(world: World):
    notice = await world.notice(await world.incident())

    await press(world, notice, key="trigger")
    await press(world, notice, on=False)

    first, second = await world.owed(NoticeKind.LINE)
    assert first["id"] == name_based("line", notice, "trigger")
    assert (first["parent_id"], first["order_key"], first["channel_id"]) == (notice, notice, HERE)
    assert from_json(first["facts"]) == {"what": "acked", "user": ADA}
    assert from_json(second["facts"]) == {"what": "unacked", "user": ADA}


@pytest.mark.parametrize(
    ("state", "lines"),
    [("sent", 1), ("sending", 1), ("unknown", 1), ("held", 1), ("pending", 0), ("dead", 0)],
)
async def test_there_is_no_thread_without_a_message(world: World, state: str, lines: int):
    notice = await world.notice(await world.incident(), state=state)

    assert await press(world, notice)
    assert len(await world.owed(NoticeKind.LINE)) == lines


async def test_a_hundred_deliveries_of_one_press_are_one(
    world: World, second_database: Database, clock: FakeClock
):
    notice = await world.notice(await world.incident())
    desks = (world.desk, World(second_database, clock).desk)

    answers = await asyncio.gather(
        *(
            desk.acknowledge("trigger", notice_id=notice, channel=HERE, user=ADA, on=True)
            for desk in desks * 50
        )
    )

    assert set(answers) == {True}
    assert (await world.row(OUTBOX, id=notice))["acked_by"] == ADA
    assert len(await world.owed(NoticeKind.LINE)) == 1


async def test_two_presses_at_once_are_one(
    world: World, second_database: Database, clock: FakeClock
):
    notice = await world.notice(await world.incident())
    other = World(second_database, clock)
    # Both are connected before they race.
    await other.desk.watches(ADA)

    await asyncio.gather(
        press(world, notice, key="one"),
        press(other, notice, key="two"),
    )

    assert (await world.row(OUTBOX, id=notice))["acked_by"] == ADA
    assert len(await world.owed(NoticeKind.LINE)) == 1


async def test_a_message_of_another_channel_is_none(world: World):
    notice = await world.notice(await world.incident(), channel=ELSEWHERE)

    assert not await press(world, notice)
    assert not await press(world, "no-such-notice")
    assert (await world.row(OUTBOX, id=notice))["acked_by"] == ""


async def test_a_press_on_a_message_that_was_replaced_is_for_the_one_that_goes_on(world: World):
    incident = await world.incident()
    heir = await world.notice(incident)
    middle = await world.notice(state="replaced", next_id=heir)
    first = await world.notice(state="merged", next_id=middle)

    assert await press(world, first)

    assert (await world.row(OUTBOX, id=heir))["acked_by"] == ADA
    (line,) = await world.owed(NoticeKind.LINE)
    assert line["parent_id"] == heir


async def test_who_is_on_it_is_written_down(world: World):
    notice = await world.notice(await world.incident())
    await press(world, notice)

    row = await world.row(AUDIT, what="acked")
    assert (row["who"], row["channel_id"], row["subject"]) == (ADA, HERE, notice)


async def test_a_page_begins_with_what_goes_on_and_is_in_the_order_of_names(world: World):
    held = [
        await world.incident("i-1", facts={"name": "zeta"}),
        await world.incident("i-2", facts={"name": "beta"}, closed_ms=1, closing="recovered"),
        await world.incident("i-3", facts={"name": "alpha"}, closed_ms=1, closing="gone"),
        await world.incident("i-4", facts={"name": "eta"}),
    ]
    notice = await world.notice(*held, kind=NoticeKind.GROUP)

    first = await world.desk.notice_incidents(notice, HERE, offset=0, limit=3)
    second = await world.desk.notice_incidents(notice, HERE, offset=3, limit=3)

    assert first is not None
    assert second is not None
    assert [one.image_id for one in first[0]] == ["i-4", "i-1", "i-3"]
    assert [one.image_id for one in second[0]] == ["i-2"]
    assert first[1] == second[1] == 4


async def test_what_a_message_took_in_is_found_by_the_older_message(world: World):
    heir = await world.notice(await world.incident(age_ms=MINUTE), kind=NoticeKind.GROUP)
    merged = await world.notice(state="merged", next_id=heir)

    page = await world.desk.notice_incidents(merged, HERE, offset=0, limit=10)

    assert page is not None
    assert page[1] == 1


async def test_nobody_reads_what_another_channel_was_told(world: World):
    notice = await world.notice(await world.incident(), channel=ELSEWHERE)

    assert await world.desk.notice_incidents(notice, HERE, offset=0, limit=10) is None
    assert await world.desk.notice_incidents("none", HERE, offset=0, limit=10) is None
