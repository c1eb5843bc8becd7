"""What a page hears: a snapshot, then each change that its person can see, once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.demo.workspace import C_ML, C_OUT, D_BOT, G_PRIVATE, U_ANNA, U_BEN, U_BOT
from tests.demo.visitor import playing

pytestmark = pytest.mark.anyio


def names(channels: list[dict[str, Any]]) -> dict[str, bool]:
    return {channel["name"]: channel["is_member"] for channel in channels}


async def test_a_snapshot_says_where_one_is() -> None:
    async with playing() as world:
        anna = (await world.visitor(U_ANNA)).snapshot

        assert (anna["me"], anna["people"], anna["bot_user"]) == (U_ANNA, [U_ANNA, U_BEN], U_BOT)
        assert names(anna["channels"]) == {
            "ml-images": True,
            "ml-alerts": True,
            "secret-lab": True,
            "random": True,
            "imagebot": True,
        }
        commands = anna["commands"]
        assert [row["command"] for row in commands] == ["/images", "/invite", "/remove"]
        assert all(row["usage_hint"] for row in commands)
        assert anna["world"] | {"now": 0} == {
            "now": 0,
            "rate": 1.0,
            "poll": 5,
            "modelarts": "well",
            "slack": "well",
            "bot": "running",
        }


async def test_a_snapshot_holds_nothing_of_others() -> None:
    """A private channel, direct messages, what only one person sees."""
    async with playing() as world:
        workspace = world.stage.slack.workspace
        workspace.post(G_PRIVATE, {"text": "secret"}, author=U_ANNA)
        workspace.post(D_BOT, {"text": "direct"}, author=U_ANNA)
        workspace.post(C_ML, {"text": "for Anna alone"}, author=U_BOT, visible_to=U_ANNA)
        workspace.post(C_ML, {"text": "for all"}, author=U_ANNA)
        ben = (await world.visitor(U_BEN)).snapshot

        assert [message["text"] for message in ben["messages"]] == ["for all"]
        assert "secret-lab" not in names(ben["channels"])
        assert D_BOT not in {channel["id"] for channel in ben["channels"]}


async def test_a_message_for_one_person_does_not_outlive_their_page() -> None:
    async with playing() as world:
        workspace = world.stage.slack.workspace
        first = await world.visitor(U_ANNA)
        workspace.post(C_ML, {"text": "only you"}, author=U_BOT, visible_to=U_ANNA)
        await first.sees("only you")
        second = await world.visitor(U_ANNA)

        assert second.snapshot["messages"] == []


async def test_a_snapshot_begins_with_the_newest_200_of_each_channel() -> None:
    async with playing() as world:
        for number in range(250):
            world.stage.slack.workspace.post(C_ML, {"text": f"{number}"}, author=U_ANNA)
        world.stage.slack.workspace.post(C_OUT, {"text": "elsewhere"}, author=U_ANNA)
        anna = (await world.visitor()).snapshot

        texts = [message["text"] for message in anna["messages"]]
        assert texts == [*map(str, range(50, 250)), "elsewhere"]


async def test_nothing_falls_between_the_snapshot_and_the_stream() -> None:
    """Every message comes exactly once, while somebody writes without a pause."""
    async with playing() as world:
        workspace, said = world.stage.slack.workspace, 0

        async def write() -> None:
            nonlocal said
            while True:
                workspace.post(C_ML, {"text": f"n{said}"}, author=U_BEN)
                said += 1
                await asyncio.sleep(0)

        writing = asyncio.create_task(write())
        visitor = await world.visitor()
        await visitor.sees("n")
        writing.cancel()
        await visitor.sees(f'"n{said - 1}"')

        heard = [message["text"] for message in visitor.snapshot["messages"]]
        heard += [event["message"]["text"] for event in visitor.told("message")]
        assert heard == [f"n{number}" for number in range(said)][-len(heard) :]
        assert len(heard) > len(visitor.snapshot["messages"]) > 0


async def test_each_hears_only_what_they_can_see() -> None:
    async with playing() as world:
        anna, ben = await world.visitor(U_ANNA), await world.visitor(U_BEN)
        workspace = world.stage.slack.workspace
        workspace.post(G_PRIVATE, {"text": "secret"}, author=U_ANNA)
        workspace.post(C_ML, {"text": "only Anna"}, author=U_BOT, visible_to=U_ANNA)
        workspace.post(C_ML, {"text": "the end"}, author=U_BEN)
        await anna.sees("the end")
        await ben.sees("the end")

        texts = [
            [event["message"]["text"] for event in visitor.told("message")]
            for visitor in (anna, ben)
        ]
        assert texts == [["secret", "only Anna", "the end"], ["the end"]]


async def test_changes_and_deletions_are_heard() -> None:
    async with playing() as world:
        visitor, workspace = await world.visitor(), world.stage.slack.workspace
        message = workspace.post(C_ML, {"text": "before"}, author=U_BOT)
        workspace.update(C_ML, message["ts"], {"text": "after"})
        workspace.delete(C_ML, message["ts"])
        gone = await visitor.hears("message", lambda data: data["kind"] == "deleted")

        assert [event["kind"] for event in visitor.told("message")] == [
            "posted",
            "updated",
            "deleted",
        ]
        assert gone["message"]["text"] == "after"


async def test_the_same_person_in_two_browsers() -> None:
    async with playing() as world:
        first, second = await world.visitor(U_ANNA), await world.visitor(U_ANNA)
        await first.says("hello")

        assert await first.sees("hello") == await second.sees("hello")


async def test_everybody_has_a_place_for_direct_messages_with_the_bot() -> None:
    async with playing() as world:
        for user in (U_ANNA, U_BEN):
            snapshot = (await world.visitor(user)).snapshot
            (direct,) = [row for row in snapshot["channels"] if row["kind"] == "im"]

            assert (direct["name"], direct["has_bot"]) == ("imagebot", True)


async def test_who_comes_into_a_channel_learns_of_it_before_its_messages() -> None:
    """And hears of those only from then on."""
    async with playing() as world:
        ben, workspace = await world.visitor(U_BEN), world.stage.slack.workspace
        workspace.post(G_PRIVATE, {"text": "before"}, author=U_ANNA)
        workspace.channel(G_PRIVATE).members.add(U_BEN)
        workspace.post(G_PRIVATE, {"text": "welcome Ben"}, author=U_ANNA)
        await ben.sees("welcome Ben")

        assert [kind for kind, _ in ben.events if kind != "log"] == [
            "snapshot",
            "channels",
            "message",
        ]
        assert names(ben.told("channels")[0]["channels"])["secret-lab"]


async def test_a_home_tab_is_only_its_persons() -> None:
    """It is there again when the page is loaded anew."""
    home = {"id": "VHOME", "type": "home", "user": U_ANNA, "hash": "1", "blocks": []}
    async with playing() as world:
        anna, ben = await world.visitor(U_ANNA), await world.visitor(U_BEN)
        world.stage.slack.workspace.show_view(home)
        shown = await anna.hears("view")
        later = [(await world.visitor(user)).snapshot["home"] for user in (U_ANNA, U_BEN)]

        assert shown == {"kind": "shown", "view": home}
        assert later == [home, None]
        assert ben.told("view") == []


async def test_a_page_begins_with_what_passed_before_it_came() -> None:
    """The journal is the developers': it holds what others did, too."""
    async with playing() as world:
        anna = await world.visitor(U_ANNA)
        await anna.says("/images find llama")
        await anna.sees("llama-00")
        log = (await world.visitor(U_BEN)).snapshot["log"]

        assert {line["kind"] for line in log} == {"delivery", "slack", "modelarts"}
        assert [line["at"] for line in log] == sorted(line["at"] for line in log)
        assert len({line["id"] for line in log}) == len(log)


async def test_a_page_that_reads_too_slowly_is_let_go() -> None:
    """It comes again and begins with a snapshot, instead of filling our memory."""
    async with playing() as world:
        visitor = await world.visitor()
        for number in range(1500):
            world.stage.slack.workspace.post(C_ML, {"text": f"{number}"}, author=U_BEN)
        other = await world.visitor()

        assert len(visitor.told("message")) < 1500
        assert len(other.snapshot["messages"]) == 200


async def test_a_page_that_left_is_forgotten() -> None:
    async with playing(heartbeat=0.01) as world:
        workspace = world.stage.slack.workspace
        params = {"user": U_ANNA}
        async with world.session.get(f"{world.url}/play/events", params=params) as response:
            await response.content.readany()
            assert len(workspace._listeners) == 1
        async with asyncio.timeout(5):
            while workspace._listeners:  # noqa: ASYNC110 - nobody is told of it
                await asyncio.sleep(0.01)
