"""Buttons and menus in a modal and on the Home tab are pressed as those of a message are."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.workspace import C_ML, U_ANNA, U_BEN
from tests.demo.slack_forms import answering, asked, opened, posted, published, pushed
from tests.demo.slack_samples import actions, button, option, section, select
from tests.demo.slack_standin import stand_in

pytestmark = pytest.mark.anyio
SORT = select(options=[option("name", "Name"), option("size", "Size")])
ROW = actions(button(), SORT) | {"block_id": "row"}
TEXT = asked({"type": "plain_text_input"})


async def test_a_press_in_a_modal_names_the_view_and_no_channel() -> None:
    async with stand_in() as bot:
        view = await opened(bot, ROW)
        delivery = await bot.slack.press(view, "next")

        sent = bot.last
        assert sent["type"] == "block_actions"
        assert sent["container"] == {"type": "view", "view_id": view["id"]}
        assert sent["view"]["id"] == view["id"]
        assert sent["view"]["blocks"] == view["blocks"]
        assert "user" not in sent["view"]
        assert not {"channel", "message", "response_url", "state"} & sent.keys()
        assert (sent["actions"][0]["action_id"], sent["actions"][0]["value"]) == ("next", "v")
        assert sent["trigger_id"] == delivery.trigger_id
        assert delivery.acked


async def test_a_press_in_a_modal_may_push_another() -> None:
    """The trigger is good for a view, and the view below is named."""
    async with stand_in() as bot:
        view = await opened(bot, ROW)
        delivery = await bot.slack.press(view, "next")
        more = {"type": "modal", "title": view["title"], "blocks": [section()]}
        answer = await bot.api("views.push", trigger_id=delivery.trigger_id, view=more)

        assert answer["view"]["previous_view_id"] == view["id"]
        assert answer["view"]["root_view_id"] == view["id"]


async def test_only_the_modal_on_top_can_be_pressed() -> None:
    async with stand_in() as bot:
        below = await opened(bot, ROW)
        top = await pushed(bot, ROW)

        with pytest.raises(LookupError, match="Another modal lies over"):
            await bot.slack.press(below, "next")
        assert (await bot.slack.press(top, "next")).acked


async def test_a_view_is_pressed_by_its_owner_alone() -> None:
    async with stand_in() as bot:
        modal = await opened(bot, ROW)
        home = await published(bot, ROW)

        for view in (modal, home):
            with pytest.raises(LookupError, match="ben has no such modal"):
                await bot.slack.press(view, "next", user=U_BEN)


async def test_a_press_on_the_home_tab_names_the_view() -> None:
    async with stand_in() as bot:
        home = await published(bot, ROW)
        await bot.slack.press(home, "next")

        assert bot.last["container"] == {"type": "view", "view_id": home["id"]}
        assert bot.last["view"]["type"] == "home"
        assert bot.last["user"]["id"] == U_ANNA
        assert "response_url" not in bot.last


async def test_a_press_tells_what_was_filled_in_by_then() -> None:
    async with stand_in() as bot:
        view = await opened(bot, ROW, TEXT)
        await bot.slack.press(view, "next", values={"ask": {"it": "half a word"}})

        state = bot.last["view"]["state"]["values"]
        assert state["ask"]["it"] == {"type": "plain_text_input", "value": "half a word"}
        assert state["row"] == {"sort": {"type": "static_select", "selected_option": None}}


async def test_a_choice_is_kept_for_the_next_press_and_for_the_submission() -> None:
    async with stand_in() as bot:
        view = await opened(bot, ROW)
        await bot.slack.press(view, "sort", option="size")
        await bot.slack.press(view, "next")
        pressed = bot.last["view"]["state"]["values"]
        await bot.slack.submit(view)
        submitted = bot.last["view"]["state"]["values"]

        assert pressed["row"]["sort"]["selected_option"] == option("size", "Size")
        assert submitted == pressed


async def test_a_choice_outlives_an_update_that_keeps_its_ids() -> None:
    """In a message as well; with another block_id the menu is a new one."""
    async with stand_in() as bot:
        message = await posted(bot, ROW)
        await bot.slack.press(message, "sort", option="size")
        renamed = ROW | {"block_id": "other"}
        states: list[Any] = []
        for row in (ROW, renamed):
            blocks = [section(), row]
            await bot.api("chat.update", channel=C_ML, ts=message["ts"], blocks=blocks)
            await bot.slack.press(message, "next")
            states.append(bot.last["state"]["values"][row["block_id"]]["sort"]["selected_option"])

        assert states == [option("size", "Size"), None]


async def test_a_choice_of_one_person_is_nothing_to_another() -> None:
    async with stand_in() as bot:
        message = await posted(bot, ROW)
        await bot.slack.press(message, "sort", option="size", user=U_ANNA)
        await bot.slack.press(message, "next", user=U_BEN)

        assert bot.last["state"]["values"]["row"]["sort"]["selected_option"] is None


async def test_an_input_speaks_for_itself_only_when_the_app_wants_it() -> None:
    """``dispatch_action``; otherwise it waits for the form."""
    async with stand_in() as bot:
        eager = asked({"type": "plain_text_input"}, "eager", dispatch_action=True)
        view = await opened(bot, TEXT, eager)
        await bot.slack.press(view, "it", block_id="eager", value="gpu")
        action = bot.last["actions"][0]

        assert (action["type"], action["value"]) == ("plain_text_input", "gpu")
        assert bot.last["view"]["state"]["values"]["eager"]["it"]["value"] == "gpu"
        with pytest.raises(LookupError, match="sent with the whole form"):
            await bot.slack.press(view, "it", block_id="ask", value="gpu")


async def test_a_press_in_a_thread_names_the_thread() -> None:
    async with stand_in() as bot:
        first = await posted(bot, ROW)
        reply = await posted(bot, ROW, thread_ts=first["ts"])
        await bot.slack.press(reply, "next")

        assert bot.last["container"]["thread_ts"] == first["ts"]


async def test_an_update_keeps_the_place_in_the_stack() -> None:
    """By the API, and by the answer to a submission."""
    async with stand_in() as bot:
        below = await opened(bot, TEXT)
        top = await pushed(bot, TEXT)
        new = {"type": "modal", "title": top["title"], "submit": top["submit"], "blocks": [TEXT]}
        by_api = await bot.api("views.update", view_id=top["id"], view=new)
        answering(bot, {"response_action": "update", "view": new})
        await bot.slack.submit(top, {"ask": "x"})
        by_answer = bot.slack.workspace.views[top["id"]]

        for view in (by_api["view"], by_answer):
            assert view["previous_view_id"] == view["root_view_id"] == below["id"]


async def test_a_submission_closes_only_the_modal_on_top() -> None:
    async with stand_in() as bot:
        below = await opened(bot, TEXT)
        top = await pushed(bot, TEXT)
        with pytest.raises(LookupError, match="Another modal lies over"):
            await bot.slack.submit(below, {"ask": "x"})
        await bot.slack.submit(top, {"ask": "x"})

        assert list(bot.slack.workspace.views) == [below["id"]]


async def test_a_fourth_modal_cannot_be_pushed_by_an_answer() -> None:
    """The one that was submitted stays."""
    async with stand_in() as bot:
        await opened(bot, TEXT)
        await pushed(bot, TEXT)
        top = await pushed(bot, TEXT)
        new = {"type": "modal", "title": top["title"], "blocks": [section()]}
        answering(bot, {"response_action": "push", "view": new})
        delivery = await bot.slack.submit(top, {"ask": "x"})

        assert [call.answer for call in delivery.answers] == [
            {"ok": False, "error": "push_limit_reached"}
        ]
        assert len(bot.slack.workspace.views) == 3
