"""A process that polls one target, its list of images made up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from itertools import count
from typing import Any

from sqlalchemy import Table, insert, select, update

from bot.alerts.asked import Silence, Subscription
from bot.alerts.blindness import looked
from bot.alerts.model import BOTH, Known, Seen
from bot.alerts.poll import PollRecord, Side, TargetState
from bot.alerts.snapshot import overall, seen_of
from bot.alerts.timing import Timing
from bot.alerts.transition import Comparison
from bot.marks import Mark, unmarked
from bot.modelarts.models import ImageType
from bot.ports.alerting import Lease
from bot.storage.engine import Database, Tx
from bot.storage.polls import Polls
from bot.storage.schema import OUTBOX, OUTBOX_ITEM, SILENCE, SUBSCRIPTION
from tests.alerts.polls import OK, TARGET, both
from tests.factories import FakeClock, image

TIMING = Timing()
NUMBERS = count(1)


class Replica:
    """One process.  Its memory of the images lasts as long as it does."""

    def __init__(self, database: Database, clock: FakeClock, owner: str = "one") -> None:
        self.database = database
        self.clock = clock
        self.polls = Polls(database, owner=owner, timing=TIMING, clock=clock)
        self.memory: dict[str, Known] | None = None

    async def lease(self) -> tuple[Lease, TargetState]:
        """The right to poll, an interval later."""
        await self.polls.ensure_target(TARGET)
        self.clock.advance(TIMING.poll / 1000)
        taken = await self.polls.acquire(TARGET.id, TIMING.poll)
        assert taken is not None
        return taken

    async def poll(
        self, images: Mapping[str, str], *, sides: Mapping[ImageType, Side] | None = None
    ) -> int:
        """Find these images, by id with their status; how many notices are owed."""
        lease, state = await self.lease()
        return await self.polls.commit(lease, await self.record(lease, state, images, sides))

    async def record(
        self,
        lease: Lease,
        state: TargetState,
        images: Mapping[str, str],
        sides: Mapping[ImageType, Side] | None = None,
    ) -> PollRecord:
        """What a poll finds out that finds these images."""
        sides = sides or both(OK)
        if self.memory is None:
            self.memory = await self.polls.states(TARGET.id)
        poll_id, now_ms = f"poll-{next(NUMBERS)}", self.clock.now_ms()
        comparison = Comparison(
            TARGET.id,
            poll_id,
            self.memory,
            now_ms=now_ms,
            baseline=state.baseline,
            stuck_ms=TIMING.stuck,
        )
        comparison.take(sighting(name, status) for name, status in images.items())
        compared = comparison.finish(sides, await self.polls.watched(TARGET.id))
        listed = {ImageType.DEDICATED: compared.known, ImageType.BUILD_IN: 0}
        seen = looked(state, sides, now_ms=now_ms, listed=listed, timing=TIMING)
        self.memory |= compared.states
        return PollRecord(
            poll_id=poll_id,
            term=lease.term,
            started_ms=now_ms,
            quality=overall(sides),
            sides=sides,
            state=seen.state,
            sight=seen.sight,
            blind_since_ms=seen.blind_since_ms,
            changes=compared.changes,
            states=compared.states,
            sightings=compared.sightings,
            announce=seen.announce,
        )


def sighting(name: str, status: str) -> Seen:
    """One image of a list."""
    return seen_of(image(id=name, name=name, status=status, status_message="no space left"))


def healthy(number: int) -> dict[str, str]:
    """So many images, all ACTIVE."""
    return {f"i-{index:04}": "ACTIVE" for index in range(number)}


def all_read() -> TargetState:
    """A target both types of which were looked at."""
    return TargetState(TARGET, baseline=frozenset(BOTH), announced=True)


async def add(database: Database, *things: Subscription | Silence) -> None:
    """Subscriptions and silences."""
    for thing in things:
        table = SILENCE if isinstance(thing, Silence) else SUBSCRIPTION
        await run(database, insert(table).values(**asdict(thing)))


async def change(database: Database, table: Table, key: str, **values: Any) -> None:
    """One row by its id."""
    await run(database, update(table).where(table.c.id == key).values(**values))


async def run(database: Database, *statements: Any) -> None:
    """Write this."""

    async def work(tx: Tx) -> None:
        for statement in statements:
            await tx.connection.execute(statement)

    await database.write(work)


async def rows(database: Database, table: Table, **where: Any) -> list[dict[str, Any]]:
    """Rows with these values, by their key."""

    async def work(tx: Tx) -> list[dict[str, Any]]:
        query = select(table).order_by(*table.primary_key.columns)
        for name, value in where.items():
            query = query.where(table.c[name] == value)
        return [dict(row) for row in (await tx.connection.execute(query)).mappings()]

    return await database.read(work)


async def everything(database: Database, tables: Iterable[Table]) -> dict[str, list[Any]]:
    """All rows of these tables."""
    return {table.name: await rows(database, table) for table in tables}


async def kinds(database: Database, channel: str = "C1") -> Counter[str]:
    """What a channel is told, by kind."""
    return Counter(row["kind"] for row in await rows(database, OUTBOX, channel_id=channel))


async def told_of(database: Database, notice_id: str) -> int:
    """How many incidents a notice holds."""
    return len(await rows(database, OUTBOX_ITEM, outbox_id=notice_id))


async def shown(database: Database) -> None:
    """Everything owed was posted."""
    await run(database, update(OUTBOX).values(state="sent", ts="1.1", shown=OUTBOX.c.revision))


def with_mark(database_url: str, clock: FakeClock, mark: Mark = unmarked) -> Database:
    """A database that says where it is."""
    return Database(database_url, clock=clock, mark=mark)
