"""Ambiguous sends, late messages, bad days by chance, and a bot that does not wait."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.demo.slack.faults import Faults
from bot.demo.workspace import C_ALERTS, C_ML
from tests.demo.slack_standin import Hands, StandIn, stand_in

pytestmark = pytest.mark.anyio
POST = "chat.postMessage"
DAY: dict[str, Any] = {
    "accept_then_drop": 0.12,
    "drop": 0.12,
    "accept_then_500": 0.06,
    "ratelimited": 0.1,
}


async def status_of(bot: StandIn, method: str = POST, **arguments: Any) -> int:
    """Call with JSON; the HTTP status, 0 for a cut connection."""
    headers = {"Authorization": "Bearer xoxb-demo"}
    sent = {"channel": C_ML, "text": "x", **arguments}
    try:
        async with bot.session.post(
            f"{bot.slack.api_url}{method}", json=sent, headers=headers
        ) as answer:
            return answer.status
    except aiohttp.ClientError:
        return 0


def kinds(faults: Faults, calls: int) -> list[str]:
    hits = [faults.take(POST) for _ in range(calls)]
    return [hit.kind if hit else "" for hit in hits]


async def test_a_500_may_hide_a_message() -> None:
    """The journal knows what the caller does not: the message's ts."""
    async with stand_in() as bot:
        bot.slack.faults.add("accept_then_500", POST)

        assert await status_of(bot) == 500
        (message,) = bot.slack.workspace.messages(C_ML)
        (call,) = bot.slack.calls(POST)
        assert isinstance(call.answer, dict)
        assert (call.status, call.ok, call.answer["ts"]) == (500, False, message["ts"])


async def test_a_late_message_appears_after_the_connection_was_cut() -> None:
    """In the channel and in its history."""
    async with stand_in() as bot:
        bot.slack.platform.scopes.add("channels:history")
        bot.slack.faults.add("late", POST, seconds=0.05)
        came = asyncio.Event()
        bot.slack.workspace.subscribe(lambda _: came.set())

        assert await status_of(bot) == 0
        assert bot.slack.workspace.messages(C_ML) == []
        await asyncio.wait_for(came.wait(), 5)
        history = await bot.api("conversations.history", channel=C_ML)
        assert [row["text"] for row in history["messages"]] == ["x"]
        assert [call.status for call in bot.slack.calls(POST)] == [0]


async def test_a_stop_does_not_wait_for_late_messages() -> None:
    """They never come."""
    async with stand_in() as bot:
        bot.slack.faults.add("late", POST, seconds=600)
        await status_of(bot)
        await asyncio.wait_for(bot.slack.stop(), 5)

        assert bot.slack.workspace.messages(C_ML) == []


def test_a_mix_is_the_same_for_the_same_seed() -> None:
    """And another one for another seed."""
    days = []
    for seed in (1, 1, 2):
        faults = Faults()
        faults.mix(seed=seed, **DAY)
        days.append(kinds(faults, 200))

    assert days[0] == days[1]
    assert days[0] != days[2]


def test_a_mix_keeps_its_shares() -> None:
    faults = Faults()
    faults.mix(seed=1, drop=0.5, late=0.5, seconds=0.2)

    assert set(kinds(faults, 400)) == {"drop", "late"}
    assert 150 < faults.met["late"] < 250


def test_a_mix_needs_shares_of_one_whole() -> None:
    with pytest.raises(ValueError, match="no parts of a whole"):
        Faults().mix(seed=1, drop=0.6, late=0.5)


def test_a_mix_spoils_its_method_only_and_after_the_faults_that_were_asked_for() -> None:
    faults = Faults()
    faults.mix(seed=1, drop=1.0)
    faults.add("not_in_channel", POST)

    assert faults.take("chat.update") is None
    assert kinds(faults, 2) == ["not_in_channel", "drop"]


def test_a_mix_can_be_switched_off() -> None:
    """What was asked for by name stays."""
    faults = Faults()
    faults.mix(seed=1, drop=1.0)
    faults.add("late", POST)
    faults.mix_off()

    assert kinds(faults, 2) == ["late", ""]


async def test_pace_may_be_a_part_of_a_second() -> None:
    """By channel; Slack names whole seconds all the same."""
    hands = Hands()
    async with stand_in(hands) as bot:
        bot.slack.platform.pace = 0.02
        first, hurried = await status_of(bot), await status_of(bot)
        elsewhere = await status_of(bot, channel=C_ALERTS)
        hands.seconds += 0.03

        assert (first, hurried, elsewhere, await status_of(bot)) == (200, 429, 200, 200)


async def test_who_does_not_wait_is_noted() -> None:
    """A post or an edit to the channel that has to wait; other channels and later calls not."""
    hands = Hands()
    async with stand_in(hands) as bot:
        bot.slack.faults.add("ratelimited", POST, retry_after=5)
        await status_of(bot)
        hands.seconds += 4.9
        await status_of(bot)
        await status_of(bot, "chat.update", ts="1.0")
        await status_of(bot, channel=C_ALERTS)
        await bot.api("conversations.info", channel=C_ML)
        hands.seconds += 0.2
        await status_of(bot)

        assert [call.method for call in bot.slack.too_early] == [POST, "chat.update"]


async def test_a_429_without_a_time_asks_for_no_certain_wait() -> None:
    async with stand_in(Hands()) as bot:
        bot.slack.faults.add("ratelimited", POST, retry_after=None)
        await status_of(bot)
        await status_of(bot)

        assert bot.slack.too_early == []
