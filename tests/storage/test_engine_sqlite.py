"""What can happen to a file."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import event, text

from bot.ports.alerting import StoreDown
from bot.storage.engine import Database, Tx
from tests.storage.counting import count_up, put, terms

pytestmark = pytest.mark.anyio

LOCKING = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.readline()
connection.execute("COMMIT")
"""


@pytest.fixture
def file(tmp_path: Path, sqlite_with_tables: Path) -> Path:
    """A database with all tables."""
    path = tmp_path / "imagebot.db"
    path.write_bytes(sqlite_with_tables.read_bytes())
    return path


@pytest.fixture
async def database(file: Path) -> AsyncIterator[Database]:
    """It, opened."""
    opened = Database(f"sqlite:///{file}")
    yield opened
    await opened.close()


async def test_it_waits_for_another_program(database: Database, file: Path):
    await database.write(put)
    command = [sys.executable, "-c", LOCKING, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:  # noqa: S603, ASYNC220 - our own program
        assert other.stdin is not None
        assert other.stdout is not None
        await asyncio.to_thread(other.stdout.readline)
        writing = asyncio.create_task(database.write(count_up))
        await asyncio.wait({writing}, timeout=0.3)
        waited = not writing.done()
        other.stdin.write(b"\n")
        other.stdin.flush()

        assert await writing == 1
        assert waited


async def test_a_lock_that_stays_is_a_failure_and_not_for_ever(file: Path):
    impatient, other = Database(f"sqlite:///{file}"), Database(f"sqlite:///{file}")
    _with_every_connection(impatient, "PRAGMA busy_timeout=20")
    await impatient.write(put)

    async def hold(_: Tx) -> None:
        with pytest.raises(StoreDown, match="SQLITE_BUSY"):
            await impatient.write(count_up)

    await other.write(hold)

    assert await impatient.write(count_up) == 1
    await impatient.close()
    await other.close()


async def test_a_full_disk_writes_nothing_and_room_lets_it_go_on(database: Database):
    async def fill(tx: Tx) -> None:
        await put(tx, "first")
        await put(tx, "second", owner="x" * 500_000)

    await _limit(database, pages=1)
    with pytest.raises(StoreDown, match="SQLITE_FULL"):
        await database.write(fill)
    assert await database.read(terms) == {}

    await _limit(database, pages=1_000_000)
    await database.write(fill)
    assert await database.read(terms) == {"first": 0, "second": 0}


async def test_a_commit_waits_until_the_disk_has_it(database: Database):
    """2 is FULL: a claim that is lost with the power would be a message sent twice."""

    async def pragmas(tx: Tx) -> tuple[object, ...]:
        names = ("synchronous", "journal_mode", "foreign_keys")
        return tuple([await tx.connection.scalar(text(f"PRAGMA {name}")) for name in names])

    assert await database.write(pragmas) == (2, "wal", 1)


def _with_every_connection(database: Database, pragma: str) -> None:
    def connected(connection, _record) -> None:
        cursor = connection.cursor()
        cursor.execute(pragma)
        cursor.close()

    event.listen(database.engine.sync_engine, "connect", connected)


async def _limit(database: Database, *, pages: int) -> None:
    """Of the one connection that is in the pool; never below what is there."""
    async with database.engine.connect() as connection:
        await connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
