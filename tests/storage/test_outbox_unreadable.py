"""What is done where Slack's history cannot be read."""

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


async def lost(database: Database, clock: FakeClock, *notices, **options):
    """The store, all of these sent without an answer, and Slack had time to settle."""
    await owed(database, *notices)
    box = outbox(database, **options)
    for _ in notices:
        await answered(box, await box.claim(), "no_answer")
        clock.advance(2)
    clock.advance(TIMING.settle / 1000)
    return box


async def test_where_history_cannot_be_read_a_message_is_sent_as_a_possible_repeat(
    database: Database, clock: FakeClock
):
    box = await lost(database, clock, alert("a"))
    await box.unreadable("n-a", "missing_scope")

    again = await box.claim()

    assert again is not None
    assert again.view.repeat


async def test_or_it_is_held_until_history_can_be_read(database: Database, clock: FakeClock):
    box = await lost(database, clock, alert("a"), on_ambiguous="hold")
    await box.unreadable("n-a", "missing_scope")
    assert await state(database, "n-a") == "held"
    assert await box.looks() == ()

    clock.advance(TIMING.probe / 1000)
    (look,) = await box.looks()
    await box.missing("n-a", look.rows["n-a"] + 1)
    assert await state(database, "n-a") == "unknown"


async def test_a_held_message_does_not_hold_up_others(database: Database, clock: FakeClock):
    box = await lost(database, clock, alert("a"), on_ambiguous="hold")
    await box.unreadable("n-a", "missing_scope")
    await owed(database, alert("a2", order_key="a"))

    assert (await sent(box)).notice_id == "n-a2"


async def test_a_message_without_a_mark_cannot_be_looked_for(database: Database, clock: FakeClock):
    """Missing twice would only mean that nobody could have found it."""
    await owed(database, alert("a"))
    await changed(database, OUTBOX, "n-a", with_metadata=False)
    box = outbox(database)
    await answered(box, await box.claim(), "no_answer")
    clock.advance(20)

    assert await box.looks() == ()
    again = await box.claim()
    assert again is not None
    assert again.view.repeat


async def test_a_first_direct_message_cannot_be_looked_for(database: Database, clock: FakeClock):
    box = await lost(database, clock, alert("a", "U1"))

    assert await box.looks() == ()
    assert (await row(database, "n-a"))["repeat"]


async def test_a_later_one_is_looked_for_where_the_first_went(
    database: Database, clock: FakeClock
):
    await owed(database, alert("a", "U1"))
    box = outbox(database)
    await accepted(box, await box.claim(), place="D9")
    clock.advance(2)
    box = await lost(database, clock, alert("b", "U1"))

    (look,) = await box.looks()

    assert (look.channel, look.place) == ("U1", "D9")
