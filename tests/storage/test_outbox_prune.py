"""What is too old is forgotten, and nothing that still matters."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from bot.alerts.timing import KEEP_DAYS
from bot.storage.engine import Database, Tx
from bot.storage.schema import (
    ATTEMPT,
    AUDIT,
    IMAGE_STATE,
    INBOX,
    INCIDENT,
    OUTBOX,
    OUTBOX_ITEM,
    POLL_RUN,
    SUPPRESSED,
)
from tests.factories import FakeClock
from tests.storage.outbox_rows import (
    alert,
    answered,
    incidents,
    line,
    outbox,
    owed,
    row,
    rows,
    sent,
    storm,
)

pytestmark = pytest.mark.anyio

DAY = 86_400


async def test_what_is_over_for_long_is_forgotten(database: Database, clock: FakeClock):
    (over,) = await incidents(database, "over", closed_ms=clock.now_ms())
    await owed(database, alert("over", incidents=(over,)))
    box = outbox(database)
    await sent(box)
    clock.advance(KEEP_DAYS * DAY)
    await box.prune()
    assert len(await rows(database, OUTBOX)) == 1

    clock.advance(1)
    await box.prune()

    for table in (OUTBOX, OUTBOX_ITEM, ATTEMPT, INCIDENT):
        assert await rows(database, table) == []


async def test_what_goes_on_is_never_forgotten(database: Database, clock: FakeClock):
    await storm(database, "a", "b")
    box = outbox(database)
    await sent(box)
    clock.advance(2)
    await answered(box, await box.claim(), "no_answer")
    clock.advance(2 * KEEP_DAYS * DAY)

    await box.prune()

    assert len(await rows(database, OUTBOX)) == 2
    assert len(await rows(database, INCIDENT)) == 2


async def test_what_may_be_in_slack_is_never_forgotten(database: Database, clock: FakeClock):
    await owed(database, alert("a"), alert("b"))
    box = outbox(database)
    await answered(box, await box.claim(), "no_answer")
    clock.advance(2 * KEEP_DAYS * DAY)

    await box.prune()

    assert [each["id"] for each in await rows(database, OUTBOX)] == ["n-a"]


async def test_requests_polls_and_notes_are_forgotten_in_their_time(
    database: Database, clock: FakeClock
):
    now = clock.now_ms()

    async def work(tx: Tx) -> None:
        for hours in (24, 26):
            await tx.connection.execute(
                insert(INBOX).values(key=str(hours), received_ms=now - hours * 3_600_000)
            )
        for days in (13, 15):
            await tx.connection.execute(
                insert(POLL_RUN).values(
                    id=str(days),
                    target_id="t-1",
                    term=1,
                    started_ms=now - days * DAY * 1000,
                    ended_ms=now,
                    quality="complete",
                    sides="{}",
                )
            )
        for days in (89, 91):
            await tx.connection.execute(
                insert(AUDIT).values(at_ms=now - days * DAY * 1000, who="", what=str(days))
            )

    await database.write(work)

    await outbox(database).prune()

    assert [each["key"] for each in await rows(database, INBOX)] == ["24"]
    assert [each["id"] for each in await rows(database, POLL_RUN)] == ["13"]
    assert [each["what"] for each in await rows(database, AUDIT)] == ["89"]


async def test_more_than_one_slice_is_forgotten_at_once(database: Database, clock: FakeClock):
    old = clock.now_ms() - 26 * 3_600_000

    async def work(tx: Tx) -> None:
        await tx.connection.execute(
            insert(INBOX), [{"key": str(n), "received_ms": old} for n in range(1_001)]
        )

    await database.write(work)

    await outbox(database).prune()

    assert await rows(database, INBOX) == []


async def test_an_image_that_vanished_is_forgotten_after_its_incidents(
    database: Database, clock: FakeClock
):
    now = clock.now_ms()
    plain = {
        "target_id": "t-1",
        "status": "ERROR",
        "since_ms": 0,
        "number": 1,
        "open": False,
        "stuck_number": 0,
        "stuck": False,
        "name": "x",
        "tag": "",
        "namespace": "",
        "type": "DEDICATED",
        "changed_ms": now,
    }

    async def work(tx: Tx) -> None:
        for name, absent in (("gone", 3), ("here", 0), ("told", 3)):
            await tx.connection.execute(
                insert(IMAGE_STATE).values(image_id=name, absent=absent, **plain)
            )

    await database.write(work)
    (told,) = await incidents(database, "told")
    assert told
    clock.advance((KEEP_DAYS + 1) * DAY)

    await outbox(database).prune()

    left = {each["image_id"] for each in await rows(database, IMAGE_STATE)}
    assert left == {"here", "told"}


async def test_what_was_kept_back_goes_with_its_incident(database: Database, clock: FakeClock):
    (over,) = await incidents(database, "over", closed_ms=clock.now_ms())

    async def work(tx: Tx) -> None:
        await tx.connection.execute(
            insert(SUPPRESSED).values(channel_id="C1", incident_id=over, silence_id="q-1", at_ms=1)
        )

    await database.write(work)
    clock.advance((KEEP_DAYS + 1) * DAY)

    await outbox(database).prune()

    assert await rows(database, SUPPRESSED) == []


async def test_a_line_whose_message_was_forgotten_is_dropped(database: Database, clock: FakeClock):
    await owed(database, alert("a"))
    box = outbox(database)
    await sent(box)
    clock.advance((KEEP_DAYS + 1) * DAY)
    await owed(database, line("n-a"))
    await box.prune()

    assert await box.claim() is None
    assert (await row(database, "line-n-a-1"))["code"] == "parent_missing"
