"""What the journeys of alerts share: images that fail, a fast bot, and waiting for Slack."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.alerts.timing import Timing
from bot.app import open_bot
from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.fake_slack import FakeSlack
from bot.demo.slack.platform import DEMO_SCOPES
from bot.demo.stage import Stage, stage_settings
from bot.demo.workspace import C_ALERTS, U_ANNA, Message
from bot.slack.manifest import EVENTS_PATH
from tests.journeys.acts import say

FAST = replace(
    Timing(),
    poll=150,
    poll_deadline=1_500,
    slow_poll=300,
    slowest_poll=300,
    tick=40,
    pace=20,
    settle=300,
    look_again=200,
    sweeps=(400, 800),
    probe=300,
    auth_probe=300,
    rate_default=100,
    claim=2_000,
    claim_margin=500,
    backoff=20,
    backoff_cap=200,
)
"""Production's order of things, hundreds of times as fast."""

PATIENCE = 30.0
"""Seconds until something that must come has come; it takes a fraction of one."""


def image(number: int, **fields: Any) -> dict[str, Any]:
    """One row as ModelArts sends it."""
    return {
        "id": f"{number:08d}-0000-4000-8000-000000000000",
        "name": f"train-{number}",
        "tag": "1.0",
        "namespace": "team-a",
        "status": "ACTIVE",
        "type": "DEDICATED",
        "workspace_id": "0",
        "swr_path": f"swr.example.com/team-a/train-{number}:1.0",
        **fields,
    }


def images(count: int, *, failed: int = 0) -> list[dict[str, Any]]:
    """So many images, the first of them broken."""
    rows = [image(number) for number in range(count)]
    return [
        row | {"status": "CREATE_FAILED", "status_message": "Push failed"} if n < failed else row
        for n, row in enumerate(rows)
    ]


@asynccontextmanager
async def open_fakes(rows: list[dict[str, Any]]) -> AsyncIterator[tuple[FakeModelArts, FakeSlack]]:
    """A world that outlives the bots in it."""
    async with FakeModelArts(rows) as modelarts, FakeSlack() as slack:
        slack.platform.scopes = set(DEMO_SCOPES)
        yield modelarts, slack


@asynccontextmanager
async def open_life(
    modelarts: FakeModelArts, slack: FakeSlack, database: Path, **changes: str
) -> AsyncIterator[Stage]:
    """One life of the bot, from its start to its stop."""
    settings = stage_settings(
        modelarts, slack, changes={"DATABASE_URL": f"sqlite:///{database}", **changes}
    )
    async with open_bot(settings, timing=FAST) as bot:
        slack.connect_http(f"http://127.0.0.1:{bot.port}{EVENTS_PATH}")
        yield Stage(modelarts, slack, bot)


async def until(condition: Callable[[], bool], what: str = "") -> None:
    """Wait until something is so."""
    ends = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < ends, f"it did not happen: {what}"
        await asyncio.sleep(0.02)


async def polls(stage: Stage, count: int = 2) -> None:
    """Wait until the list was read so many times more, each from its beginning."""
    reached = len(_listings(stage)) + 2 * count + 2
    await until(lambda: len(_listings(stage)) >= reached, "polls")


def _listings(stage: Stage) -> list[Mapping[str, str]]:
    calls = [call for call in stage.modelarts.journal if call.path.endswith("/images")]
    return [call.query for call in calls if call.query.get("offset") == "0"]


async def subscribe(stage: Stage, *channels: str, filters: str = "") -> None:
    """Have channels told of failures, and wait for the first look."""
    for channel in channels or (C_ALERTS,):
        await say(stage, f"subscribe {filters}".strip(), user=U_ANNA, channel=channel)
    await until(lambda: all(top(stage, channel) for channel in channels or (C_ALERTS,)))


def top(stage: Stage, channel: str = C_ALERTS) -> list[Message]:
    """The messages of a channel that are not in a thread, oldest first."""
    return [m for m in stage.slack.workspace.messages(channel) if not m.get("thread_ts")]


def about(stage: Stage, text: str, channel: str = C_ALERTS) -> list[Message]:
    """The messages of a channel that say something."""
    return [message for message in top(stage, channel) if text in message["text"]]


def lines(stage: Stage, message: Message) -> list[str]:
    """What stands in a message's thread."""
    return [
        reply["text"]
        for reply in stage.slack.workspace.messages(message["channel"])
        if reply.get("thread_ts") == message["ts"]
    ]
