"""*Share here*: one public message, whatever Slack does meanwhile."""

from __future__ import annotations

import pytest

from bot.demo.stage import Stage
from bot.demo.workspace import C_ML, C_OUT, U_BEN
from tests.journeys.acts import press, say, share

pytestmark = pytest.mark.anyio


async def test_sharing_twice_posts_once(stage: Stage):
    message = await say(stage, "find pytorch arm")
    await share(stage, message)

    again = await press(stage, message, "Share here")

    assert len(stage.slack.workspace.messages(C_ML)) == 1
    assert "already" in again["text"]


async def test_look_ups_and_sharing_work_where_the_bot_is_no_member(http_stage: Stage):
    message = await say(http_stage, "find pytorch", channel=C_OUT)

    await share(http_stage, message)

    assert len(http_stage.slack.workspace.messages(C_OUT)) == 1


async def test_a_shared_answer_lets_anyone_run_the_search_for_themselves(http_stage: Stage):
    message = await say(http_stage, "find pytorch arm")
    await share(http_stage, message)
    (public,) = http_stage.slack.workspace.messages(C_ML)

    mine = await press(http_stage, public, "Search this yourself", user=U_BEN)

    assert mine["visible_to"] == U_BEN
    assert "26" in mine["text"]
    assert http_stage.slack.workspace.messages(C_ML) == [public]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("is_archived", "archived"),
        ("restricted_action", "Only some people"),
        ("token_revoked", "token_revoked"),
    ],
)
async def test_a_share_slack_refuses_says_why_and_may_be_tried_again(
    http_stage: Stage, code: str, words: str
):
    message = await say(http_stage, "find pytorch arm")
    http_stage.slack.faults.add(code, "chat.postMessage")

    refused = await press(http_stage, message, "Share here")
    await share(http_stage, message)

    assert words in refused["text"]
    assert len(http_stage.slack.workspace.messages(C_ML)) == 1


async def test_a_share_without_a_clear_answer_is_not_repeated_by_itself(http_stage: Stage):
    """Slack took the message and the connection broke: the SDK's own retry would post twice."""
    message = await say(http_stage, "find pytorch arm")
    http_stage.slack.faults.add("accept_then_drop", "chat.postMessage")

    told = await press(http_stage, message, "Share here")

    assert "did not say" in told["text"]
    assert len(http_stage.slack.workspace.messages(C_ML)) == 1
