"""The client against a real server that drips, swells, hangs or cuts off."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.errors import ProtocolError, UpstreamDown, UpstreamError, UpstreamTimeout
from bot.modelarts.auth import StaticToken
from bot.modelarts.client import ClientOptions, ModelArtsClient, open_http
from tests.factories import FakeClock
from tests.modelarts.cloud import OWN, PROJECT
from tests.modelarts.samples import page_bytes

pytestmark = pytest.mark.anyio

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def served(answer: Answer, **options: float) -> AsyncIterator[ModelArtsClient]:
    """A client of a server on a free port."""

    async def at_once(seconds: float) -> None:
        del seconds

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    async with open_http() as http:
        yield ModelArtsClient(
            http,
            endpoint=f"http://127.0.0.1:{port}",
            project=PROJECT,
            auth=StaticToken("demo-token"),
            clock=FakeClock(),
            options=ClientOptions(**options),  # type: ignore[arg-type]  # whole numbers are floats
            sleep=at_once,
        )
    await runner.cleanup()


async def failure(client: ModelArtsClient) -> UpstreamError:
    """What a listing raises."""
    with pytest.raises(UpstreamError) as caught:
        await client.list_images(OWN)
    return caught.value


async def test_a_body_that_drips_is_stopped_at_the_deadline() -> None:
    """Each byte comes in time, the whole does not."""

    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(100):
            await response.write(b" ")
            await asyncio.sleep(0.02)
        return response

    async with served(drip, deadline=0.2) as client:
        start = time.monotonic()
        error = await failure(client)
        took = time.monotonic() - start

    assert isinstance(error, UpstreamTimeout)
    assert "0.2 seconds" in error.message
    assert took < 1.0


async def test_a_server_that_hangs_is_left_at_the_deadline() -> None:
    """Without a single byte."""

    async def hang(request: web.Request) -> web.StreamResponse:
        del request
        await asyncio.sleep(5)
        return web.Response()

    async with served(hang, deadline=0.2) as client:
        assert isinstance(await failure(client), UpstreamTimeout)


async def test_pages_that_came_in_time_are_kept() -> None:
    """The deadline on page two makes an incomplete listing."""

    async def second_hangs(request: web.Request) -> web.StreamResponse:
        if request.query["offset"] != "0":
            await asyncio.sleep(5)
        return web.Response(body=page_bytes([{"id": "a"}, {"id": "b"}], total=4))

    async with served(second_hangs, deadline=0.3) as client:
        listing = await client.list_images(OWN)

    assert ([image.id for image in listing.items], listing.total) == (["a", "b"], 4)
    assert not listing.complete
    assert len(listing.requests) == 2


async def test_a_small_body_that_swells_is_stopped_at_the_cap() -> None:
    """117 kB of gzip can be 120 MB; it is asked for once."""
    bomb = gzip.compress(b" " * 50_000_000)
    asked = []

    async def swell(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip"})

    async with served(swell, most_bytes=1_000_000) as client:
        error = await failure(client)

    assert isinstance(error, ProtocolError)
    assert "more than the bot reads" in error.message
    assert len(asked) == 1


async def test_a_large_plain_body_is_stopped_at_the_cap() -> None:
    """Without any compression."""

    async def large(request: web.Request) -> web.StreamResponse:
        del request
        return web.Response(body=b" " * 2_000_000)

    async with served(large, most_bytes=1_000_000) as client:
        error = await failure(client)

    assert isinstance(error, ProtocolError)
    assert "more than the bot reads" in error.message


async def test_gzip_is_asked_for_and_understood() -> None:
    """Seven times fewer bytes."""

    async def packed(request: web.Request) -> web.StreamResponse:
        assert request.headers["Accept-Encoding"] == "gzip"
        body = gzip.compress(page_bytes([{"id": "a"}]))
        return web.Response(body=body, headers={"Content-Encoding": "gzip"})

    async with served(packed) as client:
        assert (await client.list_images(OWN)).complete


@pytest.mark.parametrize(
    ("body", "coding"),
    [(gzip.compress(page_bytes([]))[:-8], "gzip"), (b"plain", "gzip"), (b"{}", "br")],
    ids=["cut", "mislabelled", "not asked for"],
)
async def test_a_body_that_cannot_be_unpacked_is_a_protocol_error(
    body: bytes, coding: str
) -> None:
    """Cut, mislabelled, or in a coding that was not asked for."""

    async def broken(request: web.Request) -> web.StreamResponse:
        del request
        return web.Response(body=body, headers={"Content-Encoding": coding})

    async with served(broken) as client:
        assert isinstance(await failure(client), ProtocolError)


async def test_a_connection_that_is_cut_in_the_body_is_down() -> None:
    """The promised length does not come."""

    async def cut(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b'{"data": [')
        assert request.transport is not None
        request.transport.close()
        return response

    async with served(cut) as client:
        assert isinstance(await failure(client), UpstreamDown)


async def test_no_more_pages_are_under_way_than_allowed() -> None:
    """Two listings at once share the slots."""
    under_way = most = 0

    async def count(request: web.Request) -> web.StreamResponse:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.01)
        under_way -= 1
        offset = int(request.query["offset"])
        return web.Response(body=page_bytes([{"id": f"i-{offset}"}], total=20))

    async with served(count, concurrency=3) as client:
        first, second = await asyncio.gather(client.list_images(OWN), client.list_images(OWN))

    assert len(first.items) == len(second.items) == 20
    assert most == 3
