"""A channel that cannot be posted to any more, and comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.alerts.timing import Timing
from bot.demo.slack.journal import ApiCall
from bot.demo.slack.platform import DEMO_SCOPES
from bot.demo.stage import Stage, open_stage
from bot.demo.workspace import C_ALERTS, U_BOT
from tests.journeys.acts import said, say
from tests.journeys.alerting import FAST, about, images, polls, top, until
from tests.journeys.rest import POST, at_rest, direct, until_status, watching

pytestmark = pytest.mark.anyio

NAME = "team-a/train-1"

SELDOM = replace(FAST, probe=600_000)
"""Nobody looks again whether a channel is back: only an event says so."""


Act = Callable[[Stage], Awaitable[object]]

LOSSES: dict[str, tuple[str, Act, Act]] = {
    "kicked": (
        "because I am not in it. Invite me there with /invite.",
        lambda stage: stage.slack.kick(C_ALERTS),
        lambda stage: stage.slack.invite(C_ALERTS),
    ),
    "archived": (
        "because it is archived. Unarchive it, or subscribe another channel.",
        lambda stage: stage.slack.archive(C_ALERTS),
        lambda stage: stage.slack.unarchive(C_ALERTS),
    ),
}
"""What the lists say, how a channel is lost, and how it comes back."""


@pytest.mark.parametrize("loss", LOSSES)
async def test_a_lost_channel_is_said_where_people_look(loss: str):
    reason, lose, _ = LOSSES[loss]
    async with open_stage(images(3), timing=FAST) as stage:
        await watching(stage)
        await lose(stage)
        stage.modelarts.fail("train-1")
        shown = await until_status(stage, "1 subscription is paused")
        listed = said(await say(stage, "subscriptions", channel=C_ALERTS))

        assert reason in listed
        assert "I cannot post in" in shown


@pytest.mark.parametrize("loss", LOSSES)
async def test_the_creator_is_told_of_a_lost_channel_once_with_the_cure(loss: str):
    _, lose, _ = LOSSES[loss]
    async with _lost_channel(lose, failures=4) as stage:
        (told,) = direct(stage, "I can no longer post in")

        assert f"<#{C_ALERTS}>" in told["text"]
        assert "wait and are posted when I can again" in told["text"]
        assert ("/invite" if loss == "kicked" else "Unarchive") in told["text"]


async def test_an_invitation_brings_what_waited_in_one_message():
    _, lose, find = LOSSES["kicked"]
    async with _lost_channel(lose, failures=7, timing=SELDOM) as stage:
        before = len(top(stage))
        await find(stage)
        await until(lambda: bool(about(stage, "7 images failed")))
        await at_rest(stage)
        stage.modelarts.fail("train-8")
        await until(lambda: bool(about(stage, "team-a/train-8")))

        assert len(top(stage)) == before + 2
        assert "Active" in said(await say(stage, "subscriptions", channel=C_ALERTS))
        assert len(direct(stage)) == 1


async def _join_unheard(stage: Stage) -> None:
    stage.slack.workspace.channel(C_ALERTS).members.add(U_BOT)


@pytest.mark.parametrize("loss", LOSSES)
async def test_a_channel_that_is_back_is_found_without_being_told(loss: str):
    _, lose, find = LOSSES[loss]
    find = _join_unheard if loss == "kicked" else find
    async with _lost_channel(lose, failures=3) as stage:
        before = len(top(stage))
        await find(stage)
        await until(lambda: len(top(stage)) == before + 3)
        await polls(stage, 2)

        for number in range(3):
            assert len(about(stage, f"team-a/train-{number}")) == 1


@asynccontextmanager
async def _lost_channel(
    lose: Act, *, failures: int, timing: Timing = FAST
) -> AsyncIterator[Stage]:
    """The channel was lost, and so many images failed one after the other since."""
    async with open_stage(images(9), timing=timing) as stage:
        await watching(stage)
        await lose(stage)
        for number in range(failures):
            stage.modelarts.fail(f"train-{number}")
            await polls(stage, 1)
        await until(lambda: bool(direct(stage)))
        await until_status(stage, f"{failures} message{'s' * (failures > 1)} wait")
        yield stage


async def test_where_the_bot_may_not_ask_the_creator_is_told_once_all_the_same():
    """Each probe is a message then, and its refusal is no news."""
    scopes = DEMO_SCOPES - {"channels:read", "groups:read"}
    async with open_stage(images(3), timing=FAST, scopes=scopes) as stage:
        await watching(stage)
        await stage.slack.kick(C_ALERTS)
        stage.modelarts.fail("train-1")
        await until(lambda: len(_refused(stage)) >= 4, "probes")
        await _join_unheard(stage)
        await until(lambda: bool(about(stage, NAME)))
        await at_rest(stage)

        assert len(direct(stage)) == len(about(stage, NAME)) == 1


def _refused(stage: Stage) -> list[ApiCall]:
    return [call for call in stage.slack.calls(POST) if not call.ok]
