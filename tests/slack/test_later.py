"""Work after the ack is kept hold of until it ends."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.slack.later import Tasks

pytestmark = pytest.mark.anyio


async def test_a_drain_waits_for_work_under_way():
    later, gate, done = Tasks(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        await gate.wait()
        done.set()

    later(work())
    asyncio.get_running_loop().call_soon(gate.set)
    await later.drain(5)

    assert done.is_set()
    assert len(later) == 0


async def test_a_drain_gives_up_after_its_time_and_says_so(caplog: pytest.LogCaptureFixture):
    later = Tasks()
    later(asyncio.Event().wait())  # type: ignore[arg-type]  # its True does not matter here

    await later.drain(0.01)

    assert len(later) == 0
    assert "1 answers were cut off" in caplog.text


async def test_an_error_in_the_work_ends_in_the_log(caplog: pytest.LogCaptureFixture):
    later = Tasks()

    async def work() -> None:
        raise ValueError("a bug")

    with caplog.at_level(logging.ERROR):
        later(work())
        await later.drain(5)

    assert "a bug" in caplog.text
