"""How a database gets its tables."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, inspect, select, text

from bot.errors import SettingsError
from bot.ports.alerting import StoreDown
from bot.storage.engine import Database, Tx
from bot.storage.migrations import STEPS, Migrated, migrate
from bot.storage.schema import METADATA, SCHEMA_VERSION

pytestmark = pytest.mark.anyio

FIRST = ("CREATE TABLE one (seq {sequence}, word TEXT NOT NULL)",)
SECOND = ("ALTER TABLE one ADD COLUMN more TEXT", "INSERT INTO one (word) VALUES ('moved')")
BROKEN = ("CREATE TABLE two (id TEXT)", "CREATE TABLE one (id TEXT)")


@pytest.fixture
async def empty(empty_url: str):
    """A database without tables."""
    opened = Database(empty_url)
    yield opened
    await opened.close()


@pytest.fixture
async def second_empty(empty_url: str):
    """The same in another replica."""
    opened = Database(empty_url)
    yield opened
    await opened.close()


def tables(connection: Connection) -> dict[str, Any]:
    """Everything that can be compared, as both databases tell it."""
    seen = inspect(connection)
    return {
        name: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"])
                for column in seen.get_columns(name)
            },
            "key": seen.get_pk_constraint(name)["constrained_columns"],
            "unique": sorted(each["column_names"] for each in seen.get_unique_constraints(name)),
            "indexes": sorted(
                (each["name"], each["column_names"], bool(each["unique"]))
                for each in seen.get_indexes(name)
            ),
            "references": [
                (each["constrained_columns"], each["referred_table"], each["referred_columns"])
                for each in seen.get_foreign_keys(name)
            ],
        }
        for name in seen.get_table_names()
    }


async def test_the_steps_lead_to_the_tables_that_the_code_knows(empty: Database):
    await migrate(empty)
    async with empty.engine.begin() as connection:
        migrated = await connection.run_sync(tables)
        await connection.run_sync(_drop_everything)
        await connection.run_sync(METADATA.create_all)
        expected = await connection.run_sync(tables)

    assert migrated == expected
    assert set(migrated) == set(METADATA.tables)


def _drop_everything(connection: Connection) -> None:
    there = MetaData()
    there.reflect(connection)
    there.drop_all(connection)


async def test_rows_are_numbered_by_the_database(empty: Database):
    async def two_rows(tx: Tx) -> list[int]:
        for word in ("a", "b"):
            await tx.connection.execute(text(f"INSERT INTO one (word) VALUES ('{word}')"))  # noqa: S608 - ours
        return list(await tx.connection.scalars(text("SELECT seq FROM one ORDER BY seq")))

    await migrate(empty, [FIRST])

    assert await empty.write(two_rows) == [1, 2]


async def test_it_says_where_it_came_from_and_where_it_is(empty: Database):
    assert await migrate(empty, [FIRST]) == Migrated(0, 1)
    assert await migrate(empty, [FIRST, SECOND]) == Migrated(1, 2)
    assert await migrate(empty, [FIRST, SECOND]) == Migrated(2, 2)


async def test_a_step_that_fails_leaves_those_before_it_and_nothing_of_itself(empty: Database):
    with pytest.raises(StoreDown):
        await migrate(empty, [FIRST, BROKEN])

    async with empty.engine.connect() as connection:
        assert set(await connection.run_sync(tables)) == {"schema_version", "one"}
    assert await migrate(empty, [FIRST, SECOND]) == Migrated(1, 2)


async def test_of_replicas_that_start_at_once_one_does_each_step(
    empty: Database, second_empty: Database
):
    each = [migrate((empty, second_empty)[i % 2], [FIRST, SECOND]) for i in range(6)]
    done = await asyncio.gather(*each)

    assert {migrated.after for migrated in done} == {2}
    async with empty.engine.connect() as connection:
        assert list(await connection.scalars(text("SELECT word FROM one"))) == ["moved"]
        assert list(await connection.scalars(select(SCHEMA_VERSION.c.version))) == [2]


async def test_tables_of_a_newer_imagebot_are_left_alone(empty: Database):
    await migrate(empty, [FIRST, SECOND])

    with pytest.raises(SettingsError, match=r"version 2; .* up to version 1\.") as caught:
        await migrate(empty, [FIRST])
    assert "newer imagebot" in caught.value.hint


async def test_numbers_of_released_steps_stay():
    """A step is known by its place: one that was released is never taken out or changed."""
    assert STEPS[0][0].split()[:3] == ["CREATE", "TABLE", "target"]
