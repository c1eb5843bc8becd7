"""A cloud in memory for the client's tests: scripted replies, a journal, no waiting."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from typing import Any

import httpx

from bot.modelarts.auth import StaticToken
from bot.modelarts.client import ClientOptions, ModelArtsClient
from bot.modelarts.exchange import open_http
from bot.modelarts.message import Auth
from bot.modelarts.models import ImageType, ListImagesParams
from tests.factories import FakeClock

ENDPOINT = "https://modelarts.test"
IAM = "https://iam.test"
PROJECT = "0123456789abcdef0123456789abcdef"
OWN = ListImagesParams(type=ImageType.DEDICATED)

Handler = Callable[[httpx.Request], httpx.Response]


def listed(rows: Iterable[str], total: int | None = None, current: int = 0) -> httpx.Response:
    """A page of images by id."""
    data = [{"id": row, "status": "ACTIVE"} for row in rows]
    total = len(data) if total is None else total
    return httpx.Response(200, json={"current": current, "data": data, "total": total})


def refused(status: int, code: str, text: str = "text", **headers: str) -> httpx.Response:
    """An error as the gateway sends it."""
    return httpx.Response(
        status,
        json={"error_code": code, "error_msg": text},
        headers={"x-request-id": "r-1", **headers},
    )


class Cloud(httpx.AsyncBaseTransport):
    """Answers with a handler, or with one reply after the other, the last one for ever."""

    def __init__(
        self, *replies: httpx.Response | Exception, handler: Handler | None = None
    ) -> None:
        self._replies = list(replies)
        self._handler = handler
        self.requests: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Record and answer, never before others had their turn, as on a real line."""
        await request.aread()
        await asyncio.sleep(0)
        self.requests.append(request)
        if self._handler is not None:
            return self._handler(request)
        reply = self._replies[0] if len(self._replies) == 1 else self._replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return httpx.Response(reply.status_code, headers=reply.headers, content=reply.content)

    def targets(self) -> list[str]:
        """Path and query of each request, as they travelled."""
        return [request.url.raw_path.decode() for request in self.requests]

    def queries(self) -> list[dict[str, Any]]:
        """The query of each request."""
        return [dict(request.url.params) for request in self.requests]


class Bench:
    """A client over a cloud, with a clock that its sleeps move."""

    def __init__(self, cloud: Cloud, *, auth: Auth | None = None, **options: Any) -> None:
        self.cloud = cloud
        self.clock = FakeClock()
        self.slept: list[float] = []
        self.http = open_http(cloud)
        self.client = ModelArtsClient(
            self.http,
            endpoint=ENDPOINT,
            project=PROJECT,
            auth=auth or StaticToken("demo-token"),
            clock=self.clock,
            options=ClientOptions(**options),
            sleep=self.sleep,
            jitter=lambda: 1.0,
        )

    async def sleep(self, seconds: float) -> None:
        """Wait without waiting."""
        self.slept.append(seconds)
        self.clock.advance(seconds)


def token_reply(
    token: str = "token-1", *, expires_at: str, project: str = PROJECT
) -> httpx.Response:
    """IAM's answer to a login."""
    return httpx.Response(
        201,
        content=json.dumps({"token": {"expires_at": expires_at, "project": {"id": project}}}),
        headers={"X-Subject-Token": token},
    )
