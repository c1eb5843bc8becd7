"""What can happen to a server and on the way to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest
from sqlalchemy import text

from bot.ports.alerting import StoreDown
from bot.storage.engine import Database, Tx
from bot.storage.opening import migrate_database
from tests.postgres import OwnServer, own_server
from tests.storage.counting import count_up, put, terms

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["postgres"])
def database_url(database_url: str) -> str:
    """Only the one of the two."""
    return database_url


async def raise_code(tx: Tx, code: str) -> None:
    said = f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{code}'; END $$"
    await tx.connection.exec_driver_sql(said)


@pytest.mark.parametrize("code", ["40001", "40P01", "55P03", "08006"])
async def test_what_may_pass_is_tried_again_as_a_whole(database: Database, code: str):
    tries = []

    async def twice_refused(tx: Tx) -> None:
        tries.append(await terms(tx))
        await put(tx)
        if len(tries) < 3:
            await raise_code(tx, code)

    await database.write(twice_refused)

    assert tries == [{}, {}, {}]
    assert await database.read(terms) == {"x": 0}


async def test_after_five_tries_it_is_a_failure(database: Database):
    tries = []

    async def refused(tx: Tx) -> None:
        tries.append(tx)
        await raise_code(tx, "40001")

    with pytest.raises(StoreDown, match="40001"):
        await database.write(refused)

    assert len(tries) == 5


@pytest.mark.parametrize("code", ["22012", "57014"])
async def test_what_will_not_pass_is_not_tried_again(database: Database, code: str):
    tries = []

    async def refused(tx: Tx) -> None:
        tries.append(tx)
        await raise_code(tx, code)

    with pytest.raises(StoreDown, match=code):
        await database.write(refused)

    assert len(tries) == 1


async def test_of_two_that_wait_for_each_other_both_finish(
    database: Database, second_database: Database
):
    await database.write(lambda tx: put(tx, "x"))
    await database.write(lambda tx: put(tx, "y"))
    both = asyncio.Barrier(2)
    met: list[str] = []

    async def cross(tx: Tx, first: str, second: str) -> None:
        await count_up(tx, first)
        if len(met) < 2:
            met.append(first)
            await both.wait()
        await count_up(tx, second)

    await asyncio.gather(
        database.write(lambda tx: cross(tx, "x", "y")),
        second_database.write(lambda tx: cross(tx, "y", "x")),
    )

    assert await database.read(terms) == {"x": 2, "y": 2}


async def test_a_connection_lost_within_a_transaction_is_made_again(
    database: Database, database_url: str
):
    tries = []

    async def lose(tx: Tx) -> int:
        tries.append(tx)
        await put(tx)
        if len(tries) == 1:
            _end_connections(database_url)
        return await count_up(tx)

    assert await database.write(lose) == 1
    assert len(tries) == 2


async def test_connections_lost_while_nothing_happened_are_made_again(
    database: Database, database_url: str
):
    await asyncio.gather(*(database.read(terms) for _ in range(5)))
    _end_connections(database_url)

    assert await database.read(terms) == {}


async def test_limits_hold_within_a_transaction_and_are_not_left_behind(database: Database):
    """A pooler may give the connection to somebody else afterwards."""
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")

    async def limits(tx: Tx) -> list[str]:
        return [await tx.connection.scalar(text(f"SHOW {name}")) for name in names]

    assert await database.write(limits) == await database.read(limits) == ["10s", "5s", "30s"]
    async with database.engine.connect() as connection:
        assert [await connection.scalar(text(f"SHOW {name}")) for name in names] == ["0"] * 3


async def test_nothing_stays_prepared_in_a_connection(database: Database):
    """A pooler gives it to somebody else, who prepares under the same names."""
    for _ in range(10):
        await database.read(terms)

    async with database.engine.connect() as connection:
        prepared = text("SELECT count(*) FROM pg_prepared_statements")
        assert await connection.scalar(prepared) == 0


def _end_connections(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def server() -> Iterator[OwnServer]:
    """One that may be stopped."""
    with own_server() as started:
        yield started


@pytest.fixture
async def alone(server: OwnServer) -> AsyncIterator[Database]:
    """A database on it."""
    await migrate_database(server.url)
    opened = Database(server.url)
    yield opened
    await opened.close()


async def test_a_server_that_comes_back_has_everything_and_is_used_again(
    server: OwnServer, alone: Database
):
    await alone.write(put)
    await asyncio.to_thread(server.stop)
    with pytest.raises(StoreDown):
        await alone.write(count_up)
    await asyncio.to_thread(server.start)

    assert await alone.write(count_up) == 1


async def test_a_restart_is_waited_for(server: OwnServer, alone: Database):
    await alone.write(put)
    tries = []

    async def restart(tx: Tx) -> int:
        tries.append(tx)
        if len(tries) == 1:
            await asyncio.to_thread(server.stop)
            await asyncio.to_thread(server.start)
        return await count_up(tx)

    assert await alone.write(restart) == 1
