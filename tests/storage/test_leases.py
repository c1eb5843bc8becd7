"""Who may act: the cases of reliability.md 6.3, and those River's elector is tested with."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from bot.storage import leases
from bot.storage.engine import Database, Tx
from tests.factories import FakeClock

pytestmark = pytest.mark.anyio

TTL = 30_000


async def acquire(database: Database, owner: str, name: str = "t") -> int | None:
    return await database.write(partial(leases.acquire, name=name, owner=owner, ttl_ms=TTL))


async def renew(database: Database, owner: str, term: int) -> bool:
    return await database.write(
        partial(leases.renew, name="t", owner=owner, term=term, ttl_ms=TTL)
    )


async def release(database: Database, owner: str, term: int) -> None:
    await database.write(partial(leases.release, name="t", owner=owner, term=term))


async def holds(database: Database, owner: str, term: int) -> bool:
    return await database.write(partial(leases.holds, name="t", owner=owner, term=term))


async def test_the_first_to_ask_has_term_one(database: Database):
    assert await acquire(database, "a") == 1
    assert await holds(database, "a", 1)


async def test_who_has_it_keeps_it_under_the_same_term(database: Database, clock: FakeClock):
    await acquire(database, "a")
    clock.advance(20)

    assert await acquire(database, "a") == 1
    clock.advance(20)
    assert await holds(database, "a", 1)


async def test_nobody_else_gets_it_until_it_runs_out(database: Database, clock: FakeClock):
    await acquire(database, "a")
    clock.advance(29)

    assert await acquire(database, "b") is None
    clock.advance(1)
    assert await acquire(database, "b") == 2
    assert not await holds(database, "a", 1)


async def test_one_that_ran_out_is_a_new_term_even_for_who_had_it(
    database: Database, clock: FakeClock
):
    await acquire(database, "a")
    clock.advance(30)

    assert await acquire(database, "a") == 2


async def test_names_do_not_matter_to_each_other(database: Database):
    assert await acquire(database, "a", "t") == 1
    assert await acquire(database, "b", "u") == 1


async def test_renewing_makes_it_last(database: Database, clock: FakeClock):
    await acquire(database, "a")
    clock.advance(20)

    assert await renew(database, "a", 1)
    clock.advance(20)
    assert await holds(database, "a", 1)
    assert await acquire(database, "b") is None


async def test_what_ran_out_cannot_be_renewed(database: Database, clock: FakeClock):
    """Even before somebody else takes it: work may have gone on elsewhere and ended."""
    await acquire(database, "a")
    clock.advance(30)

    assert not await renew(database, "a", 1)
    assert not await holds(database, "a", 1)


@pytest.mark.parametrize(("owner", "term"), [("b", 1), ("a", 2), ("a", 0)])
async def test_only_its_owner_renews_it_and_only_this_term(
    database: Database, clock: FakeClock, owner: str, term: int
):
    await acquire(database, "a")
    clock.advance(20)

    assert not await renew(database, owner, term)
    clock.advance(10)
    assert await acquire(database, "b") == 2


async def test_what_was_never_taken_is_held_by_nobody(database: Database):
    assert not await holds(database, "a", 1)
    assert not await renew(database, "a", 1)


async def test_given_back_it_is_free_at_once_for_a_new_term(database: Database):
    await acquire(database, "a")
    await release(database, "a", 1)

    assert not await holds(database, "a", 1)
    assert await acquire(database, "b") == 2


async def test_giving_back_a_lost_lease_does_nothing(database: Database, clock: FakeClock):
    await acquire(database, "a")
    clock.advance(30)
    await acquire(database, "b")
    await release(database, "a", 1)
    await release(database, "b", 1)

    assert await holds(database, "b", 2)


async def test_giving_back_an_older_term_of_ones_own_does_nothing(
    database: Database, clock: FakeClock
):
    await acquire(database, "a")
    clock.advance(30)
    await acquire(database, "a")
    await release(database, "a", 1)

    assert await holds(database, "a", 2)


async def test_a_clock_that_was_set_back_does_not_lock_everybody_out(
    database: Database, clock: FakeClock
):
    await acquire(database, "a")
    clock.advance(-3600)

    assert not await renew(database, "a", 1)
    assert await acquire(database, "b") == 2


async def test_a_clock_that_is_a_little_behind_takes_it_from_nobody(
    database: Database, clock: FakeClock
):
    await acquire(database, "a")
    clock.advance(-20)

    assert await acquire(database, "b") is None
    assert await renew(database, "a", 1)


@pytest.mark.parametrize("ran_out", [False, True], ids=["never held", "ran out"])
async def test_of_many_that_ask_at_once_one_gets_it(
    database: Database, second_database: Database, clock: FakeClock, *, ran_out: bool
):
    if ran_out:
        await acquire(database, "before")
        clock.advance(30)

    asked = [acquire((database, second_database)[i % 2], f"o{i}") for i in range(20)]
    terms = await asyncio.gather(*asked)

    assert [term for term in terms if term is not None] == [2 if ran_out else 1]


async def test_what_is_held_in_a_transaction_nobody_takes_before_its_end(
    database: Database, second_database: Database, clock: FakeClock
):
    """The paused leader that wakes up in its commit: it wins or it sees that it has lost."""
    await acquire(database, "a")
    checked, free = asyncio.Event(), asyncio.Event()

    async def commit(tx: Tx) -> bool:
        ours = await leases.holds(tx, "t", "a", 1)
        checked.set()
        await free.wait()
        return ours

    committing = asyncio.create_task(database.write(commit))
    await checked.wait()
    clock.advance(30)
    taking = asyncio.create_task(acquire(second_database, "b"))
    await asyncio.wait({taking}, timeout=0.2)
    waited = not taking.done()
    free.set()

    assert waited
    assert await committing
    assert await taking == 2
    assert not await database.write(partial(leases.holds, name="t", owner="a", term=1))


async def test_it_lasts_from_when_its_transaction_began(database: Database, clock: FakeClock):
    """So that a success that took long is not trusted for longer."""
    await acquire(database, "a")

    async def slowly(tx: Tx) -> bool:
        clock.advance(20)
        return await leases.renew(tx, "t", "a", 1, TTL)

    assert await database.write(slowly)
    clock.advance(10)
    assert await acquire(database, "b") == 2
