"""Late copies are taken away."""

from __future__ import annotations

import pytest

from bot.storage.engine import Database
from bot.storage.schema import AUDIT
from tests.factories import FakeClock
from tests.storage.outbox_rows import (
    TIMING,
    accepted,
    alert,
    answered,
    attempts,
    line,
    outbox,
    owed,
    row,
    rows,
    sent,
)

pytestmark = pytest.mark.anyio


async def found_again(database: Database, clock: FakeClock):
    """The store, with one message that was found after an unclear send."""
    await owed(database, alert("a"))
    box = outbox(database)
    await answered(box, await box.claim(), "no_answer")
    clock.advance(20)
    await box.looks()
    await box.found("n-a", "5.000100", "C1")
    return box


async def test_only_what_was_unclear_is_swept(database: Database, clock: FakeClock):
    await owed(database, alert("a"))
    box = outbox(database)
    await sent(box)
    clock.advance(4_000)

    assert await box.sweeps() == ()


async def test_copies_are_looked_for_after_five_minutes_and_after_an_hour(
    database: Database, clock: FakeClock
):
    began = clock.now_ms()
    box = await found_again(database, clock)
    assert await box.sweeps() == ()

    clock.advance(300)
    (first,) = await box.sweeps()
    assert (first.notice_id, first.ts, first.strays) == ("n-a", "5.000100", ())
    assert first.oldest_ms == began - TIMING.history_before
    await box.swept(first, "5.000100", [])
    assert await box.sweeps() == ()

    clock.advance(3_300)
    (second,) = await box.sweeps()
    await box.swept(second, "5.000100", [])
    clock.advance(90_000)
    assert await box.sweeps() == ()


async def test_the_first_message_counts_from_then_on_and_is_drawn_again(
    database: Database, clock: FakeClock
):
    box = await found_again(database, clock)
    clock.advance(300)
    (sweep,) = await box.sweeps()

    await box.swept(sweep, "4.000100", ["5.000100"])

    edit = await box.claim()
    assert edit is not None
    assert edit.ts == "4.000100"
    assert [each["detail"] for each in await rows(database, AUDIT, what="healed")] == ["1"]


async def test_a_copy_that_is_gone_is_forgotten(database: Database, clock: FakeClock):
    await owed(database, alert("a"))
    box = outbox(database)
    first = await box.claim()
    clock.advance(60)
    await box.expire()
    await box.missing("n-a", 1)
    await box.missing("n-a", 2)
    await sent(box, "6.000100")
    await accepted(box, first, "5.000100")
    (sweep,) = await box.sweeps()

    await box.swept(sweep, "5.000100", ["6.000100"])

    assert (await row(database, "n-a"))["ts"] == "5.000100"
    assert "6.000100" not in [each["ts"] for each in await attempts(database, "n-a")]
    clock.advance(300)
    (again,) = await box.sweeps()
    assert again.strays == ()


async def test_a_sweep_that_another_process_did_first_changes_nothing(
    database: Database, clock: FakeClock
):
    box = await found_again(database, clock)
    clock.advance(300)
    (sweep,) = await box.sweeps()
    await box.swept(sweep, "4.000100", ["5.000100"])
    before = await row(database, "n-a")

    await box.swept(sweep, "5.000100", [])

    assert await row(database, "n-a") == before


async def test_a_line_is_swept_in_its_thread(database: Database, clock: FakeClock):
    await owed(database, alert("a"), line("n-a"))
    box = outbox(database)
    await sent(box, "5.000100")
    clock.advance(2)
    await answered(box, await box.claim(), "no_answer")
    await box.found("line-n-a-1", "6.000100", "C1")
    clock.advance(300)

    (sweep,) = await box.sweeps()

    assert sweep.thread_ts == "5.000100"


async def test_a_clock_that_is_set_back_does_not_make_sweeping_endless(
    database: Database, clock: FakeClock
):
    box = await found_again(database, clock)
    clock.advance(-1_000_000)

    count = 0
    while found := await box.sweeps():
        await box.swept(found[0], "5.000100", [])
        count += 1

    assert count <= 5
