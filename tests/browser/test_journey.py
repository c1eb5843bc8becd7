"""From a search to an alert that turned green, as a visitor would do it."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, expect

from tests.browser.seat import Seat
from tests.browser.switches import SPARK, fail, recover

pytestmark = pytest.mark.anyio


async def test_a_search_is_paged_looked_into_and_shared(seat: Seat) -> None:
    answer = await seat.asks("/images find pytorch", "page 1/5")
    await expect(answer).to_contain_text("Only visible to you")

    await answer.get_by_role("button", name="Next").click()
    await expect(answer).to_contain_text("page 2/5")
    await answer.get_by_role("button", name="Details").first.click()
    await expect(seat.messages("docker pull")).to_have_count(1)
    await answer.get_by_role("button", name="Share here").click()

    shared = seat.messages("shared /images find pytorch")
    await expect(shared).to_have_count(1)
    await expect(shared).not_to_contain_text("Only visible to you")


async def test_one_message_lives_from_the_failure_to_the_recovery(seat: Seat) -> None:
    await _subscribed(seat)
    await fail(seat)
    alert = seat.messages(SPARK)
    await expect(alert).to_contain_text("Image save failed")

    await alert.get_by_role("button", name="I'm on it").click()
    await expect(alert.get_by_role("button", name="Not on it any more")).to_be_visible()
    await recover(seat)

    await expect(alert).to_contain_text("is ready again")
    await expect(alert).to_have_count(1)
    await expect(alert).to_contain_text("Anna Winter was on it")


async def test_the_thread_of_an_alert_tells_its_story(seat: Seat) -> None:
    await _subscribed(seat)
    await fail(seat)
    alert = seat.messages(SPARK)
    await alert.get_by_role("button", name="I'm on it").click()
    await alert.get_by_role("button", name="1 reply").click()

    thread = seat.page.get_by_role("complementary", name="Thread")
    await expect(thread).to_contain_text("Anna Winter is on it")
    await thread.get_by_role("button", name="Close thread").click()
    await expect(thread).to_be_hidden()


async def test_an_alert_elsewhere_is_counted_until_it_was_seen(seat: Seat) -> None:
    await _subscribed(seat)
    await seat.go("ml-images")
    await fail(seat)

    entry = seat.place("ml-alerts")
    await expect(entry).to_have_accessible_name("ml-alerts, 1 unread")
    await entry.click()
    await expect(entry).to_have_accessible_name("ml-alerts")


async def test_what_is_for_anna_alone_is_not_bens(seat: Seat) -> None:
    await seat.asks("/images find pytorch", "page 1/5")

    await seat.page.get_by_role("combobox", name="You are").select_option("Ben Okafor")

    await expect(seat.page.get_by_role("navigation", name="Channels")).not_to_contain_text(
        "secret-lab"
    )
    await expect(seat.messages("pytorch")).to_have_count(0)


async def test_somebody_types_a_word_of_a_command_and_has_it_completed(seat: Seat) -> None:
    await seat.composer.press_sequentially("/im")
    offered = seat.page.get_by_role("listbox", name="Commands").get_by_role("option")
    await expect(offered).to_have_count(1)

    await seat.page.keyboard.press("Tab")

    await expect(seat.composer).to_have_value(re.compile(r"^/images\s?$"))
    await expect(offered).to_have_count(0)


async def _subscribed(seat: Seat) -> Locator:
    """In #ml-alerts, once the bot has seen the images."""
    await seat.go("ml-alerts")
    await seat.say("/images subscribe")
    first = seat.messages("Watching 154 images")
    await expect(first).to_be_visible()
    return first
