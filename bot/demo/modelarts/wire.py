"""Putting the fake ModelArts' answers on the wire, also the broken ones."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import socket
import struct
import uuid

from aiohttp import web

from bot.demo.modelarts.faults import Fault
from bot.demo.modelarts.replies import Reply
from bot.demo.modelarts.signature import RawRequest

GZIP_FROM = 512
"""Bytes; packing less than this makes it longer."""


async def raw_request(request: web.Request) -> RawRequest:
    """The request as it arrived, before anything was decoded."""
    headers = {key.lower(): ",".join(request.headers.getall(key)) for key in request.headers}
    return RawRequest(request.method, request.raw_path, headers, await request.read())


async def pause(seconds: float, stopping: asyncio.Event) -> None:
    """Wait, but not beyond the server's end."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)


async def send(
    request: web.Request, reply: Reply, fault: Fault | None, stopping: asyncio.Event
) -> web.StreamResponse:
    """Answer as the gateway does: its name, an id of the request, gzip when accepted."""
    kind = fault.kind if fault else ""
    headers = {
        "server": "api-gateway",
        "x-request-id": uuid.uuid4().hex,
        "Content-Type": reply.content_type,
        **reply.headers,
    }
    if fault is not None and kind == "drip":
        return await _dripped(request, reply, headers, fault.pause, stopping)
    if kind == "short_body":
        return await _short(request, reply, headers)
    body = reply.body
    accepted = "gzip" in request.headers.get("Accept-Encoding", "").lower()
    if accepted and len(body) >= GZIP_FROM and "Content-Encoding" not in headers:
        body = gzip.compress(body, compresslevel=1, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return web.Response(status=reply.status, body=body, headers=headers)


def cut(request: web.Request) -> web.StreamResponse:
    """Reset the connection: what was not sent yet never arrives."""
    transport = request.transport
    if transport is not None:
        connection: socket.socket = transport.get_extra_info("socket")
        # Lingering for no time at all makes the close a reset.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()


async def _dripped(
    request: web.Request,
    reply: Reply,
    headers: dict[str, str],
    seconds: float,
    stopping: asyncio.Event,
) -> web.StreamResponse:
    response = web.StreamResponse(status=reply.status, headers=headers)
    response.content_length = len(reply.body)
    response.force_close()
    await response.prepare(request)
    for number in range(len(reply.body)):
        await response.write(reply.body[number : number + 1])
        await pause(seconds, stopping)
        if stopping.is_set():
            return cut(request)
    return response


async def _short(
    request: web.Request, reply: Reply, headers: dict[str, str]
) -> web.StreamResponse:
    response = web.StreamResponse(status=reply.status, headers=headers)
    response.content_length = len(reply.body) + 100
    response.force_close()
    await response.prepare(request)
    await response.write(reply.body)
    return response
