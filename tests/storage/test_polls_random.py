"""Random stories, stored poll by poll, against plain loops."""

from __future__ import annotations

from dataclasses import asdict
from random import Random

import pytest
from sqlalchemy import Table, insert

from bot.storage.engine import Database
from bot.storage.schema import INCIDENT, OUTBOX_ITEM, SILENCE, SUBSCRIPTION, SUPPRESSED
from tests.alerts.failures import record
from tests.alerts.routing_oracle import Expected, Story
from tests.factories import FakeClock
from tests.storage.polling import Replica, all_read, rows, run, shown

pytestmark = pytest.mark.anyio


async def write_down(database: Database, story: Story, ended: dict[str, int | None]) -> None:
    """What people did since the last poll."""
    await run(database, SUBSCRIPTION.delete(), SILENCE.delete())
    for one in story.subscriptions:
        await run(database, insert(SUBSCRIPTION).values(**asdict(one)))
    for quiet in story.silences:
        row = asdict(quiet) | {"ended_ms": ended.get(quiet.id)}
        await run(database, insert(SILENCE).values(**row))


async def pairs(database: Database, table: Table) -> set[tuple[str, str]]:
    """(channel, incident) in this table."""
    return {(row["channel_id"], row["incident_id"]) for row in await rows(database, table)}


@pytest.mark.parametrize("seed", range(5))
async def test_whoever_should_be_told_is_told(
    database: Database, clock: FakeClock, seed: int
) -> None:
    replica = Replica(database, clock)
    story, expected = Story(Random(seed)), Expected()  # noqa: S311 (no secret)
    ended: dict[str, int | None] = {}
    for number in range(10):
        for _ in range(6 if not number else 2):
            story.people()
        changes = story.poll(baseline=not number)
        await write_down(database, story, ended)
        clock.advance((story.now_ms - clock.now_ms()) / 1000 - 60)
        lease, _ = await replica.lease()
        fields = {"state": all_read(), "announce": not number, "poll_id": f"poll-{number}"}
        expected.poll(story, changes, announce=not number)

        await replica.polls.commit(lease, record(*changes, **fields))
        await shown(database)

        assert await pairs(database, OUTBOX_ITEM) == expected.told
        assert await pairs(database, SUPPRESSED) == expected.kept
        ended = {row["id"]: row["ended_ms"] for row in await rows(database, SILENCE)}
        assert {key for key, moment in ended.items() if moment} == expected.ended
        going_on = await rows(database, INCIDENT, closed_ms=None)
        assert {row["id"] for row in going_on} == {stay.id for stay in story.stays.values()}
