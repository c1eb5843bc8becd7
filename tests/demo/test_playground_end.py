"""The end: of a page, of the playground, and of what still goes on then."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import aiohttp
import pytest
from aiohttp import web

from bot.demo.clock import DemoClock
from bot.demo.playground.acts import Acts
from bot.demo.playground.page import Page
from bot.demo.playground.requests import BotTurn
from bot.demo.playground.server import Playground
from bot.demo.playground.staging import PlayableStage
from bot.demo.playground.switches import Switches
from bot.demo.playground.turns import Turns
from bot.demo.stage import OpenStage, open_stage
from bot.demo.workspace import U_ANNA
from tests.demo.visitor import playing, rows

pytestmark = pytest.mark.anyio
PATIENCE = 10


@asynccontextmanager
async def opened(
    *, heartbeat: float
) -> AsyncIterator[tuple[Playground, web.Application, aiohttp.ClientResponse]]:
    """A playground, its routes, and one open page of Anna's."""
    async with open_stage(rows(), clock=DemoClock()) as stage:
        playground = Playground(stage, Page(), heartbeat)
        application = playground.application()
        runner = web.AppRunner(application, shutdown_timeout=PATIENCE)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            url = f"http://127.0.0.1:{runner.addresses[0][1]}/play/events?user={U_ANNA}"
            async with aiohttp.ClientSession() as session, session.get(url) as page:
                await page.content.readany()
                yield playground, application, page
        finally:
            await runner.cleanup()


async def test_open_pages_are_cut_off_as_soon_as_the_playground_is_to_end() -> None:
    """The server itself is not ended here, which would cut them off after its patience."""
    async with opened(heartbeat=PATIENCE * 10) as (_, application, page):
        await application.shutdown()

        with pytest.raises(aiohttp.ClientError):
            async with asyncio.timeout(PATIENCE):
                await page.content.read()


async def test_a_page_that_left_is_not_remembered() -> None:
    async with opened(heartbeat=0.01) as (playground, _, page):
        assert len(playground._viewers) == 1
        page.close()
        async with asyncio.timeout(PATIENCE):
            while playground._viewers:  # noqa: ASYNC110 - nobody is told of it
                await asyncio.sleep(0.01)


async def test_after_the_end_nobody_answers() -> None:
    async with playing() as world:
        visitor = await world.visitor()

    assert visitor.told("snapshot")
    with pytest.raises(aiohttp.ClientError):
        async with aiohttp.ClientSession() as session, session.get(world.url):
            pass


class SlowStage:
    """A stage whose bot never gets ready again."""

    def __init__(self, stage: OpenStage) -> None:
        self.slack = stage.slack
        self.story: list[str] = []
        self.begun = asyncio.Event()

    async def restart(self) -> None:
        """Begin, and go on until somebody has had enough."""
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.story.append("given up")


async def test_the_end_does_not_wait_for_a_bot_that_is_started_anew() -> None:
    async with open_stage(rows(), clock=DemoClock()) as open_one:
        slow = SlowStage(open_one)
        stage = cast("PlayableStage", slow)
        async with asyncio.timeout(PATIENCE):
            async with Turns(stage, Acts(slow.slack), Switches(stage)) as turns:
                await turns.turn(BotTurn(user=U_ANNA, act="bot", mode="restart"))
                await slow.begun.wait()

    assert slow.story == ["given up"]
