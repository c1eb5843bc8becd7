"""Two real databases: every test that asks for one runs on both."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest

from bot.storage.engine import Database
from bot.storage.opening import migrate_database
from bot.storage.schema import METADATA, SCHEMA_VERSION
from tests.factories import FakeClock
from tests.postgres import PostgresServer

KINDS = ("sqlite", "postgres")


@pytest.fixture
def clock() -> FakeClock:
    """What `database` takes for the time."""
    return FakeClock()


@pytest.fixture(scope="session")
def sqlite_with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "with_tables.db"
    _make_tables(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_with_tables(postgres: PostgresServer) -> Iterator[str]:
    """A database to be emptied before each test: ten times as fast as a copy of it."""
    url = postgres.create()
    _make_tables(url)
    yield url
    postgres.drop(url)


def _make_tables(url: str) -> None:
    asyncio.run(migrate_database(url))


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with all tables and nothing in them."""
    if request.param == "sqlite":
        copy = tmp_path / "imagebot.db"
        shutil.copyfile(request.getfixturevalue("sqlite_with_tables"), copy)
        return f"sqlite:///{copy}"
    url: str = request.getfixturevalue("postgres_with_tables")
    _empty(url)
    return url


def _empty(url: str) -> None:
    tables = reversed(METADATA.sorted_tables)
    emptied = [f'DELETE FROM "{each.name}"' for each in tables if each is not SCHEMA_VERSION]  # noqa: S608 - our own names
    with psycopg.connect(url, autocommit=True) as connection:
        # What an earlier test left open may hold locks.
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.execute(";".join(emptied))


@pytest.fixture(params=KINDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    postgres: PostgresServer = request.getfixturevalue("postgres")
    url = postgres.create()
    yield url
    postgres.drop(url)


@pytest.fixture
async def database(database_url: str, clock: FakeClock) -> AsyncIterator[Database]:
    """An open database; its time is `clock`'s."""
    opened = Database(database_url, clock=clock)
    yield opened
    await opened.close()


@pytest.fixture
async def second_database(database_url: str, clock: FakeClock) -> AsyncIterator[Database]:
    """What another replica has of the same data."""
    opened = Database(database_url, clock=clock)
    yield opened
    await opened.close()
