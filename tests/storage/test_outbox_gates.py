"""One lost channel harms nobody else, and comes back by itself."""

from __future__ import annotations

import pytest

from bot.alerts.model import NoticeKind
from bot.storage.engine import Database
from bot.storage.schema import OUTBOX, SUBSCRIPTION
from tests.factories import FakeClock
from tests.storage.outbox_rows import (
    TIMING,
    alert,
    answered,
    gate,
    outbox,
    owed,
    row,
    rows,
    sent,
    state,
    subscribed,
    touched,
)

pytestmark = pytest.mark.anyio


async def refused(database: Database, code: str = "is_archived"):
    """The store, after Slack refused one alert for C1 for a reason of the channel."""
    await owed(database, alert("a"))
    box = outbox(database)
    await answered(box, await box.claim(), code)
    return box


async def subscriptions(database: Database) -> dict[str, tuple[str, str]]:
    found = await rows(database, SUBSCRIPTION)
    return {each["id"]: (each["state"], each["reason"]) for each in found}


async def test_a_lost_channel_pauses_its_subscriptions(database: Database):
    await subscribed(database)
    await subscribed(database, id="s-old", filters="x", state="deleted")
    await subscribed(database, "C2")

    await refused(database)

    assert await subscriptions(database) == {
        "s-C1": ("paused", "is_archived"),
        "s-old": ("deleted", ""),
        "s-C2": ("active", ""),
    }


async def test_each_creator_is_told_once(database: Database, clock: FakeClock):
    await subscribed(database)
    await subscribed(database, id="s-2", filters="x")
    await subscribed(database, id="s-3", filters="y", creator="U2")
    await subscribed(database, id="s-4", filters="z", creator="settings")
    box = await refused(database)
    began = clock.now_ms()

    told = await rows(database, OUTBOX, kind=NoticeKind.LOST.value)
    assert sorted(each["channel_id"] for each in told) == ["U1", "U2"]
    claim = await box.claim()
    assert claim is not None
    assert claim.view.facts == {"channel": "C1", "code": "is_archived", "since_ms": began}


async def test_a_probe_that_is_a_message_tells_nobody_again(database: Database, clock: FakeClock):
    """Where we may not ask whether a channel is back, only a post can tell."""
    await subscribed(database)
    box = await refused(database)
    await sent(box)
    for _ in range(3):
        clock.advance(3_600)
        await box.probed("C1", ok=True)
        await answered(box, await box.claim(), "is_archived")

    assert len(await rows(database, OUTBOX, kind=NoticeKind.LOST.value)) == 1
    clock.advance(3_600)
    await box.probed("C1", ok=True)
    await sent(box)
    await owed(database, alert("b"))
    clock.advance(60)
    await answered(box, await box.claim(), "is_archived")
    assert len(await rows(database, OUTBOX, kind=NoticeKind.LOST.value)) == 2


async def test_a_lost_channel_is_probed_every_hour(database: Database, clock: FakeClock):
    box = await refused(database)
    assert await box.blocked() == ()

    clock.advance(TIMING.probe / 1000)
    assert await box.blocked() == (("C1", "is_archived"),)
    await box.probed("C1", ok=False)
    assert await box.blocked() == ()
    clock.advance(TIMING.probe / 1000)
    assert await box.blocked() == (("C1", "is_archived"),)


async def test_a_channel_that_is_back_gets_what_waited(database: Database, clock: FakeClock):
    await subscribed(database)
    box = await refused(database)
    clock.advance(3_600)

    await box.probed("C1", ok=True)

    assert await subscriptions(database) == {"s-C1": ("active", "")}
    assert {(await sent(box)).notice_id for _ in range(2)} >= {"n-a"}


async def test_a_probe_of_a_channel_that_is_not_lost_changes_nothing(
    database: Database, clock: FakeClock
):
    await owed(database, alert("a"), alert("b"))
    box = outbox(database)
    await answered(box, await box.claim(), "ratelimited", retry_after=30)

    await box.probed("C1", ok=True)

    assert (await gate(database, "C1"))["next_at_ms"] >= clock.now_ms() + 30_000


