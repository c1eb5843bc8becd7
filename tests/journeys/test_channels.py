"""A channel's subscription, from the first command to its end."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.blocks import ids
from bot.demo.slack.payloads import command_fields
from bot.demo.slack.signing import form_body
from bot.demo.stage import Stage, open_stage
from bot.demo.workspace import C_ALERTS, C_ML, C_OUT, U_ANNA, U_BEN, Message
from tests.journeys.acts import control, labels, press, said, say
from tests.journeys.alerting import (
    FAST,
    about,
    image,
    images,
    open_fakes,
    open_life,
    until,
)
from tests.journeys.rest import at_rest, watching

pytestmark = pytest.mark.anyio

NAME = "team-a/train-1"


async def test_a_channel_without_the_bot_is_told_how_to_invite_it_and_nothing_is_saved():
    async with open_stage(images(3), timing=FAST) as stage:
        refused = await say(stage, "subscribe", channel=C_OUT)
        listed = await say(stage, "subscriptions", channel=C_OUT)
        await stage.slack.invite(C_OUT)
        await press(stage, refused, "Try again")
        await until(lambda: bool(about(stage, "subscribed this channel", C_OUT)))

        assert "because I am not in it. Nothing was saved." in said(refused)
        assert "/invite" in said(refused)
        assert "Delete" not in labels(listed)


async def test_filters_say_what_is_told_and_what_is_not():
    rows = [*images(4), image(4, namespace="team-b")]
    async with open_stage(rows, timing=FAST) as stage:
        await watching(stage, filters="namespace=team-a -name~train-3")
        for number in (1, 3, 4):
            stage.modelarts.fail(f"train-{number}")
        await until(lambda: bool(about(stage, NAME)))
        await at_rest(stage)

        assert len(about(stage, "Image save failed")) == 1


async def test_undo_on_the_public_line_ends_the_subscription():
    async with open_stage(images(3), timing=FAST) as stage:
        await watching(stage)
        (line,) = about(stage, "subscribed this channel")
        answer = await press(stage, line, "Undo", user=U_BEN)
        stage.modelarts.fail("train-1")
        await at_rest(stage)

        assert "no longer told" in said(answer)
        assert not about(stage, NAME)
        (ended,) = about(stage, f"<@{U_BEN}> ended this channel's subscription")
        assert ended["ts"] == line["ts"]
        assert not labels(ended)


async def test_edit_on_the_public_line_says_what_is_wrong_and_then_changes_it():
    async with open_stage(images(3), timing=FAST) as stage:
        await watching(stage)
        (line,) = about(stage, "subscribed this channel")
        opened = await stage.slack.press(line, control(line, "Edit"), user=U_ANNA)
        await stage.slack.settled(opened)
        (view,) = stage.slack.workspace.views.values()

        wrong = await stage.slack.submit(view, {ids.EDIT_FILTERS: "nmespace=team-a"})
        assert "Did you mean" in wrong.errors[ids.EDIT_FILTERS]
        right = await stage.slack.submit(view, {ids.EDIT_FILTERS: "-name~train-1"})
        assert not right.errors
        assert not stage.slack.workspace.views
        await until(lambda: bool(_private(stage, "will be told when saving an image fails (name")))

        stage.modelarts.fail("train-1")
        stage.modelarts.fail("train-2")
        await until(lambda: bool(about(stage, "team-a/train-2")))
        await at_rest(stage)
        assert not about(stage, NAME)
        (line,) = about(stage, "subscribed this channel")
        assert "(namespace" not in line["text"]
        assert f"Changed by <@{U_ANNA}>." in line["text"]


async def test_edit_in_the_list_opens_the_form():
    async with open_stage(images(3), timing=FAST) as stage:
        await watching(stage)
        listed = await say(stage, "subscriptions", channel=C_ALERTS)
        opened = await stage.slack.press(listed, control(listed, "Edit"))
        await stage.slack.settled(opened)

        assert len(stage.slack.workspace.views) == 1


async def test_subscribing_again_says_that_the_channel_is_told_already():
    async with open_stage(images(3), timing=FAST) as stage:
        await watching(stage)
        again = await say(stage, "subscribe", channel=C_ALERTS)

        assert "This channel is told already" in said(again)
        assert len(about(stage, "subscribed this channel")) == 1


async def test_unsubscribing_posts_nothing_and_undo_brings_it_back():
    async with open_stage(images(4), timing=FAST) as stage:
        await watching(stage)
        ended = await say(stage, f"unsubscribe {await _id(stage)}", channel=C_ALERTS)
        stage.modelarts.fail("train-1")
        await at_rest(stage)
        assert not about(stage, NAME)

        back = await press(stage, ended, "Undo")
        stage.modelarts.fail("train-2")
        await until(lambda: bool(about(stage, "team-a/train-2")))
        assert "told of image failures again" in said(back)
        assert len(about(stage, "subscribed this channel")) == 1


async def _id(stage: Stage) -> str:
    listed = said(await say(stage, "subscriptions", channel=C_ALERTS))
    return listed.partition("id ")[2].split()[0]


async def test_one_failure_is_told_once_to_each_of_two_channels():
    async with open_stage(images(3), timing=FAST) as stage:
        await watching(stage, C_ALERTS, C_ML)
        # A second subscription of a channel that asks for the same image tells nothing more.
        await say(stage, "subscribe name~train", channel=C_ML)
        await at_rest(stage)
        stage.modelarts.fail("train-1")
        await until(lambda: all(about(stage, NAME, each) for each in (C_ALERTS, C_ML)))
        await at_rest(stage)

        assert [len(about(stage, NAME, each)) for each in (C_ALERTS, C_ML)] == [1, 1]


async def test_the_same_request_again_changes_nothing_even_after_a_restart(tmp_path: Path):
    """Played again after the subscription was ended, it would bring it back."""
    async with open_fakes(images(3)) as (modelarts, slack):
        async with open_life(modelarts, slack, tmp_path / "bot.db") as stage:
            body = _typed(stage, "subscribe")
            for _ in range(2):
                assert (await slack.deliver_raw(body, slack.signed_headers(body))).acked
            await until(lambda: bool(about(stage, "subscribed this channel")))
            await at_rest(stage)
            lines = len(about(stage, "subscribed this channel"))
            await say(stage, f"unsubscribe {await _id(stage)}", channel=C_ALERTS)

        async with open_life(modelarts, slack, tmp_path / "bot.db") as stage:
            replayed = await slack.deliver_raw(body, slack.signed_headers(body))
            await until(lambda: slack.record.open_requests == 0)
            await at_rest(stage)
            listed = await say(stage, "subscriptions", channel=C_ALERTS)

            assert replayed.acked
            assert lines == len(about(stage, "ended this channel's subscription")) == 1
            assert not about(stage, "subscribed this channel")
            assert "Delete" not in labels(listed)


def _typed(stage: Stage, text: str) -> bytes:
    """What Slack sends when Anna types a command, to be sent as often as one likes."""
    slack = stage.slack
    delivery = slack.record.delivery("command", user=U_ANNA, channel=C_ALERTS)
    fields = command_fields(
        "/images",
        text,
        user=slack.workspace.user(U_ANNA),
        channel=slack.workspace.channel(C_ALERTS),
        response_url=slack.replies.open(delivery),
        trigger_id=slack.platform.triggers.give(U_ANNA),
    )
    return form_body(fields)


def _private(stage: Stage, text: str) -> list[Message]:
    """What only Anna sees."""
    seen = stage.slack.workspace.seen_by(U_ANNA, C_ALERTS)
    return [message for message in seen if message["visible_to"] and text in message["text"]]
