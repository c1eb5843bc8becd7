"""The program as an operator starts and stops it: a real process, real signals."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.fake_slack import FakeSlack
from bot.demo.slack.platform import DEMO_SCOPES
from bot.demo.workspace import C_ALERTS, U_BEN
from tests.journeys.alerting import until

pytestmark = pytest.mark.anyio

PROJECT = Path(__file__).parents[1]
START = 30.0
STOP = 25.0
"""Seconds a supervisor would give it (reliability.md, P18)."""


def written(modelarts: FakeModelArts, slack: FakeSlack, folder: Path) -> dict[str, str]:
    """The environment an operator would write."""
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "SLACK_ALLOW_RESPONSE_HOSTS": "127.0.0.1",
        "MODELARTS_ENDPOINT": modelarts.url,
        "MODELARTS_PROJECT_ID": modelarts.PROJECT_ID,
        "MODELARTS_TOKEN": modelarts.TOKEN,
        "DATABASE_URL": f"sqlite:///{folder}/imagebot.db",
        "POLL_INTERVAL": "1",
        "PORT": "0",
        "LOG_FORMAT": "json",
        "PATH": os.environ["PATH"],
    }


@asynccontextmanager
async def program(
    settings: dict[str, str], folder: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """``imagebot run`` until the end of the block, whatever happens in it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        env=settings | {"PYTHONPATH": str(PROJECT)},
        cwd=folder,
        stderr=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_stop_is_clean_and_the_next_start_goes_on(tmp_path: Path, number: signal.Signals):
    rows = [{"id": "i-1", "name": "env", "tag": "1", "status": "ACTIVE", "type": "DEDICATED"}]
    async with FakeModelArts(rows) as modelarts, FakeSlack() as slack:
        slack.platform.scopes = set(DEMO_SCOPES)
        settings = written(modelarts, slack, tmp_path)
        async with program(settings, tmp_path) as process:
            await slack.connected(seconds=START)
            asked = await slack.command("subscribe", user=U_BEN, channel=C_ALERTS)
            await slack.settled(asked)
            await until(partial(_said, slack, "Watching 1 image"))
            process.send_signal(number)
            assert await asyncio.wait_for(process.wait(), STOP) == 0
        modelarts.fail("env")
        async with program(settings, tmp_path) as process:
            await until(partial(_said, slack, "Image save failed"))
            process.send_signal(number)
            assert await asyncio.wait_for(process.wait(), STOP) == 0

    texts = [message["text"] for message in slack.workspace.messages(C_ALERTS)]
    assert sum("Image save failed" in text for text in texts) == 1
    assert sum("Watching" in text for text in texts) == 1


def _said(slack: FakeSlack, words: str) -> bool:
    return any(words in message["text"] for message in slack.workspace.messages(C_ALERTS))
