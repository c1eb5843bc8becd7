"""Socket Mode: Slack's end of the bot's web sockets.

Source: docs.slack.dev/apis/events-api/using-socket-mode.  A payload goes to any one of at most
10 connections; what is not acknowledged in time is sent again.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from bot.demo.blockkit.content import read_json
from bot.demo.slack.platform import Platform
from bot.demo.workspace import APP

MAX_CONNECTIONS = 10
CONNECTION_SECONDS = 18_060

_Ack = Mapping[str, Any]


@dataclass(slots=True)
class Sockets:
    """The open connections.

    Args:
        ring: Called whenever one comes or goes.
    """

    platform: Platform
    ring: Callable[[], None]
    open: list[web.WebSocketResponse] = field(default_factory=list)
    opened: int = 0
    _acks: dict[str, asyncio.Future[_Ack]] = field(default_factory=dict)
    _turns: Iterator[int] = field(default_factory=itertools.count)

    async def link(self, request: web.Request) -> web.StreamResponse:
        """``GET /link/?ticket=…``: one connection, for as long as it lasts."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.platform.tickets:
            return web.Response(status=403, text="invalid ticket")
        self.platform.tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self.open) >= MAX_CONNECTIONS:
            await self._goodbye(socket, "too_many_websockets")
            await socket.close()
            return socket
        await self._hello(socket)
        try:
            async for frame in socket:
                if frame.type is aiohttp.WSMsgType.TEXT:
                    self._acknowledged(frame.data)
        finally:
            self.open.remove(socket)
            self.ring()
        return socket

    async def ask(self, envelope: Mapping[str, Any], *, seconds: float) -> _Ack | None:
        """Send one envelope down one connection and wait for its ack.

        Returns:
            The ack, or None if none came within ``seconds``.

        Raises:
            ConnectionError: When the bot has no connection open.
        """
        usable = [socket for socket in self.open if not socket.closed]
        if not usable:
            raise ConnectionError("The bot has no socket open.")
        name = envelope["envelope_id"]
        acked = asyncio.get_running_loop().create_future()
        self._acks[name] = acked
        try:
            await usable[next(self._turns) % len(usable)].send_json(envelope)
            return await asyncio.wait_for(acked, seconds)
        except TimeoutError:
            return None
        finally:
            self._acks.pop(name, None)

    async def say_goodbye(self, reason: str) -> list[web.WebSocketResponse]:
        """Tell every connection to make way; those that were told."""
        told = list(self.open)
        for socket in told:
            await self._goodbye(socket, reason)
        return told

    async def cut(self) -> None:
        """Close every connection without a word."""
        for socket in list(self.open):
            await socket.close(code=aiohttp.WSCloseCode.GOING_AWAY)

    async def _hello(self, socket: web.WebSocketResponse) -> None:
        self.open.append(socket)
        self.opened += 1
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self.open),
                "connection_info": {"app_id": APP},
                "debug_info": {
                    "host": "applink-demo",
                    "build_number": 1,
                    "approximate_connection_time": CONNECTION_SECONDS,
                },
            }
        )
        self.ring()

    @staticmethod
    async def _goodbye(socket: web.WebSocketResponse, reason: str) -> None:
        await socket.send_json(
            {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-demo"}}
        )

    def _acknowledged(self, text: str) -> None:
        ack = read_json(text)
        if not isinstance(ack, dict):
            return
        waiting = self._acks.get(str(ack.get("envelope_id", "")))
        if waiting is not None and not waiting.done():
            waiting.set_result(ack)
