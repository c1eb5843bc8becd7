"""Print the table of docs/performance.md."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory

import httpx
import orjson
from aiohttp import web

from bot.app import open_bot
from bot.catalog import Catalog
from bot.clock import SystemClock
from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.fake_slack import FakeSlack
from bot.demo.slack.signing import Keys
from bot.demo.stage import stage_settings
from bot.modelarts.models import Image, ImageType, ListImagesParams
from bot.modelarts.replies import image_page
from bot.query.grammar import parse_request
from bot.query.page_token import Seal
from bot.settings import settings_from
from bot.slack.http_mode import Server
from bot.source import open_sources
from handlers.answer import answer
from tests.bench.acks import SECRET, Wire, bare_bolt, signed_request
from tests.bench.images import MemorySource, page, row
from tests.bench.pages import LIMIT, page_server
from tests.bench.rounds import Compared, Work, compare, timed
from tests.bench.watch import POLLS_HEAD, measured, poll_line

PAGES = 500


@dataclass(frozen=True, slots=True)
class Acks:
    """Seconds from a signed command to its 200: the whole bot, and a bare Bolt app."""

    ours: Work
    bare: Work


@asynccontextmanager
async def acks() -> AsyncIterator[Acks]:
    """Both apps over real HTTP; ours is idle again before the next turn."""
    async with AsyncExitStack() as stack:
        modelarts = await stack.enter_async_context(FakeModelArts([row(n) for n in range(50)]))
        slack = await stack.enter_async_context(FakeSlack(keys=Keys(SECRET)))
        folder = stack.enter_context(TemporaryDirectory())
        changes = {"DATABASE_URL": f"sqlite:///{folder}/imagebot.db"}
        settings = stage_settings(modelarts, slack, changes=changes)
        bot = await stack.enter_async_context(open_bot(settings))
        answered = asyncio.Event()

        async def hook(_: web.Request) -> web.Response:
            answered.set()
            return web.Response(text="ok")

        sink = Server([web.post("/hook", hook)])
        await sink.start("127.0.0.1", 0)
        stack.push_async_callback(sink.stop)
        mine = await Wire.open(bot.port)
        stack.push_async_callback(mine.close)
        theirs = await Wire.open(await stack.enter_async_context(bare_bolt()))
        stack.push_async_callback(theirs.close)
        url = f"http://127.0.0.1:{sink.port}/hook"

        async def ours(number: int) -> float:
            answered.clear()
            took = await mine.exchange(signed_request(f"find pytorch {number + 50}", url))
            await answered.wait()
            return took

        async def bare(number: int) -> float:
            return await theirs.exchange(signed_request(f"find pytorch {number + 50}", url))

        yield Acks(ours, bare)


async def finds() -> Work:
    """A find nobody asked before, from its text to its message, over 10 000 images in memory."""
    images = [Image.model_validate(row(number, name="pytorch")) for number in range(10_000)]
    catalog = Catalog(MemorySource(images), SystemClock(), fresh_s=3600)
    seal = Seal(b"k" * 32, "U0ANNA")
    await answer(parse_request("find pytorch"), catalog, seal)

    async def find(number: int) -> float:
        text = f"find pytorch {number % 1000:03d} arch=AARCH64"
        start = time.perf_counter()
        await answer(parse_request(text), catalog, seal)
        return time.perf_counter() - start

    return find


async def parsing() -> Compared:
    """One page of 200 images, from bytes to models, against orjson to dictionaries."""
    body = page([row(number) for number in range(LIMIT)], LIMIT, 0, LIMIT)

    async def ours(_: int) -> float:
        return timed(lambda: image_page(body))

    async def other(_: int) -> float:
        return timed(lambda: orjson.loads(body))

    return await compare(
        "parse of a page of 200", ours, "`orjson` to dictionaries", other, goal=2.5, rounds=300
    )


async def reading(away: float, rounds: int) -> Compared:
    """500 pages of 200 images over HTTP, against a bare httpx loop that keeps the JSON's rows.

    Args:
        away: Seconds the server takes for a page; 0 leaves nothing but our own work.
    """
    with page_server(PAGES, away) as url:
        values = {
            "MODELARTS_ENDPOINT": url,
            "MODELARTS_PROJECT_ID": "0" * 32,
            "MODELARTS_TOKEN": "bench",
            "MODELARTS_TIMEOUT": "120",
        }
        settings = settings_from(values, slack=False)

        async def ours(_: int) -> float:
            async with open_sources(settings, SystemClock()) as sources:
                start = time.perf_counter()
                listing = await sources.lookups.list_images(
                    ListImagesParams(type=ImageType.DEDICATED)
                )
                took = time.perf_counter() - start
            if len(listing.items) != PAGES * LIMIT:
                raise RuntimeError(f"read {len(listing.items)} images")
            return took

        async def bare(_: int) -> float:
            async with httpx.AsyncClient(headers={"X-Auth-Token": "bench"}) as client:
                rows: list[dict[str, object]] = []
                start = time.perf_counter()
                for offset in range(0, PAGES * LIMIT, LIMIT):
                    query = f"limit={LIMIT}&offset={offset}&type=DEDICATED&workspace_id=0"
                    response = await client.get(f"{url}/v1/{'0' * 32}/images?{query}")
                    rows += response.json()["data"]
                return time.perf_counter() - start

        return await compare(
            f"500 pages read, each {away * 1000:.0f} ms away",
            ours,
            "bare httpx loop",
            bare,
            goal=1.3,
            rounds=rounds,
            warm=1,
        )


async def run() -> list[Compared]:
    """Everything, in the order of the table."""
    async with acks() as door:
        first = await compare(
            "ack of `/images find`", door.ours, "bare Bolt ack", door.bare, goal=2, rounds=400
        )
        second = await compare(
            "find over 10 000 images", await finds(), "that ack", door.ours, goal=4, rounds=300
        )
    return [first, second, await parsing(), await reading(0, 5), await reading(0.01, 2)]


def main() -> None:
    """Run and print."""
    print("| what ÷ what | ours | other | ratio | goal | |")  # noqa: T201 - its output
    print("| --- | --- | --- | --- | --- | --- |")  # noqa: T201 - its output
    for compared in asyncio.run(run()):
        print(compared.line())  # noqa: T201 - its output
    print(POLLS_HEAD)  # noqa: T201 - its output
    for poll in asyncio.run(measured(100_000)):
        print(poll_line(poll))  # noqa: T201 - its output


if __name__ == "__main__":
    main()
