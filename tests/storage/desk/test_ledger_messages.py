"""What a ledger tells of the messages about an image."""

from __future__ import annotations

from typing import Any

import pytest

from bot.alerts.desk_model import LedgerLine
from bot.alerts.model import NoticeKind
from bot.alerts.timing import Timing
from bot.storage.desk import Desk
from bot.storage.schema import ATTEMPT, AUDIT
from tests.factories import FakeClock
from tests.storage.desk.asking import details, told
from tests.storage.desk.world import ADA, ELSEWHERE, HERE, MINUTE, World

pytestmark = pytest.mark.anyio


async def attempt(world: World, notice: str, number: int, code: str, **columns: Any) -> None:
    row = {
        "outbox_id": notice,
        "claim_id": f"claim-{number}",
        "step": "post",
        "started_ms": world.clock.now_ms() + number,
        "ended_ms": world.clock.now_ms() + number + 1,
        "code": code,
    }
    await world.insert(ATTEMPT, **(row | columns))


async def test_it_says_that_a_message_was_owed_and_each_attempt_with_its_code(
    world: World, clock: FakeClock
):
    now_ms = clock.now_ms()
    notice = await world.notice(await world.incident("i-1"), ts="17.1")
    await attempt(world, notice, 1, "ratelimited")
    await attempt(world, notice, 2, "ok", ts="17.1")
    await attempt(world, notice, 3, "ok", step="edit")
    await attempt(world, notice, 4, "", ended_ms=None, step="edit")

    short = notice[:8]
    assert await told(world, "owed", "attempt", "sent", "edited", "looked") == [
        LedgerLine(now_ms, "owed", f"alert {short}", HERE),
        LedgerLine(now_ms + 2, "attempt", f"post {short}: ratelimited", HERE),
        LedgerLine(now_ms + 3, "sent", short, HERE, "17.1"),
        LedgerLine(now_ms + 4, "attempt", f"edit {short}: no answer yet", HERE),
        LedgerLine(now_ms + 4, "edited", short, HERE),
    ]


async def test_what_another_channel_was_told_is_not_told_here(world: World):
    notice = await world.notice(await world.incident("i-1"), channel=ELSEWHERE)
    await attempt(world, notice, 1, "ok", ts="17.1")

    assert await told(world, "owed", "sent", "looked") == []


async def test_it_says_that_a_message_was_looked_for_and_found(world: World):
    notice = await world.notice(
        await world.incident("i-1"), ts="17.1", unclear=True, looks=1, sweeps=2, done_ms=9
    )
    await attempt(world, notice, 1, "no_answer")

    name = f"alert {notice[:8]}"
    assert await told(world, "looked") == [
        LedgerLine(9, "looked", f"{name}, once", HERE),
        LedgerLine(9, "looked", f"{name}, it is there", HERE, "17.1"),
        LedgerLine(9, "looked", f"{name}, 2 times for copies", HERE),
    ]


async def test_a_look_that_is_still_to_come_is_not_told_before_its_time(
    world: World, clock: FakeClock
):
    notice = await world.notice(
        await world.incident("i-1"),
        state="unknown",
        ts="",
        looks=1,
        look_at_ms=clock.now_ms() + MINUTE,
    )
    await attempt(world, notice, 1, "no_answer")

    assert [line.at_ms for line in await told(world, "looked")] == [clock.now_ms() + 2]


async def test_it_says_who_was_on_it_and_that_copies_were_deleted(world: World):
    notice = await world.notice(await world.incident("i-1"))
    for on in (True, False):
        await world.desk.acknowledge(world.key(), notice_id=notice, channel=HERE, user=ADA, on=on)
    healed = {"at_ms": 1, "who": "", "what": "healed", "channel_id": HERE, "detail": "1"}
    await world.insert(AUDIT, subject=notice, **healed)

    assert await details(world, "healed", "acked") == [
        "copies: 1",
        f"by {ADA}",
        f"taken back by {ADA}",
    ]


