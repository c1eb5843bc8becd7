"""The demo's stage: both fakes, and between them the very bot that production runs."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.app import Bot, open_bot
from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.fake_slack import FakeSlack
from bot.demo.images import demo_images, load_images
from bot.demo.terminal.prompt import converse, once
from bot.settings import Settings, settings_from
from bot.slack.manifest import EVENTS_PATH

PAGE_LIMIT = 50
"""Small enough that the demo's 144 images take several pages, as real projects do."""


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
) -> AsyncIterator[Stage]:
    """Start the fakes, then the bot against them."""
    async with AsyncExitStack() as stack:
        modelarts = await stack.enter_async_context(FakeModelArts(images))
        slack = await stack.enter_async_context(FakeSlack())
        settings = stage_settings(modelarts, slack, socket_mode=socket_mode, changes=changes)
        bot = await stack.enter_async_context(open_bot(settings))
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
    async with open_stage(images) as stage:
        if command is not None:
            return await once(stage.slack, command, print, color=color)
        await converse(stage.slack, _read_line, print, color=color)
        return 0


async def _read_line() -> str | None:
    print("> ", end="", flush=True)  # noqa: T201 - the prompt
    line = await asyncio.to_thread(sys.stdin.readline)
    return line.rstrip("\n") if line else None
