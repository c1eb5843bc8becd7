"""A person before the playground's page: what they click and type, by role and name."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
    ViewportSize,
    expect,
)

DESK = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
PATIENCE_MS = 10_000
"""For what comes in a fraction of a second on a machine with nothing else to do."""
_PLACE = """article => {
  const row = article.closest("li");
  return [...row.parentElement.children].indexOf(row);
}"""
_LOCAL = frozenset({"data", "blob", "about"})


@dataclass
class Watch:
    """What a page does that it must not: errors, and requests to anybody else."""

    host: str
    seen: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        """Note it from now on."""
        page.on("console", self._console)
        page.on("pageerror", self._thrown)
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.seen.append(f"console: {message.text}")

    def _thrown(self, error: Error) -> None:
        self.seen.append(f"thrown: {error}")

    def _request(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme not in _LOCAL and url.netloc != self.host:
            self.seen.append(f"foreign request: {request.url}")


@dataclass(frozen=True)
class Seat:
    """One tab with the page in it."""

    page: Page
    watch: Watch

    async def go(self, place: str) -> None:
        """Open a channel, or the app's direct messages; on a phone from the drawer."""
        drawer = self.page.get_by_role("button", name="Channels", exact=True)
        if await drawer.is_visible():
            await drawer.click()
        await self.place(place).click()

    def place(self, name: str) -> Locator:
        """An entry of the sidebar, read or unread."""
        sidebar = self.page.get_by_role("navigation", name="Channels")
        return sidebar.get_by_role("button", name=re.compile(rf"^{name}(, \d+ unread)?$"))

    async def say(self, text: str) -> None:
        """Type into the open place's composer and press Enter."""
        await self.composer.fill(text)
        await self.composer.press("Enter")

    @property
    def composer(self) -> Locator:
        """Where one types to the open place."""
        return self.page.get_by_role("textbox", name=re.compile("^Message "))

    def messages(self, *words: str) -> Locator:
        """The messages of the open place that say all of this, oldest first."""
        found = self.page.get_by_role("list", name="Messages").get_by_role("article")
        for text in words:
            found = found.filter(has_text=text)
        return found

    async def asks(self, text: str, *words: str) -> Locator:
        """Send a slash command and wait for the answer that says this.

        Returns:
            The message of the answer, whatever it says later.
        """
        before = await self.messages(*words).count()
        await self.say(text)
        answer = self.messages(*words).nth(before)
        await expect(answer).to_be_visible()
        return self.messages().nth(await answer.evaluate(_PLACE))

    async def does(self, message: Locator, act: str) -> None:
        """Press one of a message's actions, which are behind a button where nobody hovers."""
        more = message.get_by_role("button", name="Message actions")
        if await more.is_visible():
            await more.click()
        else:
            await message.hover()
        await message.get_by_role("button", name=act).click()

    async def world(self) -> Locator:
        """The panel with the world's switches, open."""
        return await self._panel("World")

    async def developer(self) -> Locator:
        """The developers' panel, open."""
        return await self._panel("Developer")

    def dialog(self, title: str) -> Locator:
        """An open modal."""
        return self.page.get_by_role("dialog", name=title, exact=True)

    async def scrolls_sideways(self) -> bool:
        """Whether the page is wider than the window."""
        script = (
            "() => { const e = document.documentElement; return e.scrollWidth > e.clientWidth }"
        )
        return bool(await self.page.evaluate(script))

    async def _panel(self, name: str) -> Locator:
        panel = self.page.get_by_role("complementary", name=name, exact=True)
        if not await panel.is_visible():
            await self.page.get_by_role("button", name=name, exact=True).click()
        await expect(panel).to_be_visible()
        return panel


@asynccontextmanager
async def seated(
    browser: Browser,
    url: str,
    *,
    zone: str = "Europe/Berlin",
    window: ViewportSize = DESK,
    scheme: Literal["light", "dark"] = "light",
    scale: float = 1,
) -> AsyncIterator[Seat]:
    """Open the page in a browser that remembers nothing, and hold it to good manners.

    Raises:
        AssertionError: At the end, if the page wrote an error, threw one or asked anybody else.
    """
    context = await browser.new_context(
        locale="en-GB",
        timezone_id=zone,
        viewport=window,
        color_scheme=scheme,
        device_scale_factor=scale,
        reduced_motion="reduce",
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE_MS)
    try:
        page = await context.new_page()
        watch = Watch(urlsplit(url).netloc)
        watch.follow(page)
        await page.goto(url)
        seat = Seat(page, watch)
        await expect(seat.composer).to_be_visible()
        yield seat
        assert not watch.seen, "\n".join(watch.seen)
    finally:
        await context.close()
