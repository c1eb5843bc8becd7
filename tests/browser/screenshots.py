"""The pictures in ``docs/``: a search, and an alert somebody took on.

Run with: python -m tests.browser.screenshots
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from playwright.async_api import Browser, expect

from bot.demo.workspace import C_ALERTS, U_BEN
from tests.browser.alone import with_chromium
from tests.browser.seat import PHONE, Seat, seated
from tests.browser.served import serve_imagebot
from tests.browser.switches import fail
from tests.journeys.alerting import polls

DOCS = Path(__file__).parents[2] / "docs"
MORNING = 1_784_016_005.0
"""14 July 2026, 10:00:05 in Berlin: a minute that does not end while the story is told."""
LONGEST = 300_000
"""Bytes of a picture that a reader of the README should have to load."""


async def take(browser: Browser, folder: Path) -> list[Path]:
    """Write the three pictures.

    Returns:
        Their files.
    """
    async with serve_imagebot(start=MORNING) as served:
        slack = served.stage.slack
        # What a subscription says depends on whether the bot has looked before.
        await polls(served.stage)
        await slack.settled(await slack.command("subscribe", user=U_BEN, channel=C_ALERTS))
        async with seated(browser, served.url) as seat:
            await _story(seat)
            light = await _picture(seat, folder / "playground-light.png")
            await seat.page.get_by_role("button", name="Switch to dark").click()
            dark = await _picture(seat, folder / "playground-dark.png")
        async with seated(browser, served.url, window=PHONE, scale=2) as seat:
            await seat.go("ml-alerts")
            await expect(seat.messages("Image save failed")).to_be_visible()
            phone = await _picture(seat, folder / "playground-phone.png")
    return [light, dark, phone]


async def _story(seat: Seat) -> None:
    await seat.go("ml-alerts")
    await fail(seat)
    await seat.page.get_by_role("status").get_by_role("button", name="Dismiss").click()
    alert = seat.messages("Image save failed")
    await alert.get_by_role("button", name="I'm on it").click()
    await alert.get_by_role("button", name="1 reply").click()
    await seat.asks("/images find pytorch type=DEDICATED", "3 images")


async def _picture(seat: Seat, file: Path) -> Path:
    # A caret blinks, and a hovered message shows its actions.
    await seat.page.mouse.move(0, 0)
    await seat.page.evaluate(
        "() => { document.activeElement?.blur(); return document.fonts.ready }"
    )
    await seat.page.screenshot(path=file, animations="disabled", caret="hide")
    return file


async def _write(browser: Browser) -> None:
    for file in await take(browser, DOCS):
        sys.stdout.write(f"{file.relative_to(DOCS.parent)}: {file.stat().st_size} bytes\n")


if __name__ == "__main__":
    sys.exit(asyncio.run(with_chromium(_write)))
