"""A database that is ready, or a sentence that says why it is not."""

from __future__ import annotations

import traceback
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text

from bot.errors import SettingsError
from bot.storage.engine import Tx
from bot.storage.migrations import STEPS, Migrated
from bot.storage.opening import migrate_database, open_database
from tests.factories import FakeClock
from tests.postgres import PostgresServer
from tests.storage.counting import put, terms

pytestmark = pytest.mark.anyio


async def refused(url: str) -> str:
    """What is said, and that no password is in any part of it."""
    with pytest.raises(SettingsError) as caught:
        async with open_database(url):
            raise AssertionError("it was opened")
    error = caught.value
    assert error.hint
    assert "hunter2" not in "".join(traceback.format_exception(error)) + error.hint
    assert "DATABASE_URL" in error.message
    return error.message


async def test_a_new_database_gets_its_tables_and_time(empty_url: str, clock: FakeClock):
    marks: list[str] = []

    async def work(tx: Tx) -> int:
        tx.mark("here")
        await put(tx)
        return tx.now_ms

    async with open_database(empty_url, clock=clock, mark=marks.append) as database:
        assert await database.write(work) == clock.now_ms()
    assert marks == ["here"]


async def test_what_is_there_stays(empty_url: str):
    async with open_database(empty_url) as database:
        await database.write(put)

    async with open_database(empty_url) as database:
        assert await database.read(terms) == {"x": 0}


async def test_tables_can_be_made_before_anybody_starts(empty_url: str):
    assert await migrate_database(empty_url) == Migrated(0, len(STEPS))
    assert await migrate_database(empty_url) == Migrated(len(STEPS), len(STEPS))


async def test_it_is_closed_in_the_end(empty_url: str):
    async with open_database(empty_url) as database:
        await database.write(put)
    assert "Connections in pool: 0" in database.engine.pool.status()


async def test_tables_of_a_newer_imagebot_refuse(empty_url: str):
    async with open_database(empty_url) as database:
        await database.write(_raise_version)

    assert f"tables of version {len(STEPS) + 1};" in await refused(empty_url)


async def _raise_version(tx: Tx) -> None:
    await tx.connection.execute(text("UPDATE schema_version SET version = version + 1"))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "imagebot.db",
        "mysql://bot:hunter2@host/images",
        "postgresql://bot:hunter2@host:port/images",
        "http://bot:hunter2@host",
    ],
)
async def test_an_address_of_another_kind(url: str):
    assert "must be sqlite:///imagebot.db or postgresql://" in await refused(url)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:"])
async def test_an_address_without_a_file(url: str):
    assert "names no file" in await refused(url)


async def test_a_folder_that_is_not_there(tmp_path: Path):
    said = await refused(f"sqlite:///{tmp_path}/nowhere/imagebot.db")

    assert said == f"The file {tmp_path}/nowhere/imagebot.db of DATABASE_URL cannot be opened."


async def test_a_file_that_may_not_be_written(tmp_path: Path):
    await migrate_database(f"sqlite:///{tmp_path}/imagebot.db")

    said = await refused(f"sqlite:///file:{tmp_path}/imagebot.db?mode=ro&uri=true")

    assert "cannot be written" in said


async def test_a_file_of_another_program(tmp_path: Path):
    (tmp_path / "imagebot.db").write_text("Dear diary, " * 1000)

    assert "is no SQLite database" in await refused(f"sqlite:///{tmp_path}/imagebot.db")


async def test_a_damaged_file(tmp_path: Path):
    path = tmp_path / "imagebot.db"
    await migrate_database(f"sqlite:///{path}")
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * 4096 + whole[8192:])

    assert "is damaged" in await refused(f"sqlite:///{path}")


async def test_a_password_that_is_not_written_as_it_must_be_is_not_shown_either():
    assert "cannot be" in await refused("postgresql://bot:hunter2@hunter2@h.invalid/images")


async def test_a_server_that_is_not_there():
    assert "PostgreSQL" in await refused("postgresql://bot:hunter2@127.0.0.1:1/images")


async def test_a_host_that_nobody_knows():
    said = await refused("postgresql://bot:hunter2@nowhere.invalid/images")

    assert "cannot be found" in said


async def test_a_database_that_the_server_does_not_have(postgres: PostgresServer):
    url = postgres.create()
    postgres.drop(url)

    assert "does not know the user or the database" in await refused(url)


async def test_an_option_that_is_none():
    said = await refused("postgresql://bot:hunter2@127.0.0.1:1/images?colour=blue")

    assert "a word after the ? is not known" in said


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        # A role that every server has and that may make nothing.
        ("role = pg_monitor", "does not let its user make tables"),
        ("default_transaction_read_only = on", "does not let anybody write"),
    ],
)
async def test_a_server_that_lets_the_bot_in_and_no_more(
    postgres: PostgresServer, setting: str, expected: str
):
    url = postgres.create()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        connection.execute(f'ALTER DATABASE "{make_url(url).database}" SET {setting}')
    said = await refused(url)
    postgres.drop(url)

    assert expected in said
