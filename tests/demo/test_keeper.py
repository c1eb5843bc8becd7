"""The keeper: one life after the other, whoever asks, whatever goes wrong."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.demo.keeper import Keeper
from bot.errors import BotError

pytestmark = pytest.mark.anyio
PATIENCE = 5


class Lives:
    """Lives that are numbered, and what became of them."""

    def __init__(self) -> None:
        self.story: list[str] = []
        self.broken = False
        self.let_start = asyncio.Event()
        self.let_start.set()
        self.began = asyncio.Event()
        self._numbers = itertools.count(1)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[int]:
        number = next(self._numbers)
        async with asyncio.timeout(PATIENCE):
            self.story.append(f"starts {number}")
            self.began.set()
            try:
                await self.let_start.wait()
                if self.broken:
                    raise BotError(f"Nothing works in {number}.")
                yield number
                # As closing a real one, which takes turns of the loop.
                await asyncio.sleep(0)
            finally:
                self.story.append(f"ended {number}")


async def test_the_next_life_begins_when_the_last_one_has_ended() -> None:
    lives = Lives()
    async with Keeper(lives.open) as keeper:
        numbers = [await keeper.start(), await keeper.start()]

    assert numbers == [1, 2]
    assert lives.story == ["starts 1", "ended 1", "starts 2", "ended 2"]


async def test_any_task_may_ask_for_the_next_life() -> None:
    """The time limit inside a life is left in the task that entered it."""
    lives = Lives()
    async with Keeper(lives.open) as keeper:
        await asyncio.create_task(keeper.start())

        assert await asyncio.create_task(keeper.start()) == 2


async def test_restarts_at_the_same_moment_follow_each_other() -> None:
    lives = Lives()
    async with Keeper(lives.open) as keeper:
        await keeper.start()
        numbers = await asyncio.gather(*(keeper.start() for _ in range(3)))

    assert numbers == [2, 3, 4]
    assert lives.story == [
        f"{what} {number}" for number in (1, 2, 3, 4) for what in ("starts", "ended")
    ]


async def test_every_change_of_state_is_told_until_nobody_listens() -> None:
    seen: list[str] = []
    async with Keeper(Lives().open) as keeper:
        ends = keeper.watch(lambda: seen.append(keeper.state))
        await keeper.start()
        await keeper.start()
        ends()
        await keeper.stop()

        assert keeper.state == "stopped"
    assert seen == ["starting", "running", "stopped", "starting", "running"]


async def test_a_start_that_fails_is_told_and_the_next_one_may_work() -> None:
    lives = Lives()
    async with Keeper(lives.open) as keeper:
        await keeper.start()
        lives.broken = True
        with pytest.raises(BotError, match="Nothing works in 2"):
            await keeper.start()
        state = keeper.state
        lives.broken = False

        assert state == "stopped"
        assert await keeper.start() == 3
        assert keeper.state == "running"


async def test_a_start_that_nobody_waits_for_any_more_does_not_outlive_the_keeper() -> None:
    lives = Lives()
    async with Keeper(lives.open) as keeper:
        lives.let_start.clear()
        asked = asyncio.create_task(keeper.start())
        await lives.began.wait()
        asked.cancel()
        await asyncio.wait([asked])

    assert lives.story == ["starts 1", "ended 1"]


async def test_after_the_end_nothing_is_started() -> None:
    """Not even for those who had asked before."""
    lives = Lives()
    async with Keeper(lives.open) as keeper:
        lives.let_start.clear()
        first, second = (asyncio.create_task(keeper.start()) for _ in range(2))
        await lives.began.wait()
        leaving = asyncio.create_task(keeper.__aexit__())
        await asyncio.sleep(0)
        lives.let_start.set()
        await asyncio.wait([first, second, leaving])

    assert isinstance(second.exception(), BotError)
    assert lives.story == ["starts 1", "ended 1"]
