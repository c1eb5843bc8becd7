"""What a silence kept back is owed once it is over."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from bot.alerts.model import NoticeKind
from bot.storage.engine import Database, Tx
from bot.storage.schema import INCIDENT, OUTBOX, SILENCE, SUBSCRIPTION, SUPPRESSED
from tests.factories import FakeClock
from tests.storage.outbox_rows import (
    accepted,
    changed,
    incidents,
    outbox,
    rows,
    sent,
    silenced,
    storm,
    subscribed,
)

pytestmark = pytest.mark.anyio

HOUR = 3_600_000


async def kept_back(database: Database, *names: str, silence: str = "q-1") -> list[str]:
    ids = await incidents(database, *names)

    async def work(tx: Tx) -> None:
        for one in ids:
            await tx.connection.execute(
                insert(SUPPRESSED).values(
                    channel_id="C1", incident_id=one, silence_id=silence, at_ms=1
                )
            )

    await database.write(work)
    return ids


async def an_hour(database: Database, clock: FakeClock, **fields: object) -> None:
    """A silence of everything in C1 that lasts an hour from now."""
    await silenced(
        database, **({"filters": "status=ERROR", "until_ms": clock.now_ms() + HOUR} | fields)
    )


async def test_what_a_silence_kept_back_is_owed_when_its_time_is_over(
    database: Database, clock: FakeClock
):
    await subscribed(database)
    await an_hour(database, clock)
    await kept_back(database, "a", "b")
    box = outbox(database)

    assert await box.release_silences() == 0
    clock.advance(3_600)
    assert await box.release_silences() == 2
    assert await box.release_silences() == 0

    claim = await box.claim()
    assert claim is not None
    assert [one.image_id for one in claim.view.incidents] == ["a"]
    (silence,) = await rows(database, SILENCE)
    assert silence["ended_ms"] == silence["until_ms"]


async def test_much_that_was_kept_back_is_one_message(database: Database, clock: FakeClock):
    await subscribed(database)
    await an_hour(database, clock)
    await kept_back(database, *"abcdefg")
    clock.advance(3_600)

    assert await outbox(database).release_silences() == 1
    (notice,) = await rows(database, OUTBOX)
    assert notice["kind"] == NoticeKind.GROUP.value


async def test_what_is_over_is_not_owed(database: Database, clock: FakeClock):
    await subscribed(database)
    await an_hour(database, clock)
    (one,) = await kept_back(database, "a")
    await changed(database, INCIDENT, one, closed_ms=5)
    clock.advance(3_600)

    assert await outbox(database).release_silences() == 0


async def test_what_another_silence_covers_waits_for_that_one(
    database: Database, clock: FakeClock
):
    await subscribed(database)
    await an_hour(database, clock)
    await an_hour(
        database, clock, id="q-2", filters="", image_id="a", until_ms=clock.now_ms() + 2 * HOUR
    )
    await kept_back(database, "a", "b")
    box = outbox(database)
    clock.advance(3_600)
    assert await box.release_silences() == 1

    clock.advance(3_600)
    assert await box.release_silences() == 1


async def test_what_nobody_asks_for_any_more_is_not_owed(database: Database, clock: FakeClock):
    await subscribed(database)
    await an_hour(database, clock)
    await kept_back(database, "a")
    await changed(database, SUBSCRIPTION, "s-C1", state="deleted")
    clock.advance(3_600)

    assert await outbox(database).release_silences() == 0


async def test_what_is_asked_for_again_is_owed_even_later(database: Database, clock: FakeClock):
    """Parts of what one silence kept back are messages of their own."""
    await subscribed(database, filters="name=a")
    await an_hour(database, clock)
    await kept_back(database, *"abcdefgh")
    clock.advance(3_600)
    box = outbox(database)
    assert await box.release_silences() == 1
    await sent(box)

    await changed(database, SUBSCRIPTION, "s-C1", filters="")
    assert await box.release_silences() == 1
    clock.advance(2)
    claim = await box.claim()
    assert claim is not None
    assert claim.view.total == 7


async def test_a_silence_that_ended_otherwise_keeps_nothing_back(
    database: Database, clock: FakeClock
):
    await subscribed(database)
    await silenced(database, filters="status=ERROR", until_ms=None, ended_ms=clock.now_ms())
    await kept_back(database, "a")

    assert await outbox(database).release_silences() == 1


@pytest.mark.parametrize("about", [{"filters": "", "image_id": "a"}, {"filters": "name=a"}])
async def test_the_messages_of_what_was_silenced_are_drawn_again(
    database: Database, clock: FakeClock, about: dict[str, object]
):
    await storm(database, "a", "b")
    box = outbox(database)
    for _ in range(2):
        await sent(box)
        clock.advance(2)
    await an_hour(database, clock, **about)
    clock.advance(3_600)

    await box.release_silences()

    edit = await box.claim()
    assert edit is not None
    assert (edit.notice_id, edit.view.silenced_until) == ("n-a", None)
    await accepted(box, edit)
    clock.advance(2)
    assert await box.claim() is None
