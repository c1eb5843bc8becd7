"""The demo's stage: both fakes, and between them the very bot that production runs."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.alerts.timing import Timing
from bot.app import Bot, open_bot
from bot.demo.clock import DemoClock
from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.fake_slack import FakeSlack
from bot.demo.images import demo_images, load_images
from bot.demo.slack.platform import DEMO_SCOPES
from bot.demo.terminal.prompt import converse, once
from bot.demo.terminal.world import World
from bot.demo.timeline import events, play
from bot.demo.workspace import C_ALERTS, U_BEN
from bot.marks import Mark, unmarked
from bot.ports import Clock
from bot.settings import Settings, settings_from
from bot.slack.manifest import EVENTS_PATH

PAGE_LIMIT = 50
"""Small enough that the demo's 144 images take several pages, as real projects do."""
POLL_SECONDS = 5
"""Nobody at a prompt wants to wait a minute for what they did themselves."""
SEED = 1
"""The story that the demo tells."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything the demo runs."""

    modelarts: FakeModelArts
    slack: FakeSlack
    bot: Bot


def stage_settings(
    modelarts: FakeModelArts,
    slack: FakeSlack,
    *,
    socket_mode: bool = False,
    changes: Mapping[str, str] | None = None,
) -> Settings:
    """The settings a person would write for these two servers, with ``changes`` on top."""
    values = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "SLACK_ALLOW_RESPONSE_HOSTS": "127.0.0.1",
        "MODELARTS_ENDPOINT": modelarts.url,
        "MODELARTS_PROJECT_ID": modelarts.PROJECT_ID,
        "MODELARTS_ACCESS_KEY": modelarts.ACCESS_KEY,
        "MODELARTS_SECRET_KEY": modelarts.SECRET_KEY,
        "MODELARTS_PAGE_LIMIT": str(PAGE_LIMIT),
        "PORT": "0",
    }
    if socket_mode:
        values["SLACK_APP_TOKEN"] = slack.app_token
    return settings_from(values | dict(changes or {}), slack=True)


@asynccontextmanager
async def open_stage(
    images: Sequence[Mapping[str, Any]],
    *,
    socket_mode: bool = False,
    changes: Mapping[str, str] | None = None,
    clock: Clock | None = None,
    timing: Timing | None = None,
    scopes: Iterable[str] = DEMO_SCOPES,
    mark: Mark = unmarked,
) -> AsyncIterator[Stage]:
    """Start the fakes, then the bot against them.

    Args:
        changes: Settings by name.  Without a ``DATABASE_URL`` the data lasts as long as the stage.
        clock: For all three; signatures and the patience of people keep the real time.
        scopes: What Slack lets the bot do.
    """
    now = time.time if clock is None else lambda: clock.now_ms() / 1000
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="imagebot-"))
        modelarts = await stack.enter_async_context(FakeModelArts(images, now=now))
        slack = await stack.enter_async_context(
            FakeSlack(now=now, patience=time.time, scopes=scopes)
        )
        own = {"DATABASE_URL": f"sqlite:///{folder}/imagebot.db"} | dict(changes or {})
        settings = stage_settings(modelarts, slack, socket_mode=socket_mode, changes=own)
        bot = await stack.enter_async_context(open_bot(settings, clock, timing, mark))
        if socket_mode:
            await slack.connected()
        else:
            slack.connect_http(f"http://127.0.0.1:{bot.port}{EVENTS_PATH}")
        yield Stage(modelarts, slack, bot)


async def run_demo(*, command: str | None = None, catalog: Path | None = None) -> int:
    """Play the demo in the terminal; with ``command``, answer that one and end.

    Returns:
        The exit code.
    """
    images = load_images(catalog) if catalog else demo_images()
    color = sys.stdout.isatty()
    clock = DemoClock()
    changes = {"POLL_INTERVAL": str(POLL_SECONDS)}
    async with open_stage(images, changes=changes, clock=clock) as stage:
        if command is not None:
            return await once(stage.slack, command, print, color=color)
        async with alive(stage, clock):
            world = World(stage.modelarts, clock, poll=POLL_SECONDS)
            await converse(
                stage.slack, _read_line, print, color=color, world=world, prompt=_prompt
            )
        return 0


@asynccontextmanager
async def alive(stage: Stage, clock: DemoClock) -> AsyncIterator[None]:
    """Ben wants to hear of failures in #ml-alerts, and images fail and recover."""
    asked = await stage.slack.command("subscribe", user=U_BEN, channel=C_ALERTS)
    with contextlib.suppress(TimeoutError):
        await stage.slack.settled(asked)
    story = events(SEED, stage.modelarts.images)
    playing = asyncio.create_task(play(story, stage.modelarts, clock, poll=POLL_SECONDS))
    try:
        yield
    finally:
        playing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await playing


def _prompt() -> None:
    print("> ", end="", flush=True)  # noqa: T201 - the prompt


async def _read_line() -> str | None:
    line = await asyncio.to_thread(sys.stdin.readline)
    return line.rstrip("\n") if line else None
