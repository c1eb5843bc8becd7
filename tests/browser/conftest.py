"""One Chromium for all of these tests; for each a world of its own and a fresh page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright, expect

import bot.demo
from tests.browser.chromium import MISSING, find_chromium, flags, needed
from tests.browser.seat import PATIENCE_MS, Seat, seated
from tests.browser.served import Served, serve_imagebot

PAGE = Path(bot.demo.__file__).parent / "web" / "dist" / "index.html"


@pytest.fixture(scope="package")
def anyio_backend() -> str:
    """One loop for the package: the browser and the fakes live in the same one."""
    return "asyncio"


@pytest.fixture(scope="package")
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium, started once."""
    program = find_chromium()
    if program is None:
        (pytest.fail if needed() else pytest.skip)(MISSING)
    if not PAGE.exists():
        pytest.fail("The page is not built: run make web.")
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=program, args=flags())
        yield chromium
        await chromium.close()


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    """imagebot, both fakes and the playground's server; nothing happens there by itself."""
    async with serve_imagebot() as opened:
        yield opened


@pytest.fixture
async def seat(browser: Browser, served: Served) -> AsyncIterator[Seat]:
    """Anna before the page."""
    async with seated(browser, served.url) as taken:
        yield taken
