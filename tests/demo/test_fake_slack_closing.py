"""A modal is closed without being submitted, and the bot hears of it if it asked to."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web

from bot.demo.workspace import U_ANNA, U_BEN
from tests.demo.slack_forms import answering, asked, opened, published, pushed
from tests.demo.slack_samples import section
from tests.demo.slack_standin import Received, stand_in

pytestmark = pytest.mark.anyio
TEXT = asked({"type": "plain_text_input"})


async def test_a_closed_modal_is_told_of_when_it_asked_for_that() -> None:
    """Without what was filled in."""
    async with stand_in() as bot:
        view = await opened(bot, TEXT, notify_on_close=True, private_metadata="C1")
        (delivery,) = await bot.slack.close(view)

        sent = bot.last
        assert (sent["type"], sent["is_cleared"]) == ("view_closed", False)
        assert (sent["view"]["id"], sent["view"]["private_metadata"]) == (view["id"], "C1")
        assert sent["view"]["state"] == {"values": {}}
        assert sent["user"]["id"] == U_ANNA
        assert "trigger_id" not in sent
        assert delivery.acked
        assert bot.slack.workspace.views == {}


async def test_closing_shows_what_lies_below() -> None:
    async with stand_in() as bot:
        below = await opened(bot, TEXT)
        top = await pushed(bot, TEXT)
        with pytest.raises(LookupError, match="Another modal lies over"):
            await bot.slack.close(below)
        heard = len(bot.received)
        await bot.slack.close(top)

        assert list(bot.slack.workspace.views) == [below["id"]]
        assert len(bot.received) == heard


@pytest.mark.parametrize("by", ["the person", "the view"])
async def test_a_whole_stack_is_closed_at_once(by: str) -> None:
    """With ``all``, or by ``clear_on_close``; each view that asked is told of."""
    async with stand_in() as bot:
        await opened(bot, TEXT, notify_on_close=True, callback_id="first")
        await pushed(bot, TEXT, callback_id="second")
        top = await pushed(
            bot,
            TEXT,
            notify_on_close=True,
            clear_on_close=by == "the view",
            callback_id="third",
        )
        await bot.slack.close(top, all=by == "the person")

        told = [row.fields for row in bot.received if row.fields.get("type") == "view_closed"]
        assert [(row["view"]["callback_id"], row["is_cleared"]) for row in told] == [
            ("third", True),
            ("first", True),
        ]
        assert bot.slack.workspace.views == {}


async def test_loading_slack_anew_closes_ones_own_modals() -> None:
    """Those of others and the Home tab stay."""
    async with stand_in() as bot:
        home = await published(bot, section())
        await opened(bot, TEXT)
        await pushed(bot, TEXT, notify_on_close=True)
        bens = await opened(bot, TEXT, user="ben")
        told = await bot.slack.leave_modals(U_ANNA)
        again = await bot.slack.leave_modals(U_ANNA)

        assert [delivery.kind for delivery in told] == ["view_closed"]
        assert again == []
        assert list(bot.slack.workspace.views) == [home["id"], bens["id"]]
        assert bot.slack.workspace.views[bens["id"]]["user"] == U_BEN


async def test_a_modal_that_was_closed_meanwhile_stays_closed() -> None:
    """The late answer to its submission does nothing."""
    async with stand_in() as bot:
        view = await opened(bot, TEXT)
        arrived, gate = asyncio.Event(), asyncio.Event()

        async def slowly(_: Received) -> web.StreamResponse:
            arrived.set()
            await gate.wait()
            return web.Response()

        bot.answer = slowly
        submitting = asyncio.create_task(bot.slack.submit(view, {"ask": "x"}))
        await arrived.wait()
        await bot.slack.close(view)
        gate.set()

        assert (await submitting).acked
        assert bot.slack.workspace.views == {}


async def test_the_modal_is_gone_whatever_the_bot_answers() -> None:
    async with stand_in() as bot:
        view = await opened(bot, TEXT, notify_on_close=True)
        answering(bot, {"response_action": "errors", "errors": {"ask": "Stay."}})
        await bot.slack.close(view)

        assert bot.slack.workspace.views == {}
