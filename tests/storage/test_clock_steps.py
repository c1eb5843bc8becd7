"""A clock that is set back keeps nobody waiting."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select

from bot.storage.clock_steps import EVERY, keep_time
from bot.storage.engine import Database, Tx
from bot.storage.schema import CHANNEL_GATE
from tests.factories import FakeClock

pytestmark = pytest.mark.anyio

HOUR = 3_600_000


async def gate(database: Database, next_at_ms: int) -> None:
    async def work(tx: Tx) -> None:
        await keep_time(tx)
        row = insert(CHANNEL_GATE).values(channel_id="C1", next_at_ms=next_at_ms)
        await tx.connection.execute(row)

    await database.write(work)


async def left(database: Database) -> int:
    """Milliseconds the channel still waits."""

    async def work(tx: Tx) -> int:
        await keep_time(tx)
        next_at = await tx.connection.scalar(select(CHANNEL_GATE.c.next_at_ms))
        return int(next_at or 0) - tx.now_ms

    return await database.write(work)


@pytest.mark.parametrize("seconds", [-10, -600, -3600, -86_400 * 400])
async def test_what_was_to_come_comes_as_soon_as_before(
    database: Database, clock: FakeClock, seconds: int
):
    await gate(database, clock.now_ms() + 1_100)

    clock.advance(seconds)

    assert await left(database) <= 1_100
    assert await left(database) <= 1_100


async def test_a_clock_that_only_goes_on_moves_nothing(database: Database, clock: FakeClock):
    await gate(database, clock.now_ms() + HOUR)

    clock.advance(60)
    assert await left(database) == HOUR - 60_000
    clock.advance(-1)
    assert await left(database) == HOUR - 59_000


async def test_a_long_wait_stays_a_long_wait(database: Database, clock: FakeClock):
    """Slack's Retry-After is honoured whatever the clock does."""
    await gate(database, clock.now_ms() + HOUR)
    clock.advance(600)
    await left(database)

    clock.advance(-1200)

    assert HOUR - 600_000 - EVERY <= await left(database) <= HOUR - 600_000


async def test_two_processes_notice_one_step_once(
    database: Database, second_database: Database, clock: FakeClock
):
    await gate(database, clock.now_ms() + HOUR)
    clock.advance(-600)

    await left(database)

    assert await left(second_database) >= HOUR - EVERY
