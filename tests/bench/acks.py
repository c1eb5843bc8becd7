"""The ack: our whole bot against a bare Bolt app, both over real HTTP on one kept connection."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.http_mode import Server

SECRET = "bench-signing-secret"


def signed_request(text: str, response_url: str, secret: str = SECRET) -> bytes:
    """One slash command as bytes on the wire, signed for now."""
    body = urlencode(
        {
            "token": "t",
            "team_id": "T0DEMO",
            "channel_id": "C0ML",
            "user_id": "U0ANNA",
            "command": "/images",
            "text": text,
            "api_app_id": "A0DEMO",
            "is_enterprise_install": "false",
            "response_url": response_url,
            # Its own for each: the bot answers a copy of a request once.
            "trigger_id": f"{time.time_ns()}.2.3",
        }
    ).encode()
    stamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    head = (
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={digest}\r\n\r\n"
    )
    return head.encode() + body


class Wire:
    """One kept connection, with as little of our own work on it as possible."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, port: int) -> Wire:
        """Connect to loopback."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def exchange(self, request: bytes) -> float:
        """Send, read the whole answer, and say how many seconds it took."""
        start = time.perf_counter()
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        await self._reader.readexactly(length)
        took = time.perf_counter() - start
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        return took

    async def close(self) -> None:
        """Hang up."""
        self._writer.close()
        await self._writer.wait_closed()


@asynccontextmanager
async def bare_bolt() -> AsyncIterator[int]:
    """A Bolt app with one listener that acknowledges in the request; gives its port."""

    async def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T0DEMO", bot_token="xoxb-bench")

    app = AsyncApp(
        client=AsyncWebClient(),
        authorize=authorize,
        signing_secret=SECRET,
        process_before_response=True,
    )

    @app.command("/images")
    async def command(ack: AsyncAck) -> None:
        await ack()

    async def events(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    server = Server([web.post("/slack/events", events)])
    await server.start("127.0.0.1", 0)
    try:
        yield server.port
    finally:
        await server.stop()
