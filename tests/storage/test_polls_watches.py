"""Somebody who waits for an image hears how its next attempt ends."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from sqlalchemy import insert

from bot.storage.engine import Database
from bot.storage.schema import WATCH
from tests.alerts.failures import watch
from tests.factories import FakeClock
from tests.storage.polling import Replica, kinds, rows, run

pytestmark = pytest.mark.anyio


async def waiting(database: Database, clock: FakeClock, status: str) -> Replica:
    """A process that has seen the image with this status, for which somebody waits since."""
    replica = Replica(database, clock)
    await replica.poll({"i-1": status})
    await run(database, insert(WATCH).values(**asdict(watch("i-1", status))))
    return replica


@pytest.mark.parametrize("status", ["ERROR", "ACTIVE", "CREATE_FAILED"])
async def test_the_same_end_after_a_new_attempt_is_news(
    database: Database, clock: FakeClock, status: str
) -> None:
    replica = await waiting(database, clock, status)

    await replica.poll({"i-1": status})
    await replica.poll({"i-1": "CREATING"})
    assert await kinds(database, "U1") == {}
    (kept,) = await rows(database, WATCH)
    assert (kept["status"], kept["ended_ms"]) == ("CREATING", None)

    await replica.poll({"i-1": status})
    await replica.poll({"i-1": status})
    assert await kinds(database, "U1") == {"watch": 1}


async def test_what_the_watch_counts_from_outlasts_the_process(
    database: Database, clock: FakeClock
) -> None:
    replica = await waiting(database, clock, "ERROR")
    await replica.poll({"i-1": "CREATING"})
    clock.advance(30)

    await Replica(database, clock, "restarted").poll({"i-1": "ERROR"})

    assert await kinds(database, "U1") == {"watch": 1}


async def test_a_watch_that_ended_keeps_its_status(database: Database, clock: FakeClock) -> None:
    replica = await waiting(database, clock, "ERROR")
    await replica.poll({"i-1": "ACTIVE"})

    await replica.poll({"i-1": "CREATING"})

    (kept,) = await rows(database, WATCH)
    assert kept["status"] == "ERROR"
