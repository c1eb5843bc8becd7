"""What is written down is checked, measured and in the end forgotten."""

from __future__ import annotations

import pytest

from bot.storage.engine import Database
from bot.storage.schema import (
    INCIDENT,
    OUTBOX,
)
from tests.factories import FakeClock
from tests.storage.outbox_rows import (
    alert,
    answered,
    changed,
    incidents,
    line,
    outbox,
    owed,
    sent,
    storm,
    touched,
)

pytestmark = pytest.mark.anyio

DAY = 86_400


async def test_a_healthy_outbox_has_nothing_to_say(database: Database, clock: FakeClock):
    await storm(database, "a", "b")
    await changed(database, INCIDENT, (await incidents(database, "c", owed=0))[0], owed=0)
    box = outbox(database)
    await sent(box)
    clock.advance(2)
    await answered(box, await box.claim(), "no_answer")

    assert list(await box.audit()) == []


async def test_an_incident_that_nobody_is_told_of_is_noticed(database: Database):
    (one,) = await incidents(database, "a", owed=2)
    await owed(database, alert("a", incidents=(one,)))

    (said,) = await outbox(database).audit()

    assert said == "1 open incidents are in fewer messages than they were routed to."


async def test_an_incident_that_is_told_of_more_often_is_not(database: Database):
    """A silence that ended owes what was not routed at first."""
    (one,) = await incidents(database, "a", owed=1)
    await owed(database, alert("a", incidents=(one,)), alert("b", "C2", incidents=(one,)))

    assert list(await outbox(database).audit()) == []


async def test_an_incident_left_behind_in_a_merged_notice_is_noticed(database: Database):
    await storm(database, "a")
    await changed(database, OUTBOX, "n-a", state="merged")

    assert len(await outbox(database).audit()) == 1


async def test_one_that_moves_on_by_itself_is_not(database: Database):
    await storm(database, "a")
    await changed(database, OUTBOX, "n-a", state="merged")
    await touched(database, "n-a")

    assert list(await outbox(database).audit()) == []


async def test_a_message_that_nobody_knows_where_to_find_is_noticed(database: Database):
    await owed(database, alert("a"))
    await changed(database, OUTBOX, "n-a", state="sent")

    assert len(await outbox(database).audit()) == 1


async def test_what_could_have_been_sent_for_ten_minutes_is_noticed(
    database: Database, clock: FakeClock
):
    await owed(database, alert("a"), alert("a2", order_key="a"), line("n-a"))
    box = outbox(database)
    clock.advance(599)
    assert list(await box.audit()) == []

    clock.advance(1)
    assert list(await box.audit()) == [
        "1 messages could have been posted for ten minutes and were not."
    ]


async def test_what_waits_for_a_lost_channel_is_not(database: Database, clock: FakeClock):
    await owed(database, alert("a"))
    box = outbox(database)
    await answered(box, await box.claim(), "is_archived")
    clock.advance(601)

    assert list(await box.audit()) == []


async def test_what_waits_for_a_refused_token_is_not(database: Database, clock: FakeClock):
    await owed(database, alert("a"))
    box = outbox(database)
    await answered(box, await box.claim(), "token_revoked")
    clock.advance(601)

    assert list(await box.audit()) == []


@pytest.mark.parametrize(("code", "channel"), [("is_archived", "C1"), ("token_revoked", "*")])
async def test_what_was_lost_has_ten_minutes_once_it_is_back(
    database: Database, clock: FakeClock, code: str, channel: str
):
    await owed(database, alert("a"))
    box = outbox(database)
    await answered(box, await box.claim(), code)
    clock.advance(3_600)
    await box.probed(channel, ok=True)
    clock.advance(599)
    assert list(await box.audit()) == []

    clock.advance(1)
    assert len(await box.audit()) == 1


async def test_a_channel_that_is_back_excuses_no_other(database: Database, clock: FakeClock):
    await owed(database, alert("a"))
    box = outbox(database)
    await answered(box, await box.claim(), "is_archived")
    await owed(database, alert("b", "C2"))
    clock.advance(3_600)
    await box.probed("C1", ok=True)

    assert len(await box.audit()) == 1


async def test_what_waits_for_a_slow_workspace_is_no_finding(database: Database, clock: FakeClock):
    """Nor at once when its rest is over."""
    await owed(database, alert("a"))
    box = outbox(database)
    await answered(box, await box.claim(), "message_limit_exceeded")
    clock.advance(3_601)
    assert list(await box.audit()) == []

    clock.advance(600)
    assert len(await box.audit()) == 1


async def test_a_failure_that_goes_on_in_a_message_that_was_given_up_is_noticed(
    database: Database,
):
    await storm(database, "a", "b")
    await changed(database, OUTBOX, "n-a", state="dead")

    assert list(await outbox(database).audit()) == [
        "1 messages about failures that go on were given up."
    ]


async def test_one_that_is_over_is_not(database: Database, clock: FakeClock):
    (one,) = await incidents(database, "a", closed_ms=clock.now_ms())
    await owed(database, alert("a", incidents=(one,)))
    await changed(database, OUTBOX, "n-a", state="dead")

    assert list(await outbox(database).audit()) == []


async def test_the_gauges(database: Database, clock: FakeClock):
    await storm(database, "a", "b")
    await owed(database, alert("c", "C2"))
    box = outbox(database)
    await sent(box)
    await answered(box, await box.claim(), "is_archived")
    clock.advance(7)

    gauges = await box.gauges()

    assert gauges['imagebot_outbox_rows{state="sent"}'] == 1
    assert gauges['imagebot_outbox_rows{state="pending"}'] == 2
    assert gauges['imagebot_outbox_rows{state="dead"}'] == 0
    assert gauges["imagebot_outbox_oldest_seconds"] == 7
    assert gauges["imagebot_channels_blocked"] == 1
    assert gauges["imagebot_incidents_open"] == 2


async def test_what_waits_for_a_lost_channel_does_not_age(database: Database, clock: FakeClock):
    await owed(database, alert("c", "C2"))
    box = outbox(database)
    await answered(box, await box.claim(), "is_archived")
    clock.advance(7)

    assert (await box.gauges())["imagebot_outbox_oldest_seconds"] == 0


async def test_a_refused_token_is_measured_until_it_is_taken(database: Database):
    await owed(database, alert("a"))
    box = outbox(database)
    assert (await box.gauges())["imagebot_workspace_blocked"] == 0

    await answered(box, await box.claim(), "token_revoked")
    assert (await box.gauges())["imagebot_workspace_blocked"] == 1

    await box.probed("*", ok=True)
    assert (await box.gauges())["imagebot_workspace_blocked"] == 0


async def test_messages_that_were_given_up_are_measured_without_lines(database: Database):
    await owed(database, alert("a"), alert("b"), line("n-a"))
    for one in ("n-a", "line-n-a-1"):
        await changed(database, OUTBOX, one, state="dead")

    assert (await outbox(database).gauges())["imagebot_notices_dead"] == 1
