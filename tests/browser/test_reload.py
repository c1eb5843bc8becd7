"""What a reload takes away in Slack it takes away here; what a restart must keep stays."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.seat import Seat
from tests.browser.switches import restart

pytestmark = pytest.mark.anyio


async def test_a_reload_keeps_what_the_channel_has_and_drops_what_was_for_one_alone(
    seat: Seat,
) -> None:
    answer = await seat.asks("/images find pytorch", "page 1/5")
    await answer.get_by_role("button", name="Share here").click()
    await expect(seat.messages("shared /images find pytorch")).to_have_count(1)

    await seat.page.reload()

    await expect(seat.messages("shared /images find pytorch")).to_have_count(1)
    await expect(seat.messages("Only visible to you")).to_have_count(0)


async def test_a_reload_closes_an_open_form(seat: Seat) -> None:
    await seat.go("ml-alerts")
    public = await seat.asks("/images subscribe", "subscribed this channel")
    form = seat.dialog("Alerts of this channel")
    await public.get_by_role("button", name="Edit").click()
    await expect(form).to_be_visible()

    await seat.page.reload()

    await expect(seat.composer).to_be_visible()
    await expect(form).to_be_hidden()


async def test_buttons_from_before_a_restart_of_the_bot_still_work(seat: Seat) -> None:
    """One on an answer for Anna alone, one on an answer that was shared."""
    answer = await seat.asks("/images find pytorch", "page 1/5")
    await answer.get_by_role("button", name="Share here").click()
    shared = seat.messages("shared /images find pytorch")
    await expect(shared).to_have_count(1)

    await restart(seat)

    await answer.get_by_role("button", name="Next").click()
    await expect(answer).to_contain_text("page 2/5")
    await shared.get_by_role("button", name="Search this yourself").click()
    await expect(seat.messages("page 1/5", "Only visible to you")).to_have_count(1)
