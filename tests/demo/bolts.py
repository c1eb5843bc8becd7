"""A small app of one's own, connected to the fake Slack as a real one would be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.demo.fake_slack import FakeSlack

PATH = "/slack/events"

MakesApp = Callable[[FakeSlack], AsyncApp]


@asynccontextmanager
async def served(application: web.Application, slack: FakeSlack) -> AsyncIterator[None]:
    """An application that listens for what this Slack delivers."""
    runner = web.AppRunner(application, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.connect_http(f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}")
    try:
        yield
    finally:
        await runner.cleanup()


@asynccontextmanager
async def over_http(makes_app: MakesApp) -> AsyncIterator[FakeSlack]:
    """A fake Slack with the app behind signed HTTP."""
    async with FakeSlack() as slack, served(makes_app(slack).web_app(PATH, 0), slack):
        yield slack


@asynccontextmanager
async def over_socket(makes_app: MakesApp) -> AsyncIterator[FakeSlack]:
    """A fake Slack with the app behind a socket."""
    async with FakeSlack() as slack:
        handler = AsyncSocketModeHandler(makes_app(slack), slack.app_token, ping_interval=1)
        await handler.connect_async()
        await slack.connected()
        try:
            yield slack
        finally:
            await handler.close_async()
            # The SDK cancels its three tasks without waiting for them.
            await asyncio.sleep(0)
