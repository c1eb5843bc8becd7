"""One request for everybody, a short memory, and a longer one for bad times."""

from __future__ import annotations

import asyncio
import gc

import pytest

from bot.catalog.shelf import Shelf
from bot.catalog.snapshots import Flights, Snapshots
from bot.errors import Throttled, UpstreamDown, UpstreamError
from bot.modelarts.paging import Listing
from tests.factories import FakeClock

pytestmark = pytest.mark.anyio


class _Upstream:
    """Answers with the number of the call; waits while ``gate`` is closed."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.error: UpstreamError | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.rows = 1

    async def fetch(self, key: str) -> Listing[int]:
        self.calls.append(key)
        number = len(self.calls)
        await self.gate.wait()
        if self.error is not None:
            raise self.error
        return Listing((number,) * self.rows, self.rows)


def _snapshots(
    upstream: _Upstream, clock: FakeClock, most: int = 64, most_rows: int = 1000
) -> Snapshots[str, int]:
    return Snapshots(
        upstream.fetch, clock, fresh_s=30, keep_s=3600, most=most, most_rows=most_rows
    )


async def _first(snapshots: Snapshots[str, int], key: str = "k") -> int:
    return (await snapshots.read(key)).snapshot.listing.items[0]


async def test_a_fresh_snapshot_is_used_again():
    upstream, clock = _Upstream(), FakeClock()
    snapshots = _snapshots(upstream, clock)

    seen = [await _first(snapshots)]
    clock.advance(29.9)
    seen.append(await _first(snapshots))
    clock.advance(0.1)
    seen.append(await _first(snapshots))

    assert seen == [1, 1, 2]


async def test_its_age_counts_from_the_request():
    """What changed while the answer was under way may be missing in it."""
    upstream, clock = _Upstream(), FakeClock()
    snapshots = _snapshots(upstream, clock)
    began = clock.now_ms()
    upstream.gate.clear()

    reading = asyncio.create_task(snapshots.read("k"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    clock.advance(8)
    upstream.gate.set()

    assert (await reading).snapshot.at_ms == began


async def test_who_asks_at_the_same_time_shares_one_request():
    upstream = _Upstream()
    snapshots = _snapshots(upstream, FakeClock())

    seen = await asyncio.gather(*(_first(snapshots) for _ in range(50)), _first(snapshots, "j"))

    assert upstream.calls == ["k", "j"]
    assert seen == [1] * 50 + [2]


async def test_who_gives_up_does_not_take_the_answer_from_others():
    upstream = _Upstream()
    snapshots = _snapshots(upstream, FakeClock())
    upstream.gate.clear()
    waiting = [asyncio.create_task(_first(snapshots)) for _ in range(2)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    waiting[0].cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting[0]
    upstream.gate.set()

    assert await waiting[1] == 1
    assert upstream.calls == ["k"]


async def test_an_error_is_for_everybody_who_waits_and_then_forgotten():
    upstream = _Upstream()
    snapshots = _snapshots(upstream, FakeClock())
    down = upstream.error = UpstreamDown("It is down.")

    seen = await asyncio.gather(*(_first(snapshots) for _ in range(3)), return_exceptions=True)
    upstream.error = None

    assert seen == [down] * 3
    assert await _first(snapshots) == 2


async def test_older_data_stands_in_and_upstream_is_spared():
    upstream, clock = _Upstream(), FakeClock()
    snapshots = _snapshots(upstream, clock)
    old = await snapshots.read("k")
    clock.advance(600)
    upstream.error = UpstreamDown("It is down.")

    for _ in range(10):
        reading = await snapshots.read("k")

        assert reading.snapshot is old.snapshot
        assert reading.trouble is upstream.error
    assert len(upstream.calls) == 2


async def test_upstream_is_tried_again_after_a_pause():
    upstream, clock = _Upstream(), FakeClock()
    snapshots = _snapshots(upstream, clock)
    await snapshots.read("k")
    clock.advance(600)
    upstream.error = UpstreamDown("It is down.")
    await snapshots.read("k")
    upstream.error = None
    clock.advance(5)

    reading = await snapshots.read("k")

    assert reading.trouble is None
    assert reading.snapshot.listing.items == (3,)


async def test_the_pause_is_as_long_as_upstream_asked():
    upstream, clock = _Upstream(), FakeClock()
    snapshots = _snapshots(upstream, clock)
    await snapshots.read("k")
    clock.advance(600)
    upstream.error = Throttled("Too many requests.", retry_after=20)
    await snapshots.read("k")
    clock.advance(19)
    await snapshots.read("k")
    calls_before = len(upstream.calls)
    clock.advance(1)
    await snapshots.read("k")

    assert (calls_before, len(upstream.calls)) == (2, 3)


async def test_data_of_another_time_does_not_stand_in():
    upstream, clock = _Upstream(), FakeClock()
    snapshots = _snapshots(upstream, clock)
    await snapshots.read("k")
    clock.advance(3601)
    upstream.error = UpstreamDown("It is down.")

    assert not snapshots.kept("k")
    with pytest.raises(UpstreamDown):
        await snapshots.read("k")


async def test_what_was_not_used_for_longest_goes_first():
    upstream = _Upstream()
    snapshots = _snapshots(upstream, FakeClock(), most=2)
    for key in ("a", "b", "a", "c"):
        await snapshots.read(key)

    assert [snapshots.at_hand(key) for key in ("a", "b", "c")] == [True, False, True]


async def test_rows_are_bounded_too_but_one_listing_always_fits():
    upstream = _Upstream()
    snapshots = _snapshots(upstream, FakeClock(), most_rows=25)
    upstream.rows = 10
    for key in ("a", "b", "c"):
        await snapshots.read(key)
    upstream.rows = 100
    before = [snapshots.at_hand(key) for key in ("a", "b", "c")]
    await snapshots.read("d")

    assert before == [False, True, True]
    assert [snapshots.at_hand(key) for key in ("b", "c", "d")] == [False, False, True]


def test_the_rows_of_what_is_let_go_are_no_longer_counted():
    shelf: Shelf[str, str] = Shelf(10, 100, len)
    shelf.put("a", "xxx")
    shelf.put("b", "yy")
    shelf.put("a", "z")

    shelf.drop_where(lambda value: value == "yy")

    assert (len(shelf), shelf.rows) == (1, 1)


async def test_work_goes_on_when_everybody_has_left():
    """Its failure is then nobody's, and asyncio does not report it as forgotten."""
    reported: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))
    flights: Flights[str, int] = Flights()
    gate, done = asyncio.Event(), asyncio.Event()

    async def work() -> int:
        await gate.wait()
        done.set()
        raise ValueError

    waiting = asyncio.create_task(flights.join("k", work))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    gate.set()
    await asyncio.wait_for(done.wait(), 1)
    await asyncio.sleep(0)
    gc.collect()

    assert reported == []
