"""Polls: the lease to make one, what is remembered for it, and the transaction that stores it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select, update

from bot.alerts.model import Known, Target
from bot.alerts.poll import Plan, PollRecord, TargetState
from bot.alerts.routing import plan
from bot.alerts.timing import Timing
from bot.ports import Clock
from bot.ports.alerting import Fenced, Lease
from bot.storage import incidents, leases, poll_context, states, targets
from bot.storage.clock_steps import keep_time
from bot.storage.engine import Database, Tx
from bot.storage.notices import add_facts, attach, owe, touch
from bot.storage.rows import as_json, inserted, sliced
from bot.storage.schema import POLL_RUN, SILENCE, SUPPRESSED, WATCH


class Polls:
    """A `bot.ports.alerting.PollStore`.

    Args:
        owner: Names this process; another one never has the same.
        clock: Its monotonic half says how long a lease can be trusted.
    """

    def __init__(self, database: Database, *, owner: str, timing: Timing, clock: Clock) -> None:
        self._database = database
        self._owner = owner
        self._timing = timing
        self._clock = clock

    async def ensure_target(self, target: Target) -> None:
        """Remember that it is what the settings name, and have it looked at now."""

        async def work(tx: Tx) -> None:
            await targets.adopt(tx, target)

        await self._database.write(work)

    async def targets(self) -> tuple[TargetState, ...]:
        """All that are polled."""
        return await self._database.read(targets.read_all)

    async def acquire(self, target_id: str, interval_ms: int) -> tuple[Lease, TargetState] | None:
        """Take or keep the lease if a poll is due.

        A next poll impossibly far ahead is from before the database's clock was set back.
        """
        trusted_until = self._trusted_until()

        async def work(tx: Tx) -> tuple[Lease, TargetState] | None:
            await keep_time(tx)
            state = await targets.read(tx, target_id)
            if state is None or not self._due(state, tx.now_ms):
                return None
            term = await leases.acquire(tx, target_id, self._owner, self._timing.lease)
            if term is None:
                return None
            state = await targets.read(tx, target_id)
            if state is None or not self._due(state, tx.now_ms):
                # Another process polled between reading and locking.
                await leases.release(tx, target_id, self._owner, term)
                return None
            state = replace(state, next_poll_ms=tx.now_ms + interval_ms, attempt_ms=tx.now_ms)
            await targets.write(tx, state)
            return Lease(target_id, term, trusted_until), state

        return await self._database.write(work)

    async def renew(self, lease: Lease) -> Lease | None:
        """Keep it alive; None if it is lost."""
        trusted_until = self._trusted_until()

        async def work(tx: Tx) -> bool:
            ttl_ms = self._timing.lease
            return await leases.renew(tx, lease.target_id, self._owner, lease.term, ttl_ms)

        kept = await self._database.write(work)
        return replace(lease, trusted_until=trusted_until) if kept else None

    async def release(self, lease: Lease) -> None:
        """Give it back, if it is still ours."""

        async def work(tx: Tx) -> None:
            await leases.release(tx, lease.target_id, self._owner, lease.term)

        await self._database.write(work)

    async def states(self, target_id: str) -> dict[str, Known]:
        """What is remembered of every image."""
        return await states.load(self._database, target_id)

    async def watched(self, target_id: str) -> frozenset[str]:
        """Ids of images that somebody waits for."""

        async def work(tx: Tx) -> frozenset[str]:
            waiting = select(WATCH.c.image_id).where(
                WATCH.c.target_id == target_id, WATCH.c.ended_ms.is_(None)
            )
            return frozenset(await tx.connection.scalars(waiting))

        return await self._database.read(work)

    async def commit(self, lease: Lease, record: PollRecord) -> int:
        """Write everything that follows from one poll; how many notices are owed now.

        A record that is there already changes nothing: the answer to its commit was lost.
        """

        async def work(tx: Tx) -> int:
            # Its row stays locked until the end: from here on nobody can take it, however long
            # the writing takes.  Waiting for the lock may have taken too long as well.
            held = await leases.renew(
                tx, lease.target_id, self._owner, lease.term, self._timing.lease
            )
            if not held:
                raise Fenced(f"term {lease.term} is over")
            if self._clock.monotonic() > lease.trusted_until:
                raise Fenced(f"term {lease.term} cannot be trusted any more")
            new = await _store(tx, record, self._timing)
            tx.mark("poll.written")
            return new

        return await self._database.write(work)

    def _trusted_until(self) -> float:
        # From before the attempt: an answer that took long does not make the lease last longer.
        lasts_ms = self._timing.lease - self._timing.lease_margin
        return self._clock.monotonic() + lasts_ms / 1000

    def _due(self, state: TargetState, now_ms: int) -> bool:
        return not now_ms < state.next_poll_ms <= now_ms + 2 * self._timing.slowest_poll


async def _store(tx: Tx, record: PollRecord, timing: Timing) -> int:
    if await tx.connection.scalar(select(POLL_RUN.c.id).where(POLL_RUN.c.id == record.poll_id)):
        return 0
    run = POLL_RUN.insert().values(
        id=record.poll_id,
        target_id=record.state.target.id,
        term=record.term,
        started_ms=record.started_ms,
        ended_ms=tx.now_ms,
        quality=record.quality.value,
        sides=_sides(record),
        changes=len(record.changes),
    )
    await tx.connection.execute(run)
    record = replace(record, changes=await incidents.completed(tx, record.changes))
    context = await poll_context.read(tx, record, timing)
    decided = plan(record, context, timing)
    await states.write(tx, record.state.target.id, record.states)
    await incidents.write(tx, record.changes, _owed(decided))
    await targets.write(tx, record.state)
    return await _carry_out(tx, decided)


async def _carry_out(tx: Tx, decided: Plan) -> int:
    new = await owe(tx, decided.notices)
    await attach(tx, ((channel, notice, key) for notice, channel, key in decided.attach))
    for notice, facts in decided.facts.items():
        await add_facts(tx, notice, facts)
    await touch(tx, decided.touched)
    await _suppress(tx, decided.suppressed)
    for table, ended in ((SILENCE, decided.ended_silences), (WATCH, decided.ended_watches)):
        for batch in sliced(ended):
            await tx.connection.execute(
                update(table)
                .where(table.c.id.in_(batch), table.c.ended_ms.is_(None))
                .values(ended_ms=tx.now_ms)
            )
    for watch, status in decided.watch_statuses.items():
        await tx.connection.execute(
            update(WATCH)
            .where(WATCH.c.id == watch, WATCH.c.ended_ms.is_(None))
            .values(status=status)
        )
    return new


async def _suppress(tx: Tx, kept: Iterable[tuple[str, str, str]]) -> None:
    """Note what a silence keeps back, even if an older one did so before."""
    statement = inserted(tx.connection, SUPPRESSED)
    upsert = statement.on_conflict_do_update(
        index_elements=("channel_id", "incident_id"),
        set_={"silence_id": statement.excluded.silence_id},
    )
    for batch in sliced(kept):
        rows = [
            {
                "channel_id": channel,
                "incident_id": incident,
                "silence_id": silence,
                "at_ms": tx.now_ms,
            }
            for channel, incident, silence in batch
        ]
        await tx.connection.execute(upsert, rows)


def _owed(decided: Plan) -> Counter[str]:
    """By incident id, how many channels are told."""
    told = {(one.channel, incident) for one in decided.notices for incident in one.incidents}
    told |= {(channel, incident) for _, channel, incident in decided.attach}
    return Counter(incident for _, incident in told)


def _sides(record: PollRecord) -> str:
    return as_json(
        {
            kind.value: {
                "quality": side.quality.value,
                "rows": side.rows,
                "total": side.total,
                "pages": side.pages,
                "code": side.code,
            }
            for kind, side in record.sides.items()
        }
    )
