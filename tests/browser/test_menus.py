"""Each menu and picker sends what was chosen, as an app reads it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from tests.browser.sampling import serve_sampler
from tests.browser.seat import Seat, seated

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
async def url() -> AsyncIterator[str]:
    """One sampler for the file: what it shows is for one person and gone with a reload."""
    async with serve_sampler() as served:
        yield served


@pytest.fixture
async def seat(browser: Browser, url: str) -> AsyncIterator[Seat]:
    async with seated(browser, url) as taken:
        yield taken


@pytest.mark.parametrize(
    ("menu", "choice", "told"),
    [("A fruit", "Banana", "banana"), ("A person", "Ben Okafor", "U0BEN")],
)
async def test_a_menu_sends_its_choice(seat: Seat, menu: str, choice: str, told: str) -> None:
    shown = await seat.asks("/images menus", "Several")
    await shown.get_by_role("combobox", name=menu).select_option(choice)
    await _chose(seat, told)


@pytest.mark.parametrize(("label", "typed"), [("A day", "2026-07-14"), ("An hour", "09:30")])
async def test_a_picker_sends_a_day_or_an_hour(seat: Seat, label: str, typed: str) -> None:
    shown = await seat.asks("/images menus", "Several")
    field = shown.get_by_label(label)
    await field.fill(typed)
    await field.blur()
    await _chose(seat, typed)


async def test_an_external_menu_asks_the_app_while_one_types(seat: Seat) -> None:
    shown = await seat.asks("/images menus", "Several")
    await shown.get_by_role("combobox", name="A plant").press_sequentially("pe")
    offered = seat.page.get_by_role("listbox").get_by_role("option")
    await expect(offered).to_have_text(["Peony"])

    await offered.click()

    await _chose(seat, "peony")


async def test_a_menu_of_many_sends_them_together(seat: Seat) -> None:
    shown = await seat.asks("/images menus", "Several")
    field = shown.get_by_role("combobox", name="Some fruits")
    for fruit in ("Apple", "Damson"):
        await field.click()
        await seat.page.get_by_role("listbox").get_by_role("option", name=fruit).click()
    await seat.page.keyboard.press("Escape")
    await _chose(seat, "apple and damson")


async def test_more_actions_is_a_menu_for_the_keyboard_too(seat: Seat) -> None:
    shown = await seat.asks("/images menus", "Several")
    await shown.get_by_role("button", name="More actions").press("Enter")
    items = seat.page.get_by_role("menuitem")
    await expect(items).to_have_text(["Apple", "Banana", "Cherry"])

    await seat.page.keyboard.press("ArrowDown")
    await seat.page.keyboard.press("Enter")

    await _chose(seat, "banana")


async def test_ticks_are_sent_as_they_are_set_and_taken_back(seat: Seat) -> None:
    shown = await seat.asks("/images ticks")
    await shown.get_by_role("checkbox", name="Apple").check()
    await _chose(seat, "apple")
    await shown.get_by_role("checkbox", name="Banana").check()
    await _chose(seat, "apple and banana")
    await shown.get_by_role("radio", name="Cherry").check()
    await _chose(seat, "cherry")


async def test_a_question_that_is_denied_sends_nothing(seat: Seat) -> None:
    shown = await seat.asks("/images confirm", "A tree")
    question = seat.page.get_by_role("alertdialog", name="Are you sure?")
    await shown.get_by_role("button", name="Fell").click()
    await expect(question).to_contain_text("The tree is felled for good.")
    await question.get_by_role("button", name="Keep it").click()
    await expect(question).to_be_hidden()

    await shown.get_by_role("button", name="Fell").click()
    await question.get_by_role("button", name="Fell it").click()

    await _chose(seat, "fell")
    await expect(seat.messages("You chose")).to_have_count(1)


async def test_a_table_is_drawn_with_its_caption_and_pages(seat: Seat) -> None:
    shown = await seat.asks("/images table")
    table = shown.get_by_role("table", name="Fruits in store")
    await expect(table.get_by_role("columnheader")).to_have_text(["Fruit", "Count"])
    await expect(table.get_by_role("row")).to_have_count(3)
    await shown.get_by_role("button", name="Next rows").click()
    await expect(table).to_contain_text("damson")


async def _chose(seat: Seat, what: str) -> None:
    await expect(seat.messages(f"You chose {what}").last).to_be_visible()
