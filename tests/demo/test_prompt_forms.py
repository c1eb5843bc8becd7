"""A form at the prompt."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import web

from tests.demo.player import Player, at_the_prompt
from tests.demo.slack_samples import mark, plain, section
from tests.demo.slack_standin import Received

pytestmark = pytest.mark.anyio
FORM: dict[str, Any] = {
    "type": "modal",
    "title": plain("Edit the alerts"),
    "submit": plain("Save"),
    "blocks": [
        section(text=mark("For #ml-alerts")),
        {
            "type": "input",
            "block_id": "search",
            "label": plain("Filters"),
            "hint": plain("As in a search"),
            "element": {
                "type": "plain_text_input",
                "action_id": "filters",
                "initial_value": "arch=AARCH64",
            },
        },
    ],
}


async def opened(player: Player) -> dict[str, Any]:
    ask = await player.bot.slack.command("subscriptions")
    answer = await player.bot.api("views.open", trigger_id=ask.trigger_id, view=FORM)
    await player.shows("Edit the alerts")
    return dict(answer["view"])


async def test_a_form_is_drawn_with_what_it_holds() -> None:
    async with at_the_prompt() as player:
        await opened(player)

        drawn = player.text[player.text.index("┌") :]
        assert drawn.splitlines()[:6] == [
            "┌ Edit the alerts",
            "│ For #ml-alerts",
            "│",
            "│ Filters",
            "│   [arch=AARCH64]",
            "│   As in a search",
        ]
        assert "submit <text> fills it in (Save)" in drawn


async def test_a_form_is_filled_in_and_submitted() -> None:
    """What is wrong stands under the input; then it closes."""
    async with at_the_prompt() as player:
        await opened(player)

        async def answer(sent: Received) -> web.StreamResponse:
            state = sent.fields["view"]["state"]["values"]["search"]["filters"]
            if state["value"] == "arch=ARM":
                return web.json_response(
                    {"response_action": "errors", "errors": {"search": "No such value"}}
                )
            return web.Response()

        player.bot.answer = answer
        refused = await player.types("submit arch=ARM", shows="Slack shows")
        saved = await player.types("submit", shows="closed")
        again = await player.types("submit", shows="form")

        assert "Under “Filters” Slack shows: No such value" in refused
        assert "(The form was closed.)" in saved
        assert "No form is open." in again


async def test_a_form_can_be_left() -> None:
    async with at_the_prompt() as player:
        await opened(player)
        heard = len(player.bot.received)

        assert "(The form was closed.)" in await player.types("close", shows="closed")
        assert len(player.bot.received) == heard
