"""Two processes at the same outbox get in each other's way, and nothing else happens."""

from __future__ import annotations

import asyncio

import pytest

from bot.alerts.delivery import settlement
from bot.alerts.model import NoticeKind
from bot.storage.engine import Database
from bot.storage.outbox import Outbox
from bot.storage.schema import OUTBOX
from tests.factories import FakeClock
from tests.storage.outbox_rows import TIMING, alert, incidents, line, outbox, owed, rows, touched
from tests.storage.outbox_slack import ModelSlack

pytestmark = pytest.mark.anyio

OUTCOMES = ("posted", "posted", "lost", "late", "dropped", "refused", "slow", "error")
NOTICES = 12
TROUBLE, CALM = 60, 50
"""Rounds."""


async def deliver(box: Outbox, slack: ModelSlack, outcome: str) -> None:
    """One process tries one thing of each kind."""
    claim = await box.claim()
    if claim is not None:
        tried = slack.claimed(claim)
        await asyncio.sleep(0)
        reply = slack.call(tried, outcome)
        await box.settle(claim, reply, settlement(claim, reply, TIMING, 0.5))
    for look in await box.looks():
        seen = slack.history(look.channel, list(look.rows))
        for notice, looks in look.rows.items():
            if notice in seen:
                await box.found(notice, seen[notice][0], look.channel)
            else:
                await box.missing(notice, looks + 1)
    for row in await box.sweeps():
        found = slack.history(row.channel, ()).get(row.notice_id, [])
        kept, *copies = sorted({*found, row.ts, *row.strays}, key=float)
        slack.delete(copies)
        await box.swept(row, kept, copies)


async def test_each_message_is_there_once(
    database: Database, second_database: Database, clock: FakeClock
):
    names = [f"i{number}" for number in range(NOTICES)]
    ids = await incidents(database, *names)
    for number, (name, one) in enumerate(zip(names, ids, strict=True)):
        channel = f"C{number % 3}"
        notice = alert(name, channel, kind=NoticeKind.FLAPPING, incidents=(one,))
        await owed(database, notice, line(notice.id, 1, channel))
    boxes = [outbox(database), outbox(second_database)]
    slack = ModelSlack(clock)

    for number in range(TROUBLE + CALM):
        # Now and then a process holds a claim for longer than the others wait for it.
        clock.advance(1.2 if number % 10 else 40)
        outcome = OUTCOMES[number % len(OUTCOMES)] if number < TROUBLE else "posted"
        changes = [touched(database, "n-i0", "n-i1")] if number % 20 == 0 else []
        processes = [deliver(box, slack, outcome) for box in (*boxes, *boxes)]
        await asyncio.gather(*processes, *changes)

    found = await rows(database, OUTBOX)
    assert {row["state"] for row in found} == {"sent"}
    assert all(row["shown"] == row["revision"] for row in found)
    clock.advance(400)
    await deliver(boxes[0], slack, "posted")
    assert sorted(each.notice_id for each in slack.messages) == sorted(row["id"] for row in found)
    assert [said for said in slack.broken if "posted again" in said] == []
