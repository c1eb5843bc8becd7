"""The bot and the channels come and go by the page's switches."""

from __future__ import annotations

import pytest

from bot.demo.playground.typed import written
from bot.demo.workspace import (
    C_OUT,
    D_BOT,
    G_PRIVATE,
    U_ANNA,
    U_BEN,
    U_BOT,
    demo_workspace,
)
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


async def test_a_channel_is_told_who_came_and_went() -> None:
    async with playing() as world:
        anna = await world.visitor()
        for act in ("invite", "invite", "kick", "archive", "unarchive"):
            await anna.turns(act, channel=C_OUT)

        lines = world.stage.slack.workspace.messages(C_OUT)
        assert [(line["user"], line["subtype"], line["text"]) for line in lines] == [
            (U_BOT, "channel_join", "was added to #random by Anna Winter."),
            (U_BOT, "channel_leave", "was removed from #random by Anna Winter."),
            (U_ANNA, "channel_archive", "archived #random. Nobody can write in it any more."),
            (U_ANNA, "channel_unarchive", "brought #random back."),
        ]


@pytest.mark.parametrize("typed", ["/invite @imagebot", "/invite imagebot", "/Invite @ImageBot "])
async def test_the_bot_is_invited_as_its_own_answers_advise(typed: str) -> None:
    async with playing() as world:
        anna = await world.visitor()
        await anna.says(typed, C_OUT)
        came = U_BOT in world.stage.slack.workspace.channel(C_OUT).members
        await anna.says("/remove @imagebot", C_OUT)

        assert came
        assert U_BOT not in world.stage.slack.workspace.channel(C_OUT).members


async def test_nobody_else_is_invited() -> None:
    async with playing() as world:
        anna = await world.visitor()
        refused = await anna.ask("say", 400, channel=C_OUT, text="/invite @ben")

        assert refused["error"] == "Here only imagebot comes and goes: /invite @imagebot"


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("@ben look", f"<@{U_BEN}> look"),
        ("@Ben.", f"<@{U_BEN}>."),
        ("@ben.okafor", "@ben.okafor"),
        ("@bender", "@bender"),
        ("me@ben", "me@ben"),
        ("in #random, please", f"in <#{C_OUT}>, please"),
        ("in #secret-lab", "in #secret-lab"),
        ("a < b & c", "a &lt; b &amp; c"),
    ],
)
def test_names_become_mentions_and_the_rest_is_escaped(typed: str, sent: str) -> None:
    assert written(typed, demo_workspace(lambda: 0.0)) == sent
