"""What the fake sends to the bot, and what it makes of the ack."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from typing import Any

import pytest
from aiohttp import web

from bot.demo.workspace import C_ML, C_OUT, D_BOT, U_ANNA, U_BEN, U_BOT
from tests.demo.slack_samples import actions, button, option, section, select
from tests.demo.slack_standin import Received, StandIn, stand_in

pytestmark = pytest.mark.anyio
ROW = [section(accessory=button(action_id="details", value="one"), block_id="row")]


async def posted(bot: StandIn, **content: Any) -> dict[str, Any]:
    answer = await bot.api("chat.postMessage", channel=C_ML, text="t", **content)
    message = bot.slack.workspace.find(C_ML, answer["ts"])
    assert message is not None
    return message


async def test_a_command_arrives_as_a_signed_form() -> None:
    """Every field of the documentation, and a signature over the raw body."""
    async with stand_in() as bot:
        delivery = await bot.slack.command("find  pytorch &=é", channel="#ml-images")

        arrived = bot.received[0]
        stamp = arrived.headers["x-slack-request-timestamp"]
        signed = f"v0:{stamp}:{arrived.body.decode()}".encode()
        digest = hmac.new(b"demo-signing-secret", signed, hashlib.sha256).hexdigest()
        assert arrived.headers["x-slack-signature"] == f"v0={digest}"
        assert arrived.fields["text"] == "find  pytorch &=é"
        assert arrived.fields["command"] == "/images"
        assert arrived.fields["channel_name"] == "ml-images"
        assert arrived.fields["response_url"] == delivery.response_url
        assert delivery.acked
        assert 0 < delivery.ack_seconds < 3


async def test_only_members_type_in_a_channel() -> None:
    """Ben is not in Anna's direct messages with the bot."""
    async with stand_in() as bot:
        with pytest.raises(LookupError):
            await bot.slack.command("help", user="ben", channel=D_BOT)


async def test_a_press_is_made_from_the_real_element() -> None:
    """Ids and value are those of the message, and so is the message."""
    async with stand_in() as bot:
        message = await posted(bot, blocks=ROW)
        delivery = await bot.slack.press(message, "details", user=U_BEN)

        payload = bot.last
        action = payload["actions"][0]
        assert (action["block_id"], action["action_id"], action["value"]) == (
            "row",
            "details",
            "one",
        )
        assert payload["user"]["id"] == U_BEN
        assert payload["message"]["blocks"] == message["blocks"]
        assert payload["container"]["is_ephemeral"] is False
        assert payload["response_url"] == delivery.response_url


async def test_a_press_in_an_ephemeral_message_shows_only_its_container() -> None:
    """Slack does not repeat what only one person saw."""
    async with stand_in() as bot:
        ask = await bot.slack.command("find")
        await bot.reply(ask.response_url, blocks=ROW)
        (message,) = await bot.slack.settled(ask)
        await bot.slack.press(message, {"action_id": "details"})

        assert "message" not in bot.last
        assert bot.last["container"] == {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": C_ML,
            "is_ephemeral": True,
        }
        with pytest.raises(LookupError):
            await bot.slack.press(message, "details", user=U_BEN)


async def test_equal_buttons_are_told_apart_by_value() -> None:
    """A value that no button has is sent as well: that is an attack."""
    rows = [section(accessory=button(action_id="details", value=v)) for v in ("one", "two")]
    async with stand_in() as bot:
        message = await posted(bot, blocks=rows)
        await bot.slack.press(message, "details", value="two")
        second = bot.last["actions"][0]
        await bot.slack.press(message, "details", value="forged")

        assert second["block_id"] == message["blocks"][1]["block_id"]
        assert second["value"] == "two"
        assert bot.last["actions"][0]["value"] == "forged"


async def test_a_menu_sends_the_chosen_option() -> None:
    """By value or by label; something it does not offer cannot be chosen."""
    menu = select(options=[option("-name", "Name"), option("size", "Size")])
    async with stand_in() as bot:
        message = await posted(bot, blocks=[actions(menu)])
        await bot.slack.press(message, "sort", option="Size")

        chosen = bot.last["actions"][0]["selected_option"]
        block = message["blocks"][0]["block_id"]
        assert chosen == option("size", "Size")
        assert bot.last["state"]["values"][block]["sort"]["selected_option"] == chosen
        with pytest.raises(LookupError, match="Name, Size"):
            await bot.slack.press(message, "sort", option="Colour")


