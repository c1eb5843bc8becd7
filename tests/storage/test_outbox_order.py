"""What comes after what, in one channel and over all of them."""

from __future__ import annotations

import pytest

from bot.alerts.delivery_model import Step
from bot.alerts.model import NoticeKind
from bot.storage.engine import Database
from bot.storage.schema import OUTBOX
from tests.factories import FakeClock
from tests.storage.outbox_rows import (
    accepted,
    alert,
    answered,
    changed,
    line,
    outbox,
    owed,
    sent,
    states,
    touched,
)

pytestmark = pytest.mark.anyio


async def test_the_channel_that_waited_longest_comes_first(database: Database, clock: FakeClock):
    await owed(database, alert("a"), alert("b"), alert("c", "C2"))
    box = outbox(database)
    await sent(box)
    clock.advance(10)

    assert (await sent(box)).notice_id == "n-c"


async def test_messages_about_one_image_keep_their_order(database: Database, clock: FakeClock):
    await owed(database, alert("a"), alert("b"), alert("a2", order_key="a"))
    box = outbox(database)
    await answered(box, await box.claim(), "no_answer")
    clock.advance(2)

    assert (await sent(box)).notice_id == "n-b"
    clock.advance(2)
    assert await box.claim() is None


async def test_what_has_no_image_keeps_its_order_to_everything(
    database: Database, clock: FakeClock
):
    await owed(database, alert("a"), alert("all", order_key=""), alert("b"))
    box = outbox(database)
    await answered(box, await box.claim(), "no_answer")
    clock.advance(2)

    assert await box.claim() is None


async def test_a_line_waits_for_the_message_above_it(database: Database, clock: FakeClock):
    await owed(database, alert("a"), line("n-a"))
    box = outbox(database)
    first = await box.claim()
    clock.advance(2)
    assert await box.claim() is None

    await answered(box, first, "not_sent")
    clock.advance(2)
    await sent(box, "7.000100")
    clock.advance(2)
    below = await box.claim()

    assert below is not None
    assert (below.notice_id, below.thread_ts) == ("line-n-a-1", "7.000100")


async def test_a_line_that_waits_holds_nothing_else_up(database: Database):
    await owed(database, alert("a"), line("n-a"), alert("all", order_key=""))
    await changed(database, OUTBOX, "n-a", state="held")

    claim = await outbox(database).claim()

    assert claim is not None
    assert claim.notice_id == "n-all"


async def test_lines_of_one_thread_keep_their_order(database: Database, clock: FakeClock):
    await owed(database, alert("a"), line("n-a", 1), line("n-a", 2))
    box = outbox(database)
    await sent(box)
    clock.advance(2)
    await answered(box, await box.claim(), "no_answer")
    clock.advance(2)

    assert await box.claim() is None


async def test_a_line_follows_a_message_that_moved(database: Database):
    await owed(database, alert("a"), line("n-a"), alert("b"))
    await changed(database, OUTBOX, "n-a", state="merged", next_id="n-b")
    await changed(database, OUTBOX, "n-b", state="sent", ts="8.000100")

    claim = await outbox(database).claim()

    assert claim is not None
    assert claim.thread_ts == "8.000100"


async def test_a_line_below_a_message_that_never_came_is_dropped(database: Database):
    await owed(database, alert("a"), line("n-a"), line("n-gone"))
    await changed(database, OUTBOX, "n-a", state="dead")

    assert await outbox(database).claim() is None
    assert await states(database, ["line-n-a-1", "line-n-gone-1"]) == ["dead", "dead"]


async def test_an_edit_comes_after_posts(database: Database, clock: FakeClock):
    await owed(database, alert("a"))
    box = outbox(database)
    await sent(box, "5.000100")
    await touched(database, "n-a")
    await owed(database, alert("b", "C2"))
    clock.advance(2)
    await sent(box)

    edit = await box.claim()

    assert edit is not None
    assert (edit.step, edit.notice_id, edit.ts, edit.place) == (
        Step.EDIT,
        "n-a",
        "5.000100",
        "C1",
    )
    assert (edit.revision, edit.attempt) == (1, 1)


async def test_an_edit_is_claimed_once(database: Database, clock: FakeClock):
    await owed(database, alert("a"))
    box = outbox(database)
    await sent(box)
    await touched(database, "n-a")
    clock.advance(2)
    assert await box.claim() is not None
    clock.advance(2)

    assert await box.claim() is None


async def test_edits_keep_the_pace_of_their_channel(database: Database, clock: FakeClock):
    await owed(database, alert("a"), alert("b"))
    box = outbox(database)
    for _ in range(2):
        await sent(box)
        clock.advance(2)
    await touched(database, "n-a", "n-b")
    await sent(box)

    assert await box.claim() is None
    clock.advance(2)
    assert (await sent(box)).step is Step.EDIT


async def test_what_was_changed_while_it_waited_needs_no_edit(
    database: Database, clock: FakeClock
):
    await owed(database, alert("a"))
    await touched(database, "n-a")
    box = outbox(database)
    await sent(box)
    clock.advance(2)

    assert await box.claim() is None


async def test_what_changes_during_the_call_is_drawn_again(database: Database, clock: FakeClock):
    await owed(database, alert("a"))
    box = outbox(database)
    claim = await box.claim()
    await touched(database, "n-a")
    await answered(box, claim, "not_sent")
    clock.advance(2)
    second = await box.claim()
    await touched(database, "n-a")
    await accepted(box, second)
    clock.advance(2)

    edit = await box.claim()
    assert edit is not None
    assert (edit.step, edit.revision) == (Step.EDIT, 2)


async def test_a_direct_message_is_edited_where_slack_put_it(database: Database, clock: FakeClock):
    await owed(database, alert("a", "U1", kind=NoticeKind.WATCH))
    box = outbox(database)
    claim = await box.claim()
    await accepted(box, claim, place="D9")
    await touched(database, "n-a")
    clock.advance(2)

    edit = await box.claim()

    assert edit is not None
    assert (edit.channel, edit.place) == ("U1", "D9")
