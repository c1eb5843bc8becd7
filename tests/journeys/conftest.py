"""The stage of every journey: both fakes and the real bot, over real HTTP or a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.demo.images import demo_images
from bot.demo.stage import Stage, open_stage


@pytest.fixture(params=["http", "socket"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """A stage for each of the two transports."""
    async with open_stage(demo_images(), socket_mode=request.param == "socket") as opened:
        yield opened


@pytest.fixture
async def http_stage() -> AsyncIterator[Stage]:
    """A stage over HTTP, for what does not depend on the transport."""
    async with open_stage(demo_images()) as opened:
        yield opened