async def test_a_channel_that_is_back_is_still_not_called_before_its_moment(
    database: Database, clock: FakeClock
):
    await owed(database, alert("a"), alert("b"))
    box = outbox(database)
    first = await box.claim()
    clock.advance(2)
    second = await box.claim()
    await answered(box, first, "ratelimited", retry_after=600)
    await answered(box, second, "is_archived")

    await box.probed("C1", ok=True)

    clock.advance(599)
    assert await box.claim() is None


async def test_a_refused_token_stops_every_channel_until_it_works(
    database: Database, clock: FakeClock
):
    await owed(database, alert("a"), alert("b", "C2"))
    box = outbox(database)
    await answered(box, await box.claim(), "token_revoked")
    clock.advance(TIMING.auth_probe / 1000)
    assert await box.claim() is None
    assert await box.blocked() == (("*", "token_revoked"),)

    await box.probed("*", ok=True)

    assert {(await sent(box)).notice_id for _ in range(2)} == {"n-a", "n-b"}


async def test_a_refused_token_stops_edits(database: Database, clock: FakeClock):
    await owed(database, alert("a"), alert("b", "C2"))
    box = outbox(database)
    await sent(box)
    await answered(box, await box.claim(), "token_revoked")
    await touched(database, "n-a")
    clock.advance(60)

    assert await box.claim() is None


async def test_a_person_who_cannot_be_reached_blocks_nothing(database: Database, clock: FakeClock):
    await owed(database, alert("a", "U1"))
    box = outbox(database)
    await answered(box, await box.claim(), "messages_tab_disabled")

    assert await box.blocked() == ()
    clock.advance(3_599)
    assert await box.claim() is None
    clock.advance(1)
    assert await box.claim() is not None


async def test_a_person_who_cannot_be_reached_for_a_week_is_given_up(
    database: Database, clock: FakeClock
):
    await owed(database, alert("a", "U1"))
    box = outbox(database)
    tries = 0
    while (claim := await box.claim()) is not None:
        await answered(box, claim, "user_not_found" if tries < 2 else "messages_tab_disabled")
        tries += 1
        clock.advance(6 * 3_600)

    assert await state(database, "n-a") == "dead"
    assert tries == 29


async def test_a_lost_channel_keeps_the_reason(database: Database):
    await refused(database, "not_in_channel")

    assert (await row(database, "n-a"))["code"] == "not_in_channel"
    assert (await gate(database, "C1"))["blocked"] == "not_in_channel"


async def repeating(database: Database, clock: FakeClock, code: str):
    """The store, with a possible repeat that Slack refused for this reason."""
    await owed(database, alert("a"))
    box = outbox(database)
    await answered(box, await box.claim(), "no_answer")
    clock.advance(20)
    await box.unreadable("n-a", "not_in_channel")
    claim = await answered(box, await box.claim(), code)
    assert claim.view.repeat
    return box


@pytest.mark.parametrize(("code", "lost"), [("not_in_channel", "C1"), ("token_revoked", "*")])
async def test_a_possible_repeat_is_looked_for_once_its_channel_is_back(
    database: Database, clock: FakeClock, code: str, lost: str
):
    """History that could not be read may be readable again."""
    box = await repeating(database, clock, code)
    clock.advance(3_600)

    await box.probed(lost, ok=True)

    assert await box.claim() is None
    (look,) = await box.looks()
    assert dict(look.rows) == {"n-a": 0}


async def test_nothing_is_looked_for_with_a_refused_token(database: Database, clock: FakeClock):
    await owed(database, alert("a"), alert("b", "C2"))
    box = outbox(database)
    await answered(box, await box.claim(), "no_answer")
    await answered(box, await box.claim(), "token_revoked")
    clock.advance(60)

    assert await box.looks() == ()
    await box.probed("*", ok=True)
    assert len(await box.looks()) == 1
