"""What a desk is asked about: targets, failures and messages, put straight into the tables."""

from __future__ import annotations

import uuid
from dataclasses import replace
from itertools import count
from typing import Any

from sqlalchemy import Table, insert, select, update

from bot.alerts.asked import Subscription
from bot.alerts.model import (
    BOTH,
    IncidentKind,
    Notice,
    NoticeKind,
    Target,
    incident_id,
    name_based,
)
from bot.alerts.poll import TargetState
from bot.alerts.timing import Timing
from bot.ports.desk import Desk as DeskPort
from bot.storage import targets
from bot.storage.desk import Desk
from bot.storage.engine import Database, Tx
from bot.storage.notices import owe
from bot.storage.rows import Row, facts_of
from bot.storage.schema import (
    CHANNEL_GATE,
    IMAGE_STATE,
    INCIDENT,
    OUTBOX,
    POLL_RUN,
    SUPPRESSED,
)
from tests.factories import FakeClock, image

TARGET = Target("https://modelarts.example.com", "0" * 32, "0")
OTHER_TARGET = Target("https://modelarts.example.com", "1" * 32, "0")
HERE = "C1"
ELSEWHERE = "C2"
ADA = "U1"
BEN = "U2"
MINUTE = 60_000
DAY = 86_400_000


class World:
    """A desk and what stands behind it."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database = database
        self.clock = clock
        self.desk: DeskPort = Desk(database, timing=Timing())
        self._numbers = count(1)

    def key(self) -> str:
        """Of a request that was not made before."""
        return f"trigger-{uuid.uuid4()}"

    async def rows(self, table: Table) -> list[Row]:
        """All of a table."""

        async def read(tx: Tx) -> list[Row]:
            return list((await tx.connection.execute(select(table))).mappings().all())

        return await self.database.read(read)

    async def row(self, table: Table, **where: object) -> Row:
        """The only row with these values."""
        (found,) = [
            row for row in await self.rows(table) if all(row[k] == v for k, v in where.items())
        ]
        return found

    async def insert(self, table: Table, **values: Any) -> None:
        """One row."""

        async def work(tx: Tx) -> None:
            await tx.connection.execute(insert(table).values(**values))

        await self.database.write(work)

    async def change(self, table: Table, key: str, **values: Any) -> None:
        """One row by its id."""

        async def work(tx: Tx) -> None:
            await tx.connection.execute(update(table).where(table.c.id == key).values(**values))

        await self.database.write(work)

    async def subscribe(
        self, filters: str = "", *, channel: str = HERE, target: Target = TARGET
    ) -> Subscription:
        """As Ada does it."""
        return await self.desk.subscribe(
            self.key(), channel=channel, target=target, filters=filters, creator=ADA
        )

    async def target_state(self, **fields: Any) -> None:
        """What is known of `TARGET`: both types were looked at, unless said otherwise."""
        state = replace(TargetState(TARGET, baseline=frozenset(BOTH)), **fields)

        async def work(tx: Tx) -> None:
            await targets.ensure(tx, TARGET, configured=False)
            await targets.write(tx, state)

        await self.database.write(work)

    async def poll(self, poll_id: str, *, started_ms: int, quality: str = "complete") -> None:
        """One reading of `TARGET`."""
        sides = '{"BUILD_IN":{"rows":2,"total":2},"DEDICATED":{"rows":1,"code":"500"}}'
        await self.insert(
            POLL_RUN,
            id=poll_id,
            target_id=TARGET.id,
            term=1,
            started_ms=started_ms,
            ended_ms=started_ms + 1000,
            quality=quality,
            sides=sides,
        )

    async def state(self, image_id: str, status: str, *, since_ms: int, **columns: Any) -> None:
        """What is remembered of one image."""
        row = {
            "target_id": TARGET.id,
            "image_id": image_id,
            "status": status,
            "since_ms": since_ms,
            "number": 1,
            "open": True,
            "stuck_number": 0,
            "stuck": False,
            "absent": 0,
            "name": "env",
            "tag": "1.0",
            "namespace": "",
            "type": "DEDICATED",
            "changed_ms": since_ms,
        }
        await self.insert(IMAGE_STATE, **(row | columns))

    async def change_state(self, image_id: str, **values: Any) -> None:
        """What is remembered of it changes."""

        async def work(tx: Tx) -> None:
            where = IMAGE_STATE.c.image_id == image_id
            await tx.connection.execute(update(IMAGE_STATE).where(where).values(**values))

        await self.database.write(work)

    async def incident(
        self,
        image_id: str = "i-1",
        *,
        number: int = 1,
        kind: IncidentKind = IncidentKind.FAILED,
        status: str = "CREATE_FAILED",
        age_ms: int = MINUTE,
        facts: dict[str, Any] | None = None,
        **columns: Any,
    ) -> str:
        """One stay of an image of `TARGET`; its id."""
        name = incident_id(TARGET.id, image_id, kind, number)
        seen = image(**({"id": image_id, "status": status} | (facts or {})))
        row = {
            "id": name,
            "target_id": TARGET.id,
            "image_id": image_id,
            "kind": kind.value,
            "number": number,
            "status": status,
            "first_status": status,
            "opened_ms": self.clock.now_ms() - age_ms,
            "poll_id": "poll-1",
            "facts": facts_of(seen),
        }
        await self.insert(INCIDENT, **(row | columns))
        return name

    async def notice(
        self,
        *incidents: str,
        channel: str = HERE,
        kind: NoticeKind = NoticeKind.ALERT,
        **columns: Any,
    ) -> str:
        """A message that is in Slack, unless said otherwise; its id."""
        name = name_based("test", channel, kind.value, *incidents, next(self._numbers))

        async def work(tx: Tx) -> None:
            await owe(tx, [Notice(name, channel, kind, incidents=incidents)])

        await self.database.write(work)
        await self.change(OUTBOX, name, **({"state": "sent", "ts": "1.1"} | columns))
        return name

    async def kept_back(self, incident: str, silence_id: str, channel: str = HERE) -> None:
        """A failure that a silence kept from a channel."""
        await self.insert(
            SUPPRESSED,
            channel_id=channel,
            incident_id=incident,
            silence_id=silence_id,
            at_ms=self.clock.now_ms(),
        )

    async def block(self, channel: str = HERE, code: str = "is_archived") -> None:
        """A channel that nothing can be sent to."""
        await self.insert(
            CHANNEL_GATE, channel_id=channel, blocked=code, probe_at_ms=self.clock.now_ms() + DAY
        )

    async def owed(self, kind: NoticeKind) -> list[Row]:
        """Messages of this kind, oldest first."""
        rows = [row for row in await self.rows(OUTBOX) if row["kind"] == kind.value]
        return sorted(rows, key=lambda row: int(row["seq"]))
