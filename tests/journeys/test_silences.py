"""What people do not want to hear of for a while, and the one image they wait for."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo.workspace import C_ALERTS, U_BEN
from tests.journeys.acts import labels, press, said, say
from tests.journeys.alerting import about, image, lines, open_fakes, open_life, polls, until
from tests.journeys.rest import HOUR, at_rest, direct, hours, told

pytestmark = pytest.mark.anyio

NAME = "team-a/train-1"


async def test_a_silence_keeps_back_what_is_told_at_its_end_if_it_is_still_broken():
    async with hours() as (stage, clock):
        for name in ("train-1", "train-2"):
            await say(stage, f"silence {name} for 4h", channel=C_ALERTS)
            stage.modelarts.fail(name)
        stage.modelarts.fail("train-3")
        await told(stage, "team-a/train-3")
        stage.modelarts.recover("train-2")
        await at_rest(stage)
        clock.skip(3.9 * HOUR)
        await at_rest(stage)
        assert not about(stage, NAME)

        clock.skip(0.2 * HOUR)
        alert = await told(stage, NAME)
        assert alert["text"].startswith("🔴")
        assert not about(stage, "team-a/train-2")


async def test_the_menu_on_a_message_silences_and_lift_ends_it():
    async with hours() as (stage, _):
        stage.modelarts.fail("train-1")
        alert = await told(stage, NAME)
        began = await press(stage, alert, "Silence", user=U_BEN, option="4 hours")
        await until(lambda: "🔕 Silenced here until" in about(stage, NAME)[0]["text"])
        assert "Silence" not in labels(about(stage, NAME)[0])
        stage.modelarts.recover("train-1")
        await told(stage, f"✅ {NAME}")
        stage.modelarts.fail("train-1")
        await at_rest(stage)
        assert len(about(stage, NAME)) == 1

        ended = await press(stage, began, "Lift", user=U_BEN)
        await until(lambda: len(about(stage, NAME)) == 2)
        assert "posted here again" in said(ended)
        assert f"<@{U_BEN}> silenced new messages" in lines(stage, alert)[0]
        assert "train-1:1.0 is ready again" in lines(stage, alert)[1]


async def test_a_silenced_search_shows_on_its_messages_until_it_is_lifted():
    async with hours() as (stage, _):
        stage.modelarts.fail("train-1")
        alert = await told(stage, NAME)
        began = await say(stage, "silence namespace=team-a for 4h", channel=C_ALERTS)
        await until(lambda: "🔕 Silenced here until" in about(stage, NAME)[0]["text"])
        await press(stage, began, "Lift")
        await until(lambda: "Silenced" not in about(stage, NAME)[0]["text"])
        await at_rest(stage)

        begun, ended = lines(stage, alert)
        assert "silenced new messages about namespace=team-a until" in begun
        assert "ended the silence about namespace=team-a." in ended


async def test_a_silence_until_it_changes_ends_with_the_change():
    async with hours() as (stage, _):
        stage.modelarts.fail("train-1")
        alert = await told(stage, NAME)
        await press(stage, alert, "Silence", option="Until it changes")
        await until(lambda: "until its status changes" in about(stage, NAME)[0]["text"])
        stage.modelarts.recover("train-1")
        await told(stage, f"✅ {NAME}")
        listed = await say(stage, "silences", channel=C_ALERTS)
        stage.modelarts.fail("train-1")
        await until(lambda: len(about(stage, NAME)) == 2)

        assert "Lift" not in labels(listed)


ENDS = {
    "ready": (lambda fake: fake.recover("train-1"), "train-1:1.0 is ready"),
    "failed": (lambda fake: fake.fail("train-1", message="disk full"), "disk full"),
    "deleted": (lambda fake: fake.delete("train-1"), "train-1:1.0 was deleted"),
    "gone": (lambda fake: fake.vanish("train-1"), "train-1:1.0 is gone from the list"),
}


@pytest.mark.parametrize("end", ENDS)
async def test_who_waits_for_an_image_gets_one_direct_message_even_across_a_restart(
    end: str, tmp_path: Path
):
    change, said_then = ENDS[end]
    rows = [image(0), image(1, status="CREATING")]
    async with open_fakes(rows) as (modelarts, slack):
        async with open_life(modelarts, slack, tmp_path / "bot.db") as stage:
            begun = await say(stage, "watch train-1")
            await polls(stage, 1)
        async with open_life(modelarts, slack, tmp_path / "bot.db") as stage:
            await polls(stage, 1)
            assert direct(stage) == []
            change(modelarts)
            await until(lambda: bool(direct(stage, said_then)), said_then)
            listed = await say(stage, "watch")
            modelarts.add(image(2))
            await at_rest(stage)

            assert "Stop" in labels(begun)
            assert len(direct(stage)) == 1
            assert "Stop" not in labels(listed)
