"""The doors of the running bot: probes, strangers, stops and starts."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
import pytest

from bot.app import open_bot
from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.fake_slack import FakeSlack
from bot.demo.images import demo_images
from bot.demo.modelarts.faults import Fault
from bot.demo.slack.signing import form_body
from bot.demo.stage import Stage, open_stage, stage_settings
from bot.errors import SettingsError
from tests.journeys.acts import said, say

pytestmark = pytest.mark.anyio


def in_file(folder: Path) -> dict[str, str]:
    """The setting that keeps the data of a test out of the project."""
    return {"DATABASE_URL": f"sqlite:///{folder}/imagebot.db"}


async def get(stage: Stage, path: str) -> tuple[int, str]:
    """Ask one of the probes."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{stage.bot.port}{path}") as response,
    ):
        return response.status, await response.text()


async def test_the_probes_answer_in_both_modes(stage: Stage):
    await say(stage, "find pytorch")

    assert await get(stage, "/healthz") == (200, "ok\n")
    assert await get(stage, "/readyz") == (200, "ready\n")
    status, text = await get(stage, "/metrics")
    assert status == 200
    assert 'imagebot_answers_total{result="answer"} 1' in text


async def test_a_lost_socket_is_not_ready():
    async with open_stage(demo_images(), socket_mode=True) as stage:
        await stage.slack.stop()
        for _ in range(200):
            status, text = await get(stage, "/readyz")
            if status == 503:
                break
            await asyncio.sleep(0.05)

    assert (status, text) == (503, "not connected to Slack\n")


async def test_a_command_from_another_workspace_is_turned_away(http_stage: Stage):
    body = form_body(
        {"command": "/images", "text": "find pytorch", "team_id": "T0OTHER", "user_id": "U1"}
    )
    slack = http_stage.slack

    delivery = await slack.deliver_raw(body, slack.signed_headers(body))

    assert delivery.status == 200
    assert "another Slack workspace" in (delivery.ack_body or "")
    assert http_stage.modelarts.journal == []


async def test_a_refused_bot_token_stops_the_start(tmp_path: Path):
    changes = {"SLACK_BOT_TOKEN": "xoxb-wrong", **in_file(tmp_path)}
    async with FakeModelArts([]) as modelarts, FakeSlack() as slack:
        settings = stage_settings(modelarts, slack, changes=changes)
        with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN"):
            async with open_bot(settings):
                pass


async def test_a_refused_app_token_stops_the_start(tmp_path: Path):
    changes = {"SLACK_APP_TOKEN": "xapp-wrong", **in_file(tmp_path)}
    async with FakeModelArts([]) as modelarts, FakeSlack() as slack:
        settings = stage_settings(modelarts, slack, changes=changes)
        with pytest.raises(SettingsError, match="SLACK_APP_TOKEN"):
            async with open_bot(settings):
                pass


async def test_a_port_in_use_stops_the_start_with_a_sentence(http_stage: Stage, tmp_path: Path):
    changes = {"PORT": str(http_stage.bot.port), **in_file(tmp_path)}
    settings = stage_settings(http_stage.modelarts, http_stage.slack, changes=changes)

    with pytest.raises(SettingsError, match="Cannot listen"):
        async with open_bot(settings):
            pass


async def test_a_stop_waits_for_the_answer_under_way(tmp_path: Path):
    async with FakeModelArts(demo_images()) as modelarts, FakeSlack() as slack:
        settings = stage_settings(modelarts, slack, changes=in_file(tmp_path))
        async with open_bot(settings) as bot:
            slack.connect_http(f"http://127.0.0.1:{bot.port}/slack/events")
            modelarts.faults.standing = Fault(kind="latency", seconds=0.5)
            delivery = await slack.command("find pytorch")
        (answer,) = await slack.settled(delivery)

    assert "pytorch" in said(answer)
