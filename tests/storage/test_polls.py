"""What one poll leaves in the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

import pytest
from sqlalchemy import insert

from bot.alerts.model import Change
from bot.alerts.poll import PollRecord
from bot.storage.engine import Database
from bot.storage.schema import (
    IMAGE_STATE,
    INCIDENT,
    METADATA,
    OUTBOX,
    OUTBOX_ITEM,
    POLL_RUN,
    SILENCE,
    SUPPRESSED,
    WATCH,
)
from tests.alerts.failures import closed, incident, opened, silence, subscription, watch
from tests.alerts.failures import record as plain_record
from tests.alerts.polls import NOW_MS, TARGET, known
from tests.factories import FakeClock
from tests.storage.polling import (
    Replica,
    add,
    all_read,
    everything,
    kinds,
    rows,
    run,
    shown,
    with_mark,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
def replica(database: Database, clock: FakeClock) -> Replica:
    """A process that polls."""
    return Replica(database, clock)


async def commit(replica: Replica, *changes: Change, **fields: object) -> PollRecord:
    """A poll that found just this."""
    lease, _ = await replica.lease()
    record = plain_record(*changes, **({"state": all_read(), "term": lease.term} | fields))
    await replica.polls.commit(lease, record)
    return record


async def test_a_failure_is_written_with_the_message_it_owes(replica: Replica) -> None:
    await add(replica.database, subscription("C1"), subscription("C2"), subscription("C3", "no"))
    states = {"i-1": known("ERROR")}

    record = await commit(replica, opened("i-1"), states=states)

    (row,) = await rows(replica.database, INCIDENT)
    assert (row["first_status"], row["before"], row["owed"]) == ("ERROR", "ACTIVE", 2)
    assert await replica.polls.states(TARGET.id) == states
    items = await rows(replica.database, OUTBOX_ITEM)
    assert [item["channel_id"] for item in items] == ["C1", "C2"]
    assert {item["incident_id"] for item in items} == {row["id"]}
    (ran,) = await rows(replica.database, POLL_RUN)
    assert (ran["id"], ran["term"], ran["quality"], ran["changes"]) == (
        record.poll_id,
        1,
        "complete",
        1,
    )
    assert json.loads(ran["sides"])["DEDICATED"] == {
        "quality": "complete",
        "rows": 1,
        "total": 1,
        "pages": 1,
        "code": "",
    }
    assert (await replica.polls.targets())[0].announced


async def test_how_many_messages_are_owed_is_answered(replica: Replica) -> None:
    await add(replica.database, subscription("C1"), subscription("C2"))
    lease, _ = await replica.lease()
    record = plain_record(opened("i-1"), opened("i-2"), state=all_read())

    assert await replica.polls.commit(lease, record) == 4


def everything_at_once() -> tuple[Sequence[Change], dict[str, object]]:
    """A poll with a bit of all there is."""
    changes = [closed("i-1"), closed("i-2"), *(opened(f"i-{number}") for number in range(3, 9))]
    fields: dict[str, object] = {
        "poll_id": "poll-2",
        "sightings": {"i-3": "ERROR"},
        "states": {"i-1": known("ACTIVE"), "i-3": known("ERROR")},
    }
    return changes, fields


async def prepare(replica: Replica) -> None:
    """Two failures that channels know of, silences, and somebody who waits."""
    quiet = [silence("C1", "i-9"), silence("C2", "i-3")]
    await add(replica.database, subscription("C1"), subscription("C2"), *quiet)
    await run(replica.database, insert(WATCH).values(**asdict(watch("i-3"))))
    await commit(replica, opened("i-1"), opened("i-2"), opened("i-9"))
    await shown(replica.database)
    await add(replica.database, silence("C2", "i-1", until_ms=None))


async def test_the_same_record_twice_changes_nothing(replica: Replica) -> None:
    """The answer to the first commit was lost."""
    await prepare(replica)
    changes, fields = everything_at_once()
    lease, _ = await replica.lease()
    record = plain_record(*changes, **({"state": all_read()} | fields))

    assert await replica.polls.commit(lease, record) != 0
    once = await everything(replica.database, METADATA.sorted_tables)

    assert await replica.polls.commit(lease, record) == 0
    assert await everything(replica.database, METADATA.sorted_tables) == once


async def test_a_crash_before_the_commit_leaves_nothing(
    replica: Replica, database_url: str, clock: FakeClock
) -> None:
    await prepare(replica)
    changes, fields = everything_at_once()
    lease, _ = await replica.lease()
    record = plain_record(*changes, **({"state": all_read()} | fields))
    before = await everything(replica.database, METADATA.sorted_tables)

    class Crash(BaseException):
        pass

    def crash(name: str) -> None:
        raise Crash(name)

    dying = with_mark(database_url, clock, crash)
    with pytest.raises(Crash, match=r"poll\.written"):
        await Replica(dying, clock).polls.commit(lease, record)
    await dying.close()

    assert await everything(replica.database, METADATA.sorted_tables) == before
    await replica.polls.commit(lease, record)
    assert len(await rows(replica.database, POLL_RUN)) == 2


async def test_what_a_poll_decides_is_carried_out(replica: Replica) -> None:
    await prepare(replica)
    changes, fields = everything_at_once()

    await commit(replica, *changes, **fields)

    database = replica.database
    assert await kinds(database, "C1") == {"alert": 2, "group": 1, "line": 2}
    # i-3 is silenced, and five are no storm.
    assert await kinds(database, "C2") == {"alert": 8, "line": 2}
    assert await kinds(database, "U1") == {"watch": 1}
    kept = {(row["channel_id"], row["incident_id"]) for row in await rows(database, SUPPRESSED)}
    assert kept == {("C1", incident("i-9").id), ("C2", incident("i-3").id)}
    ended = {row["id"]: row["ended_ms"] for row in await rows(database, SILENCE)}
    now_ms = replica.clock.now_ms()
    assert ended == {
        "silence/C1/i-9": None,
        "silence/C2/i-1": now_ms,
        "silence/C2/i-3": None,
    }
    assert [row["ended_ms"] for row in await rows(database, WATCH)] == [now_ms]
    again = [row for row in await rows(database, OUTBOX) if row["revision"] > row["shown"]]
    assert {row["order_key"] for row in again} == {"i-1", "i-2"}


async def test_the_end_says_how_long_it_lasted(replica: Replica) -> None:
    """The poll that sees the end does not know the beginning; the database does."""
    await add(replica.database, subscription(filters="arch=AARCH64"))
    await commit(replica, opened("i-1"))
    await shown(replica.database)
    end = closed("i-1", opened_ms=0, facts={"arch": None}, closed_ms=NOW_MS + 90_000)

    await commit(replica, end, poll_id="poll-2")

    (line,) = await rows(replica.database, OUTBOX, kind="line")
    assert json.loads(line["facts"])["lasted_ms"] == 90_000


@pytest.mark.parametrize(
    ("state", "expected"),
    [("pending", 0), ("dead", 0), ("sending", 1), ("unknown", 1), ("held", 1), ("sent", 1)],
)
async def test_only_what_may_be_in_slack_has_a_line(
    replica: Replica, state: str, expected: int
) -> None:
    await add(replica.database, subscription())
    await commit(replica, opened("i-1"))
    await run(replica.database, OUTBOX.update().values(state=state))

    await commit(replica, closed("i-1"), poll_id="poll-2")

    assert (await kinds(replica.database))["line"] == expected


async def test_states_of_other_images_stay(replica: Replica) -> None:
    await commit(replica, states={"i-1": known("ACTIVE"), "i-2": known("ACTIVE")})
    await commit(replica, poll_id="poll-2", states={"i-2": known("ERROR")})

    found = {row["image_id"]: row["status"] for row in await rows(replica.database, IMAGE_STATE)}
    assert found == {"i-1": "ACTIVE", "i-2": "ERROR"}
