"""What is written down of an edit, and of a message that is gone."""

from __future__ import annotations

import pytest

from bot.alerts.delivery_model import Step
from bot.alerts.model import NoticeKind
from bot.storage.engine import Database
from bot.storage.schema import OUTBOX, OUTBOX_ITEM
from tests.factories import FakeClock
from tests.storage.outbox_rows import (
    accepted,
    alert,
    answered,
    changed,
    gate,
    incidents,
    line,
    outbox,
    owed,
    row,
    rows,
    sent,
    state,
    touched,
)

pytestmark = pytest.mark.anyio


async def edit_of(database: Database, clock: FakeClock):
    """The store and the claim of an edit."""
    (one,) = await incidents(database, "a")
    await owed(database, alert("a", incidents=(one,)), line("n-a"))
    await changed(database, OUTBOX, "line-n-a-1", state="held")
    box = outbox(database)
    await sent(box, "5.000100")
    await touched(database, "n-a")
    clock.advance(2)
    claim = await box.claim()
    assert claim is not None
    assert claim.step is Step.EDIT
    return box, claim


async def test_an_edit_that_was_made_is_not_made_again(database: Database, clock: FakeClock):
    box, claim = await edit_of(database, clock)

    await accepted(box, claim)

    clock.advance(60)
    assert await box.claim() is None


async def test_an_edit_that_failed_is_made_again(database: Database, clock: FakeClock):
    box, claim = await edit_of(database, clock)
    await answered(box, claim, "no_answer")
    clock.advance(2)

    again = await box.claim()

    assert again is not None
    assert (again.step, again.attempt, again.revision) == (Step.EDIT, 2, 1)


async def test_an_edit_whose_claim_ran_out_is_made_again(database: Database, clock: FakeClock):
    box, first = await edit_of(database, clock)
    clock.advance(31)
    again = await box.claim()
    assert again is not None
    await accepted(box, again)

    await accepted(box, first)

    clock.advance(2)
    assert await box.claim() is not None, "the older version may have come last"


async def test_an_edit_that_is_given_up_is_not_made_again(database: Database, clock: FakeClock):
    box, claim = await edit_of(database, clock)
    levels = [claim.level.value]
    while claim is not None:
        await answered(box, claim, "invalid_blocks")
        clock.advance(2)
        claim = await box.claim()
        levels += [claim.level.value] if claim else []

    assert levels == ["blocks", "text", "line"]
    assert await state(database, "n-a") == "sent"


async def test_a_message_that_is_gone_goes_on_in_a_new_one(database: Database, clock: FakeClock):
    box, claim = await edit_of(database, clock)
    await changed(database, OUTBOX, "n-a", acked_by="U7", acked_ms=3, place="C1")
    await answered(box, claim, "message_not_found")
    clock.advance(2)

    again = await box.claim()

    assert again is not None
    assert (again.step, again.view.kind, again.view.total) == (Step.POST, NoticeKind.ALERT, 1)
    assert again.view.continues == "https://acme.slack.com/archives/C1/p5000100"
    assert again.view.acked_by == "U7"
    old = await row(database, "n-a")
    assert (old["state"], old["next_id"]) == ("replaced", again.notice_id)
    (item,) = await rows(database, OUTBOX_ITEM)
    assert item["outbox_id"] == again.notice_id


async def test_lines_of_a_lost_message_stand_under_the_new_one(
    database: Database, clock: FakeClock
):
    box, claim = await edit_of(database, clock)
    await answered(box, claim, "message_not_found")
    await changed(database, OUTBOX, "line-n-a-1", state="pending")
    clock.advance(2)
    await sent(box, "9.000100")
    clock.advance(2)

    below = await box.claim()

    assert below is not None
    assert (below.notice_id, below.thread_ts) == ("line-n-a-1", "9.000100")


async def test_a_change_that_reaches_a_replaced_notice_is_drawn_in_its_heir(
    database: Database, clock: FakeClock
):
    """A poll may have read the notice before it was replaced."""
    box, claim = await edit_of(database, clock)
    await answered(box, claim, "message_not_found")
    clock.advance(2)
    await sent(box, "9.000100")
    (late,) = await incidents(database, "late")
    await owed(database, alert("a", incidents=(late,)))
    await touched(database, "n-a")
    clock.advance(2)

    edit = await box.claim()

    assert edit is not None
    assert (edit.step, edit.ts, edit.view.total) == (Step.EDIT, "9.000100", 2)
    clock.advance(2)
    await accepted(box, edit)
    assert await box.claim() is None


async def test_an_edit_refused_by_the_channel_waits_until_it_is_back(
    database: Database, clock: FakeClock
):
    box, claim = await edit_of(database, clock)
    await answered(box, claim, "is_inactive")
    assert (await gate(database, "C1"))["blocked"] == "is_inactive"

    await box.probed("C1", ok=True)
    clock.advance(2)

    again = await box.claim()
    assert again is not None
    assert again.step is Step.EDIT