async def test_what_is_not_there_cannot_be_pressed() -> None:
    """The error names what is."""
    async with stand_in() as bot:
        message = await posted(bot, blocks=ROW)

        with pytest.raises(LookupError, match="details"):
            await bot.slack.press(message, "share")


async def test_a_late_ack_is_an_operation_timeout() -> None:
    """The person is told so by Slackbot, and nothing more is waited for."""
    async with stand_in() as bot:
        gate = asyncio.Event()

        async def late(_: Received) -> web.StreamResponse:
            await gate.wait()
            return web.Response()

        bot.answer = late
        bot.slack.courier.ack_limit = 0.05
        delivery = await bot.slack.command("find")
        gate.set()
        (said,) = await bot.slack.settled(delivery)

        assert delivery.problem == "operation_timeout"
        assert said["text"] == '/images failed with the error "operation_timeout"'
        assert said["visible_to"] == U_ANNA


async def test_anything_but_200_is_a_failed_dispatch() -> None:
    """So is nobody at the address."""
    async with stand_in() as bot:

        async def broken(_: Received) -> web.StreamResponse:
            return web.Response(status=500)

        bot.answer = broken
        failed = await bot.slack.command("find")
        bot.slack.connect_http("http://127.0.0.1:9/")
        nobody = await bot.slack.command("find")

        assert (failed.status, failed.problem) == (500, "dispatch_failed")
        assert (nobody.status, nobody.problem) == (0, "dispatch_failed")


async def test_the_body_of_the_ack_is_an_answer() -> None:
    """JSON may say who sees it; in_channel shows everybody what was typed."""
    async with stand_in() as bot:

        async def at_once(_: Received) -> web.StreamResponse:
            return web.json_response({"text": "Hello", "response_type": "in_channel"})

        bot.answer = at_once
        delivery = await bot.slack.command("help")
        (message,) = await bot.slack.settled(delivery)

        assert (message["text"], message["visible_to"]) == ("Hello", None)
        texts = [(m["user"], m["text"]) for m in bot.slack.workspace.messages(C_ML)]
        assert texts == [(U_ANNA, "/images help"), (U_BOT, "Hello")]


async def test_a_mention_and_a_direct_message_are_events() -> None:
    """As JSON; what does not concern the bot is not delivered."""
    async with stand_in() as bot:
        mention = await bot.slack.say(f"<@{U_BOT}> find arm")
        mentioned = bot.last
        direct = await bot.slack.say("find arm", channel=D_BOT)

        assert mention is not None
        assert mentioned["event"]["type"] == "app_mention"
        assert mentioned["event_id"] != bot.last["event_id"]
        assert direct is not None
        assert bot.last["event"]["channel_type"] == "im"
        assert await bot.slack.say("lunch?") is None
        assert await bot.slack.say(f"<@{U_BOT}>", channel=C_OUT) is None


async def test_an_event_can_be_delivered_again() -> None:
    """With the same id and Slack's retry headers."""
    async with stand_in() as bot:
        event = {"type": "app_mention", "user": U_ANNA, "channel": C_ML}
        await bot.slack.event(event, event_id="Ev1", retry=1, reason="http_timeout")

        assert bot.last["event_id"] == "Ev1"
        assert bot.received[0].headers["x-slack-retry-num"] == "1"


async def test_bad_requests_can_be_sent() -> None:
    """What is wrong with them is the test's own affair."""
    async with stand_in() as bot:
        headers = bot.slack.signed_headers(b"x=1", timestamp="abc")
        await bot.slack.deliver_raw(b"x=2", headers)
        await bot.slack.check_ssl()
        await bot.slack.verify_url("c")

        assert bot.received[0].headers["x-slack-request-timestamp"] == "abc"
        assert "x-slack-signature" not in bot.received[1].headers
        assert bot.last == {"type": "url_verification", "token": "demo", "challenge": "c"}
