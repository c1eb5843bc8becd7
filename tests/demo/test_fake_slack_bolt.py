"""A real Bolt app cannot tell the fake from Slack, over HTTP and over Socket Mode."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.fake_slack import FakeSlack
from bot.demo.workspace import C_ML, C_OUT, G_PRIVATE, U_ANNA, U_BEN
from tests.demo.bolts import MakesApp, over_http, over_socket
from tests.demo.slack_samples import actions, button, plain

pytestmark = pytest.mark.anyio
MODAL = {
    "type": "modal",
    "title": plain("Edit"),
    "submit": plain("Save"),
    "callback_id": "edit",
    "blocks": [
        {
            "type": "input",
            "block_id": "search",
            "label": plain("Filters"),
            "element": {"type": "plain_text_input", "action_id": "filters"},
        }
    ],
}


def bolt_app(slack: FakeSlack) -> AsyncApp:
    """A command that answers with a button, and the button."""
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    app = AsyncApp(
        client=client, signing_secret=slack.signing_secret, process_before_response=True
    )

    async def images(ack: AsyncAck, respond: AsyncRespond, command: dict[str, str]) -> None:
        await ack()
        await respond(text=f"You asked: {command['text']}", blocks=[actions(button())])

    async def pressed(ack: AsyncAck, respond: AsyncRespond, action: dict[str, Any]) -> None:
        await ack()
        await respond(text=f"Pressed {action['value']}", replace_original=True)

    async def mentioned(event: dict[str, Any], client: AsyncWebClient) -> None:
        await client.chat_postMessage(channel=event["channel"], text="You called")

    async def joined(event: dict[str, Any], client: AsyncWebClient) -> None:
        await client.chat_postMessage(channel=event["channel"], text="Thank you")

    async def saved(ack: AsyncAck, view: dict[str, Any]) -> None:
        typed = view["state"]["values"]["search"]["filters"]["value"]
        wrong = {"search": "Only arm"}
        await (ack() if typed == "arm" else ack(response_action="errors", errors=wrong))

    app.command("/images")(images)
    app.action("next")(pressed)
    app.event("app_mention")(mentioned)
    app.event("member_joined_channel")(joined)
    app.view("edit")(saved)
    return app


async def find_and_press(slack: FakeSlack, channel: str = C_ML) -> None:
    asked = await slack.command("find pytorch", channel=channel)
    (message,) = await slack.settled(asked)
    pressed = await slack.press(message, "next")
    (changed,) = await slack.settled(pressed)

    assert asked.acked
    assert pressed.acked
    assert message["text"] == "You asked: find pytorch"
    assert (changed["ts"], changed["text"]) == (message["ts"], "Pressed v")


@pytest.mark.parametrize("channel", [C_ML, C_OUT, G_PRIVATE])
async def test_a_round_trip_over_http(channel: str) -> None:
    """Also where the bot is no member: response URLs need no invitation."""
    async with over_http(bolt_app) as slack:
        await find_and_press(slack, channel)


async def test_a_mention_is_answered_in_the_channel() -> None:
    """By chat.postMessage, which settles the delivery as well."""
    async with over_http(bolt_app) as slack:
        delivery = await slack.say("<@U0IMAGEBOT> hello", user=U_BEN)
        assert delivery is not None
        (message,) = await slack.settled(delivery)

        assert message["text"] == "You called"
        assert message["visible_to"] is None


async def test_bolt_knows_slacks_signature() -> None:
    """A body that was changed on the way is refused."""
    async with over_http(bolt_app) as slack:
        body = b"command=%2Fimages&text=find&team_id=T0DEMO"
        bad = await slack.deliver_raw(body + b"x", slack.signed_headers(body))
        old = await slack.deliver_raw(body, slack.signed_headers(body, timestamp="1700000000"))

        assert (bad.status, old.status) == (401, 401)
        assert (await slack.check_ssl()).status == 200
        assert "demo-challenge" in (await slack.verify_url()).ack_body


async def test_a_round_trip_over_a_socket() -> None:
    """The same listeners, the same messages."""
    async with over_socket(bolt_app) as slack:
        await find_and_press(slack)


@pytest.mark.parametrize("connected", [over_http, over_socket])
async def test_an_invitation_reaches_the_listener(
    connected: Callable[[MakesApp], AbstractAsyncContextManager[FakeSlack]],
) -> None:
    """Though it is an event about the bot itself."""
    async with connected(bolt_app) as slack:
        slack.platform.scopes.add("channels:read")
        delivery = await slack.invite(C_OUT)
        assert delivery is not None
        (message,) = await slack.settled(delivery)

        assert (message["channel"], message["text"]) == (C_OUT, "Thank you")


@pytest.mark.parametrize("connected", [over_http, over_socket])
async def test_a_submission_reaches_the_listener(
    connected: Callable[[MakesApp], AbstractAsyncContextManager[FakeSlack]],
) -> None:
    """And its errors come back in the ack."""
    async with connected(bolt_app) as slack:
        asked = await slack.command("find")
        await slack.settled(asked)
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        answer = await client.views_open(trigger_id=asked.trigger_id, view=MODAL)
        wrong = await slack.submit(answer["view"], {"search": "gpu"})
        right = await slack.submit(answer["view"], {"search": "arm"})

        assert wrong.errors == {"search": "Only arm"}
        assert (right.acked, right.errors) == (True, {})
        assert slack.workspace.views == {}


async def test_a_socket_is_renewed_on_request() -> None:
    """Nothing is lost before, between or after."""
    async with over_socket(bolt_app) as slack:
        await slack.refresh_sockets("warning")
        await slack.refresh_sockets()
        await find_and_press(slack)

        assert slack.sockets.opened == 3


async def test_a_cut_socket_is_noticed() -> None:
    """Without one, a command fails at once; the client comes back by itself."""
    async with over_socket(bolt_app) as slack:
        await slack.sockets.cut()
        failed = await slack.command("find")
        await slack.connected(opened=2)
        await find_and_press(slack)

        assert failed.problem == "dispatch_failed"


async def test_an_envelope_that_is_not_acknowledged_comes_again() -> None:
    """With its id, an attempt and a reason."""
    async with FakeSlack() as slack, aiohttp.ClientSession() as session:
        slack.courier.ack_limit, slack.courier.redeliveries = 0.05, 1
        client = AsyncWebClient(base_url=slack.api_url, session=session)
        url = (await client.apps_connections_open(app_token=slack.app_token))["url"]
        async with session.ws_connect(url) as socket:
            hello = await socket.receive_json()
            asking = asyncio.create_task(slack.command("find"))
            first, second = await socket.receive_json(), await socket.receive_json()
            answer = {"envelope_id": second["envelope_id"], "payload": {"text": "late"}}
            await socket.send_json(answer)
            delivery = await asking

        assert hello["type"] == "hello"
        assert first["envelope_id"] == second["envelope_id"]
        assert "retry_attempt" not in first
        assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
        assert delivery.acked
        assert (await slack.settled(delivery))[0]["text"] == "late"


async def test_a_ticket_is_good_once() -> None:
    """The second use of the same address is refused."""
    async with FakeSlack() as slack, aiohttp.ClientSession() as session:
        client = AsyncWebClient(base_url=slack.api_url, session=session)
        url = (await client.apps_connections_open(app_token=slack.app_token))["url"]
        async with session.ws_connect(url):
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(url)


async def test_the_sdk_raises_what_the_fake_refuses() -> None:
    """A wrong token, and blocks that are too long."""
    async with FakeSlack() as slack:
        wrong = AsyncWebClient(token="xoxb-wrong", base_url=slack.api_url)
        with pytest.raises(SlackApiError, match="invalid_auth"):
            await wrong.auth_test()
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        blocks = [{"type": "header", "text": plain("x" * 151)}]
        with pytest.raises(SlackApiError, match="invalid_blocks"):
            await client.chat_postMessage(channel=C_ML, text="x", blocks=blocks)
        assert slack.workspace.seen_by(U_ANNA, C_ML) == []
