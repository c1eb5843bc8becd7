"""A message that is gone while a copy of it may be there: a new one would be a doubled alert."""

from __future__ import annotations

import pytest

from bot.alerts.delivery_model import Answer, RowState, Settlement, Step
from bot.storage.engine import Database
from bot.storage.schema import OUTBOX
from tests.factories import FakeClock
from tests.storage.outbox_rows import changed, line, outbox, owed, row, sent, storm

pytestmark = pytest.mark.anyio

GONE = Answer(False, "message_not_found")
LOST = Settlement(state=RowState.REPLACED, lost_message=True)


async def edit(database: Database, clock: FakeClock, **columns: object):
    """A message in Slack, its row as ``columns`` say, and the claim to edit it."""
    await storm(database, "a")
    box = outbox(database)
    await sent(box, ts="2.000000")
    clock.advance(5)
    await changed(database, OUTBOX, "n-a", revision=5, **columns)
    claim = await box.claim()
    assert claim is not None
    assert claim.step is Step.EDIT
    return box, claim


async def test_a_message_that_is_gone_is_gone_on_with(database: Database, clock: FakeClock):
    box, claim = await edit(database, clock)

    await box.settle(claim, GONE, LOST)

    assert (await row(database, "n-a"))["state"] == "replaced"


async def test_an_edit_of_a_copy_that_a_sweep_took_away_is_made_again(
    database: Database, clock: FakeClock
):
    """The earlier message stays; the sweep has chosen it meanwhile."""
    box, claim = await edit(database, clock)
    await changed(database, OUTBOX, "n-a", ts="1.000000")

    await box.settle(claim, GONE, LOST)

    found = await row(database, "n-a")
    assert (found["state"], found["edit_claim_id"]) == ("sent", "")
    clock.advance(60)
    again = await box.claim()
    assert again is not None
    assert again.ts == "1.000000"


async def test_before_a_message_is_given_up_its_copies_are_looked_for(
    database: Database, clock: FakeClock
):
    """A person may have deleted one of two that were visible for a while."""
    later = clock.now_ms() + 3_600_000
    box, claim = await edit(database, clock, unclear=True, sweep_at_ms=later)

    await box.settle(claim, GONE, LOST)

    found = await row(database, "n-a")
    assert (found["state"], found["sweep_at_ms"]) == ("sent", clock.now_ms())


async def test_a_line_waits_until_its_message_was_swept(database: Database, clock: FakeClock):
    """Under a copy that is taken away it would be in a thread that nobody looks into."""
    await storm(database, "a")
    box = outbox(database)
    await sent(box, ts="2.000000")
    soon = clock.now_ms() + 10_000
    await changed(database, OUTBOX, "n-a", unclear=True, sweep_at_ms=soon)
    await owed(database, line("n-a"))

    clock.advance(5)
    assert await box.claim() is None
    clock.advance(6)
    (row_to_sweep,) = await box.sweeps()
    await box.swept(row_to_sweep, "2.000000", ())
    claim = await box.claim()
    assert claim is not None
    assert claim.thread_ts == "2.000000"
