"""The world is broken from its panel: the page says so plainly, and works again after."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.seat import Seat
from tests.browser.served import Served
from tests.browser.switches import SPARK, fail, modelarts, slack
from tests.journeys.alerting import polls, until

pytestmark = pytest.mark.anyio


async def test_modelarts_is_down_and_the_same_button_works_when_it_is_back(seat: Seat) -> None:
    await modelarts(seat, "Down")
    answer = await seat.asks("/images find pytorch", "Reference")
    await expect(answer).to_contain_text("ModelArts")

    await modelarts(seat, "Works")
    await answer.get_by_role("button", name="Retry").click()

    await expect(seat.messages("page 1/5")).to_have_count(1)


@pytest.mark.parametrize(
    ("mode", "status"), [("Limits the rate", 429), ("Loses answers", 0), ("Refuses posts", 500)]
)
async def test_a_bad_slack_brings_exactly_one_alert(
    seat: Seat, served: Served, mode: str, status: int
) -> None:
    await seat.go("ml-alerts")
    await seat.asks("/images subscribe", "Watching 154 images")
    await slack(seat, mode)
    await fail(seat)

    def tried() -> bool:
        calls = served.stage.slack.calls("chat.postMessage")
        return any(call.status == status for call in calls)

    await until(tried, "the bot tried to post")
    await slack(seat, "Works")
    # Slack asked the bot to wait so long.
    served.stage.clock.skip(10)

    alert = seat.messages("Image save failed", SPARK)
    await expect(alert.first).to_be_visible()
    await polls(served.stage)
    await expect(alert).to_have_count(1)


async def test_a_command_while_the_bot_is_away_is_answered_by_slackbot(
    seat: Seat, served: Served
) -> None:
    served.stage.slack.connect_http("http://127.0.0.1:1/slack/events")

    await seat.say("/images find pytorch")

    said = seat.page.get_by_text("/images failed with the error")
    await expect(said.first).to_be_visible()
    await expect(seat.messages("page 1/5")).to_have_count(0)
