"""What arrives at the prompt without being asked for, threads, and the world's commands."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import web

from bot.demo.workspace import C_ALERTS, C_ML, G_PRIVATE, U_ANNA, U_BEN, U_BOT
from tests.demo.player import Player, at_the_prompt
from tests.demo.slack_samples import actions, button, mark, plain, section
from tests.demo.slack_standin import Received
from tests.demo.worlds import world

pytestmark = pytest.mark.anyio
ALERT = {
    "text": "An image failed",
    "blocks": [section(text=mark("*llama* failed")), actions(button(text=plain("I'm on it")))],
}


async def alert(player: Player, channel: str = C_ALERTS, **more: Any) -> dict[str, Any]:
    answer = await player.bot.api("chat.postMessage", channel=channel, **{**ALERT, **more})
    assert answer["ok"], answer
    return answer


async def test_an_alert_is_shown_as_it_comes() -> None:
    """Nothing was typed; the channel is named, and the prompt stands there again."""
    async with at_the_prompt() as player:
        before = player.prompts
        await alert(player)
        shown = await player.shows("llama failed")

        assert "#ml-alerts:\nllama failed" in shown
        assert "I'm on it" in shown
        assert player.prompts == before + 1


async def test_its_buttons_can_be_pressed_from_another_channel() -> None:
    async with at_the_prompt() as player:
        await alert(player)
        await player.shows("llama failed")

        async def answer(pressed: Received) -> web.StreamResponse:
            assert pressed.fields["actions"][0]["action_id"] == "next"
            await player.bot.reply(pressed.fields["response_url"], text="It is yours")
            return web.Response()

        player.bot.answer = answer
        shown = await player.types("1", shows="It is yours")

        assert player.bot.last["channel"]["id"] == C_ALERTS
        assert shown.startswith("#ml-alerts:\n")


async def test_a_change_is_shown_as_one() -> None:
    async with at_the_prompt() as player:
        sent = await alert(player)
        await player.shows("llama failed")
        place = {"channel": C_ALERTS, "ts": sent["ts"]}
        await player.bot.api("chat.update", **place, text="It recovered", blocks=[])

        assert "#ml-alerts (changed):\nIt recovered" in await player.shows("It recovered")


async def test_a_message_that_is_taken_away_is_missed() -> None:
    async with at_the_prompt() as player:
        sent = await alert(player)
        await player.shows("llama failed")
        await player.bot.api("chat.delete", channel=C_ALERTS, ts=sent["ts"])

        assert "#ml-alerts:\n(The message was removed.)" in await player.shows("removed")


async def test_only_ones_own_channels_and_messages_are_shown() -> None:
    """Not what Ben alone sees, and of other channels not what people say."""
    async with at_the_prompt() as player:
        workspace = player.bot.slack.workspace
        workspace.channel(C_ALERTS).members.discard(U_ANNA)
        await alert(player)
        workspace.post(G_PRIVATE, {"text": "Lunch?"}, author=U_BEN)
        workspace.post(C_ML, {"text": "For Ben"}, author=U_BOT, visible_to=U_BEN)
        await alert(player, channel=U_ANNA, text="To you", blocks=[])
        shown = await player.shows("To you")

        assert "Direct message:\nTo you" in shown
        assert not any(words in shown for words in ("llama", "Lunch", "For Ben"))


async def test_mentions_are_read_as_names() -> None:
    """In mrkdwn; in plain text brackets are brackets."""
    blocks = [
        section(text=mark(f"<@{U_BEN}> told <#{C_ML}> and <@U0NOBODY>")),
        section(text=plain(f"Not <@{U_BEN}>")),
    ]
    async with at_the_prompt() as player:
        await alert(player, blocks=blocks)
        shown = await player.shows("Not")

        assert "@ben told #ml-images and @U0NOBODY" in shown
        assert f"Not <@{U_BEN}>" in shown


async def test_what_comes_in_one_go_is_shown_in_one_go() -> None:
    """A message and its change: as it is in the end."""
    async with at_the_prompt() as player:
        workspace, before = player.bot.slack.workspace, player.prompts
        message = workspace.post(C_ALERTS, {"text": "first"}, author=U_BOT)
        workspace.update(C_ALERTS, message["ts"], {"text": "second"})
        shown = await player.shows("second")

        assert "first" not in shown
        assert player.prompts == before + 1


async def test_a_reply_is_indented_and_leaves_the_buttons_where_they_were() -> None:
    async with at_the_prompt() as player:
        sent = await alert(player)
        await alert(player, text="It recovered", blocks=[], thread_ts=sent["ts"])
        shown = await player.shows("It recovered")
        player.bot.slack.connect_http("http://127.0.0.1:9/")
        pressed = await player.types("1", shows="dispatch_failed")

        assert "#ml-alerts:\nreply in thread\n  It recovered" in shown
        assert "has no button" not in pressed


async def test_the_world_can_be_turned_from_the_prompt() -> None:
    """And help tells how, where there is a world."""
    around, modelarts, _ = world()
    async with at_the_prompt(around) as player:
        failed = await player.types("fail llama No space", shows="now")
        helped = await player.types("help", shows="skip 1h")

    assert "llama is CREATE_FAILED now. The bot looks every 5 seconds." in failed
    assert modelarts.images[0]["status_message"] == "No space"
    assert "fail <image>" in helped
    assert "alerts arrive in #ml-alerts" in player.text


async def test_without_a_world_its_words_are_no_commands() -> None:
    async with at_the_prompt() as player:
        assert "Try: /images fail llama" in await player.types("fail llama", shows="Try")
