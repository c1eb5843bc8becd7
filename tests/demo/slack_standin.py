"""A stand-in for the bot: takes what the fake sends, calls back over real HTTP."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web

from bot.demo.fake_slack import FakeSlack
from tests.demo.bolts import PATH, served


class Hands:
    """A clock that moves only when told to."""

    def __init__(self) -> None:
        self.seconds = 1_770_000_000.0

    def __call__(self) -> float:
        """Seconds since 1970."""
        return self.seconds


@dataclass
class Received:
    """One delivery as it arrived."""

    body: bytes
    headers: dict[str, str]

    @property
    def fields(self) -> dict[str, Any]:
        """What it says: JSON, the form's ``payload``, or the form."""
        text = self.body.decode()
        if text.startswith("{"):
            return dict(json.loads(text))
        form = dict(parse_qsl(text, keep_blank_values=True))
        return dict(json.loads(form["payload"])) if "payload" in form else form


@dataclass
class StandIn:
    """The bot's end.  ``answer`` makes the ack; the default is an empty 200."""

    slack: FakeSlack
    session: aiohttp.ClientSession
    received: list[Received] = field(default_factory=list)
    answer: Callable[[Received], Awaitable[web.StreamResponse]] | None = None

    @property
    def last(self) -> dict[str, Any]:
        """What arrived last."""
        return self.received[-1].fields

    async def events(self, request: web.Request) -> web.StreamResponse:
        """``POST /slack/events``."""
        arrived = Received(
            await request.read(), {k.lower(): v for k, v in request.headers.items()}
        )
        self.received.append(arrived)
        return await self.answer(arrived) if self.answer else web.Response()

    async def api(self, method: str, token: str = "xoxb-demo", **arguments: Any) -> dict[str, Any]:
        """Call the Web API with JSON; the answer."""
        headers = {"Authorization": f"Bearer {token}"}
        url = f"{self.slack.api_url}{method}"
        async with self.session.post(url, json=arguments, headers=headers) as response:
            return dict(await response.json())

    async def reply(self, url: str, **body: Any) -> tuple[int, str]:
        """Post to a response URL; status and text."""
        async with self.session.post(url, json=body) as response:
            return response.status, await response.text()


@asynccontextmanager
async def stand_in(now: Callable[[], float] | None = None) -> AsyncIterator[StandIn]:
    """A fake Slack and a stand-in that are connected over HTTP."""
    slack = FakeSlack() if now is None else FakeSlack(now=now)
    async with slack, aiohttp.ClientSession() as session:
        bot = StandIn(slack, session)
        application = web.Application()
        application.router.add_post(PATH, bot.events)
        async with served(application, slack):
            yield bot
