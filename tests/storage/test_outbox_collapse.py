"""What piled up for a channel becomes one message that accounts for each."""

from __future__ import annotations

import pytest

from bot.alerts.model import NoticeKind
from bot.storage.engine import Database
from bot.storage.schema import OUTBOX, OUTBOX_ITEM
from tests.factories import FakeClock
from tests.storage.outbox_rows import (
    alert,
    answered,
    changed,
    incidents,
    line,
    outbox,
    owed,
    row,
    rows,
    sent,
    state,
    states,
    storm,
    touched,
)

pytestmark = pytest.mark.anyio

SIX = ("a", "b", "c", "d", "e", "f")


async def test_more_than_five_incidents_that_wait_become_one_message(database: Database):
    await storm(database, *SIX)
    box = outbox(database)

    claim = await box.claim()

    assert claim is not None
    assert (claim.view.kind, claim.view.total) == (NoticeKind.GROUP, 6)
    assert await states(database, [f"n-{one}" for one in SIX[1:]]) == ["merged"] * 5
    assert {each["outbox_id"] for each in await rows(database, OUTBOX_ITEM)} == {claim.notice_id}
    assert (await row(database, "n-f"))["next_id"] == claim.notice_id


async def test_five_do_not(database: Database, clock: FakeClock):
    await storm(database, *SIX[:5])
    box = outbox(database)
    kinds = []
    for _ in range(5):
        kinds.append((await sent(box)).view.kind)
        clock.advance(2)

    assert kinds == [NoticeKind.ALERT] * 5


async def test_a_group_that_waits_takes_in_what_comes_later(database: Database):
    ids = await incidents(database, *SIX)
    await owed(database, alert("g", kind=NoticeKind.GROUP, order_key="", incidents=tuple(ids)))
    await storm(database, "later")

    claim = await outbox(database).claim()

    assert claim is not None
    assert (claim.notice_id, claim.view.total) == ("n-g", 7)


async def test_a_group_alone_is_left_as_it_is(database: Database):
    ids = await incidents(database, *SIX)
    facts = {"known": 9}
    await owed(
        database,
        alert("g", kind=NoticeKind.GROUP, order_key="", incidents=tuple(ids), facts=facts),
    )

    claim = await outbox(database).claim()

    assert claim is not None
    assert claim.view.facts == facts


async def test_other_channels_are_left_alone(database: Database):
    await storm(database, *SIX)
    await storm(database, "other", channel="C2")

    claim = await outbox(database).claim()

    assert claim is not None
    assert claim.view.total == 6


async def test_what_may_be_in_slack_already_is_never_merged(database: Database):
    await storm(database, *SIX, "g")
    await changed(database, OUTBOX, "n-f", unclear=True)

    claim = await outbox(database).claim()

    assert claim is not None
    assert (claim.view.kind, claim.view.total) == (NoticeKind.GROUP, 6)
    assert await states(database, ["n-f", "n-g"]) == ["pending", "merged"]


async def test_nor_does_it_take_in_others(database: Database):
    await storm(database, *SIX, "g")
    await changed(database, OUTBOX, "n-a", unclear=True)

    claim = await outbox(database).claim()

    assert claim is not None
    assert (claim.notice_id, claim.view.kind) == ("n-a", NoticeKind.ALERT)
    assert await state(database, "n-b") == "pending"


async def test_messages_of_other_kinds_are_never_merged(database: Database, clock: FakeClock):
    ids = await incidents(database, "x")
    await owed(database, alert("x", kind=NoticeKind.FLAPPING, incidents=tuple(ids)))
    await storm(database, *SIX)
    box = outbox(database)

    claims = [await sent(box)]
    clock.advance(2)
    claims.append(await sent(box))

    assert [each.view.kind for each in claims] == [NoticeKind.FLAPPING, NoticeKind.GROUP]


async def test_what_somebody_is_on_is_never_merged(database: Database):
    await storm(database, *SIX)
    await changed(database, OUTBOX, "n-f", acked_by="U1")

    claim = await outbox(database).claim()

    assert claim is not None
    assert claim.view.kind is NoticeKind.ALERT


async def test_what_goes_on_from_another_message_is_never_merged(database: Database):
    await storm(database, *SIX)
    await changed(database, OUTBOX, "n-f", facts='{"continues":"https://x"}')

    claim = await outbox(database).claim()

    assert claim is not None
    assert claim.view.kind is NoticeKind.ALERT


async def test_what_comes_after_a_merged_message_comes_after_the_group(
    database: Database, clock: FakeClock
):
    """The group takes the earliest place: nothing about one image overtakes it."""
    await storm(database, *SIX[:3])
    again = await incidents(database, "again")
    await owed(
        database,
        alert("again", kind=NoticeKind.FLAPPING, order_key="b", incidents=tuple(again)),
    )
    await storm(database, *SIX[3:])
    box = outbox(database)

    claims = [await sent(box)]
    clock.advance(2)
    claims.append(await sent(box))

    assert [each.view.kind for each in claims] == [NoticeKind.GROUP, NoticeKind.FLAPPING]


async def test_a_message_that_was_refused_is_taken_in(database: Database, clock: FakeClock):
    await storm(database, *SIX[:5])
    box = outbox(database)
    await answered(box, await box.claim(), "is_archived")
    await storm(database, "f")
    clock.advance(3_600)
    await box.probed("C1", ok=True)

    claim = await box.claim()

    assert claim is not None
    assert (claim.notice_id, claim.view.total, claim.attempt) == ("n-a", 6, 1)


async def test_lines_of_merged_messages_stand_under_the_group(
    database: Database, clock: FakeClock
):
    await storm(database, *SIX)
    await owed(database, line("n-c"))
    box = outbox(database)
    await sent(box, "5.000100")
    clock.advance(2)

    below = await box.claim()

    assert below is not None
    assert (below.notice_id, below.thread_ts) == ("line-n-c-1", "5.000100")


async def test_what_joins_a_merged_notice_too_late_is_shown_by_the_group(
    database: Database, clock: FakeClock
):
    await storm(database, *SIX)
    box = outbox(database)
    await sent(box, "5.000100")
    (late,) = await incidents(database, "late")
    await owed(database, alert("c", incidents=(late,)))
    await touched(database, "n-c")
    clock.advance(2)

    edit = await box.claim()

    assert edit is not None
    assert (edit.ts, edit.view.total) == ("5.000100", 7)


async def test_a_storm_of_hundreds_is_one_message(database: Database):
    names = [f"i{number:04}" for number in range(500)]
    await storm(database, *names)
    box = outbox(database)

    claim = await box.claim()

    assert claim is not None
    assert (claim.view.total, len(claim.view.incidents)) == (500, 5)
    assert await box.claim() is None
