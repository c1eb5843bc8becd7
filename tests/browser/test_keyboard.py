"""Hands that stay on the keyboard."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, expect

from tests.browser.seat import Seat
from tests.browser.served import Served

pytestmark = pytest.mark.anyio


async def is_focused(element: Locator) -> bool:
    """Whether keys go there now."""
    return bool(await element.evaluate("element => element === document.activeElement"))


async def test_whoever_turns_pages_stays_on_the_button(seat: Seat) -> None:
    answer = await seat.asks("/images find pytorch", "page 1/5")
    following = answer.get_by_role("button", name="Next")
    await following.focus()

    for page in ("2/5", "3/5"):
        await seat.page.keyboard.press("Enter")
        await expect(answer).to_contain_text(f"page {page}")
        # The page may be drawn before the press is acknowledged; until then it takes no other.
        await expect(following).not_to_have_attribute("aria-busy", "true")

    assert await is_focused(following)


async def test_an_arrow_on_a_closed_menu_chooses_nothing_yet(seat: Seat, served: Served) -> None:
    answer = await seat.asks("/images find pytorch", "page 1/5")
    before = len(served.stage.slack.deliveries)
    await answer.get_by_role("combobox", name="Sort").focus()

    await seat.page.keyboard.press("ArrowDown")
    await seat.asks("/images help", "How to use imagebot")

    assert [one.kind for one in served.stage.slack.deliveries[before:]] == ["command"]
