"""First looks, blindness and storms, from lists of images to what channels are told."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import event

from bot.alerts.asked import SubscriptionState
from bot.modelarts.models import ImageType
from bot.storage.engine import Database
from bot.storage.outbox import Outbox
from bot.storage.schema import INCIDENT, OUTBOX, OUTBOX_ITEM
from tests.alerts.failures import subscription
from tests.alerts.polls import DARK, OK, both
from tests.factories import FakeClock
from tests.storage.polling import (
    TIMING,
    Replica,
    add,
    healthy,
    kinds,
    rows,
    run,
    shown,
    told_of,
)

pytestmark = pytest.mark.anyio

BROKEN = {f"i-{number:04}": "ERROR" for number in range(12)}
FIRST = healthy(300) | BROKEN


@pytest.fixture
def replica(database: Database, clock: FakeClock) -> Replica:
    """A process that polls."""
    return Replica(database, clock)


@pytest.fixture
async def announced(replica: Replica) -> Replica:
    """The same, after its first look at 300 images, 12 of them broken."""
    paused = subscription("C3", state=SubscriptionState.PAUSED)
    channels = [subscription("C1"), subscription("C1", "i-0"), subscription("C2", "no"), paused]
    await add(replica.database, *channels)
    await replica.poll(FIRST)
    await shown(replica.database)
    return replica


async def test_the_first_look_is_one_message_in_each_channel(announced: Replica) -> None:
    found = {row["channel_id"]: row for row in await rows(announced.database, OUTBOX)}

    assert found.keys() == {"C1", "C2", "C3"}
    assert {row["kind"] for row in found.values()} == {"baseline"}
    assert [json.loads(found[channel]["facts"]) for channel in ("C1", "C2")] == [
        {"broken": 12, "known": 300},
        {"broken": 0, "known": 300},
    ]
    held = [await told_of(announced.database, found[channel]["id"]) for channel in found]
    assert sorted(held) == [0, 12, 12]


async def test_the_audit_is_content_with_it(announced: Replica) -> None:
    outbox = Outbox(announced.database, timing=TIMING, workspace_url="https://acme.slack.com/")

    assert list(await outbox.audit()) == []


async def test_a_restart_tells_nothing(announced: Replica) -> None:
    after = Replica(announced.database, announced.clock, "restarted")
    announced.clock.advance(30)

    assert await after.poll(FIRST) == 0
    assert len(await rows(announced.database, OUTBOX)) == 3


async def test_what_fails_while_the_bot_is_down_is_told_after_its_start(
    announced: Replica,
) -> None:
    announced.clock.advance(3600)

    await Replica(announced.database, announced.clock, "later").poll(FIRST | {"i-0100": "ERROR"})

    assert await kinds(announced.database) == {"baseline": 1, "alert": 1}


async def test_one_of_the_twelve_that_fails_again_is_one_alert(announced: Replica) -> None:
    await announced.poll(FIRST | {"i-0003": "ACTIVE"})
    await announced.poll(FIRST)

    found = await kinds(announced.database)
    assert (found["alert"], found["line"]) == (1, 1)
    (alert,) = await rows(announced.database, OUTBOX, channel_id="C1", kind="alert")
    (item,) = await rows(announced.database, OUTBOX_ITEM, outbox_id=alert["id"])
    (again,) = await rows(announced.database, INCIDENT, id=item["incident_id"])
    assert (again["image_id"], again["number"]) == ("i-0003", 2)


async def test_a_first_look_in_two_parts_is_announced_once(replica: Replica) -> None:
    """The built-in images are read two polls later; what fails meanwhile has its alert."""
    await add(replica.database, subscription())
    half = {ImageType.DEDICATED: OK, ImageType.BUILD_IN: DARK}

    await replica.poll(FIRST, sides=half)
    await replica.poll(FIRST | {"i-0100": "ERROR"}, sides=half)
    assert await kinds(replica.database) == {"alert": 1}
    for _ in range(2):
        await replica.poll(FIRST | {"i-0100": "ERROR"})

    assert await kinds(replica.database) == {"alert": 1, "baseline": 1}
    (first,) = await rows(replica.database, OUTBOX, kind="baseline")
    assert await told_of(replica.database, first["id"]) == 12
    assert json.loads(first["facts"])["broken"] == 13


async def test_a_first_look_is_announced_though_all_its_failures_are_told(
    replica: Replica,
) -> None:
    await add(replica.database, subscription())
    half = {ImageType.DEDICATED: OK, ImageType.BUILD_IN: DARK}
    await replica.poll(healthy(3), sides=half)
    await replica.poll(healthy(3) | {"i-0001": "ERROR"}, sides=half)

    await replica.poll(healthy(3) | {"i-0001": "ERROR"})

    (first,) = await rows(replica.database, OUTBOX, kind="baseline")
    assert json.loads(first["facts"])["broken"] == 1
    assert await told_of(replica.database, first["id"]) == 0


async def test_blindness_is_told_once_and_taken_back_once(announced: Replica) -> None:
    for _ in range(10):
        await announced.poll({}, sides=both(DARK))
    await shown(announced.database)
    assert await kinds(announced.database) == {"baseline": 1, "blind": 1}

    for _ in range(3):
        await announced.poll(FIRST | {"i-0100": "ERROR", "i-0101": "ERROR"})

    assert await kinds(announced.database) == {"baseline": 1, "blind": 1, "alert": 2}
    (blind,) = await rows(announced.database, OUTBOX, channel_id="C1", kind="blind")
    facts = json.loads(blind["facts"])
    assert (facts["code"], facts["missed"]) == ("timeout", 2)
    assert facts["since_ms"] < facts["back_ms"]
    assert blind["revision"] == blind["shown"] + 1


async def test_each_blindness_has_its_own_message(announced: Replica) -> None:
    for _ in range(2):
        for _ in range(4):
            await announced.poll({}, sides=both(DARK))
        await announced.poll(FIRST)

    backs = [
        json.loads(row["facts"])["back_ms"]
        for row in await rows(announced.database, OUTBOX, channel_id="C1", kind="blind")
    ]
    assert len(set(backs)) == 2


async def test_the_message_that_went_on_for_a_lost_one_says_that_it_is_over(
    announced: Replica,
) -> None:
    for _ in range(3):
        await announced.poll({}, sides=both(DARK))
    (lost,) = await rows(announced.database, OUTBOX, channel_id="C1", kind="blind")
    heir = {name: lost[name] for name in ("channel_id", "kind", "facts", "created_ms")}
    moved = OUTBOX.update().where(OUTBOX.c.id == lost["id"])
    await run(
        announced.database,
        moved.values(state="replaced", next_id="heir"),
        OUTBOX.insert().values(id="heir", **heir),
    )

    await announced.poll(FIRST)

    (goes_on,) = await rows(announced.database, OUTBOX, id="heir")
    assert "back_ms" in json.loads(goes_on["facts"])
    assert goes_on["revision"] == 1


async def test_a_storm_is_one_message_for_each_channel(announced: Replica) -> None:
    """However many: each failure is in it."""
    storm = {f"i-{number:04}": "ERROR" for number in range(12, 5012)}

    await announced.poll(FIRST | storm)

    assert await kinds(announced.database, "C1") == {"baseline": 1, "group": 1}
    (group,) = await rows(announced.database, OUTBOX, channel_id="C1", kind="group")
    assert await told_of(announced.database, group["id"]) == 5000


async def test_what_a_storm_costs_does_not_grow_with_it(announced: Replica) -> None:
    """Statements, not incidents, are what the database waits for."""
    statements: list[str] = []

    def count(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    engine = announced.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", count)
    costs = []
    for number in (10, 250):
        storm = {f"i-{index:04}": "ERROR" for index in range(12, 12 + number)}
        statements.clear()
        await announced.poll(FIRST | storm)
        costs.append(len(statements))
    event.remove(engine, "before_cursor_execute", count)

    assert costs[1] <= costs[0] + 5
