"""The bot and the channels come and go by the page's switches."""

from __future__ import annotations

import pytest

from bot.demo.workspace import C_OUT, D_BOT, G_PRIVATE, U_BEN
from tests.demo.visitor import playing

pytestmark = pytest.mark.anyio


async def test_the_bot_comes_and_goes() -> None:
    async with playing() as world:
        anna = await world.visitor()
        await anna.turns("invite", channel=C_OUT)
        first = await anna.hears("channels")
        since = len(anna.events)
        await anna.turns("kick", channel=C_OUT)
        second = await anna.hears("channels", since=since)

        there = [
            channel["has_bot"]
            for event in (first, second)
            for channel in event["channels"]
            if channel["id"] == C_OUT
        ]
        assert there == [True, False]


async def test_an_archived_channel_comes_back() -> None:
    async with playing() as world:
        anna = await world.visitor()
        await anna.turns("archive", channel=C_OUT)
        refused = await anna.ask("world", 409, act="invite", channel=C_OUT)
        await anna.turns("unarchive", channel=C_OUT)

        archived = [
            channel["archived"]
            for event in anna.told("channels")
            for channel in event["channels"]
            if channel["id"] == C_OUT
        ]
        assert archived[:1] == [True]
        assert refused["error"] == "This channel is archived, nobody can come or go."
        assert not world.stage.slack.workspace.channel(C_OUT).archived


@pytest.mark.parametrize("act", ["invite", "kick", "archive", "unarchive"])
async def test_only_who_is_in_a_channel_changes_it(act: str) -> None:
    async with playing() as world:
        ben, anna = await world.visitor(U_BEN), await world.visitor()
        await ben.ask("world", 404, act=act, channel=G_PRIVATE)
        direct = await anna.ask("world", 409, act=act, channel=D_BOT)

        assert direct["error"] == "Nobody comes or goes in direct messages."
