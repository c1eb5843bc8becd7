"""What an app can do to the page beside menus: modals, the Home tab, files, threads, dates."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.sampling import serve_sampler
from tests.browser.seat import Seat, seated

pytestmark = pytest.mark.anyio


@pytest.fixture
async def url() -> AsyncIterator[str]:
    async with serve_sampler() as served:
        yield served


@pytest.fixture
async def seat(browser: Browser, url: str) -> AsyncIterator[Seat]:
    async with seated(browser, url) as taken:
        yield taken


async def test_forms_are_stacked_and_closing_one_shows_the_one_below(seat: Seat) -> None:
    await seat.say("/images form")
    first, second = seat.dialog("Form 1"), seat.dialog("Form 2")
    await first.get_by_role("button", name="Push").click()
    await expect(second).to_be_visible()
    await expect(first).to_be_hidden()

    await second.get_by_role("button", name="Not now").click()
    await expect(first).to_be_visible()
    await seat.page.keyboard.press("Escape")
    await expect(first).to_be_hidden()

    await seat.go("imagebot")
    await expect(seat.messages("You closed form 2")).to_have_count(1)
    await expect(seat.messages("You closed form 1")).to_have_count(1)


async def test_a_form_that_is_redrawn_keeps_what_was_typed(seat: Seat) -> None:
    await seat.say("/images form")
    first, renamed = seat.dialog("Form 1"), seat.dialog("Renamed 1")
    await first.get_by_label("A word").fill("mango")

    await first.get_by_role("button", name="Rename").click()

    await expect(renamed.get_by_label("A word")).to_have_value("mango")


async def test_an_error_stands_under_its_field_until_the_word_is_right(seat: Seat) -> None:
    await seat.say("/images form")
    form = seat.dialog("Form 1")
    await form.get_by_label("A word").fill("wrong")
    await form.get_by_role("button", name="Send").click()
    await expect(form.get_by_role("alert")).to_have_text("Any word but this one")

    await form.get_by_label("A word").fill("right")
    await form.get_by_role("button", name="Send").click()

    await expect(form).to_be_hidden()
    await seat.go("imagebot")
    await expect(seat.messages("You sent right")).to_have_count(1)


async def test_a_field_that_must_be_filled_is_asked_for_before_anything_is_sent(
    seat: Seat,
) -> None:
    await seat.say("/images form")
    form = seat.dialog("Form 1")

    await form.get_by_role("button", name="Send").click()

    await expect(form.get_by_role("alert")).to_have_count(1)
    await expect(form.get_by_label("A word")).to_be_focused()


async def test_an_app_can_close_all_forms_at_once(seat: Seat) -> None:
    await seat.say("/images form")
    await seat.dialog("Form 1").get_by_role("button", name="Push").click()
    top = seat.dialog("Form 2")
    await top.get_by_label("A word").fill("all")

    await top.get_by_role("button", name="Send").click()

    await expect(seat.page.get_by_role("dialog")).to_have_count(0)


async def test_the_home_tab_is_published_when_it_is_opened(seat: Seat) -> None:
    await seat.go("imagebot")
    await seat.page.get_by_role("tab", name="Home").click()
    panel = seat.page.get_by_role("tabpanel", name="Home")
    await expect(panel).to_contain_text("Opened 1 times")
    await panel.get_by_role("button", name="Greet").click()

    await seat.page.get_by_role("tab", name="Messages").click()
    await expect(seat.messages("Good day from the Home tab")).to_have_count(1)


async def test_a_message_is_changed_in_place_and_answered_in_its_thread(seat: Seat) -> None:
    message = await seat.asks("/images grow", "Size")
    await message.get_by_role("button", name="Grow").click()
    await expect(message).to_contain_text("Size 2")
    await expect(message).to_contain_text("(edited)")
    await expect(seat.messages("Size")).to_have_count(1)

    await message.get_by_role("button", name="1 reply").click()
    thread = seat.page.get_by_role("complementary", name="Thread")
    await expect(thread).to_contain_text("It grew by one")
    reply = thread.get_by_role("textbox")
    await reply.fill("Well done")
    await reply.press("Enter")
    await expect(thread.get_by_role("article").filter(has_text="Well done")).to_have_count(1)
    await expect(message.get_by_role("button", name="2 replies")).to_be_visible()


async def test_a_file_is_downloaded_as_it_was_uploaded(seat: Seat, tmp_path: Path) -> None:
    message = await seat.asks("/images file", "Fruits")

    async with seat.page.expect_download() as waiting:
        await message.get_by_role("link", name="Fruits").click()
    download = await waiting.value
    kept = tmp_path / "kept.csv"
    await download.save_as(kept)

    assert download.suggested_filename == "fruits.csv"
    assert kept.read_text() == "fruit,count\napple,1\n"


async def test_only_links_to_the_web_are_links(seat: Seat) -> None:
    """And what they open learns nothing of the page."""
    message = await seat.asks("/images links", "good")
    link = message.get_by_role("link")

    await expect(link).to_have_count(1)
    await expect(link).to_have_accessible_name("good")
    await expect(link).to_have_attribute("rel", re.compile(r"\bnoopener\b"))
    await expect(link).to_have_attribute("rel", re.compile(r"\bnoreferrer\b"))
    await expect(message).to_contain_text("bad")


@pytest.mark.parametrize(
    ("zone", "shown"),
    [("Europe/Berlin", "2026-07-14 14:00"), ("Asia/Kolkata", "2026-07-14 17:30")],
)
async def test_a_date_is_shown_in_the_readers_own_zone(
    browser: Browser, url: str, zone: str, shown: str
) -> None:
    async with seated(browser, url, zone=zone) as seat:
        await seat.say("/images date")

        await expect(seat.messages(f"At {shown} sharp")).to_have_count(1)
