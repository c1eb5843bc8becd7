"""What a page finds that comes again, and which page of a person a modal is on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.demo.workspace import C_ML, U_ANNA, U_BEN, U_BOT
from tests.demo.visitor import Playing, Visitor, playing

pytestmark = pytest.mark.anyio


async def test_a_page_that_comes_again_finds_what_came_for_it_meanwhile() -> None:
    """As it is now, and nothing that was there before the page was loaded."""
    async with playing() as world:
        workspace = world.stage.slack.workspace
        workspace.post(C_ML, {"text": "long ago"}, author=U_BOT, visible_to=U_ANNA)
        first = (await world.visitor(U_ANNA)).snapshot
        gone = workspace.post(C_ML, {"text": "gone"}, author=U_BOT, visible_to=U_ANNA)
        kept = workspace.post(C_ML, {"text": "page 1"}, author=U_BOT, visible_to=U_ANNA)
        workspace.post(C_ML, {"text": "for Ben"}, author=U_BOT, visible_to=U_BEN)
        workspace.delete(C_ML, gone["ts"])
        workspace.update(C_ML, kept["ts"], {"text": "page 2"})
        again = [
            (await world.visitor(U_ANNA, since=first["since"])).snapshot,
            (await world.visitor(U_ANNA, again_as=first["since"])).snapshot,
        ]

        for snapshot in again:
            assert [message["text"] for message in snapshot["messages"]] == ["page 2"]
            assert snapshot["since"] == first["since"]


async def test_the_snapshot_is_what_a_browser_names_when_it_comes_again() -> None:
    async with playing() as world:
        params = {"user": U_ANNA}
        async with world.session.get(f"{world.url}/play/events", params=params) as response:
            told = (await response.content.readuntil(b"\n\n")) + (
                await response.content.readuntil(b"\n")
            )

        since = (await world.visitor(U_ANNA)).snapshot["since"]
        assert told.splitlines()[-1] == f"id: {since}".encode()


async def test_a_page_of_another_run_is_a_page_that_was_just_loaded() -> None:
    async with playing() as world:
        workspace = world.stage.slack.workspace
        workspace.post(C_ML, {"text": "only you"}, author=U_BOT, visible_to=U_ANNA)
        anna = (await world.visitor(U_ANNA, since="other-0.000000")).snapshot

        assert anna["messages"] == []
        assert anna["since"] == f"{anna['run']}-{workspace.newest_ts}"


async def test_polls_leave_the_rest_of_the_journal_its_place() -> None:
    """Of each kind the newest 100 lines."""
    async with playing() as world:
        anna = await world.visitor(U_ANNA)
        await anna.says("/images find llama-00")
        await anna.sees("llama-00")
        journal = world.stage.modelarts.journal
        search = replace(journal[0], number=10**6)
        assert "name" in search.query
        query = {name: value for name, value in search.query.items() if name != "name"}
        poll = replace(search, query=query)
        journal += [search, *(replace(poll, number=10**7 + n) for n in range(300))]
        log = (await world.visitor(U_BEN)).snapshot["log"]

        assert {line["kind"] for line in log} == {"delivery", "slack", "modelarts"}
        assert "m-1000000" in {line["id"] for line in log}
        assert sum(line["id"].startswith("m-10000") for line in log) == 101


def modal(name: str, below: str | None = None) -> dict[str, Any]:
    return {
        "id": name,
        "type": "modal",
        "user": U_ANNA,
        "hash": "1",
        "blocks": [],
        "previous_view_id": below,
        "notify_on_close": False,
    }


async def two_pages(world: Playing) -> tuple[Visitor, Visitor]:
    return await world.visitor(U_ANNA, "one"), await world.visitor(U_ANNA, "two")


def views(visitor: Visitor) -> list[str]:
    return [event["view"]["id"] for event in visitor.told("view") if event["kind"] == "shown"]


async def test_a_modal_is_shown_where_the_person_acted_last() -> None:
    """What is pushed onto it too, wherever they act by then; a page that says nothing sees all."""
    async with playing() as world:
        (first, second), third = await two_pages(world), await world.visitor(U_ANNA)
        await second.ask("enter")
        await first.ask("enter")
        world.stage.slack.workspace.show_view(modal("V1"))
        await second.says("hello")
        world.stage.slack.workspace.show_view(modal("V2", "V1"))
        world.stage.slack.workspace.show_view(modal("V1"))
        world.stage.slack.workspace.post(C_ML, {"text": "the end"}, author=U_BEN)
        for visitor in (first, second, third):
            await visitor.sees("the end")

        assert [views(visitor) for visitor in (first, second, third)] == [
            ["V1", "V2", "V1"],
            [],
            ["V1", "V2", "V1"],
        ]
        later = [(await world.visitor(U_ANNA, page)).snapshot for page in ("one", "two")]
        assert [snapshot["modals"] for snapshot in later] == [[modal("V1"), modal("V2", "V1")], []]


async def test_a_page_that_is_loaded_closes_what_it_had_open_itself() -> None:
    async with playing() as world:
        first, second = await two_pages(world)
        await first.ask("enter")
        world.stage.slack.workspace.show_view(modal("V1"))
        await second.ask("enter")
        assert list(world.stage.slack.workspace.views) == ["V1"]
        await first.ask("enter")

        assert not world.stage.slack.workspace.views
