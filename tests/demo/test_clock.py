"""The demo's time."""

from __future__ import annotations

import asyncio

import pytest

from bot.demo.clock import DemoClock
from tests.demo.slack_standin import Hands


def clock_and_hands(rate: float = 1.0) -> tuple[DemoClock, Hands]:
    hands = Hands()
    return DemoClock(rate, start=1000.0, real=hands), hands


def test_its_seconds_are_shorter() -> None:
    clock, hands = clock_and_hands(60)
    before = clock.monotonic()
    hands.seconds += 2

    assert clock.now() == 1120
    assert clock.now_ms() == 1_120_000
    assert clock.monotonic() - before == 120


def test_another_rate_makes_no_leap() -> None:
    """What has passed has passed at the old rate."""
    clock, hands = clock_and_hands(10)
    hands.seconds += 1
    clock.set_rate(2)
    at_once = clock.now()
    hands.seconds += 1

    assert (at_once, clock.now(), clock.rate) == (1010, 1012, 2)


def test_a_skip_is_time_that_has_passed() -> None:
    """On both faces of the clock."""
    clock, _ = clock_and_hands()
    before = clock.monotonic()
    clock.skip(3600)

    assert (clock.now(), clock.monotonic() - before) == (4600, 3600)


@pytest.mark.anyio
async def test_who_waits_is_woken_by_a_leap_and_by_another_rate() -> None:
    """Not before the moment has come."""
    clock, hands = clock_and_hands()
    start = clock.monotonic()
    waiting = asyncio.create_task(clock.until(start + 3600))
    await asyncio.sleep(0)
    clock.skip(1800)
    for _ in range(10):
        await asyncio.sleep(0)
    early = waiting.done()
    hands.seconds += 60
    clock.set_rate(1e6)
    hands.seconds += 1
    await asyncio.wait_for(waiting, 5)

    assert not early
    assert clock.monotonic() >= start + 3600


@pytest.mark.parametrize("wrong", [0.0, -1.0, float("inf"), float("nan")])
def test_time_runs_forwards(wrong: float) -> None:
    clock, _ = clock_and_hands()

    with pytest.raises(ValueError, match="only run forwards"):
        clock.set_rate(wrong)
    with pytest.raises(ValueError, match="only run forwards"):
        DemoClock(wrong)
    with pytest.raises(ValueError, match="skipped forwards"):
        clock.skip(wrong or -1)
    assert clock.now() == 1000
