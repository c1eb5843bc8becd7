"""The app says what an external menu offers, and only that can be chosen from it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.workspace import C_ML, U_ANNA, U_BEN
from tests.demo.slack_forms import answering, opened, posted, published
from tests.demo.slack_samples import Block, actions, option, plain
from tests.demo.slack_standin import StandIn, stand_in

pytestmark = pytest.mark.anyio
A, B = option("a", "Apple"), option("b", "Pear")
SEARCH: Block = {"type": "external_select", "action_id": "image", "min_query_length": 0}


def row(element: Block) -> Block:
    return actions(element) | {"block_id": "row"}


async def places(bot: StandIn) -> list[dict[str, Any]]:
    """An external menu in a message, a modal and a Home tab."""
    block = row(SEARCH)
    return [await posted(bot, block), await opened(bot, block), await published(bot, block)]


async def test_the_app_is_asked_what_an_external_menu_offers() -> None:
    """Whatever it stands in."""
    async with stand_in() as bot:
        message, *views = await places(bot)
        answering(bot, {"options": [A, B]})

        assert await bot.slack.suggest(message, "image", "py") == [A, B]
        sent = bot.last
        assert sent["type"] == "block_suggestion"
        assert (sent["block_id"], sent["action_id"], sent["value"]) == ("row", "image", "py")
        assert sent["container"]["message_ts"] == sent["message"]["ts"] == message["ts"]
        assert sent["channel"] == {"id": C_ML, "name": "ml-images"}
        assert not {"trigger_id", "response_url", "actions"} & sent.keys()
        for view in views:
            assert await bot.slack.suggest(view, "image", "") == [A, B]
            assert bot.last["container"] == {"type": "view", "view_id": view["id"]}
            assert bot.last["view"]["blocks"] == view["blocks"]
            assert "channel" not in bot.last


async def test_groups_of_options_are_offered_in_their_order() -> None:
    async with stand_in() as bot:
        view = await opened(bot, row(SEARCH))
        groups = [{"label": plain(f"Group {one['value']}"), "options": [one]} for one in (B, A)]
        answering(bot, {"option_groups": groups})

        assert await bot.slack.suggest(view, "image", "x") == [B, A]


async def test_only_what_was_offered_can_be_chosen() -> None:
    """By whom it was offered to, in a press and in a submission; earlier offers stay good."""
    many = SEARCH | {"type": "multi_external_select", "initial_options": [option("c", "Plum")]}
    async with stand_in() as bot:
        view = await opened(bot, row(many))
        with pytest.raises(LookupError, match="it has: Plum"):
            await bot.slack.press(view, "image", option=["a"])
        for one in (A, B):
            answering(bot, {"options": [one]})
            await bot.slack.suggest(view, "image", "x")
        answering(bot, None)
        await bot.slack.press(view, "image", option=["a", "b", "c"])
        pressed = bot.last["actions"][0]["selected_options"]
        with pytest.raises(LookupError, match="does not offer 'd'"):
            await bot.slack.submit(view, {"row": {"image": ["d"]}})
        await bot.slack.submit(view, {"row": {"image": ["Pear"]}})

        assert pressed == [A, B, option("c", "Plum")]
        state = bot.last["view"]["state"]["values"]["row"]["image"]
        assert state == {"type": "multi_external_select", "selected_options": [B]}


async def test_an_offer_is_for_one_person() -> None:
    async with stand_in() as bot:
        message = await posted(bot, row(SEARCH))
        answering(bot, {"options": [A]})
        await bot.slack.suggest(message, "image", "x", user=U_ANNA)

        with pytest.raises(LookupError, match="it has: nothing"):
            await bot.slack.press(message, "image", option="a", user=U_BEN)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "No results"),
        ({}, "No results"),
        ({"text": "Hello"}, "No results"),
        ({"options": [A] * 101}, "no more than 100 items"),
        ({"options": [option(text="x" * 76)]}, "/options/0/text/text"),
        ({"options": [{"text": "Apple", "value": "a"}]}, "must provide an object"),
        ({"option_groups": [{"options": [A]}]}, "missing required field: label"),
        ({"options": "a"}, "must provide an array"),
    ],
)
async def test_an_answer_that_slack_would_not_show(answer: object, words: str) -> None:
    """The person hears of it, and the journal says so."""
    async with stand_in() as bot:
        view = await opened(bot, row(SEARCH))
        answering(bot, answer)

        with pytest.raises(LookupError, match=words):
            await bot.slack.suggest(view, "image", "x")
        asked_for = bot.slack.deliveries[-1]
        assert asked_for.kind == "block_suggestion"
        assert [call.ok for call in asked_for.answers] == [False]


async def test_an_answer_without_options_that_says_so_is_one() -> None:
    async with stand_in() as bot:
        view = await opened(bot, row(SEARCH))
        answering(bot, {"options": []})

        assert await bot.slack.suggest(view, "image", "zzz") == []


async def test_a_silent_app_leaves_the_menu_empty() -> None:
    async with stand_in() as bot:
        view = await opened(bot, row(SEARCH))
        bot.slack.connect_http("http://127.0.0.1:9/")

        with pytest.raises(LookupError, match="could not be reached"):
            await bot.slack.suggest(view, "image", "x")


async def test_slack_asks_only_once_enough_was_typed() -> None:
    """Three characters, unless the menu says otherwise."""
    async with stand_in() as bot:
        usual = {"type": "external_select", "action_id": "usual"}
        view = await opened(bot, actions(usual, SEARCH | {"min_query_length": 1}))
        answering(bot, {"options": [A]})
        heard = len(bot.received)

        assert await bot.slack.suggest(view, "usual", "py") == []
        assert await bot.slack.suggest(view, "image", "") == []
        assert len(bot.received) == heard
        assert await bot.slack.suggest(view, "usual", "pyt") == [A]
        assert await bot.slack.suggest(view, "image", "p") == [A]


async def test_no_other_menu_asks_the_app() -> None:
    async with stand_in() as bot:
        view = await opened(bot, row({"type": "static_select", "action_id": "it", "options": [A]}))

        with pytest.raises(LookupError, match="not asked"):
            await bot.slack.suggest(view, "it", "x")
