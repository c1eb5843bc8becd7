"""The stage: both fakes and the bot between them, on one clock, with a database of their own."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from bot.demo.clock import DemoClock
from bot.demo.slack.platform import DEMO_SCOPES
from bot.demo.stage import alive, open_stage
from bot.demo.workspace import C_ALERTS, U_BEN
from bot.errors import BotError
from bot.slack.manifest import COMMANDS, EVENTS
from tests.journeys.alerting import until

pytestmark = pytest.mark.anyio
FUTURE = 2_000_000_000.0


def rows() -> list[dict[str, Any]]:
    return [
        {
            "id": f"i-{number}",
            "name": f"llama-{number}",
            "tag": "1",
            "type": "DEDICATED",
            "status": "ACTIVE",
            "swr_path": f"swr.example.com/team/llama-{number}:1",
        }
        for number in range(4)
    ]


async def test_its_data_goes_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left where it was started."""
    monkeypatch.chdir(tmp_path)
    async with open_stage(rows()):
        pass

    assert os.listdir(tmp_path) == []  # noqa: PTH208 - at once, on a folder of the test


async def test_a_database_that_is_named_stays(tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    async with open_stage(rows(), changes={"DATABASE_URL": f"sqlite:///{kept}"}):
        pass

    assert kept.exists()


async def test_one_clock_for_all_three() -> None:
    """The bot signs its calls by it, and people keep their real patience."""
    clock = DemoClock(600, start=FUTURE)
    async with open_stage(rows(), clock=clock) as stage:
        asked = await stage.slack.command("find llama")
        (answer,) = await stage.slack.settled(asked)
        failed = stage.modelarts.fail("llama-1")

        assert "llama-0" in answer["text"]
        assert asked.at >= FUTURE
        assert failed["update_at"] >= FUTURE * 1000
        assert {call.status for call in stage.modelarts.journal} == {200}


async def test_the_bot_is_given_the_demos_scopes_or_others() -> None:
    async with open_stage(rows()) as stage:
        usual = set(stage.slack.platform.scopes)
    async with open_stage(rows(), scopes={"chat:write", "commands"}) as stage:
        few = set(stage.slack.platform.scopes)

    assert (usual, few) == (set(DEMO_SCOPES), {"chat:write", "commands"})


async def test_ben_wants_to_hear_of_failures_before_the_person_types() -> None:
    clock = DemoClock()
    async with open_stage(rows(), clock=clock) as stage, alive(stage, clock):
        (asked,) = stage.slack.deliveries

        assert (asked.kind, asked.user, asked.channel) == ("command", U_BEN, C_ALERTS)
        assert asked.acked


async def test_slack_delivers_what_the_manifest_asks_for_and_no_more() -> None:
    async with open_stage(rows()) as stage:
        platform = stage.slack.platform

        assert (platform.commands, platform.events) == (set(COMMANDS), set(EVENTS))


@pytest.mark.parametrize("socket_mode", [False, True])
async def test_a_bot_that_was_started_anew_is_reached_and_remembers(socket_mode: bool) -> None:
    """Over HTTP it listens on another port, over sockets it opens another one."""
    async with open_stage(rows(), socket_mode=socket_mode) as stage:
        await stage.slack.settled(await stage.slack.command("subscribe", channel=C_ALERTS))
        first = stage.bot
        await stage.restart()
        asked = await stage.slack.command("subscriptions", channel=C_ALERTS)
        (answer,) = await stage.slack.settled(asked)

        assert stage.state == "running"
        assert stage.bot is not first
        assert "1 " in answer["text"]


@pytest.mark.parametrize("socket_mode", [False, True])
async def test_what_people_do_meanwhile_reaches_nobody(socket_mode: bool) -> None:
    async with open_stage(rows(), socket_mode=socket_mode) as stage:
        stage.slack.faults.add("slow", "auth.test", seconds=0.5)
        restart = asyncio.create_task(stage.restart())
        await until(lambda: stage.state == "starting")
        asked = await stage.slack.command("find llama")
        meanwhile = stage.state
        await restart

        assert (meanwhile, asked.problem) == ("starting", "dispatch_failed")


async def test_a_bot_that_cannot_start_is_stopped_until_it_can() -> None:
    async with open_stage(rows()) as stage:
        token, stage.slack.platform.bot_token = stage.slack.platform.bot_token, "xoxb-other"
        with pytest.raises(BotError):
            await stage.restart()
        stopped = stage.state
        stage.slack.platform.bot_token = token
        await stage.restart()

        assert (stopped, stage.state) == ("stopped", "running")


async def test_the_stage_knows_how_often_its_bot_looks() -> None:
    changes = {"POLL_INTERVAL": "7"}
    async with open_stage(rows(), changes=changes, clock=DemoClock()) as stage:
        assert stage.poll == 7


async def test_a_stage_on_the_real_time_has_no_clock_to_set() -> None:
    async with open_stage(rows()) as stage:
        with pytest.raises(TypeError, match="without a clock"):
            _ = stage.clock
