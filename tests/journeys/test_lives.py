"""What one image's failure goes through, in messages, silences and answers."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from bot.blocks import ids
from bot.demo.modelarts.faults import Fault
from bot.demo.stage import Stage, open_stage
from bot.demo.workspace import C_ALERTS, U_ANNA, U_BEN
from tests.journeys.acts import control, labels, press, said, say
from tests.journeys.alerting import (
    FAST,
    about,
    image,
    images,
    lines,
    open_fakes,
    open_life,
    polls,
    top,
    until,
)
from tests.journeys.rest import HOUR, at_rest, hours, told, until_status, watching

pytestmark = pytest.mark.anyio

NAME = "team-a/train-1"


async def test_an_image_that_fails_again_and_again_is_three_messages_with_the_right_count():
    async with open_stage(images(3), timing=FAST) as stage:
        await watching(stage)
        before = len(top(stage))
        for number in range(6):
            if number:
                stage.modelarts.recover("train-1")
                await polls(stage)
            stage.modelarts.fail("train-1")
            await polls(stage)
        await until(lambda: bool(about(stage, "fails again and again: 6 times")))
        await at_rest(stage)

        assert len(top(stage)) == before + 3
        assert len(about(stage, "fails again and again")) == 1


async def test_saving_that_takes_too_long_is_one_soft_word_and_turns_green():
    async with hours() as (stage, clock):
        before = len(top(stage))
        stage.modelarts.creating("train-1")
        await at_rest(stage)
        clock.skip(1.9 * HOUR)
        await at_rest(stage)
        assert not about(stage, NAME)

        clock.skip(0.2 * HOUR)
        soft = await told(stage, NAME)
        assert soft["text"].startswith(f"🟡 {NAME}:1.0 is still being saved")
        clock.skip(3 * HOUR)
        stage.modelarts.recover("train-1")
        over = await told(stage, f"✅ {NAME}:1.0 is ready")

        assert over["ts"] == soft["ts"]
        assert len(top(stage)) == before + 1


GOINGS = {
    "deleted": (lambda fake: fake.delete("train-1"), "was deleted while failed"),
    "gone": (lambda fake: fake.vanish("train-1"), "is gone from the list"),
    "replaced": (
        lambda fake: (fake.vanish("train-1"), fake.add(image(9, name="train-1", tag="1.1"))),
        "was replaced by train-1:1.1",
    ),
}


@pytest.mark.parametrize("going", GOINGS)
async def test_a_failed_image_that_goes_away_says_how(going: str):
    change, words = GOINGS[going]
    async with hours() as (stage, _):
        stage.modelarts.fail("train-1")
        alert = await told(stage, NAME)
        change(stage.modelarts)
        over = await told(stage, words)

        assert over["ts"] == alert["ts"]
        assert over["text"].startswith("✅")
        assert "I'm on it" not in labels(over)
        assert len(lines(stage, over)) == 1


async def test_another_kind_of_failure_is_the_same_message_and_one_line():
    async with hours() as (stage, _):
        before = len(top(stage))
        stage.modelarts.fail("train-1")
        alert = await told(stage, NAME)
        stage.modelarts.fail("train-1", status="ERROR", message="the registry lost it")
        changed = await told(stage, "Image is broken")

        assert changed["ts"] == alert["ts"]
        assert "the registry lost it" in changed["text"]
        (line,) = lines(stage, changed)
        assert "is ERROR now" in line
        assert len(top(stage)) == before + 1


async def test_why_names_the_poll_the_subscription_and_the_post():
    async with hours() as (stage, _):
        stage.modelarts.fail("train-1")
        alert = await told(stage, NAME)
        why = said(await say(stage, "why train-1", channel=C_ALERTS))

        assert "Seen in ModelArts (complete poll" in why
        assert "ACTIVE → CREATE_FAILED" in why
        assert "Matched a subscription of this channel (subscription" in why
        assert f"ts {alert['ts']}" in why


async def test_what_is_broken_is_known_while_modelarts_is_down():
    async with hours() as (stage, clock):
        stage.modelarts.fail("train-1")
        await told(stage, NAME)
        clock.skip(3 * HOUR)
        stage.modelarts.faults.standing = Fault(kind="status", status=503, times=10_000)
        await until_status(stage, "I cannot see")
        failed = said(await say(stage, "failed", channel=C_ALERTS))

        assert "train-1" in failed
        assert "3 h" in failed


async def test_being_on_it_is_taken_back_by_whoever_says_so():
    async with hours() as (stage, _):
        stage.modelarts.fail("train-1")
        alert = await told(stage, NAME)
        for user, label, holder in (
            (U_BEN, "I'm on it", U_BEN),
            (U_BEN, "Not on it any more", ""),
            (U_BEN, "I'm on it", U_BEN),
            (U_ANNA, "Not on it any more", ""),
        ):
            (shown,) = about(stage, NAME)
            await stage.slack.press(shown, control(shown, label), user=user)
            await until(partial(_holds, stage, holder), f"{holder or 'nobody'} is on it")
        await at_rest(stage)

        assert lines(stage, alert) == [
            f"👍 <@{U_BEN}> is on it.",
            f"<@{U_BEN}> is not on it any more.",
            f"👍 <@{U_BEN}> is on it.",
            f"<@{U_BEN}> is not on it any more, says <@{U_ANNA}>.",
        ]


async def test_two_taps_are_one_and_who_comes_after_takes_over():
    async with hours() as (stage, _):
        stage.modelarts.fail("train-1")
        alert = await told(stage, NAME)
        # What Anna sees still says that nobody is on it.
        value = control(alert, "I'm on it")["value"]
        for user in (U_BEN, U_BEN, U_ANNA):
            await stage.slack.press(alert, ids.ALERT_ACK, user=user, value=value)
        await until(partial(_holds, stage, U_ANNA))
        await at_rest(stage)

        assert lines(stage, alert) == [f"👍 <@{each}> is on it." for each in (U_BEN, U_ANNA)]


def _holds(stage: Stage, user: str) -> bool:
    """Whether the message says that this person, or for nobody that no one, is on it."""
    (alert,) = about(stage, NAME)
    if not user:
        return "I'm on it" in labels(alert)
    return f"<@{user}> is on it since" in said(alert)


async def test_the_buttons_of_an_old_message_work_after_a_restart(tmp_path: Path):
    async with open_fakes(images(3)) as (modelarts, slack):
        async with open_life(modelarts, slack, tmp_path / "bot.db") as stage:
            await watching(stage)
            modelarts.fail("train-1")
            alert = await told(stage, NAME)
        async with open_life(modelarts, slack, tmp_path / "bot.db") as stage:
            details = await press(stage, alert, "Details", user=U_BEN)
            await stage.slack.press(alert, control(alert, "I'm on it"), user=U_BEN)
            await until(partial(_holds, stage, U_BEN))

            assert "train-1" in said(details)
            assert about(stage, NAME)[0]["ts"] == alert["ts"]
