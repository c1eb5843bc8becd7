"""How incidents are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.alerts.model import Change, Closing, Incident
from bot.storage import incidents
from bot.storage.engine import Database, Tx
from bot.storage.schema import INCIDENT
from tests.alerts.failures import at, changed, closed, incident, opened, stuck
from tests.alerts.polls import NOW_MS, TARGET
from tests.storage.polling import rows

pytestmark = pytest.mark.anyio

MANY = 1000


async def write(
    database: Database, *changes: Change, owed: Mapping[str, int] | None = None
) -> None:
    """In a transaction of its own."""

    async def work(tx: Tx) -> None:
        await incidents.write(tx, changes, owed or {})

    await database.write(work)


async def only(database: Database) -> dict[str, Any]:
    """The only row."""
    (row,) = await rows(database, INCIDENT)
    return row


async def stored(database: Database, *ids: str) -> list[Incident]:
    """What is there of these."""

    async def work(tx: Tx) -> list[Incident]:
        return await incidents.read(tx, ids)

    return await database.read(work)


async def completed(database: Database, *changes: Change) -> tuple[Change, ...]:
    """With what the database knows."""

    async def work(tx: Tx) -> tuple[Change, ...]:
        return await incidents.completed(tx, changes)

    return await database.read(work)


async def test_one_that_begins_is_kept_as_it_was_found(database: Database) -> None:
    failure = opened(facts={"status_message": "no space left"}, baseline=True)

    await write(database, failure, owed={failure.incident.id: 3})

    assert await stored(database, failure.incident.id, "unknown") == [failure.incident]
    row = await only(database)
    assert (row["owed"], row["before"], row["first_status"]) == (3, "ACTIVE", "ERROR")


async def test_one_that_is_there_does_not_begin_again(database: Database) -> None:
    await write(database, opened())
    await write(database, closed())

    await write(database, at(opened(), opened_ms=NOW_MS + 1))

    row = await only(database)
    assert (row["opened_ms"], row["closing"]) == (NOW_MS, "recovered")


async def test_a_change_keeps_the_beginning_and_the_first_status(database: Database) -> None:
    await write(database, opened(status="CREATE_FAILED"))

    await write(database, changed(opened_ms=0, facts={"size": 7}))

    row = await only(database)
    assert (row["status"], row["first_status"]) == ("ERROR", "CREATE_FAILED")
    assert (row["opened_ms"], row["poll_id"]) == (NOW_MS, "poll-1")
    assert '"size":7' in row["facts"]


async def test_an_end_keeps_everything_else(database: Database) -> None:
    await write(database, opened(facts={"size": 7}))
    end = closed(closing=Closing.REPLACED, replaced_by="env:2", opened_ms=0, status="ERROR")

    await write(database, end)

    row = await only(database)
    assert (row["closed_ms"], row["closing"], row["replaced_by"]) == (NOW_MS, "replaced", "env:2")
    assert (row["opened_ms"], '"size":7' in row["facts"]) == (NOW_MS, True)


@pytest.mark.parametrize("late", [changed(), closed(closing=Closing.GONE)])
async def test_one_that_ended_stays_ended_as_it_did(database: Database, late: Change) -> None:
    await write(database, opened(status="CREATE_FAILED"))
    await write(database, closed())
    before = await only(database)

    await write(database, late)

    assert await only(database) == before


async def test_a_long_reason_is_bounded(database: Database) -> None:
    failure = opened(facts={"status_message": "x" * 9000})

    await write(database, failure)

    (found,) = await stored(database, failure.incident.id)
    assert len(found.facts.status_message or "") == 4096


async def test_an_end_is_completed_by_what_was_stored(database: Database) -> None:
    begun = opened(baseline=True, facts={"swr_path": "swr/a:1"})
    await write(database, begun)
    end = closed(opened_ms=0, poll_id="", facts={"swr_path": None})

    (found,) = await completed(database, end)

    expected = replace(
        begun.incident, closed_ms=NOW_MS, closing=Closing.RECOVERED, poll_id="poll-1"
    )
    assert found.incident == expected


async def test_a_change_is_completed_but_has_its_own_facts(database: Database) -> None:
    await write(database, opened(baseline=True, status="CREATE_FAILED"))
    change = changed(opened_ms=0, poll_id="", facts={"size": 7})

    (found,) = await completed(database, change)

    assert (found.incident.opened_ms, found.incident.baseline) == (NOW_MS, True)
    assert found.incident.facts.size == 7
    assert found.incident.status == "ERROR"


async def test_what_nobody_stored_is_left_as_it_is(database: Database) -> None:
    await write(database, opened("i-1"))
    changes = (at(opened("i-1"), opened_ms=1), closed("i-2", opened_ms=0))

    assert await completed(database, *changes) == changes


async def test_many_are_written_and_read_in_slices(database: Database) -> None:
    """More than any database takes in one statement, in all."""
    names = [f"i-{number:05}" for number in range(MANY)]
    await write(database, *(opened(name) for name in names))

    await write(database, *(closed(name) for name in names[::2]))

    found = await stored(database, *(incident(name).id for name in names))
    assert len(found) == MANY
    assert sum(one.closing is not None for one in found) == MANY // 2


async def test_failures_that_go_on_are_found_by_target(database: Database) -> None:
    other = at(opened("i-5"), target_id="other", id="other")
    await write(database, opened("i-2"), opened("i-1"), opened("i-3"), stuck("i-4"), other)
    await write(database, closed("i-3"))

    async def work(tx: Tx) -> tuple[Incident, ...]:
        return await incidents.going_on(tx, TARGET.id)

    found = await database.read(work)

    assert [one.image_id for one in found] == ["i-1", "i-2"]
