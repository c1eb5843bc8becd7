"""Who may send what, and when."""

from __future__ import annotations

import asyncio

import pytest

from bot.alerts.delivery_model import Step
from bot.storage.engine import Database
from bot.storage.schema import OUTBOX
from tests.factories import FakeClock
from tests.storage.outbox_rows import (
    TIMING,
    alert,
    answered,
    attempts,
    changed,
    gate,
    incidents,
    outbox,
    owed,
    row,
    sent,
    state,
)

pytestmark = pytest.mark.anyio


async def test_a_claim_is_written_before_anything_is_sent(database: Database, clock: FakeClock):
    await owed(database, alert("a"))

    claim = await outbox(database).claim()

    assert claim is not None
    assert (claim.notice_id, claim.step, claim.attempt) == ("n-a", Step.POST, 1)
    found = await row(database, "n-a")
    assert found["state"] == "sending"
    assert found["claim_id"] == claim.claim_id
    assert found["claim_until_ms"] == clock.now_ms() + TIMING.claim
    assert found["first_try_ms"] == clock.now_ms()
    assert [each["claim_id"] for each in await attempts(database, "n-a")] == [claim.claim_id]


async def test_a_call_has_to_end_before_its_claim_does(database: Database):
    await owed(database, alert("a"))

    claim = await outbox(database).claim()

    assert claim is not None
    assert claim.seconds == 25.0


async def test_nothing_owed_is_nothing_to_do(database: Database):
    assert await outbox(database).claim() is None


async def test_a_channel_is_called_once_a_second(database: Database, clock: FakeClock):
    await owed(database, alert("a"), alert("b"))
    box = outbox(database)
    await sent(box)

    assert await box.claim() is None
    clock.advance(TIMING.pace / 1000)
    assert (await sent(box)).notice_id == "n-b"


async def test_other_channels_do_not_wait(database: Database):
    await owed(database, alert("a"), alert("b"), alert("c", "C2"))
    box = outbox(database)

    assert [(await sent(box)).notice_id for _ in range(2)] == ["n-a", "n-c"]


async def test_a_notice_waits_for_its_time(database: Database, clock: FakeClock):
    await owed(database, alert("a"))
    await changed(database, OUTBOX, "n-a", not_before_ms=clock.now_ms() + 5_000)
    box = outbox(database)

    assert await box.claim() is None
    clock.advance(5)
    assert await box.claim() is not None


async def test_nothing_is_sent_to_a_blocked_channel(database: Database, clock: FakeClock):
    await owed(database, alert("a"), alert("b", "C2"))
    box = outbox(database)
    await answered(box, await box.claim(), "is_archived")
    clock.advance(60)

    assert (await sent(box)).notice_id == "n-b"
    clock.advance(60)
    assert await box.claim() is None
    assert await state(database, "n-a") == "pending"


async def test_a_gate_of_the_workspace_closes_every_channel(database: Database, clock: FakeClock):
    await owed(database, alert("a"), alert("b", "C2"))
    box = outbox(database)
    await answered(box, await box.claim(), "message_limit_exceeded")

    clock.advance(3_599)
    assert await box.claim() is None
    clock.advance(1)
    assert await box.claim() is not None


@pytest.mark.parametrize("back", [60, 86_400 * 3_650])
async def test_a_clock_that_is_set_back_freezes_nothing(
    database: Database, clock: FakeClock, back: int
):
    """Claims, gates and looks last as long as if it had gone on."""
    await owed(database, alert("a"), alert("b", "C2"), alert("c"))
    box = outbox(database)
    await box.claim()
    await answered(box, await box.claim(), "ratelimited", retry_after=60)
    clock.advance(-back)

    assert await box.expire() == 0
    clock.advance(130)
    assert await box.expire() == 1
    assert {(await sent(box)).notice_id for _ in range(2)} == {"n-b", "n-c"}
    assert len(await box.looks()) == 1


async def test_two_processes_never_claim_the_same(
    database: Database, second_database: Database, clock: FakeClock
):
    count = 24
    for number in range(count):
        (one,) = await incidents(database, f"i{number}")
        await owed(database, alert(f"i{number}", f"C{number % 12}", incidents=(one,)))
    boxes = [outbox(database), outbox(second_database)]
    claimed: list[str] = []

    async def work(number: int) -> None:
        for _ in range(count):
            claim = await boxes[number % 2].claim()
            if claim is not None:
                claimed.append(claim.notice_id)

    await asyncio.gather(*(work(number) for number in range(4)))

    # The second round of each channel has to wait for its pace.
    assert sorted(claimed) == sorted(f"n-i{number}" for number in range(12))
    assert (await gate(database, "C0"))["next_at_ms"] == clock.now_ms() + TIMING.pace
