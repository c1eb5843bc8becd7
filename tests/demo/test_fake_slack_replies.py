"""Response URLs: what an answer does, and how long they last."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.workspace import C_ML, U_ANNA, U_BEN
from tests.demo.slack_samples import actions, button, mark, section
from tests.demo.slack_standin import Hands, StandIn, stand_in

pytestmark = pytest.mark.anyio
BUTTON = [actions(button())]


async def shown(bot: StandIn, **body: Any) -> dict[str, Any]:
    """One answer to a command, as it is shown."""
    ask = await bot.slack.command("find")
    await bot.reply(ask.response_url, **({"text": "first", "blocks": BUTTON} | body))
    return (await bot.slack.settled(ask))[0]


async def test_an_answer_is_for_the_asker_alone() -> None:
    """Nobody else in the channel sees it."""
    async with stand_in() as bot:
        message = await shown(bot)

        workspace = bot.slack.workspace
        assert message["text"] == "first"
        assert [m["text"] for m in workspace.seen_by(U_ANNA, C_ML)] == ["first"]
        assert workspace.seen_by(U_BEN, C_ML) == []
        assert workspace.messages(C_ML) == []


async def test_replacing_keeps_the_place_and_the_audience() -> None:
    """An ephemeral message cannot become public."""
    async with stand_in() as bot:
        message = await shown(bot)
        press = await bot.slack.press(message, "next")
        body = {"replace_original": True, "response_type": "in_channel", "text": "second"}
        await bot.reply(press.response_url, **body)
        (changed,) = await bot.slack.settled(press)

        assert (changed["ts"], changed["text"]) == (message["ts"], "second")
        assert changed["visible_to"] == U_ANNA
        assert changed["blocks"] == []
        assert len(bot.slack.workspace.seen_by(U_ANNA, C_ML)) == 1


async def test_in_channel_posts_beside_the_original() -> None:
    """Sharing: everybody sees the new message, the asker keeps the old one."""
    async with stand_in() as bot:
        message = await shown(bot)
        press = await bot.slack.press(message, "next")
        await bot.reply(press.response_url, response_type="in_channel", text="shared")
        await bot.slack.settled(press)

        assert [m["text"] for m in bot.slack.workspace.seen_by(U_BEN, C_ML)] == ["shared"]
        assert len(bot.slack.workspace.seen_by(U_ANNA, C_ML)) == 2


async def test_delete_original_stands_alone() -> None:
    """With anything beside it, it is refused."""
    async with stand_in() as bot:
        message = await shown(bot)
        press = await bot.slack.press(message, "next")

        refused = await bot.reply(press.response_url, delete_original=True, text="gone")
        assert refused == (400, "invalid_payload")
        await bot.reply(press.response_url, delete_original=True)
        assert bot.slack.workspace.seen_by(U_ANNA, C_ML) == []


async def test_five_uses() -> None:
    """The sixth and seventh are refused in Slack's two ways; refused posts are no use."""
    async with stand_in() as bot:
        ask = await bot.slack.command("find")
        assert await bot.reply(ask.response_url, text="") == (400, "no_text")
        for _ in range(5):
            assert (await bot.reply(ask.response_url, text="x"))[0] == 200

        assert await bot.reply(ask.response_url, text="x") == (404, "used_url")
        assert await bot.reply(ask.response_url, text="x") == (
            200,
            '{"ok": false, "error": "used_url"}',
        )


async def test_thirty_minutes() -> None:
    """By the platform's clock; the button's next press brings a fresh address."""
    hands = Hands()
    async with stand_in(hands) as bot:
        message = await shown(bot)
        old = bot.slack.deliveries[-1].response_url
        hands.seconds += 30 * 60 + 1

        assert await bot.reply(old, text="late") == (404, "expired_url")
        press = await bot.slack.press(message, "next")
        assert (await bot.reply(press.response_url, text="in time"))[0] == 200


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"blocks": [section(text=mark(""))]}, "invalid_blocks"),
        ({"blocks": [section(text=mark("x" * 2999))] * 5}, "msg_blocks_too_long"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "colour": "red"}, "invalid_payload"),
        ({"text": "x", "response_type": "loud"}, "invalid_payload"),
    ],
)
async def test_bad_answers_are_refused(body: dict[str, Any], error: str) -> None:
    """With 400 and the code as text; nothing is shown."""
    async with stand_in() as bot:
        ask = await bot.slack.command("find")

        assert await bot.reply(ask.response_url, **body) == (400, error)
        assert bot.slack.workspace.seen_by(U_ANNA, C_ML) == []
        with pytest.raises(TimeoutError, match=error):
            await bot.slack.settled(ask, timeout=0.05)


async def test_an_address_that_was_never_given_out() -> None:
    """Is not found."""
    async with stand_in() as bot:
        assert await bot.reply(f"{bot.slack.url}/reply/none", text="x") == (404, "not_found")
