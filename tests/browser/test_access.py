"""Usable by everybody: axe-core finds nothing, nothing hangs over the edge, the keyboard is
enough."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, expect

import bot.demo
from tests.browser.sampling import serve_sampler
from tests.browser.seat import PHONE, Seat, seated
from tests.browser.served import Served, serve_imagebot

pytestmark = pytest.mark.anyio
AXE = Path(bot.demo.__file__).parent / "web" / "node_modules" / "axe-core" / "axe.min.js"
RUN = "() => axe.run(document, { resultTypes: ['violations'] })"
Scheme = Literal["light", "dark"]
BOTH: tuple[Scheme, ...] = ("light", "dark")


@pytest.fixture(scope="module")
async def served() -> AsyncIterator[Served]:
    """One world for the file; an alert stands in #ml-alerts, with a reply."""
    async with serve_imagebot() as opened:
        yield opened


async def channel(seat: Seat) -> None:
    answer = await seat.asks("/images find pytorch", "page 1/5")
    await answer.get_by_role("button", name="Share here").click()
    await expect(seat.messages("shared /images find pytorch").first).to_be_visible()


async def alerts(seat: Seat) -> None:
    await seat.go("ml-alerts")
    await seat.say("/images subscribe")
    await expect(seat.messages("Watching 154 images").first).to_be_visible()


async def form(seat: Seat) -> None:
    await alerts(seat)
    edit = seat.messages("subscribed this channel").first.get_by_role("button", name="Edit")
    await edit.click()
    box = seat.page.get_by_role("dialog")
    await box.get_by_label("Which images").fill("archh=arm")
    await box.get_by_role("button", name="Save").click()
    await expect(box.get_by_role("alert")).to_be_visible()


async def thread(seat: Seat) -> None:
    answer = await seat.asks("/images find pytorch", "page 1/5")
    await answer.get_by_role("button", name="Share here").click()
    shared = seat.messages("shared /images find pytorch").first
    await seat.does(shared, "Reply in thread")
    pane = seat.page.get_by_role("complementary", name="Thread")
    await pane.get_by_role("textbox").fill("Which of them?")
    await pane.get_by_role("textbox").press("Enter")
    await expect(pane.get_by_role("article").last).to_contain_text("Which of them?")


async def home(seat: Seat) -> None:
    await seat.go("imagebot")
    await seat.page.get_by_role("tab", name="Home").click()
    await expect(seat.page.get_by_role("tabpanel", name="Home")).to_be_visible()


async def developer(seat: Seat) -> None:
    answer = await seat.asks("/images find pytorch", "page 1/5")
    await seat.does(answer, "Inspect")
    await expect(seat.page.get_by_role("complementary", name="Developer")).to_be_visible()


async def world(seat: Seat) -> None:
    await seat.world()


SCENES = (channel, alerts, form, thread, home, developer, world)
Scene = Callable[[Seat], Awaitable[None]]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
async def test_axe_finds_no_serious_fault(browser: Browser, served: Served, scene: Scene) -> None:
    async with seated(browser, served.url) as seat:
        await scene(seat)

        await _check(seat.page)


async def test_axe_finds_no_serious_fault_in_every_element(browser: Browser) -> None:
    async with serve_sampler() as url, seated(browser, url) as seat:
        for sample in ("menus", "ticks", "confirm", "table"):
            await seat.say(f"/images {sample}")
        await expect(seat.page.get_by_role("table")).to_be_visible()

        await _check(seat.page)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
async def test_a_phone_needs_no_scrolling_sideways(
    browser: Browser, served: Served, scene: Scene
) -> None:
    async with seated(browser, served.url, window=PHONE) as seat:
        await scene(seat)

        assert not await seat.scrolls_sideways()


async def test_the_drawer_of_a_phone_is_faultless_too(browser: Browser, served: Served) -> None:
    async with seated(browser, served.url, window=PHONE) as seat:
        await seat.page.get_by_role("button", name="Channels", exact=True).click()
        await expect(seat.place("ml-alerts")).to_be_in_viewport()

        await _check(seat.page)


async def test_the_keyboard_alone_finds_images_and_turns_the_page(
    browser: Browser, served: Served
) -> None:
    async with seated(browser, served.url) as seat:
        keys = seat.page.keyboard
        await seat.composer.focus()
        await keys.type("/images find pytorch")
        await keys.press("Enter")
        answer = seat.messages("page 1/5", "Only visible to you")
        await expect(answer).to_be_visible()
        target = answer.get_by_role("button", name="Next")
        for _ in range(60):
            await keys.press("Shift+Tab")
            if await target.evaluate("element => element === document.activeElement"):
                break
        await keys.press("Enter")

        await expect(seat.messages("page 2/5", "Only visible to you")).to_be_visible()


async def _check(page: Page) -> None:
    """Let axe-core look at the page in light and in dark.

    Raises:
        AssertionError: Says what it calls serious or critical, and where that is.
    """
    if not AXE.exists():
        pytest.fail("What the page is tested with is not installed: run make web.")
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    faults: list[str] = []
    for scheme in BOTH:
        await page.emulate_media(color_scheme=scheme)
        await expect(page.locator(f"html[data-theme={scheme}]")).to_be_attached()
        for row in (await page.evaluate(RUN))["violations"]:
            if row["impact"] in {"serious", "critical"}:
                nodes = [node["html"][:160] for node in row["nodes"]]
                faults += [f"{scheme}: {row['id']}: {row['help']}: {html}" for html in nodes]
    assert not faults, "\n".join(faults)
