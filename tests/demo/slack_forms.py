"""Modals for the stand-in, and inputs to put in them."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from tests.demo.slack_samples import Block, plain
from tests.demo.slack_standin import Received, StandIn


def asked(element: Block, block_id: str = "ask", **more: Any) -> Block:
    """An input block around an element, which is called ``it`` unless it has a name."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain("Question"),
        "element": {"action_id": "it"} | element,
    } | more


def form(*blocks: Block, **more: Any) -> Block:
    """A modal of these blocks."""
    return {
        "type": "modal",
        "title": plain("Form"),
        "submit": plain("Save"),
        "callback_id": "form",
        "blocks": list(blocks),
    } | more


async def opened(bot: StandIn, *blocks: Block, user: str = "anna", **more: Any) -> Block:
    """A modal that the bot opened when somebody asked for something."""
    ask = await bot.slack.command("subscriptions", user=user)
    view = form(*blocks, **more)
    answer = await bot.api("views.open", trigger_id=ask.trigger_id, view=view)
    assert answer["ok"], answer
    return dict(answer["view"])


async def pushed(bot: StandIn, *blocks: Block, **more: Any) -> Block:
    """One more modal on top of what is open for Anna."""
    ask = await bot.slack.command("subscriptions")
    view = form(*blocks, **more)
    answer = await bot.api("views.push", trigger_id=ask.trigger_id, view=view)
    assert answer["ok"], answer
    return dict(answer["view"])


async def published(bot: StandIn, *blocks: Block, user: str = "U0ANNA") -> Block:
    """A Home tab."""
    view = {"type": "home", "blocks": list(blocks)}
    answer = await bot.api("views.publish", user_id=user, view=view)
    assert answer["ok"], answer
    return dict(answer["view"])


async def posted(bot: StandIn, *blocks: Block, **more: Any) -> dict[str, Any]:
    """A message of the bot in #ml-images."""
    answer = await bot.api(
        "chat.postMessage", channel="C0MLIMAGES", text="t", blocks=list(blocks), **more
    )
    message = bot.slack.workspace.find("C0MLIMAGES", answer["ts"])
    assert message is not None, answer
    return message


def answering(bot: StandIn, body: object) -> None:
    """Let every ack from now on say this."""

    async def answer(_: Received) -> web.StreamResponse:
        return web.json_response(body) if body is not None else web.Response()

    bot.answer = answer
