"""By what a page learns that the playground is there, is another one, or does not know it."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.demo.playground.stream import HEARTBEAT
from bot.demo.workspace import U_ANNA, U_BEN, U_BOT
from tests.demo.visitor import playing

pytestmark = pytest.mark.anyio


async def test_a_silent_stream_gives_signs_of_life() -> None:
    async with playing(heartbeat=0.01) as world:
        params = {"user": U_ANNA}
        async with world.session.get(f"{world.url}/play/events", params=params) as response:
            rest = b""
            async with asyncio.timeout(5):
                while b"\n\nevent: beat\ndata: {}\n\n" not in rest:
                    rest = rest[-40:] + await response.content.readany()


async def test_signs_of_life_come_often_enough_for_the_page() -> None:
    """It takes us for lost after 12 seconds."""
    assert HEARTBEAT * 2 < 12


async def test_a_snapshot_holds_the_modals_one_has_open() -> None:
    """The lowest first, and nobody else's; a page drops those it shows beyond them."""
    async with playing() as world:
        for number, user in enumerate((U_ANNA, U_BEN, U_ANNA)):
            view = {"id": f"V{number}", "type": "modal", "user": user, "blocks": []}
            world.stage.slack.workspace.show_view(view)
        world.stage.slack.workspace.show_view({"id": "VH", "type": "home", "user": U_ANNA})

        shown = (await world.visitor(U_ANNA)).snapshot["modals"]
        assert [view["id"] for view in shown] == ["V0", "V2"]


async def test_a_snapshot_names_the_run_of_the_playground() -> None:
    """All pages of one run hear the same name, those of the next run another."""
    runs: list[str] = []
    for _ in range(2):
        async with playing() as world:
            here = {(await world.visitor(user)).snapshot["run"] for user in (U_ANNA, U_BEN)}
            assert len(here) == 1
            runs += here

    assert runs[0] != runs[1]


async def test_a_stranger_hears_who_one_can_be() -> None:
    """As an event, for a page never learns the status of an answer that is no stream."""
    async with playing() as world:
        for user in ("U0NOBODY", U_BOT):
            params = {"user": user}
            async with world.session.get(f"{world.url}/play/events", params=params) as response:
                assert response.content_type == "text/event-stream"
                told = await response.text()
            people = json.dumps({"people": [U_ANNA, U_BEN]}, separators=(",", ":"))
            assert told == f"event: stranger\ndata: {people}\n\n"
