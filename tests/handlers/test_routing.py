"""What Slack sends reaches its listener through Bolt, and is acknowledged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from bot.alerts.asked import Subscription
from bot.blocks import ids
from bot.query.page_token import ButtonState
from bot.slack.identity import Identity, KnownAuthorize
from tests.handlers.desk import NOW, TARGET, Scene, incident, scene

pytestmark = pytest.mark.anyio

TEAM = {"team": {"id": "T1"}, "team_id": "T1"}
PERSON = {"user": {"id": "U1"}, "channel": {"id": "C1"}}


async def sent(here: Scene, body: dict[str, Any]) -> BoltResponse:
    """Let Bolt handle one request, as `bot.app` sets it up."""
    app = AsyncApp(
        client=AsyncWebClient(),
        authorize=KnownAuthorize(Identity("T1", "", "B1", "UBOT"), "xoxb-1"),
        signing_secret="s",
        process_before_response=True,
    )
    handlers.register(app, here.services)
    answer = await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=TEAM | body))
    await here.drained()
    return answer


async def test_a_command_about_alerts():
    here = scene()
    body = {"command": "/images", "text": "subscribe a", "trigger_id": "1.2", "user_id": "U1"}

    answer = await sent(here, body | {"channel_id": "C1"})

    assert answer.status == 200
    assert [row.filters for row in here.desk.subscribed] == ["a"]


async def test_a_button_on_an_alert():
    here = scene()
    here.desk.held["n-1", "C1"] = [incident()]
    value = here.services.seal("").close(ButtonState(command="notice n-1"))
    action = {"type": "button", "action_id": ids.ALERT_ACK, "block_id": "b", "value": value}

    answer = await sent(
        here, {"type": "block_actions", "trigger_id": "1.2", "actions": [action]} | PERSON
    )

    assert answer.status == 200
    assert here.desk.done == ["ack"]


@pytest.mark.parametrize(("text", "saved"), [("arm", ["arch=AARCH64"]), ("limit=5", ["a"])])
async def test_a_form(text: str, saved: list[str]):
    here = scene()
    here.desk.subscribed.append(Subscription("s1", "C1", TARGET.id, "a", "U9", NOW))
    view = {
        "type": "modal",
        "callback_id": ids.EDIT_VIEW,
        "private_metadata": here.services.seal("U1").close(ButtonState(command="edit C1 s1")),
        "state": {"values": {ids.EDIT_FILTERS: {ids.EDIT_FILTERS: {"value": text}}}},
    }

    answer = await sent(
        here, {"type": "view_submission", "trigger_id": "1.2", "view": view} | PERSON
    )

    assert answer.status == 200
    assert [row.filters for row in here.desk.subscribed] == saved
    assert ("errors" in answer.body) is (saved == ["a"])


def invited(team: str) -> dict[str, Any]:
    """The bot came into a channel."""
    event = {"type": "member_joined_channel", "user": "UBOT", "channel": "C7", "team": team}
    return {"type": "event_callback", "team_id": team, "event_id": "Ev1", "event": event}


async def test_an_event():
    here = scene()

    answer = await sent(here, invited("T1"))

    assert answer.status == 200
    assert here.desk.done == ["joined C7"]


async def test_an_event_of_another_workspace_is_taken_and_forgotten():
    here = scene()
    here.services = replace(here.services, is_home=lambda team, _: team == "T1")

    answer = await sent(here, invited("T9") | {"team": {"id": "T9"}})

    assert answer.status == 200
    assert here.desk.done == []
    assert here.texts == [], "nobody waits for an answer to an event"