async def test_it_says_who_silenced_it_here_and_until_when(world: World):
    await world.incident("i-1")
    row = {"at_ms": 1, "who": ADA, "subject": "i-1", "channel_id": HERE}
    await world.insert(AUDIT, what="silenced", detail="17", **row)
    await world.insert(AUDIT, what="silenced", detail="0", **(row | {"at_ms": 2}))
    await world.insert(AUDIT, what="silenced", detail="change", **(row | {"at_ms": 3}))
    await world.insert(AUDIT, what="unsilenced", **(row | {"at_ms": 4}))
    await world.insert(AUDIT, what="silenced", detail="5", **(row | {"channel_id": ELSEWHERE}))
    await world.insert(AUDIT, what="silenced", detail="5", **(row | {"subject": "i-2"}))

    assert await told(world, "silenced", "unsilenced") == [
        LedgerLine(1, "silenced", f"by {ADA} until 17", HERE),
        LedgerLine(2, "silenced", f"by {ADA} until change", HERE),
        LedgerLine(3, "silenced", f"by {ADA} until change", HERE),
        LedgerLine(4, "unsilenced", f"by {ADA}", HERE),
    ]


async def test_a_silence_of_several_messages_about_it_is_told_once(world: World):
    incidents = [await world.incident("i-1", number=number) for number in (1, 2)]
    row = {"at_ms": 1, "who": ADA, "what": "silenced", "detail": "17", "channel_id": HERE}
    for incident in incidents:
        await world.insert(AUDIT, subject=await world.notice(incident), **row)

    assert len(await told(world, "silenced")) == 1


@pytest.mark.parametrize(("mode", "lines"), [("history", 2), ("resend", 1), ("hold", 1)])
async def test_where_history_cannot_be_read_nobody_looked_for_copies(
    world: World, mode: str, lines: int
):
    await world.notice(await world.incident("i-1"), sweeps=2, done_ms=9)
    desk = Desk(world.database, timing=Timing(), looks_mode=lambda: mode)
    ledger = await desk.ledger("i-1", HERE)

    assert ledger is not None
    assert len([line for line in ledger.lines if line.what == "looked"]) == lines


async def test_a_message_that_is_held_back_is_told(world: World):
    notice = await world.notice(await world.incident("i-1"), state="held", ts="", done_ms=9)

    assert await told(world, "held") == [LedgerLine(9, "held", f"alert {notice[:8]}", HERE)]


async def test_it_says_where_a_message_went_on(world: World):
    incident = await world.incident("i-1")
    heir = await world.notice(
        incident, await world.incident("i-2"), kind=NoticeKind.GROUP, order_key=""
    )
    merged = await world.notice(state="merged", next_id=heir, order_key="i-1", done_ms=9)
    await world.notice(state="merged", next_id=heir, order_key="i-2")
    lost = await world.notice(state="replaced", next_id=merged, order_key="i-1", done_ms=8)

    assert await details(world, "merged") == [
        f"alert {lost[:8]}, gone from Slack, goes on as {merged[:8]}",
        f"alert {merged[:8]}, goes on as {heir[:8]}",
    ]


async def test_it_says_that_a_message_was_given_up(world: World):
    notice = await world.notice(
        await world.incident("i-1"), state="dead", ts="", code="invalid_blocks", done_ms=9
    )

    assert await told(world, "dead") == [
        LedgerLine(9, "dead", f"alert {notice[:8]}: invalid_blocks", HERE)
    ]


async def test_lines_are_in_the_order_of_time(world: World, clock: FakeClock):
    await world.subscribe()
    await world.poll("poll-1", started_ms=clock.now_ms() - 1)
    incident = await world.incident("i-1", age_ms=0, closed_ms=clock.now_ms() + 90)
    notice = await world.notice(incident, done_ms=clock.now_ms() + 50)
    await attempt(world, notice, 1, "ok", ts="1.1")

    ledger = await world.desk.ledger("i-1", HERE)

    assert ledger is not None
    assert [line.what for line in ledger.lines] == [
        *("seen", "opened", "matched", "owed", "sent", "closed")
    ]
