"""A playground for a browser: the demo's stage with a fast bot, and its server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from bot.demo.clock import DemoClock
from bot.demo.images import demo_images
from bot.demo.playground.server import serve_playground
from bot.demo.stage import OpenStage, open_stage
from tests.journeys.alerting import FAST


class Served(NamedTuple):
    """Where the page is, and what stands behind it."""

    url: str
    stage: OpenStage


@asynccontextmanager
async def serve_imagebot(*, start: float | None = None) -> AsyncIterator[Served]:
    """The demo without its story, its bot hundreds of times as fast as production's.

    Args:
        start: Seconds since 1970 that its clock shows at first; the real time by default.
    """
    clock = DemoClock(start=start)
    async with (
        open_stage(demo_images(), clock=clock, timing=FAST) as stage,
        serve_playground(stage, port=0) as url,
    ):
        yield Served(url, stage)
