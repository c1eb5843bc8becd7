"""What a bot finds when it looks back: history, threads, metadata, and how late they are."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.workspace import C_ML, G_PRIVATE, U_ANNA, U_BOT
from tests.demo.slack_standin import Hands, StandIn, stand_in

pytestmark = pytest.mark.anyio
POST, READ, THREAD = "chat.postMessage", "conversations.history", "conversations.replies"


def labelled(key: str) -> dict[str, Any]:
    return {"event_type": "imagebot_alert", "event_payload": {"key": key}}


async def texts(bot: StandIn, method: str = READ, **arguments: Any) -> list[str]:
    answer = await bot.api(method, channel=C_ML, **arguments)
    assert answer["ok"], answer
    return [row["text"] for row in answer["messages"]]


async def test_history_lags_by_parts_of_a_second() -> None:
    """Whatever the whole second of the message's ts."""
    hands = Hands()
    hands.seconds += 0.9
    async with stand_in(hands) as bot:
        bot.slack.platform.scopes.add("channels:history")
        bot.slack.platform.history_lag = 0.12
        await bot.api(POST, channel=C_ML, text="1")
        hands.seconds += 0.1
        early = await texts(bot)
        await bot.api(POST, channel=C_ML, text="2")
        hands.seconds += 0.03
        first = await texts(bot)
        hands.seconds += 0.1

        assert (early, first, await texts(bot)) == ([], ["1"], ["2", "1"])


async def test_a_thread_is_read_oldest_first_with_its_parent() -> None:
    """In pages; nothing of other threads, and the parent even if it is too old."""
    async with stand_in() as bot:
        bot.slack.platform.scopes.add("channels:history")
        parent = await bot.api(POST, channel=C_ML, text="parent")
        other = await bot.api(POST, channel=C_ML, text="other")
        one = await bot.api(POST, channel=C_ML, text="1", thread_ts=parent["ts"])
        await bot.api(POST, channel=C_ML, text="not here", thread_ts=other["ts"])
        await bot.api(POST, channel=C_ML, text="2", thread_ts=parent["ts"], metadata=labelled("k"))
        page = await bot.api(THREAD, channel=C_ML, ts=parent["ts"], limit=2)
        cursor = page["response_metadata"]["next_cursor"]
        rest = await bot.api(
            THREAD, channel=C_ML, ts=parent["ts"], cursor=cursor, include_all_metadata=True
        )

        assert [row["text"] for row in page["messages"]] == ["parent", "1"]
        assert [row["metadata"] for row in rest["messages"]] == [labelled("k")]
        after = await texts(bot, THREAD, ts=parent["ts"], oldest=one["ts"])
        assert after == ["parent", "2"]


async def test_a_thread_that_is_not_there() -> None:
    """Of a stranger's channel too, as for history."""
    async with stand_in() as bot:
        bot.slack.platform.scopes |= {"channels:history", "groups:history"}
        none = await bot.api(THREAD, channel=C_ML, ts="1.0")
        await bot.slack.kick(G_PRIVATE)
        stranger = await bot.api(THREAD, channel=G_PRIVATE, ts="1.0")

        assert (none["error"], stranger["error"]) == ("thread_not_found", "channel_not_found")


async def test_threads_need_the_scopes_of_history() -> None:
    async with stand_in() as bot:
        public = await bot.api(THREAD, channel=C_ML, ts="1.0")
        private = await bot.api(THREAD, channel=G_PRIVATE, ts="1.0")

        assert (public["needed"], private["needed"]) == ("channels:history", "groups:history")


async def test_an_edit_may_carry_metadata() -> None:
    """Sent, it takes the place of the old; not sent, the old stays; an empty one removes it."""
    async with stand_in() as bot:
        bot.slack.platform.scopes.add("channels:history")
        sent = await bot.api(POST, channel=C_ML, text="x", metadata=labelled("old"))
        place = {"channel": C_ML, "ts": sent["ts"], "text": "y"}
        seen = []
        news: list[dict[str, Any]] = [{"metadata": labelled("new")}, {}, {"metadata": {}}]
        for more in news:
            assert (await bot.api("chat.update", **place, **more))["ok"]
            found = await bot.api(READ, channel=C_ML, include_all_metadata=True)
            seen.append(found["messages"][0].get("metadata"))

        assert seen == [labelled("new"), labelled("new"), None]


async def test_a_moment_that_is_none() -> None:
    async with stand_in() as bot:
        bot.slack.platform.scopes.add("channels:history")
        await bot.api(POST, channel=C_ML, text="x")
        answer = await bot.api(READ, channel=C_ML, oldest="yesterday")

        assert answer["error"] == "invalid_ts_oldest"


async def test_people_are_not_the_bot() -> None:
    """A copied label is told from the bot's own by its author."""
    async with stand_in() as bot:
        bot.slack.platform.scopes.add("channels:history")
        bot.slack.workspace.post(C_ML, {"text": "x", "metadata": labelled("k")}, author=U_ANNA)
        await bot.api(POST, channel=C_ML, text="x", metadata=labelled("k"))
        answer = await bot.api(READ, channel=C_ML)

        assert [(row["user"], "bot_id" in row) for row in answer["messages"]] == [
            (U_BOT, True),
            (U_ANNA, False),
        ]
