"""Who may poll, when, and until when what was found may be written."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from bot.marks import Mark
from bot.ports.alerting import Fenced, Lease
from bot.storage.engine import Database
from bot.storage.schema import LEASE, METADATA, POLL_RUN
from bot.storage.schema import TARGET as TARGET_TABLE
from tests.alerts.failures import subscription
from tests.alerts.polls import TARGET
from tests.factories import FakeClock
from tests.storage.polling import TIMING, Replica, add, change, everything, healthy, kinds, rows

pytestmark = pytest.mark.anyio


@pytest.fixture
def one(database: Database, clock: FakeClock) -> Replica:
    """A process that polls."""
    return Replica(database, clock)


@pytest.fixture
def two(second_database: Database, clock: FakeClock) -> Replica:
    """Another one."""
    return Replica(second_database, clock, "two")


def trusting(lease: Lease) -> Lease:
    """The lease of a process that does not notice how time goes by: the database must."""
    return replace(lease, trusted_until=math.inf)


async def test_a_new_target_is_due_at_once(one: Replica) -> None:
    await one.polls.ensure_target(TARGET)

    taken = await one.polls.acquire(TARGET.id, TIMING.poll)

    assert taken is not None
    lease, state = taken
    now_ms = one.clock.now_ms()
    assert (lease.target_id, lease.term) == (TARGET.id, 1)
    assert lease.trusted_until == one.clock.monotonic() + 25
    assert (state.next_poll_ms, state.attempt_ms) == (now_ms + TIMING.poll, now_ms)
    assert await one.polls.targets() == (state,)


async def test_a_target_nobody_knows_is_not_polled(one: Replica) -> None:
    assert await one.polls.acquire("unknown", TIMING.poll) is None
    assert await rows(one.database, LEASE) == []


async def test_the_next_poll_is_due_an_interval_after_the_last(one: Replica) -> None:
    await one.lease()

    one.clock.advance(59.999)
    assert await one.polls.acquire(TARGET.id, TIMING.poll) is None
    one.clock.advance(0.001)
    assert await one.polls.acquire(TARGET.id, TIMING.poll) is not None


async def test_a_target_that_is_not_due_is_left_to_everybody(one: Replica, two: Replica) -> None:
    lease, _ = await one.lease()
    await one.polls.release(lease)

    assert await two.polls.acquire(TARGET.id, TIMING.poll) is None
    assert [row["owner"] for row in await rows(one.database, LEASE)] == ["one"]


@pytest.mark.parametrize(("ahead", "due"), [(1_799_999, False), (1_800_001, True)])
async def test_a_next_poll_impossibly_far_ahead_is_due(
    one: Replica, ahead: int, due: bool
) -> None:
    """The database's clock was set back."""
    await one.polls.ensure_target(TARGET)
    next_ms = one.clock.now_ms() + ahead
    await change(one.database, TARGET_TABLE, TARGET.id, next_poll_ms=next_ms)

    assert (await one.polls.acquire(TARGET.id, TIMING.poll) is not None) is due


async def test_two_processes_do_not_poll_one_target(one: Replica, two: Replica) -> None:
    await one.polls.ensure_target(TARGET)
    lease, _ = await one.lease()
    one.clock.advance(20)
    assert await one.polls.renew(lease) is not None
    one.clock.advance(20)
    await change(one.database, TARGET_TABLE, TARGET.id, next_poll_ms=0)

    assert await two.polls.acquire(TARGET.id, TIMING.poll) is None
    assert (await rows(one.database, TARGET_TABLE))[0]["next_poll_ms"] == 0


async def test_renewing_trusts_the_lease_longer(one: Replica) -> None:
    lease, _ = await one.lease()
    one.clock.advance(20)

    renewed = await one.polls.renew(lease)

    assert renewed == replace(lease, trusted_until=lease.trusted_until + 20)


async def test_a_lost_lease_cannot_be_renewed(one: Replica, two: Replica) -> None:
    lease, _ = await one.lease()
    await two.lease()

    assert await one.polls.renew(lease) is None


async def test_a_lease_that_was_given_back_is_free(one: Replica, two: Replica) -> None:
    lease, _ = await one.lease()
    await one.polls.release(lease)
    await change(one.database, TARGET_TABLE, TARGET.id, next_poll_ms=0)

    taken = await two.polls.acquire(TARGET.id, TIMING.poll)

    assert taken is not None
    assert taken[0].term == 2


async def test_who_lost_the_lease_writes_nothing(one: Replica, two: Replica) -> None:
    await add(one.database, subscription())
    await one.poll(healthy(2))
    lease, state = await one.lease()
    record = await one.record(lease, state, healthy(2) | {"i-0001": "ERROR"})
    await two.lease()
    before = await everything(one.database, METADATA.sorted_tables)

    with pytest.raises(Fenced):
        await one.polls.commit(trusting(lease), record)

    assert await everything(one.database, METADATA.sorted_tables) == before


async def test_who_comes_after_finds_the_failure_itself(one: Replica, two: Replica) -> None:
    await add(one.database, subscription())
    await one.poll(healthy(2))
    broken = healthy(2) | {"i-0001": "ERROR"}
    lease, state = await one.lease()
    record = await one.record(lease, state, broken)

    await two.poll(broken)
    assert await kinds(one.database) == {"baseline": 1, "alert": 1}
    with pytest.raises(Fenced):
        await one.polls.commit(trusting(lease), record)


async def test_a_lease_that_ran_out_is_over_though_nobody_took_it(one: Replica) -> None:
    lease, state = await one.lease()
    record = await one.record(lease, state, healthy(2))
    one.clock.advance(30)

    with pytest.raises(Fenced):
        await one.polls.commit(trusting(lease), record)


async def test_what_took_too_long_is_not_written(
    one: Replica, clock: FakeClock, database_url: str
) -> None:
    """Though the database still says that the lease is ours: its clock stood still meanwhile."""
    standing = FakeClock(clock.now_ms())
    database = Database(database_url, clock=standing)
    one.database, one.polls._database = database, database
    await one.polls.ensure_target(TARGET)
    taken = await one.polls.acquire(TARGET.id, TIMING.poll)
    assert taken is not None
    record = await one.record(*taken, healthy(2))
    before = await everything(database, METADATA.sorted_tables)
    clock.advance(25.001)

    with pytest.raises(Fenced):
        await one.polls.commit(taken[0], record)

    assert await everything(database, METADATA.sorted_tables) == before
    await database.close()


async def test_a_commit_that_is_slow_itself_is_written(
    database_url: str, clock: FakeClock
) -> None:
    """The lease's row is locked meanwhile: nobody can take it, and a baseline may take a while."""
    reached = []

    def slow(name: str) -> None:
        reached.append(name)
        clock.advance(26)

    mark: Mark = slow
    database = Database(database_url, clock=FakeClock(clock.now_ms()), mark=mark)
    replica = Replica(database, clock)
    await replica.polls.ensure_target(TARGET)
    taken = await replica.polls.acquire(TARGET.id, TIMING.poll)
    assert taken is not None
    record = await replica.record(*taken, healthy(2))

    await replica.polls.commit(taken[0], record)

    assert reached == ["poll.written"]
    assert len(await rows(database, POLL_RUN)) == 1
    await database.close()
