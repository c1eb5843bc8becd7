"""Protections of the client that nobody would miss until they are needed."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import httpx
import pytest

from bot.modelarts.exchange import open_http
from tests.modelarts.cloud import OWN, PROJECT, Bench, Cloud, listed, refused
from tests.modelarts.listing_server import PastEnd, Server

pytestmark = pytest.mark.anyio

_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "https_proxy", "all_proxy")


@pytest.mark.parametrize("reading", ["number from 0", "number from 1"])
async def test_past_the_end_is_how_page_numbers_are_found_out(reading: str) -> None:
    """Their servers answer 6400 to a record offset; every image is still read."""
    server = Server(45, 10, reading)
    ends = 0

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal ends
        try:
            page = server.page(int(request.url.params["offset"]))
        except PastEnd:
            ends += 1
            return refused(400, "ModelArts.6400")
        return listed([image.id for image in page.items], page.total, page.current or 0)

    listing = await Bench(Cloud(handler=answer), page_limit=10).client.list_images(OWN)

    assert sorted(image.id for image in listing.items) == sorted(i.id for i in server.images)
    assert (listing.complete, listing.partial) == (True, False)
    assert ends


async def test_another_400_after_page_one_is_a_lost_page() -> None:
    """Only 6400 is the end."""

    def answer(request: httpx.Request) -> httpx.Response:
        first = request.url.params["offset"] == "0"
        return listed(["a", "b"], 3) if first else refused(400, "ModelArts.0104")

    listing = await Bench(Cloud(handler=answer), page_limit=2).client.list_images(OWN)

    assert (listing.complete, listing.partial) == (False, True)


class Waiting(Bench):
    """Its sleeps end when the test says so."""

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await self.awake.wait()

    def __init__(self, cloud: Cloud, **options: Any) -> None:
        super().__init__(cloud, **options)
        self.awake = asyncio.Event()


async def test_the_pages_of_one_listing_wait_together() -> None:
    """One page is told to wait: those that have not gone out do not knock meanwhile."""
    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        offset = request.url.params["offset"]
        sent.append(offset)
        if offset == "2" and sent.count("2") == 1:
            return refused(429, "APIG.0308", **{"Retry-After": "3"})
        return listed([f"{offset}a", f"{offset}b"], 12)

    bench = Waiting(Cloud(handler=answer), page_limit=2, concurrency=2)
    reading = asyncio.create_task(bench.client.list_images(OWN))
    for _ in range(50):
        await asyncio.sleep(0)
    meanwhile = list(sent)
    bench.clock.advance(3)
    bench.awake.set()
    listing = await reading

    assert meanwhile == ["0", "2", "4"]
    assert bench.slept == [3.0, 3.0]
    assert (listing.complete, len(listing.items)) == (True, 12)


async def test_nothing_of_the_environment_reaches_the_client(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A proxy would see the token; a netrc file would add a login."""
    for name in _PROXIES:
        monkeypatch.setenv(name, "http://proxy.test:3128")

    async with open_http() as http:
        assert http.trust_env is False
        assert http._mounts == {}


async def test_the_client_follows_nothing_and_waits_for_nothing_for_ever() -> None:
    """Each step of a request has its limit, beside the deadline of the whole."""
    async with open_http() as http:
        assert http.follow_redirects is False
        assert (http.timeout.connect, http.timeout.read) == (5.0, 30.0)
        assert None not in (http.timeout.write, http.timeout.pool)


@pytest.mark.parametrize(
    "trouble", [refused(500, "ModelArts.0010"), httpx.ConnectError("refused")], ids=["500", "cut"]
)
async def test_the_project_id_is_hidden_in_the_log(
    trouble: httpx.Response | Exception, caplog: pytest.LogCaptureFixture
) -> None:
    """It is part of every path."""
    bench = Bench(Cloud(trouble, listed(["a"])))

    with caplog.at_level(logging.DEBUG, "imagebot"):
        await bench.client.list_images(OWN)

    (record,) = caplog.records
    assert "/v1/***/images" in record.getMessage()
    assert PROJECT not in record.getMessage()
