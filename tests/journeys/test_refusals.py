"""What becomes of an alert that Slack refuses: its form, its pace, its token."""

from __future__ import annotations

import pytest

from bot.demo.stage import Stage, open_stage
from bot.demo.workspace import C_ALERTS, C_ML
from tests.journeys.acts import labels
from tests.journeys.alerting import FAST, about, images, polls, top, until
from tests.journeys.rest import (
    EDIT,
    LOOK,
    POST,
    at_rest,
    name_of,
    posts,
    status,
    until_status,
    watching,
)

pytestmark = pytest.mark.anyio

NAME = "team-a/train-1"


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_blocks_too_long"])
async def test_blocks_that_slack_refuses_come_as_text(code: str):
    async with open_stage(images(3), timing=FAST) as stage:
        await watching(stage)
        stage.slack.faults.add(code, POST)
        stage.modelarts.fail("train-1", message="disk full")
        await until(lambda: bool(about(stage, NAME)))
        (alert,) = about(stage, NAME)
        assert "blocks" not in alert
        assert "disk full" in alert["text"]
        stage.modelarts.recover("train-1")
        await until(lambda: bool(about(stage, f"✅ {NAME}")))

        (message,) = about(stage, NAME)
        assert not message.get("blocks")


async def test_text_that_slack_refuses_too_comes_as_one_fixed_line():
    async with open_stage(images(3), timing=FAST) as stage:
        await watching(stage)
        stage.slack.faults.add("invalid_blocks", POST)
        stage.slack.faults.add("msg_too_long", POST)
        stage.modelarts.fail("train-1")
        await until(lambda: bool(about(stage, "imagebot: this message could not be shown")))
        await at_rest(stage)

        (message,) = about(stage, "imagebot: this message could not be shown")
        assert message["text"].isascii()
        assert not about(stage, NAME)


async def test_what_slack_takes_in_no_form_is_given_up_and_the_next_alert_comes():
    async with open_stage(images(3), timing=FAST) as stage:
        await watching(stage)
        stage.slack.faults.add("invalid_blocks", POST, times=3)
        stage.modelarts.fail("train-1")
        shown = await until_status(stage, "1 message was given up")
        stage.modelarts.fail("train-2")
        await until(lambda: bool(about(stage, "team-a/train-2")))

        assert "The bot needs care" in shown
        assert not about(stage, NAME)


async def test_a_channel_that_slack_slows_down_waits_and_the_other_goes_on():
    channels = (C_ALERTS, C_ML)
    async with open_stage(images(3), timing=FAST) as stage:
        await watching(stage, *channels)
        stage.slack.faults.add("ratelimited", POST, retry_after=1)
        stage.modelarts.fail("train-1")
        await until(lambda: all(about(stage, NAME, channel) for channel in channels))
        await at_rest(stage)

        tries = posts(stage, NAME)
        slowed, other = (
            [call for call in tries if call.arguments["channel"] == channel]
            for channel in sorted(channels, key=lambda one: one != tries[0].arguments["channel"])
        )
        assert [call.status for call in slowed] == [429, 200]
        assert [call.status for call in other] == [200]
        assert other[0].at < slowed[1].at
        assert stage.slack.too_early == []
        assert [len(about(stage, NAME, channel)) for channel in channels] == [1, 1]


async def _lose_token(stage: Stage) -> None:
    for method in (POST, EDIT, LOOK, "auth.test"):
        stage.slack.faults.add("token_revoked", method, times=10_000)
    stage.modelarts.fail("train-1")
    await until_status(stage, "I cannot post anywhere")


async def test_a_revoked_token_stops_everything_and_then_everything_comes_once():
    names = [f"team-a/train-{number}" for number in range(1, 5)]
    async with open_stage(images(5), timing=FAST) as stage:
        await watching(stage)
        before = len(top(stage))
        await _lose_token(stage)
        tried = len(stage.slack.calls(POST))
        for number in (2, 3, 4):
            stage.modelarts.fail(f"train-{number}")
            await polls(stage)
        assert len(stage.slack.calls(POST)) == tried
        assert len(top(stage)) == before

        stage.slack.faults.clear()
        await until(lambda: all(about(stage, name) for name in names))
        await at_rest(stage)

        assert [len(about(stage, name)) for name in names] == [1, 1, 1, 1]
        assert len(top(stage)) == before + 4
        assert "I cannot post" not in await status(stage)


async def test_what_piled_up_under_a_revoked_token_is_one_message():
    async with open_stage(images(9), timing=FAST) as stage:
        await watching(stage)
        before = len(top(stage))
        await _lose_token(stage)
        for number in range(2, 9):
            stage.modelarts.fail(f"train-{number}")
            await polls(stage, 1)
        stage.slack.faults.clear()
        await until(lambda: bool(about(stage, "8 images failed")))
        await at_rest(stage)

        assert len(top(stage)) == before + 1
        assert "All 8" in labels(about(stage, "8 images failed")[0])


async def test_without_the_mark_that_slack_refuses_it_comes_all_the_same():
    async with open_stage(images(3), timing=FAST) as stage:
        await watching(stage)
        stage.slack.faults.add("invalid_metadata_format", POST)
        stage.modelarts.fail("train-1")
        await until(lambda: bool(about(stage, NAME)))
        await at_rest(stage)

        (alert,) = about(stage, NAME)
        marked, bare = posts(stage, NAME)
        assert name_of(marked.arguments)
        assert not name_of(bare.arguments)
        assert alert["blocks"]
