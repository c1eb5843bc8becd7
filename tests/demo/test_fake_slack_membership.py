"""The bot is invited and removed, and channels are archived."""

from __future__ import annotations

import pytest

from bot.demo.fake_slack import FakeSlack
from bot.demo.slack.platform import DEMO_SCOPES
from bot.demo.workspace import C_ALERTS, C_OUT, G_PRIVATE, U_BEN, U_BOT
from tests.demo.slack_standin import StandIn, stand_in

pytestmark = pytest.mark.anyio
POST = "chat.postMessage"


async def outcome(bot: StandIn, channel: str) -> str:
    answer = await bot.api(POST, channel=channel, text="x")
    return str(answer.get("error", "ok"))


async def test_an_invitation_is_told() -> None:
    """As a signed event, and then the bot may post."""
    async with stand_in() as bot:
        bot.slack.platform.scopes.add("channels:read")
        before = await outcome(bot, C_OUT)
        delivery = await bot.slack.invite("#random", user="ben")

        assert delivery is not None
        assert delivery.acked
        assert "x-slack-signature" in bot.received[0].headers
        event = bot.last["event"]
        assert (event["type"], event["user"]) == ("member_joined_channel", U_BOT)
        assert (event["channel"], event["channel_type"]) == (C_OUT, "C")
        assert (event["inviter"], before, await outcome(bot, C_OUT)) == (
            U_BEN,
            "not_in_channel",
            "ok",
        )


@pytest.mark.parametrize(
    ("channel", "scope"), [(C_OUT, "groups:read"), (G_PRIVATE, "channels:read")]
)
async def test_without_the_scope_of_its_kind_an_invitation_is_silent(
    channel: str, scope: str
) -> None:
    async with stand_in() as bot:
        bot.slack.platform.scopes.add(scope)
        await bot.slack.kick(channel)

        assert await bot.slack.invite(channel) is None
        assert bot.received == []
        assert await outcome(bot, channel) == "ok"


async def test_a_member_is_not_invited_again() -> None:
    async with stand_in() as bot:
        bot.slack.platform.scopes.add("channels:read")

        assert await bot.slack.invite(C_ALERTS) is None
        assert bot.received == []


async def test_removed_and_archived() -> None:
    """Nothing is told; the next post finds out."""
    async with stand_in() as bot:
        await bot.slack.kick(C_ALERTS)
        kicked = await outcome(bot, C_ALERTS)
        await bot.slack.invite(C_ALERTS)
        await bot.slack.archive(C_ALERTS)
        archived = await outcome(bot, C_ALERTS)
        await bot.slack.unarchive(C_ALERTS)

        assert (kicked, archived) == ("not_in_channel", "is_archived")
        assert await outcome(bot, C_ALERTS) == "ok"
        assert bot.received == []


def test_a_fake_is_given_its_scopes() -> None:
    """The demo's are enough for everything the bot can do."""
    slack = FakeSlack(scopes=DEMO_SCOPES)
    slack.platform.scopes.discard("channels:history")

    assert "groups:history" in slack.platform.scopes
    assert "channels:history" in DEMO_SCOPES
