"""Rows for tests of the outbox, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, insert, select, update

from bot.alerts.delivery import settlement
from bot.alerts.delivery_model import Answer, Claim
from bot.alerts.model import IncidentKind, Notice, NoticeKind, incident_id
from bot.alerts.timing import Timing
from bot.storage.engine import Database, Tx
from bot.storage.notices import owe, touch
from bot.storage.outbox import Outbox
from bot.storage.rows import facts_of
from bot.storage.schema import ATTEMPT, CHANNEL_GATE, INCIDENT, OUTBOX, SILENCE, SUBSCRIPTION
from tests.factories import image

TIMING = Timing()
URL = "https://acme.slack.com/"


def outbox(database: Database, **options: Any) -> Outbox:
    """The real thing."""
    plain: dict[str, Any] = {"timing": TIMING, "workspace_url": URL}
    return Outbox(database, **(plain | options))


def alert(name: str, channel: str = "C1", **fields: Any) -> Notice:
    """A notice about the image of this name."""
    plain: dict[str, Any] = {"kind": NoticeKind.ALERT, "order_key": name}
    return Notice(id=f"n-{name}", channel=channel, **(plain | fields))


def line(parent: str, number: int = 1, channel: str = "C1") -> Notice:
    """A line in a notice's thread."""
    return Notice(
        id=f"line-{parent}-{number}",
        channel=channel,
        kind=NoticeKind.LINE,
        order_key=parent,
        parent=parent,
    )


async def owed(database: Database, *notices: Notice) -> None:
    """Write what is owed."""
    await database.write(lambda tx: owe(tx, notices))


async def touched(database: Database, *notices: str) -> None:
    """Have them drawn again."""
    await database.write(lambda tx: touch(tx, notices))


async def incidents(database: Database, *names: str, **fields: Any) -> list[str]:
    """Open incidents of images with these names; their ids."""
    ids = [incident_id("t-1", name, IncidentKind.FAILED, 1) for name in names]
    rows = [
        {
            "id": one,
            "target_id": "t-1",
            "image_id": name,
            "kind": "failed",
            "number": 1,
            "status": "ERROR",
            "first_status": "ERROR",
            "opened_ms": 1_000,
            "poll_id": "p-1",
            "facts": facts_of(image(id=name, name=name, status="ERROR")),
        }
        | fields
        for one, name in zip(ids, names, strict=True)
    ]
    await _run(database, insert(INCIDENT), rows)
    return ids


async def storm(database: Database, *names: str, channel: str = "C1") -> None:
    """One incident and one alert for each name."""
    ids = await incidents(database, *names)
    alerts = [alert(name, channel, incidents=(one,)) for name, one in zip(names, ids, strict=True)]
    await owed(database, *alerts)


async def subscribed(database: Database, channel: str = "C1", **fields: Any) -> None:
    """A subscription to everything."""
    plain = {
        "id": f"s-{channel}",
        "channel_id": channel,
        "target_id": "t-1",
        "filters": "",
        "creator": "U1",
        "created_ms": 0,
        "state": "active",
    }
    await _run(database, insert(SUBSCRIPTION), [plain | fields])


async def silenced(database: Database, **fields: Any) -> None:
    """A silence of one image in one channel."""
    plain = {"id": "q-1", "channel_id": "C1", "creator": "U1", "created_ms": 0}
    await _run(database, insert(SILENCE), [plain | fields])


async def changed(database: Database, table: Table, key: str, **values: Any) -> None:
    """Change one row by its id, or by its channel's."""
    column = table.c["id" if "id" in table.c else "channel_id"]
    await _run(database, update(table).where(column == key).values(**values), None)


async def _run(database: Database, statement: Any, rows: list[dict[str, Any]] | None) -> None:
    async def work(tx: Tx) -> None:
        await tx.connection.execute(statement, rows)

    await database.write(work)


async def rows(database: Database, table: Table, **where: Any) -> list[dict[str, Any]]:
    """Rows with these values."""

    async def work(tx: Tx) -> list[dict[str, Any]]:
        query = select(table)
        for name, value in where.items():
            query = query.where(table.c[name] == value)
        found = (await tx.connection.execute(query)).mappings()
        return [dict(row) for row in found]

    return await database.read(work)


async def row(database: Database, notice_id: str) -> dict[str, Any]:
    """One notice."""
    (found,) = await rows(database, OUTBOX, id=notice_id)
    return found


async def state(database: Database, notice_id: str) -> str:
    """Where it is."""
    return str((await row(database, notice_id))["state"])


async def states(database: Database, notice_ids: Iterable[str]) -> list[str]:
    """Where they are."""
    return [await state(database, one) for one in notice_ids]


async def gate(database: Database, channel: str) -> dict[str, Any]:
    """A channel's gate."""
    (found,) = await rows(database, CHANNEL_GATE, channel_id=channel)
    return found


async def attempts(database: Database, notice_id: str) -> list[dict[str, Any]]:
    """What was tried."""
    return await rows(database, ATTEMPT, outbox_id=notice_id)


async def answered(box: Outbox, claim: Claim | None, code: str, **fields: Any) -> Claim:
    """Settle a claim with a refusal, or with no answer."""
    assert claim is not None
    reply = Answer(ok=False, code=code, **fields)
    await box.settle(claim, reply, settlement(claim, reply, TIMING, 0.5))
    return claim


async def accepted(
    box: Outbox, claim: Claim | None, ts: str = "1.000100", place: str = ""
) -> Claim:
    """Settle a claim with a success."""
    assert claim is not None
    reply = Answer(ok=True, code="ok", ts=ts, channel=place or claim.place or claim.channel)
    await box.settle(claim, reply, settlement(claim, reply, TIMING, 0.5))
    return claim


async def sent(box: Outbox, ts: str = "1.000100") -> Claim:
    """Claim the next call and have it accepted."""
    return await accepted(box, await box.claim(), ts)
