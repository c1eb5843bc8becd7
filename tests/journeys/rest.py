"""When a journey may go on, and what the bot says of itself and did on the way there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Any

from bot.demo.clock import DemoClock
from bot.demo.slack.journal import ApiCall
from bot.demo.stage import Stage, open_stage
from bot.demo.workspace import C_ALERTS, D_BOT, Message
from tests.journeys.acts import said, say
from tests.journeys.alerting import FAST, PATIENCE, about, images, polls, subscribe, until

POST, EDIT, LOOK = "chat.postMessage", "chat.update", "conversations.history"
HOUR = 3_600.0


async def status(stage: Stage, channel: str = C_ALERTS) -> str:
    """What ``/images status`` shows."""
    return said(await say(stage, "status", channel=channel))


async def until_status(stage: Stage, part: str) -> str:
    """Wait until ``/images status`` says something, and give all of it."""
    ends = time.monotonic() + PATIENCE
    while part not in (shown := await status(stage)):
        assert time.monotonic() < ends, f"status never said {part!r}: {shown}"
        await asyncio.sleep(0.05)
    return shown


async def at_rest(stage: Stage) -> None:
    """Wait until what happened by now was seen, and nothing is owed for it."""
    await polls(stage, 1)
    await until_status(stage, "No message waits to be posted.")


async def watching(stage: Stage, *channels: str, filters: str = "") -> None:
    """Have channels told, and wait until nothing more is to be said about that."""
    await subscribe(stage, *channels, filters=filters)
    await at_rest(stage)


async def told(stage: Stage, text: str) -> Message:
    """The one message about something, when it has come."""
    await until(lambda: bool(about(stage, text)), text)
    await at_rest(stage)
    (message,) = about(stage, text)
    return message


@asynccontextmanager
async def hours() -> AsyncIterator[tuple[Stage, DemoClock]]:
    """A channel that is told of four images, and whose time can be skipped."""
    clock = DemoClock()
    async with open_stage(images(4), timing=FAST, clock=clock) as stage:
        await watching(stage)
        yield stage, clock


def name_of(message: Mapping[str, Any]) -> str:
    """The notice behind a message, or behind the arguments of a call; empty if nobody signed."""
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return str(payload.get("id", ""))


def posts(stage: Stage, text: str) -> list[ApiCall]:
    """Every try to post a message that is not in a thread and says this, whatever came of it."""
    return [
        call
        for call in stage.slack.calls(POST)
        if text in call.arguments["text"] and not call.arguments.get("thread_ts")
    ]


def looks_between(stage: Stage, posted: list[ApiCall]) -> list[int]:
    """How often the channel's history was read between each post and the next."""
    journal = stage.slack.journal
    places = [next(n for n, call in enumerate(journal) if call is one) for one in posted]
    channel = posted[0].arguments["channel"]
    return [
        sum(
            call.method == LOOK and call.arguments["channel"] == channel
            for call in journal[start:end]
        )
        for start, end in pairwise(places)
    ]


def direct(stage: Stage, text: str = "") -> list[Message]:
    """Direct messages of the bot to Anna that say this."""
    return [m for m in stage.slack.workspace.messages(D_BOT) if text in m["text"]]
