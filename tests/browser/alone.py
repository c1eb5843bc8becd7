"""A Chromium for a program of its own, outside of any test."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable

from playwright.async_api import Browser, async_playwright

from tests.browser.chromium import MISSING, find_chromium, flags


async def with_chromium(work: Callable[[Browser], Awaitable[None]]) -> int:
    """Do something with a browser.

    Returns:
        The exit code: 1 when there is no Chromium, which is then said.
    """
    program = find_chromium()
    if program is None:
        sys.stderr.write(f"{MISSING}\n")
        return 1
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=flags())
        await work(browser)
        await browser.close()
    return 0
