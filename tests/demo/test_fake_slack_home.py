"""The Home tab, the events an app subscribes to, threads, and commands that nobody has."""

from __future__ import annotations

import pytest

from bot.demo.slack.platform import DEMO_SCOPES
from bot.demo.workspace import C_ALERTS, C_ML, C_OUT, D_BOT, SLACKBOT, U_ANNA, U_BEN, U_BOT
from tests.demo.slack_forms import posted, published
from tests.demo.slack_samples import section
from tests.demo.slack_standin import stand_in

pytestmark = pytest.mark.anyio


async def test_the_app_hears_that_its_home_was_opened() -> None:
    """With the view once there is one."""
    async with stand_in() as bot:
        await bot.slack.open_home(U_ANNA)
        first = bot.last["event"]
        home = await published(bot, section())
        delivery = await bot.slack.open_home("anna")
        second = bot.last["event"]

        assert (first["type"], first["tab"], first["user"]) == ("app_home_opened", "home", U_ANNA)
        assert first["channel"] == D_BOT
        assert "view" not in first
        assert second["view"]["id"] == home["id"]
        assert "user" not in second["view"]
        assert delivery is not None
        assert delivery.acked


async def test_nothing_is_delivered_that_the_app_did_not_subscribe_to() -> None:
    async with stand_in() as bot:
        bot.slack.platform.events = set()
        bot.slack.platform.scopes = set(DEMO_SCOPES)

        assert await bot.slack.open_home(U_ANNA) is None
        assert await bot.slack.say("hello", channel=D_BOT) is None
        assert await bot.slack.say(f"<@{U_BOT}> hello") is None
        assert await bot.slack.invite(C_OUT) is None
        assert bot.received == []
        texts = [row["text"] for row in bot.slack.workspace.messages(D_BOT)]
        assert texts == ["hello"]


async def test_a_reply_stands_in_its_thread() -> None:
    """A reply to a reply as well, and the event says so."""
    async with stand_in() as bot:
        first = await posted(bot, section())
        await bot.slack.say("one", thread_ts=first["ts"], user=U_BEN)
        reply = bot.slack.workspace.messages(C_ML)[-1]
        await bot.slack.say(f"<@{U_BOT}> two", thread_ts=reply["ts"])

        rows = bot.slack.workspace.messages(C_ML)[1:]
        assert [row["thread_ts"] for row in rows] == [first["ts"]] * 2
        assert bot.last["event"]["thread_ts"] == first["ts"]


async def test_nobody_replies_to_what_is_not_there() -> None:
    async with stand_in() as bot:
        with pytest.raises(LookupError, match="not there"):
            await bot.slack.say("hello", thread_ts="1.000001")
        assert bot.slack.workspace.messages(C_ML) == []


async def test_nobody_writes_in_an_archived_channel() -> None:
    async with stand_in() as bot:
        await bot.slack.archive(C_ALERTS)

        with pytest.raises(LookupError, match="#ml-alerts is archived"):
            await bot.slack.say("hello", channel=C_ALERTS)


async def test_slackbot_answers_a_command_that_no_app_has() -> None:
    """To the person alone; the bot hears nothing."""
    async with stand_in() as bot:
        delivery = await bot.slack.command("find", command="/<image>")
        (said,) = await bot.slack.settled(delivery)

        assert (delivery.problem, delivery.sent) == ("not_sent", 0)
        assert bot.received == []
        assert bot.slack.deliveries == []
        assert (said["user"], said["visible_to"]) == (SLACKBOT, U_ANNA)
        assert said["text"].startswith("/&lt;image&gt; is not a valid command. In Slack, all")


async def test_a_command_does_not_work_in_a_thread() -> None:
    async with stand_in() as bot:
        first = await posted(bot, section())
        delivery = await bot.slack.command("find", thread_ts=first["ts"])
        (said,) = await bot.slack.settled(delivery)

        assert bot.received == []
        assert said["text"] == "/images is not supported in threads. Sorry!"
        assert said["thread_ts"] == first["ts"]
