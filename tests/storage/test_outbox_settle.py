"""What is written down of a call to Slack."""

from __future__ import annotations

import pytest

from bot.storage.engine import Database
from tests.factories import FakeClock
from tests.storage.outbox_rows import (
    accepted,
    alert,
    answered,
    attempts,
    outbox,
    owed,
    row,
    state,
)

pytestmark = pytest.mark.anyio


async def test_what_slack_took_is_sent(database: Database, clock: FakeClock):
    await owed(database, alert("a", "U1"))
    box = outbox(database)

    await accepted(box, await box.claim(), "5.000100", place="D1")

    found = await row(database, "n-a")
    assert (found["state"], found["ts"], found["place"]) == ("sent", "5.000100", "D1")
    assert (found["done_ms"], found["sweep_at_ms"]) == (clock.now_ms(), None)
    (tried,) = await attempts(database, "n-a")
    assert (tried["code"], tried["ts"], tried["ended_ms"]) == ("ok", "5.000100", clock.now_ms())


async def test_a_refusal_that_may_pass_waits(database: Database, clock: FakeClock):
    await owed(database, alert("a"))
    box = outbox(database)

    await answered(box, await box.claim(), "not_sent")

    found = await row(database, "n-a")
    assert (found["state"], found["unclear"], found["code"]) == ("pending", False, "not_sent")
    assert found["not_before_ms"] == clock.now_ms() + 500
    assert found["first_try_ms"] is None


async def test_attempts_are_counted_but_not_those_that_were_slowed_down(
    database: Database, clock: FakeClock
):
    await owed(database, alert("a"))
    box = outbox(database)
    tries = []
    for code in ("not_sent", "ratelimited", "too_late", "not_sent"):
        claim = await answered(box, await box.claim(), code, retry_after=1)
        tries.append(claim.attempt)
        clock.advance(10)

    assert tries == [1, 2, 2, 2]
    assert [each["code"] for each in await attempts(database, "n-a")].count("not_sent") == 2


async def test_no_call_is_made_before_the_moment_slack_named(database: Database, clock: FakeClock):
    await owed(database, alert("a"), alert("b"))
    box = outbox(database)
    await answered(box, await box.claim(), "ratelimited", retry_after=30)

    clock.advance(29.999)
    assert await box.claim() is None
    clock.advance(1.1)
    assert await box.claim() is not None


async def test_a_shorter_wait_does_not_open_a_closed_gate(database: Database, clock: FakeClock):
    await owed(database, alert("a"), alert("b"))
    box = outbox(database)
    first = await box.claim()
    clock.advance(2)
    second = await box.claim()
    await answered(box, first, "ratelimited", retry_after=60)
    await answered(box, second, "ratelimited", retry_after=5)

    clock.advance(59)
    assert await box.claim() is None


async def test_three_channels_in_a_row_that_slack_slows_down_are_a_slow_workspace(
    database: Database, clock: FakeClock
):
    await owed(database, *(alert(f"a{n}", f"C{n}") for n in range(4)))
    box = outbox(database)
    for _ in range(3):
        await answered(box, await box.claim(), "ratelimited", retry_after=30)

    assert await box.claim() is None
    clock.advance(32)
    assert await box.claim() is not None


async def test_a_message_that_was_taken_breaks_the_row(database: Database):
    await owed(database, *(alert(f"a{n}", f"C{n}") for n in range(5)))
    box = outbox(database)
    for code in ("ratelimited", "ratelimited", "", "ratelimited"):
        claim = await box.claim()
        await (answered(box, claim, code) if code else accepted(box, claim))

    assert await box.claim() is not None


async def test_a_wrong_message_is_drawn_more_simply_until_it_is_dead(
    database: Database, clock: FakeClock, caplog: pytest.LogCaptureFixture
):
    await owed(database, alert("a"))
    box = outbox(database)
    levels = []
    for _ in range(3):
        levels.append((await answered(box, await box.claim(), "invalid_blocks")).level.value)
        clock.advance(2)

    assert levels == ["blocks", "text", "line"]
    assert await state(database, "n-a") == "dead"
    assert "notice n-a cannot be delivered: invalid_blocks" in caplog.text


async def test_a_code_that_looks_like_none_is_not_stored(database: Database):
    await owed(database, alert("a"))
    box = outbox(database)

    await answered(box, await box.claim(), "<!channel> {}")

    assert (await row(database, "n-a"))["code"] == "unreadable_code"


async def test_refused_metadata_is_not_sent_again(database: Database, clock: FakeClock):
    await owed(database, alert("a"))
    box = outbox(database)
    await answered(box, await box.claim(), "metadata_too_large")
    clock.advance(2)

    claim = await box.claim()

    assert claim is not None
    assert not claim.with_metadata
