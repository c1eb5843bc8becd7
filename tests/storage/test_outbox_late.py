"""Answers that come after their claim ran out."""

from __future__ import annotations

import pytest

from bot.storage.engine import Database
from bot.storage.schema import OUTBOX
from tests.factories import FakeClock
from tests.storage.outbox_rows import (
    TIMING,
    accepted,
    alert,
    answered,
    changed,
    outbox,
    owed,
    row,
    sent,
    state,
)

pytestmark = pytest.mark.anyio


async def test_an_unclear_send_is_unknown_and_is_not_sent_again(
    database: Database, clock: FakeClock
):
    await owed(database, alert("a"))
    box = outbox(database)
    await answered(box, await box.claim(), "no_answer")
    clock.advance(3_600)

    assert await box.claim() is None
    found = await row(database, "n-a")
    assert (found["state"], found["unclear"]) == ("unknown", True)


async def test_a_claim_that_ran_out_is_unknown_and_never_pending(
    database: Database, clock: FakeClock
):
    await owed(database, alert("a"))
    box = outbox(database)
    await box.claim()
    ended = clock.now_ms() + TIMING.claim
    clock.advance(31)

    assert await box.claim() is None
    found = await row(database, "n-a")
    assert (found["state"], found["unclear"]) == ("unknown", True)
    assert found["look_at_ms"] == ended + TIMING.settle


@pytest.mark.parametrize("meanwhile", ["unknown", "pending", "held", "dead"])
async def test_a_late_success_counts(database: Database, clock: FakeClock, meanwhile: str):
    await owed(database, alert("a"))
    box = outbox(database)
    claim = await box.claim()
    clock.advance(31)
    await box.expire()
    await changed(database, OUTBOX, "n-a", state=meanwhile)

    await accepted(box, claim, "5.000100")

    found = await row(database, "n-a")
    assert (found["state"], found["ts"], found["unclear"]) == ("sent", "5.000100", True)
    assert found["sweep_at_ms"] == clock.now_ms() + TIMING.sweeps[0]


async def test_a_late_refusal_does_not(database: Database, clock: FakeClock):
    await owed(database, alert("a"))
    box = outbox(database)
    claim = await box.claim()
    clock.advance(31)
    await box.expire()

    await answered(box, claim, "not_sent")

    assert await state(database, "n-a") == "unknown"


async def sent_again(database: Database, clock: FakeClock):
    """The store, a claim that ran out unseen, and the one that followed it."""
    await owed(database, alert("a"))
    box = outbox(database)
    first = await box.claim()
    clock.advance(60)
    await box.expire()
    await box.missing("n-a", 1)
    await box.missing("n-a", 2)
    return box, first, await box.claim()


async def test_a_copy_that_is_reported_late_is_swept_at_once(database: Database, clock: FakeClock):
    box, first, second = await sent_again(database, clock)
    await accepted(box, second, "6.000100")
    await accepted(box, first, "5.000100")

    (sweep,) = await box.sweeps()

    assert (sweep.ts, sweep.strays) == ("6.000100", ("5.000100",))


async def test_a_copy_that_is_reported_during_the_next_try_is_swept_at_once(
    database: Database, clock: FakeClock
):
    box, first, second = await sent_again(database, clock)
    await accepted(box, first, "5.000100")
    assert await state(database, "n-a") == "sending"
    await accepted(box, second, "6.000100")

    (sweep,) = await box.sweeps()

    assert (sweep.ts, sweep.strays) == ("6.000100", ("5.000100",))


async def test_the_same_success_twice_is_one(database: Database, clock: FakeClock):
    """A commit whose answer was lost is run again."""
    await owed(database, alert("a"))
    box = outbox(database)
    claim = await sent(box, "5.000100")
    before = await row(database, "n-a")
    clock.advance(5)

    await accepted(box, claim, "5.000100")

    assert await row(database, "n-a") == before
