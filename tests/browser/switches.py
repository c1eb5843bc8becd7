"""The world's switches, as a person turns them in the World panel."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.seat import Seat

SPARK = "spark:2.4.5.tensorflow"
"""The image that fails in these tests: a person's own, ready at first."""


async def fail(seat: Seat, image: str = SPARK) -> None:
    """Let an image fail."""
    await _press_image(seat, image, f"Let it fail: {image}")


async def recover(seat: Seat, image: str = SPARK) -> None:
    """Let it be ready again."""
    await _press_image(seat, image, f"Recover {image}")


async def modelarts(seat: Seat, mode: str) -> None:
    """How ModelArts is, by the label of the choice."""
    await _choose(seat, "ModelArts", mode)


async def slack(seat: Seat, mode: str) -> None:
    """How Slack is, by the label of the choice."""
    await _choose(seat, "Slack", mode)


async def restart(seat: Seat) -> None:
    """Restart the bot and wait until it runs again."""
    panel = await seat.world()
    await panel.get_by_role("button", name="Restart the bot").click()
    await expect(seat.page.get_by_text("The bot is running again.")).to_be_attached()


async def _choose(seat: Seat, group: str, mode: str) -> None:
    panel = await seat.world()
    choice = panel.get_by_role("radiogroup", name=group).get_by_role("radio", name=mode)
    await choice.check()
    await expect(choice).to_be_checked()


async def _press_image(seat: Seat, image: str, button: str) -> None:
    panel = await seat.world()
    await panel.get_by_role("searchbox", name="Find an image").fill(image)
    await panel.get_by_role("button", name=button, exact=True).click()
