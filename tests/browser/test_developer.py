"""The developers' panel: what a message is made of, and what a command cost."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.browser.seat import Seat

pytestmark = pytest.mark.anyio


async def test_a_message_is_inspected_with_slacks_verdict(seat: Seat) -> None:
    answer = await seat.asks("/images find pytorch", "page 1/5")

    await seat.does(answer, "Inspect")

    panel = seat.page.get_by_role("complementary", name="Developer")
    await expect(panel).to_contain_text("block_id")
    await expect(panel).to_contain_text("Slack takes this message")
    await expect(panel).to_contain_text(re.compile(r"\d+ of 50"))


async def test_the_journal_tells_what_a_command_brought_about(seat: Seat) -> None:
    panel = await seat.developer()

    await seat.asks("/images find pytorch", "page 1/5")

    journal = panel.get_by_role("list", name="Journal")
    command = journal.get_by_role("listitem").filter(has_text="/images find pytorch").first
    await expect(command).to_contain_text(re.compile(r"Acknowledged after \d+ ms"))
    await expect(command).to_contain_text("response_url")
    await expect(panel).to_contain_text(re.compile(r"GET /v1/\S+/images"))
