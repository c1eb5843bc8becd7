"""Pages over HTTP from a server in a process of its own, so that only reading is timed."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from aiohttp import web

from bot.slack.http_mode import Server
from tests.bench.images import page, row

LIMIT = 200


def _serve(pages: int, away: float, ready: Connection) -> None:
    asyncio.run(_serving(pages, away, ready))


async def _serving(pages: int, away: float, ready: Connection) -> None:
    total = pages * LIMIT
    bodies = [
        page([row(start + n) for n in range(LIMIT)], total, start // LIMIT, LIMIT)
        for start in range(0, total, LIMIT)
    ]

    async def images(request: web.Request) -> web.Response:
        number = int(request.query["offset"]) // LIMIT
        if away:
            await asyncio.sleep(away)
        return web.Response(body=bodies[number], content_type="application/json")

    server = Server([web.get("/v1/{project}/images", images)])
    await server.start("127.0.0.1", 0)
    ready.send(server.port)
    await asyncio.Event().wait()


@contextmanager
def page_server(pages: int, away: float = 0) -> Iterator[str]:
    """Serve ``pages`` pages of 200 images, each after ``away`` seconds; gives the address."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(pages, away, theirs), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.kill()
        process.join()
