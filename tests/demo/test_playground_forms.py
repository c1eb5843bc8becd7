"""Forms on the page, opened by the real bot."""

from __future__ import annotations

import pytest

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
