"""Forms on the page, opened by the real bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.demo.workspace import C_ALERTS, U_ANNA, U_BEN
from tests.demo.visitor import Json, Visitor, playing

pytestmark = pytest.mark.anyio


async def edit_form(anna: Visitor) -> Json:
    """Subscribe, and open the form that changes it."""
    await anna.says("/images subscribe", C_ALERTS)
    confirmed = await anna.sees("Edit")
    done = await anna.presses(confirmed, "Edit")
    assert done["problem"] is None
    event = await anna.hears("view", lambda data: data["kind"] == "shown")
    view: Json = event["view"]
    return view


async def test_a_form_opens_and_says_under_its_field_what_is_wrong() -> None:
    async with playing() as world:
        anna = await world.visitor()
        view = await edit_form(anna)
        (block,) = [block for block in view["blocks"] if block["type"] == "input"]
        typed = {block["block_id"]: {block["element"]["action_id"]: "no_such_field=1"}}
        done = await anna.ask("submit", view=view["id"], values=typed)

        assert list(done["errors"]) == [block["block_id"]]
        assert done["errors"][block["block_id"]]
        assert view["id"] in world.stage.slack.workspace.views


async def test_a_form_that_is_right_closes() -> None:
    async with playing() as world:
        anna = await world.visitor()
        view = await edit_form(anna)
        (block,) = [block for block in view["blocks"] if block["type"] == "input"]
        typed = {block["block_id"]: {block["element"]["action_id"]: "name~llama"}}
        done = await anna.ask("submit", view=view["id"], values=typed)
        closed = await anna.hears("view", lambda data: data["kind"] == "closed")

        assert (done["errors"], done["problem"]) == ({}, None)
        assert closed["view"]["id"] == view["id"]


async def test_a_form_that_reaches_nobody_stays_open() -> None:
    async with playing() as world:
        anna = await world.visitor()
        view = await edit_form(anna)
        world.stage.slack.connect_http("http://127.0.0.1:1/slack/events")
        done = await anna.ask("submit", view=view["id"], values={})

        assert done["problem"] == "We had some trouble connecting. Try again?"
        assert view["id"] in world.stage.slack.workspace.views


@asynccontextmanager
async def answering(ack: object) -> AsyncIterator[str]:
    """A bot that says the same to everything; its address."""

    async def answer(_: web.Request) -> web.Response:
        return web.json_response(ack)

    application = web.Application()
    application.router.add_post("/slack/events", answer)
    runner = web.AppRunner(application, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()


async def test_a_form_whose_answer_slack_refuses_stays_open() -> None:
    """The bot did answer, but with no view."""
    ack = {"response_action": "update", "view": {"type": "modal"}}
    async with playing() as world, answering(ack) as events_url:
        anna = await world.visitor()
        view = await edit_form(anna)
        world.stage.slack.connect_http(events_url)
        done = await anna.ask("submit", view=view["id"], values={})

        assert done["problem"] == "We had some trouble connecting. Try again?"
        assert done["errors"] == {}
        assert view["id"] in world.stage.slack.workspace.views


async def test_a_place_is_a_message_or_a_view_and_never_both() -> None:
    async with playing() as world:
        anna = await world.visitor()
        view = await edit_form(anna)
        pressed = {"block_id": "b", "action_id": "a", "view": view["id"]}
        refused = [
            await anna.ask("press", 400, **pressed, **more)
            for more in ({"channel": C_ALERTS}, {"ts": "1.2"}, {"channel": C_ALERTS, "ts": "1.2"})
        ]

        assert {answer["error"] for answer in refused} == {
            "The playground cannot read this: name a message or a view."
        }


async def test_a_form_is_judged_for_its_person_alone() -> None:
    async with playing() as world:
        anna = await world.visitor()
        view = await edit_form(anna)
        seen = []
        for user in (U_ANNA, U_BEN):
            params = {"user": user, "view": view["id"]}
            async with world.session.get(f"{world.url}/play/verdict", params=params) as answer:
                seen.append((answer.status, await answer.json()))

        (taken, verdict), refused = seen
        assert (taken, verdict["taken"]) == (200, True)
        assert "Characters of the whole view" in [count["what"] for count in verdict["counts"]]
        assert refused == (404, {"ok": False, "error": "This dialog is not open any more."})


async def test_a_form_is_only_its_persons() -> None:
    async with playing() as world:
        anna, ben = await world.visitor(U_ANNA), await world.visitor(U_BEN)
        view = await edit_form(anna)
        submitted = await ben.ask("submit", 404, view=view["id"], values={})
        closed = await ben.ask("close", 404, view=view["id"])
        await anna.ask("close", view=view["id"])
        await anna.hears("view", lambda data: data["kind"] == "closed")

        assert ben.told("view") == []
        assert submitted == closed
        assert closed["error"] == "This dialog is not open any more."


async def test_loading_the_page_anew_closes_forms_and_shows_none() -> None:
    async with playing() as world:
        anna = await world.visitor()
        view = await edit_form(anna)
        again = await world.visitor()
        await again.ask("enter")
        closed = await anna.hears("view", lambda data: data["kind"] == "closed")
        await again.hears("view")

        assert closed["view"]["id"] == view["id"]
        assert [event["kind"] for event in again.told("view")] == ["closed"]
