"""Which calls of the bot count as the answer to what somebody did."""

from __future__ import annotations

import pytest

from bot.demo.workspace import C_ML
from tests.demo.slack_samples import actions, button
from tests.demo.slack_standin import stand_in

pytestmark = pytest.mark.anyio
POST = "chat.postMessage"
LABEL = {"event_type": "imagebot_alert", "event_payload": {"key": "k"}}


async def test_a_notice_that_happens_to_come_is_no_answer() -> None:
    """It has metadata; a shared list has none."""
    async with stand_in() as bot:
        asked = await bot.slack.command("find")
        await bot.api(POST, channel=C_ML, text="failed", metadata=LABEL)
        await bot.api(POST, channel=C_ML, text="shared")
        (answer,) = await bot.slack.settled(asked)

        assert answer["text"] == "shared"


async def test_a_change_answers_the_press_on_that_message() -> None:
    """Not a press on another one, and not a command."""
    async with stand_in() as bot:
        blocks = [actions(button())]
        places = []
        for text in ("one", "two"):
            sent = await bot.api(POST, channel=C_ML, text=text, blocks=blocks, metadata=LABEL)
            places.append({"channel": C_ML, "ts": sent["ts"]})
        first = await bot.slack.press(places[0], "next")
        second = await bot.slack.press(places[1], "next")
        asked = await bot.slack.command("find")
        await bot.api("chat.update", **places[0], text="changed")
        (changed,) = await bot.slack.settled(first)

        assert changed["text"] == "changed"
        assert (second.answers, asked.answers) == ([], [])
