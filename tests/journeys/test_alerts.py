"""From a failed image to one message per channel, over real HTTP."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import pytest

from bot.demo.modelarts.faults import Fault
from bot.demo.stage import Stage, open_stage
from bot.demo.workspace import C_ALERTS, C_ML, G_PRIVATE, U_BEN
from tests.journeys.acts import control, labels, press, said
from tests.journeys.alerting import (
    FAST,
    about,
    images,
    lines,
    open_fakes,
    open_life,
    polls,
    subscribe,
    top,
    until,
)

pytestmark = pytest.mark.anyio


async def test_the_first_run_names_what_is_broken_once_and_a_restart_is_silent(tmp_path: Path):
    """300 images of which 12 are failed: one message; one fails while stopped: one alert; one of
    the 12 recovers and fails again: one alert."""
    database = tmp_path / "bot.db"
    channels = (C_ALERTS, C_ML)
    async with open_fakes(images(300, failed=12)) as (modelarts, slack):
        async with open_life(modelarts, slack, database) as stage:
            await subscribe(stage, *channels)
            await polls(stage)
            for channel in channels:
                assert len(about(stage, "12", channel)) == 1
            before = [len(top(stage, channel)) for channel in channels]

        modelarts.fail("train-20", status="ERROR")
        async with open_life(modelarts, slack, database) as stage:
            await until(lambda: bool(about(stage, "train-20")))
            await polls(stage)
            after = [len(top(stage, channel)) for channel in channels]

            modelarts.recover("train-3")
            await polls(stage)
            modelarts.fail("train-3")
            await until(lambda: bool(about(stage, "Image save failed: team-a/train-3:")))
            await polls(stage)
            finally_there = [len(top(stage, channel)) for channel in channels]

    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1]
    assert [now - then for now, then in zip(finally_there, after, strict=True)] == [1, 1]


async def test_one_message_lives_through_the_whole_incident():
    async with open_stage(images(5), timing=FAST) as stage:
        await subscribe(stage)
        stage.modelarts.fail("train-1", message="<!channel> disk *full*")
        await until(lambda: bool(about(stage, "train-1")))
        (alert,) = about(stage, "train-1")
        assert alert["text"].startswith("🔴 Image save failed")
        assert stage.slack.mentions(alert) == []

        delivery = await stage.slack.press(alert, control(alert, "I'm on it"), user=U_BEN)
        assert delivery.acked
        await until(lambda: f"<@{U_BEN}>" in about(stage, "train-1")[0]["text"], "acked")
        stage.modelarts.recover("train-1")
        await until(lambda: bool(about(stage, "✅ team-a/train-1")))

        (message,) = about(stage, "train-1")
        assert message["ts"] == alert["ts"]
        assert "ready again: broken for" in message["text"]
        await until(lambda: len(lines(stage, message)) == 2)


async def test_a_storm_is_three_messages_at_most_and_nobody_is_left_out():
    """500 failures in one poll, three channels, one message a second and random 429."""
    channels = (C_ALERTS, C_ML, G_PRIVATE)
    async with open_stage(images(500), timing=FAST) as stage:
        await subscribe(stage, *channels)
        await polls(stage)
        before = {channel: len(top(stage, channel)) for channel in channels}
        stage.slack.platform.pace = 1.0
        stage.slack.faults.mix(seed=4, method="chat.postMessage", ratelimited=0.4, retry_after=1)
        for number in range(500):
            stage.modelarts.fail(f"train-{number}")
        for channel in channels:
            await until(partial(_told, stage, channel))
        await polls(stage, 4)

        for channel in channels:
            assert len(top(stage, channel)) - before[channel] <= 3
        assert stage.slack.too_early == []
        stage.slack.platform.pace = 0.0
        stage.slack.faults.mix_off()
        names = set()
        for message in about(stage, "images failed"):
            names |= await _named(stage, message)
        assert names == {f"train-{number}" for number in range(500)}


def _told(stage: Stage, channel: str) -> bool:
    return bool(about(stage, "images failed", channel))


async def _named(stage, message) -> set[str]:
    """Every image that can be reached from a message by paging."""
    label = next(text for text in labels(message) if text.startswith("All"))
    page = await press(stage, message, label, user=U_BEN)
    found: set[str] = set()
    for _ in range(200):
        found |= {
            word
            for word in said(page).replace(":", " ").replace("/", " ").split()
            if word.startswith("train-")
        }
        if not any(text.startswith("Next") for text in labels(page)):
            return found
        page = await press(stage, page, _next(page), user=U_BEN)
    raise AssertionError("the pages have no end")


def _next(message) -> str:
    return next(text for text in labels(message) if text.startswith("Next"))


FAULTS = {
    "503": Fault(kind="status", status=503, times=10_000),
    "401": Fault(kind="status", status=401, times=10_000),
    "timeout": Fault(kind="hang", seconds=30, times=10_000),
    "truncated": Fault(kind="truncated", times=10_000),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_blindness_is_said_once_and_taken_back_once(fault: str):
    """No image recovers or vanishes because ModelArts does not answer, or answers nonsense."""
    async with open_stage(images(20, failed=2), timing=FAST) as stage:
        await subscribe(stage)
        stage.modelarts.fail("train-7")
        await until(lambda: bool(about(stage, "train-7")))
        stage.modelarts.faults.standing = FAULTS[fault]
        await until(lambda: bool(about(stage, "I cannot see")))
        await asyncio.sleep(1)
        stage.modelarts.fail("train-9")
        stage.modelarts.faults.clear()
        await until(lambda: bool(about(stage, "again, after")))
        await until(lambda: bool(about(stage, "train-9")))
        await polls(stage, 4)

        _nothing_else_happened(stage)


async def test_an_empty_list_for_five_polls_is_blindness_too():
    """300 images do not vanish between two looks."""
    async with open_stage(images(300, failed=2), timing=FAST) as stage:
        await subscribe(stage)
        stage.modelarts.fail("train-7")
        await until(lambda: bool(about(stage, "train-7")))
        await polls(stage, 1)
        kept = list(stage.modelarts.images)
        stage.modelarts.images[:] = []
        await polls(stage, 4)
        stage.modelarts.images[:] = kept
        await until(lambda: bool(about(stage, "again, after")))
        await polls(stage, 6)

        _nothing_else_happened(stage)


def _nothing_else_happened(stage: Stage) -> None:
    """One warning, taken back; nobody recovered, was deleted or alerted anew."""
    texts = [message["text"] for message in top(stage)]
    assert sum("see ModelArts" in text or "I can" in text for text in texts) == 1
    assert not any("✅ team-a" in text or "deleted" in text or "gone" in text for text in texts)
    assert len(about(stage, "train-7")) == 1
