"""Browsers in which the playground's page is open, without the browser."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.demo.clock import DemoClock
from bot.demo.playground.pages import HEADER
from bot.demo.playground.server import serve_playground
from bot.demo.stage import OpenStage, open_stage
from bot.demo.workspace import C_ML, U_ANNA

Json = dict[str, Any]


def rows(many: int = 12) -> list[Json]:
    """Images of people, all of them in use."""
    return [
        {
            "id": f"i-{number}",
            "name": f"llama-{number:02}",
            "tag": "1",
            "namespace": "team",
            "type": "DEDICATED",
            "status": "ACTIVE",
            "swr_path": f"swr.example.com/team/llama-{number:02}:1",
        }
        for number in range(many)
    ]


@dataclass
class Visitor:
    """A page that is open as one person; ``events`` is what it was told so far.

    ``page``: how it calls itself; None for one that does not.
    """

    session: aiohttp.ClientSession
    url: str
    user: str
    page: str | None = None
    events: list[tuple[str, Json]] = field(default_factory=list)
    _bell: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def snapshot(self) -> Json:
        """What the page began with."""
        return self.events[0][1]

    def told(self, kind: str) -> list[Json]:
        """All events of one kind."""
        return [data for name, data in self.events if name == kind]

    async def ask(self, route: str, status: int = 200, /, **body: object) -> Json:
        """POST as the page does."""
        sent = {"user": self.user, **body}
        headers = {HEADER: self.page} if self.page else {}
        url = f"{self.url}/play/{route}"
        async with self.session.post(url, json=sent, headers=headers) as response:
            answer: Json = await response.json()
        assert response.status == status, answer
        return answer

    async def says(self, text: str, channel: str = C_ML, **more: object) -> Json:
        """Send what stands in the composer."""
        return await self.ask("say", channel=channel, text=text, **more)

    async def turns(self, act: str, **how: object) -> Json:
        """Turn a switch of the world."""
        return await self.ask("world", act=act, **how)

    async def hears(
        self, kind: str, fits: Callable[[Json], object] = bool, *, since: int = 0
    ) -> Json:
        """The first event of this kind, from number ``since`` on, that fits; waits for it."""
        async with asyncio.timeout(20):
            while True:
                for name, data in self.events[since:]:
                    if name == kind and fits(data):
                        return data
                self._bell.clear()
                await self._bell.wait()

    async def sees(self, words: str, *, since: int = 0, kind: str = "posted") -> Json:
        """The first message, posted or changed, in which the words stand; waits for it."""
        event = await self.hears(
            "message",
            lambda data: data["kind"] == kind and words in json.dumps(data["message"]),
            since=since,
        )
        message: Json = event["message"]
        return message

    async def presses(self, message: Json, label: str, **more: object) -> Json:
        """Press the first button with this text."""
        block, button = button_of(message, label)
        place = (
            {"channel": message["channel"], "ts": message["ts"]}
            if "ts" in message
            else {"view": message["id"]}
        )
        return await self.ask(
            "press",
            **place,
            block_id=block["block_id"],
            action_id=button["action_id"],
            value=button.get("value"),
            **more,
        )

    async def listen(self, opened: asyncio.Event, since: str, again_as: str) -> None:
        """Read events until the connection ends."""
        params = {"user": self.user, "page": self.page or "", "since": since}
        params = {name: value for name, value in params.items() if value}
        headers = {"Last-Event-ID": again_as} if again_as else {}
        url = f"{self.url}/play/events"
        async with self.session.get(url, params=params, headers=headers) as response:
            assert response.content_type == "text/event-stream"
            rest = b""
            async for piece in response.content.iter_any():
                *whole, rest = (rest + piece).split(b"\n\n")
                for event in whole:
                    self._take(event.decode())
                opened.set()
                self._bell.set()

    def _take(self, event: str) -> None:
        told = dict(line.split(": ", 1) for line in event.splitlines() if line[0] != ":")
        if "event" in told:
            self.events.append((told["event"], json.loads(told["data"])))


def button_of(item: Json, label: str) -> tuple[Json, Json]:
    """A block and the button in it."""
    for block in item["blocks"]:
        for element in [block.get("accessory") or {}, *block.get("elements", [])]:
            if element.get("type") == "button" and label in element["text"]["text"]:
                return block, element
    raise AssertionError(f"no button {label} in {item}")


@dataclass
class Playing:
    """A stage, its page's address, and browsers that come."""

    stage: OpenStage
    url: str
    session: aiohttp.ClientSession
    _stack: AsyncExitStack

    async def visitor(
        self, user: str = U_ANNA, page: str | None = None, *, since: str = "", again_as: str = ""
    ) -> Visitor:
        """Somebody opens the page, or it comes again.

        Args:
            since: The page was told this when it came first, and says so.
            again_as: The same, said by the browser by itself.
        """
        visitor = Visitor(self.session, self.url, user, page)
        opened = asyncio.Event()
        listening = asyncio.create_task(visitor.listen(opened, since, again_as))
        self._stack.push_async_callback(_gone, listening)
        waiting = asyncio.create_task(opened.wait())
        await asyncio.wait([listening, waiting], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if listening.done():
            listening.result()
        await visitor.hears("snapshot")
        return visitor


async def _gone(listening: asyncio.Task[None]) -> None:
    listening.cancel()
    await asyncio.wait([listening])


@asynccontextmanager
async def playing(
    images: list[Json] | None = None, *, rate: float = 1.0, port: int = 0, **served: Any
) -> AsyncIterator[Playing]:
    """The playground over the real stage.

    Args:
        served: For `serve_playground`.
    """
    changes = {"POLL_INTERVAL": "5"}
    async with AsyncExitStack() as stack:
        stage = await stack.enter_async_context(
            open_stage(images or rows(), changes=changes, clock=DemoClock(rate))
        )
        url = await stack.enter_async_context(serve_playground(stage, port=port, **served))
        connector = aiohttp.TCPConnector(limit=0)
        session = await stack.enter_async_context(aiohttp.ClientSession(connector=connector))
        yield Playing(stage, url, session, stack)
