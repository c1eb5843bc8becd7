"""A transaction, on either database."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Callable

import pytest

from bot.ports.alerting import StoreDown
from bot.storage.engine import Database, Tx
from tests.factories import FakeClock
from tests.storage.counting import count_up, put, terms

pytestmark = pytest.mark.anyio


async def test_what_one_replica_wrote_another_reads(database: Database, second_database: Database):
    await database.write(put)

    assert await second_database.read(terms) == {"x": 0}


async def test_a_transaction_that_fails_leaves_nothing(database: Database):
    async def fail(tx: Tx) -> None:
        await put(tx)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.write(fail)

    assert await database.read(terms) == {}


async def test_a_cancelled_transaction_leaves_nothing_and_holds_nobody_up(
    database: Database, second_database: Database
):
    written = asyncio.Event()

    async def hang(tx: Tx) -> None:
        await put(tx)
        written.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(database.write(hang))
    await written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert await second_database.read(terms) == {}
    async with asyncio.timeout(5):
        await second_database.write(put)
        assert await database.write(count_up) == 1


@pytest.mark.parametrize("steps", range(1, 9))
async def test_a_transaction_cancelled_within_a_statement_holds_nobody_up(
    database: Database, second_database: Database, steps: int
):
    """Its error is kept, and with it a cursor: closing such a connection does not free SQLite."""
    await database.write(put)

    async def cancelled(tx: Tx) -> None:
        _after(steps, task.cancel)
        while True:
            await count_up(tx)

    task = asyncio.create_task(database.write(cancelled))
    with pytest.raises(asyncio.CancelledError) as caught:
        await task

    async with asyncio.timeout(5):
        assert await second_database.write(count_up) == 1
    assert caught.type is asyncio.CancelledError


def _after(steps: int, action: Callable[[], object]) -> None:
    """Do something after so many rounds of the loop."""
    loop = asyncio.get_running_loop()
    if steps:
        loop.call_soon(_after, steps - 1, action)
    else:
        action()


async def test_who_is_cancelled_while_waiting_for_a_lock_holds_nobody_up(
    database: Database, second_database: Database
):
    held, free = asyncio.Event(), asyncio.Event()
    await database.write(put)

    async def hold(tx: Tx) -> None:
        await count_up(tx)
        held.set()
        await free.wait()

    holder = asyncio.create_task(second_database.write(hold))
    await held.wait()
    waiting = asyncio.create_task(database.write(count_up))
    await asyncio.wait({waiting}, timeout=0.2)
    waiting.cancel()
    free.set()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await holder

    async with asyncio.timeout(5):
        assert await database.write(count_up) == 2


async def test_a_second_writer_waits_for_the_first(database: Database, second_database: Database):
    await database.write(put)
    held, free = asyncio.Event(), asyncio.Event()

    async def hold(tx: Tx) -> int:
        term = await count_up(tx)
        held.set()
        await free.wait()
        return term

    first = asyncio.create_task(database.write(hold))
    await held.wait()
    second = asyncio.create_task(second_database.write(count_up))
    await asyncio.wait({second}, timeout=0.2)
    waited = not second.done()
    free.set()

    assert waited
    assert (await first, await second) == (1, 2)


async def test_forty_writers_lose_no_update(database: Database, second_database: Database):
    await database.write(put)

    both = [each.write(count_up) for each in (database, second_database) for _ in range(20)]
    counted = await asyncio.gather(*both)

    assert sorted(counted) == list(range(1, 41))


async def test_readers_do_not_wait_for_a_writer(database: Database, second_database: Database):
    await database.write(put)

    async def hold(tx: Tx) -> dict[str, int]:
        await count_up(tx)
        async with asyncio.timeout(5):
            return await second_database.read(terms)

    assert await database.write(hold) == {"x": 0}


async def test_the_clock_that_is_given_says_when_a_transaction_began(
    database: Database, clock: FakeClock
):
    clock.advance(5)

    assert await database.read(began) == clock.now_ms()


async def test_without_a_clock_the_databases_own_says_it(database_url: str):
    database = Database(database_url)
    before = time.time_ns() // 1_000_000
    read, written = await database.read(began), await database.write(began)
    await database.close()

    assert before - 2000 <= read <= written <= time.time_ns() // 1_000_000 + 2000


async def began(tx: Tx) -> int:
    return tx.now_ms


async def test_what_was_written_is_in_no_error(
    database: Database, caplog: pytest.LogCaptureFixture
):
    async def put_twice(tx: Tx) -> None:
        await put(tx, "a private word")
        await put(tx, "a private word")

    with caplog.at_level(logging.DEBUG, "imagebot"), pytest.raises(StoreDown) as caught:
        await database.write(put_twice)

    assert "IntegrityError" in str(caught.value) or "UniqueViolation" in str(caught.value)
    assert "private" not in "".join(traceback.format_exception(caught.value))
    assert "the database failed" in caplog.text
    assert "private" not in caplog.text
