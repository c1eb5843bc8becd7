"""How fast the playground is: from its start to a usable page, from Enter to an answer.

Run with: python -m tests.browser.measure
"""

from __future__ import annotations

import asyncio
import re
import statistics
import sys
import time
from asyncio.subprocess import PIPE, Process

from playwright.async_api import Browser, expect

from tests.browser.alone import with_chromium
from tests.browser.seat import Seat, seated

ROUNDS = 10
URL = re.compile(r"http://\S+")


async def _url(demo: Process) -> str:
    """The page's address, once the demo says it."""
    assert demo.stdout is not None
    async for line in demo.stdout:
        if found := URL.search(line.decode()):
            return found[0]
    raise SystemExit("The demo ended before it had a page.")


async def _answer(seat: Seat, number: int) -> float:
    """Seconds from Enter to the drawn answer of a search nobody made before."""
    words = f"find pytorch limit={number + 1}" if number else "find pytorch"
    await seat.composer.fill(f"/images {words}")
    count = await seat.messages("Only visible to you").count()
    began = time.perf_counter()
    await seat.composer.press("Enter")
    await expect(seat.messages("Only visible to you")).to_have_count(count + 1)
    return time.perf_counter() - began


async def _measure(browser: Browser) -> None:
    began = time.perf_counter()
    demo = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0", stdout=PIPE
    )
    try:
        url = await _url(demo)
        serving = time.perf_counter() - began
        async with seated(browser, url) as seat:
            usable = time.perf_counter() - began
            answers = [await _answer(seat, number) for number in range(ROUNDS)]
    finally:
        demo.terminate()
        await demo.wait()
    _say("the page is served after", serving)
    _say("it is usable after", usable)
    _say("the first answer takes", answers[0])
    _say("an answer takes, median", statistics.median(answers))
    _say("an answer takes, longest", max(answers))


def _say(what: str, seconds: float) -> None:
    sys.stdout.write(f"{what:26} {seconds:6.2f} s\n")


if __name__ == "__main__":
    sys.exit(asyncio.run(with_chromium(_measure)))
