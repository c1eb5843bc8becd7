"""A modal is filled in and submitted, and the ack says what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import web

from bot.demo.workspace import U_BEN
from tests.demo.slack_samples import option, plain, section, select
from tests.demo.slack_standin import Received, StandIn, stand_in

pytestmark = pytest.mark.anyio


def text_input(**more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "filters", "initial_value": "arm"}
    return {
        "type": "input",
        "block_id": "search",
        "label": plain("Filters"),
        "element": element | more,
    }


def modal(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": plain("Edit"),
        "submit": plain("Save"),
        "callback_id": "edit",
        "private_metadata": "C1 s1",
        "blocks": list(blocks or (text_input(),)),
    }


async def opened(bot: StandIn, view: dict[str, Any]) -> dict[str, Any]:
    ask = await bot.slack.command("subscriptions")
    answer = await bot.api("views.open", trigger_id=ask.trigger_id, view=view)
    assert answer["ok"], answer
    return dict(answer["view"])


def answering(bot: StandIn, body: dict[str, Any] | str) -> None:
    async def answer(_: Received) -> web.StreamResponse:
        if isinstance(body, str):
            return web.Response(text=body)
        return web.json_response(body)

    bot.answer = answer


async def test_a_submission_carries_what_was_typed() -> None:
    """Signed like everything; without an answer the modal closes."""
    async with stand_in() as bot:
        view = await opened(bot, modal())
        delivery = await bot.slack.submit(view, {"search": "arch=AARCH64"})

        sent = bot.last
        assert sent["type"] == "view_submission"
        assert sent["trigger_id"] == delivery.trigger_id
        assert (sent["view"]["callback_id"], sent["view"]["private_metadata"]) == ("edit", "C1 s1")
        assert sent["view"]["state"]["values"] == {
            "search": {"filters": {"type": "plain_text_input", "value": "arch=AARCH64"}}
        }
        assert delivery.acked
        assert bot.slack.workspace.views == {}
        with pytest.raises(LookupError, match="no such modal"):
            await bot.slack.submit(view)


async def test_what_nobody_touches_is_sent_as_it_was_shown() -> None:
    """Text and menus, by action_id as well."""
    menu = select(action_id="kind", options=[option("a", "A"), option("b", "B")])
    menu["initial_option"] = option("a", "A")
    choose = {"type": "input", "block_id": "k", "label": plain("Kind"), "element": menu}
    async with stand_in() as bot:
        view = await opened(bot, modal(text_input(), choose))
        answering(bot, {"response_action": "errors", "errors": {"search": "No."}})
        await bot.slack.submit(view)
        untouched = bot.last["view"]["state"]["values"]
        await bot.slack.submit(view, {"filters": "gpu", "kind": "B"})
        chosen = bot.last["view"]["state"]["values"]

        assert untouched["search"]["filters"]["value"] == "arm"
        assert untouched["k"]["kind"]["selected_option"] == option("a", "A")
        assert chosen["search"]["filters"]["value"] == "gpu"
        assert chosen["k"]["kind"]["selected_option"] == option("b", "B")


async def test_errors_keep_the_modal_open() -> None:
    """The person sees them beside the input."""
    async with stand_in() as bot:
        view = await opened(bot, modal())
        answering(bot, {"response_action": "errors", "errors": {"search": "No field “x”."}})
        delivery = await bot.slack.submit(view, {"search": "x=1"})

        assert delivery.errors == {"search": "No field “x”."}
        assert view["id"] in bot.slack.workspace.views


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "No."}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "shout"},
        {"text": "Hello"},
        "ok",
    ],
)
async def test_an_answer_that_slack_does_not_understand(answer: dict[str, Any] | str) -> None:
    """The modal stays, and the journal says so."""
    async with stand_in() as bot:
        view = await opened(bot, modal())
        answering(bot, answer)
        delivery = await bot.slack.submit(view)

        assert view["id"] in bot.slack.workspace.views
        assert [call.ok for call in delivery.answers] == [False]


async def test_an_answer_may_show_another_modal_or_close_all() -> None:
    async with stand_in() as bot:
        view = await opened(bot, modal())
        answering(bot, {"response_action": "update", "view": modal(section())})
        await bot.slack.submit(view)
        kinds = [row["blocks"][0]["type"] for row in bot.slack.workspace.views.values()]
        answering(bot, {"response_action": "push", "view": modal()})
        await bot.slack.submit(view)
        stacked = list(bot.slack.workspace.views)
        answering(bot, {"response_action": "clear"})
        await bot.slack.submit(stacked[-1])

        assert kinds == ["section"]
        assert (stacked[0], len(stacked)) == (view["id"], 2)
        assert bot.slack.workspace.views == {}


async def test_slack_looks_at_the_inputs_first() -> None:
    """Nothing reaches the bot."""
    async with stand_in() as bot:
        view = await opened(bot, modal(text_input(max_length=5)))
        heard = len(bot.received)

        for typed, words in (("", "complete “Filters”"), ("toolong", "0 to 5 characters")):
            with pytest.raises(LookupError, match=words):
                await bot.slack.submit(view, {"search": typed})
        with pytest.raises(LookupError, match="it has: filters, search"):
            await bot.slack.submit(view, {"nowhere": "x"})
        assert len(bot.received) == heard


async def test_an_empty_optional_input_has_no_value() -> None:
    async with stand_in() as bot:
        view = await opened(bot, modal(text_input() | {"optional": True}))
        await bot.slack.submit(view, {"search": ""})

        assert bot.last["view"]["state"]["values"]["search"]["filters"]["value"] is None


async def test_a_modal_is_of_one_person() -> None:
    async with stand_in() as bot:
        view = await opened(bot, modal())

        with pytest.raises(LookupError, match="ben has no such modal"):
            await bot.slack.submit(view, user=U_BEN)


async def test_without_an_ack_the_modal_stays() -> None:
    async with stand_in() as bot:
        view = await opened(bot, modal())
        bot.slack.connect_http("http://127.0.0.1:9/")
        delivery = await bot.slack.submit(view)

        assert delivery.problem == "dispatch_failed"
        assert view["id"] in bot.slack.workspace.views


async def test_a_modal_can_be_closed_and_its_submission_opens_another() -> None:
    """The submission brings a trigger of its own."""
    async with stand_in() as bot:
        view = await opened(bot, modal())
        delivery = await bot.slack.submit(view)
        again = await bot.api("views.open", trigger_id=delivery.trigger_id, view=modal())
        await bot.slack.close(again["view"])

        assert again["ok"]
        assert bot.slack.workspace.views == {}
