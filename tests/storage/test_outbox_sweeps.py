"""Late copies are taken away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.storage.engine import Database
from bot.storage.schema import AUDIT, OUTBOX
from tests.factories import FakeClock
from tests.storage.outbox_rows import (
    TIMING,
    accepted,
    alert,
    answered,
    attempts,
    changed,
    line,
    outbox,
    owed,
    row,
    rows,
    sent,
    touched,
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


async def test_the_message_that_counts_changes_before_the_other_is_deleted(
    database: Database, clock: FakeClock
):
    box = await found_again(database, clock)
    clock.advance(300)
    (sweep,) = await box.sweeps()

    assert await box.keep(sweep, "4.000100")

    edit = await box.claim()
    assert edit is not None
    assert edit.ts == "4.000100"
    (again,) = await box.sweeps()
    assert again.ts == "4.000100"


async def test_an_edit_under_way_to_a_copy_does_not_make_the_notice_look_lost(
    database: Database, clock: FakeClock
):
    box = await found_again(database, clock)
    clock.advance(300)
    await touched(database, "n-a")
    under_way = await box.claim()
    (sweep,) = await box.sweeps()
    await box.keep(sweep, "4.000100")
    await box.swept(replace(sweep, ts="4.000100"), "4.000100", ["5.000100"])

    await answered(box, under_way, "message_not_found")

    found = await row(database, "n-a")
    assert (found["state"], found["ts"]) == ("sent", "4.000100")
    clock.advance(2)
    edit = await box.claim()
    assert edit is not None
    assert edit.ts == "4.000100"


async def test_a_message_that_is_not_the_same_any_more_is_not_moved(
    database: Database, clock: FakeClock
):
    box = await found_again(database, clock)
    clock.advance(300)
    (sweep,) = await box.sweeps()
    await box.keep(sweep, "4.000100")

    assert not await box.keep(sweep, "3.000100")
    assert (await row(database, "n-a"))["ts"] == "4.000100"


async def test_a_sweep_that_failed_waits_and_forgets_what_is_gone(
    database: Database, clock: FakeClock
):
    box = await found_again(database, clock)
    clock.advance(300)
    (sweep,) = await box.sweeps()

    await box.postpone_sweep(sweep, 60_000, ["6.000100"], "ratelimited")

    assert await box.sweeps() == ()
    assert [each["detail"] for each in await rows(database, AUDIT, what="healed")] == ["1"]
    clock.advance(60)
    assert len(await box.sweeps()) == 1


async def test_two_processes_that_fail_at_once_have_failed_once(
    database: Database, clock: FakeClock
):
    box = await found_again(database, clock)
    clock.advance(300)
    (sweep,) = await box.sweeps()

    await box.postpone_sweep(sweep, 60_000, [], "no_answer")
    await box.postpone_sweep(sweep, 60_000, [], "no_answer")

    assert (await row(database, "n-a"))["sweeps"] == 1


async def test_a_copy_that_cannot_be_deleted_is_let_be_in_the_end(
    database: Database, clock: FakeClock
):
    box = await found_again(database, clock)
    clock.advance(300)

    count = 0
    while found := await box.sweeps():
        await box.postpone_sweep(found[0], 300_000, [], "cant_delete_message")
        clock.advance(300)
        count += 1

    assert count == 10
    (noted,) = await rows(database, AUDIT, what="sweep_given_up")
    assert (noted["subject"], noted["detail"]) == ("n-a", "cant_delete_message")


async def test_failures_do_not_take_the_place_of_the_last_sweep(
    database: Database, clock: FakeClock
):
    box = await found_again(database, clock)
    for _ in range(6):
        clock.advance(300)
        (sweep,) = await box.sweeps()
        await box.postpone_sweep(sweep, 300_000, [], "no_answer")
    clock.advance(300)
    (sweep,) = await box.sweeps()
    await box.swept(sweep, "5.000100", [])

    clock.advance(1_500)
    assert len(await box.sweeps()) == 1


async def test_a_wait_is_every_sweep_s(database: Database, clock: FakeClock):
    box = await found_again(database, clock)
    clock.advance(299)

    await box.postpone_sweeps(60_000)

    clock.advance(59)
    assert await box.sweeps() == ()
    clock.advance(1)
    assert len(await box.sweeps()) == 1


async def test_rows_that_fail_do_not_keep_others_from_their_turn(
    database: Database, clock: FakeClock
):
    names = [f"n-{number}" for number in range(60)]
    await owed(database, *(alert(str(number), f"C{number}") for number in range(60)))
    for number, name in enumerate(names):
        await changed(
            database,
            OUTBOX,
            name,
            state="sent",
            ts=f"{number}.000100",
            unclear=True,
            done_ms=clock.now_ms(),
            sweep_at_ms=clock.now_ms(),
        )
    box = outbox(database)

    first = await box.sweeps()
    for sweep in first:
        await box.postpone_sweep(sweep, 300_000, [], "cant_delete_message")
    second = await box.sweeps()

    assert {each.notice_id for each in (*first, *second)} == set(names)
