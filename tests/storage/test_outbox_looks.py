"""Nothing is sent again before Slack's history was read."""

from __future__ import annotations

import pytest

from bot.storage.engine import Database
from tests.factories import FakeClock
from tests.storage.outbox_rows import (
    TIMING,
    accepted,
    alert,
    answered,
    line,
    outbox,
    owed,
    row,
    sent,
    state,
    touched,
)

pytestmark = pytest.mark.anyio


async def lost(database: Database, clock: FakeClock, *notices, **options):
    """The store, all of these sent without an answer, and Slack had time to settle."""
    await owed(database, *notices)
    box = outbox(database, **options)
    for _ in notices:
        await answered(box, await box.claim(), "no_answer")
        clock.advance(2)
    clock.advance(TIMING.settle / 1000)
    return box


async def test_history_is_not_read_before_slack_has_settled(database: Database, clock: FakeClock):
    await owed(database, alert("a"))
    box = outbox(database)
    await answered(box, await box.claim(), "no_answer")

    clock.advance(19.999)
    assert await box.looks() == ()
    clock.advance(0.001)
    assert len(await box.looks()) == 1


async def test_one_look_answers_for_a_whole_channel(database: Database, clock: FakeClock):
    began = clock.now_ms()
    box = await lost(database, clock, alert("a"), alert("b"), alert("c", "C2"))

    first, second = await box.looks()

    assert (first.channel, dict(first.rows)) == ("C1", {"n-a": 0, "n-b": 0})
    assert first.oldest_ms == began - TIMING.history_before
    assert (second.channel, dict(second.rows)) == ("C2", {"n-c": 0})


async def test_a_line_is_looked_for_in_its_thread(database: Database, clock: FakeClock):
    await owed(database, alert("a"), line("n-a"))
    box = outbox(database)
    await sent(box, "5.000100")
    clock.advance(2)
    await answered(box, await box.claim(), "no_answer")
    clock.advance(30)

    (look,) = await box.looks()

    assert (look.thread_ts, set(look.rows)) == ("5.000100", {"line-n-a-1"})


async def test_a_message_that_is_found_is_sent_and_swept_later(
    database: Database, clock: FakeClock
):
    box = await lost(database, clock, alert("a"))

    await box.found("n-a", "5.000100", "C1")

    found = await row(database, "n-a")
    assert (found["state"], found["ts"], found["place"]) == ("sent", "5.000100", "C1")
    assert found["unclear"]
    assert found["sweep_at_ms"] == clock.now_ms() + TIMING.sweeps[0]
    clock.advance(5)
    assert await box.claim() is None


async def test_what_changed_while_it_was_unknown_is_drawn_once_it_is_found(
    database: Database, clock: FakeClock
):
    box = await lost(database, clock, alert("a"))
    await touched(database, "n-a")

    await box.found("n-a", "5.000100", "C1")

    edit = await box.claim()
    assert edit is not None
    assert edit.ts == "5.000100"


async def test_a_message_is_looked_for_twice_before_it_is_sent_again(
    database: Database, clock: FakeClock
):
    box = await lost(database, clock, alert("a"))
    await box.missing("n-a", 1)
    assert await box.claim() is None
    assert await box.looks() == ()

    clock.advance(TIMING.look_again / 1000)
    (look,) = await box.looks()
    assert dict(look.rows) == {"n-a": 1}
    await box.missing("n-a", 2)

    again = await box.claim()
    assert again is not None
    assert (again.attempt, again.view.repeat) == (2, False)


async def test_two_processes_that_look_at_once_have_looked_once(
    database: Database, clock: FakeClock
):
    box = await lost(database, clock, alert("a"))
    await box.missing("n-a", 1)
    await box.missing("n-a", 1)

    assert await state(database, "n-a") == "unknown"
    clock.advance(30)
    await box.missing("n-a", 2)
    await box.missing("n-a", 2)
    assert await state(database, "n-a") == "pending"


async def test_a_message_that_one_process_found_is_not_missed_by_another(
    database: Database, clock: FakeClock
):
    box = await lost(database, clock, alert("a"))
    await box.found("n-a", "5.000100", "C1")

    await box.missing("n-a", 1)
    await box.unreadable("n-a", "missing_scope")

    assert await state(database, "n-a") == "sent"


async def test_a_message_that_is_found_after_all_is_not_sent_again(
    database: Database, clock: FakeClock
):
    box = await lost(database, clock, alert("a"))
    await box.missing("n-a", 1)
    await box.missing("n-a", 2)

    await box.found("n-a", "5.000100", "C1")

    assert await box.claim() is None


async def test_a_found_message_during_the_next_try_changes_nothing(
    database: Database, clock: FakeClock
):
    box = await lost(database, clock, alert("a"))
    await box.missing("n-a", 1)
    await box.missing("n-a", 2)
    again = await box.claim()

    await box.found("n-a", "5.000100", "C1")
    assert await state(database, "n-a") == "sending"
    await accepted(box, again, "6.000100")

    assert (await row(database, "n-a"))["sweep_at_ms"] is not None


async def test_a_look_that_slack_puts_off_waits(database: Database, clock: FakeClock):
    box = await lost(database, clock, alert("a"), alert("b", "C2"))

    await box.postpone_look("C1", 60_000)

    assert [look.channel for look in await box.looks()] == ["C2"]
    clock.advance(60)
    assert len(await box.looks()) == 2


async def test_a_definite_refusal_after_a_look_keeps_the_first_try(
    database: Database, clock: FakeClock
):
    """A copy of the first try may still turn up: history is read from there."""
    began = clock.now_ms()
    box = await lost(database, clock, alert("a"))
    await box.missing("n-a", 1)
    await box.missing("n-a", 2)
    await answered(box, await box.claim(), "not_sent")

    found = await row(database, "n-a")
    assert (found["first_try_ms"], found["unclear"]) == (began, True)


async def test_a_wait_can_be_every_channel_s(database: Database, clock: FakeClock):
    box = await lost(database, clock, alert("a"), alert("b", "C2"))

    await box.postpone_look("*", 60_000)

    assert await box.looks() == ()
    clock.advance(60)
    assert len(await box.looks()) == 2


async def test_how_long_a_notice_waits_is_counted_from_its_last_try(
    database: Database, clock: FakeClock
):
    """The first one was looked for in its time."""
    box = await lost(database, clock, alert("a"))
    await box.unreadable("n-a", "missing_scope")
    clock.advance(3_600)
    began = clock.now_ms()
    await answered(box, await box.claim(), "no_answer")
    clock.advance(30)

    (look,) = await box.looks()

    assert (dict(look.since), look.now_ms) == ({"n-a": began}, clock.now_ms())
