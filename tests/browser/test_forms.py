"""The form that changes a subscription: a modal with the bot's own errors under its fields."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, expect

from tests.browser.seat import Seat

pytestmark = pytest.mark.anyio
TITLE = "Alerts of this channel"


async def test_a_wrong_filter_is_named_under_its_field_and_a_mended_one_is_saved(
    seat: Seat,
) -> None:
    form = await _form(seat)
    field = form.get_by_label("Which images")
    await field.fill("archh=arm")
    await form.get_by_role("button", name="Save").click()

    await expect(form.get_by_role("alert")).to_contain_text("archh")
    await expect(field).to_have_attribute("aria-invalid", "true")
    await expect(field).to_have_accessible_description(re.compile("archh"))

    await field.fill("namespace=nlp-team")
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_be_hidden()
    await expect(seat.messages("namespace=nlp-team").first).to_be_visible()


@pytest.mark.parametrize("way", ["Escape", "Cancel", "Close"])
async def test_a_form_that_is_left_changes_nothing(seat: Seat, way: str) -> None:
    form = await _form(seat)
    await form.get_by_label("Which images").fill("namespace=nlp-team")

    if way == "Escape":
        await seat.page.keyboard.press("Escape")
    else:
        await form.get_by_role("button", name=way, exact=True).click()

    await expect(form).to_be_hidden()
    await expect(seat.messages("namespace=nlp-team")).to_have_count(0)


async def test_the_keyboard_stays_in_the_form_and_goes_back_where_it_was(seat: Seat) -> None:
    form = await _form(seat)
    inside = "element => element.contains(document.activeElement)"
    for _ in range(8):
        await seat.page.keyboard.press("Tab")
        assert await form.evaluate(inside)
    await seat.page.keyboard.press("Shift+Tab")
    assert await form.evaluate(inside)

    await seat.page.keyboard.press("Escape")
    await expect(_edit(seat)).to_be_focused()


def _edit(seat: Seat) -> Locator:
    return seat.messages("1 subscription in this channel").get_by_role("button", name="Edit")


async def _form(seat: Seat) -> Locator:
    """The form of the one subscription of #ml-alerts, opened from the list of them."""
    await seat.go("ml-alerts")
    await seat.asks("/images subscribe", "subscribed this channel")
    await seat.asks("/images subscriptions", "1 subscription in this channel")
    await _edit(seat).click()
    form = seat.dialog(TITLE)
    await expect(form).to_be_visible()
    return form
