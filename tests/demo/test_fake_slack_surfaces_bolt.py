"""Bolt's own listeners for Home, menus and closed modals, over HTTP and over Socket Mode."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.fake_slack import FakeSlack
from bot.demo.slack.surfaces import home_of, modals_of
from bot.demo.workspace import U_ANNA
from tests.demo.bolts import MakesApp, over_http, over_socket
from tests.demo.slack_samples import Block, actions, button, option, plain, section

pytestmark = pytest.mark.anyio
SEARCH: Block = {"type": "external_select", "action_id": "image"}
HOME = {"type": "home", "blocks": [actions(button(action_id="open"))]}


def chooser(words: str) -> Block:
    """A modal with an external menu that wants to hear when it is closed."""
    return {
        "type": "modal",
        "callback_id": "chooser",
        "title": plain("Choose"),
        "notify_on_close": True,
        "blocks": [section(text=plain(words)), actions(SEARCH) | {"block_id": "row"}],
    }


def bolt_app(slack: FakeSlack, closed: list[str]) -> AsyncApp:
    """A Home with a button, which opens a modal with a menu."""
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    app = AsyncApp(
        client=client, signing_secret=slack.signing_secret, process_before_response=True
    )

    async def home(event: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view=HOME)

    async def pressed(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=chooser("Nothing yet"))

    async def offered(ack: AsyncAck, payload: dict[str, Any]) -> None:
        await ack(options=[option("i-1", f"{payload['value']}:2.4")])

    async def chosen(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        view = body["view"]
        held = view["state"]["values"]["row"]["image"]["selected_option"]["text"]["text"]
        await client.views_update(view_id=view["id"], hash=view["hash"], view=chooser(held))

    async def gone(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        closed.append(body["view"]["id"])

    app.event("app_home_opened")(home)
    app.action("open")(pressed)
    app.options("image")(offered)
    app.action("image")(chosen)
    app.view_closed("chooser")(gone)
    return app


@pytest.mark.parametrize("connected", [over_http, over_socket])
async def test_from_the_home_tab_to_a_choice_and_back(
    connected: Callable[[MakesApp], AbstractAsyncContextManager[FakeSlack]],
) -> None:
    """Home opened, button pressed, menu filled and chosen from, modal closed."""
    closed: list[str] = []
    async with connected(partial(bolt_app, closed=closed)) as slack:
        opened = await slack.open_home(U_ANNA)
        home = home_of(slack.workspace, U_ANNA)
        assert opened is not None
        assert home is not None
        await slack.press(home, "open")
        (name,) = modals_of(slack.workspace, U_ANNA)
        offered = await slack.suggest(slack.workspace.views[name], "image", "pytorch")
        await slack.press(slack.workspace.views[name], "image", option="i-1")
        shown = slack.workspace.views[name]["blocks"][0]["text"]["text"]
        await slack.close(name)

        assert offered == [option("i-1", "pytorch:2.4")]
        assert shown == "pytorch:2.4"
        assert closed == [name]
        assert modals_of(slack.workspace, U_ANNA) == []
        assert all(call.ok for call in slack.journal)


async def test_what_is_done_to_a_view_answers_whoever_looked_at_it() -> None:
    async with over_http(partial(bolt_app, closed=[])) as slack:
        opened = await slack.open_home(U_ANNA)
        home = home_of(slack.workspace, U_ANNA)
        assert opened is not None
        assert home is not None
        await slack.press(home, "open")
        (name,) = modals_of(slack.workspace, U_ANNA)
        await slack.suggest(slack.workspace.views[name], "image", "pytorch")
        chosen = await slack.press(slack.workspace.views[name], "image", option="i-1")

        assert [call.method for call in opened.answers] == ["views.publish"]
        assert [call.method for call in chosen.answers] == ["views.update"]
