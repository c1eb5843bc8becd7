"""The Web API: what it does, and how it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.workspace import (
    BOT,
    C_ALERTS,
    C_ML,
    C_OUT,
    D_BOT,
    G_PRIVATE,
    TEAM,
    U_ANNA,
    U_BEN,
    U_BOT,
)
from tests.demo.slack_samples import actions, button, mark, plain, section
from tests.demo.slack_standin import Hands, StandIn, stand_in

pytestmark = pytest.mark.anyio
METADATA = {"event_type": "imagebot_alert", "event_payload": {"key": "k"}}
MODAL = {"type": "modal", "title": plain("Search"), "blocks": [section()]}


async def error(bot: StandIn, method: str, **arguments: Any) -> str:
    answer = await bot.api(method, **arguments)
    assert answer["ok"] is False
    return str(answer["error"])


async def test_who_am_i() -> None:
    """auth.test, and the scopes in a header."""
    async with stand_in() as bot:
        answer = await bot.api("auth.test")
        url, headers = f"{bot.slack.api_url}auth.test", {"Authorization": "Bearer xoxb-demo"}
        async with bot.session.get(url, headers=headers) as response:
            scopes = response.headers["X-OAuth-Scopes"]

        assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == (TEAM, U_BOT, BOT)
        assert answer["is_enterprise_install"] is False
        assert "chat:write" in scopes.split(",")


async def test_tokens() -> None:
    """None, a wrong one, and one of the wrong kind."""
    async with stand_in() as bot:
        assert await error(bot, "auth.test", token="") == "not_authed"
        assert await error(bot, "auth.test", token="xoxb-other") == "invalid_auth"
        assert await error(bot, "auth.test", token="xapp-demo") == "not_allowed_token_type"
        assert await error(bot, "apps.connections.open") == "not_allowed_token_type"
        assert await error(bot, "chat.shout") == "unknown_method"
        assert (await bot.api("api.test", token="", a="b"))["args"] == {"a": "b"}


async def test_a_missing_scope_is_named() -> None:
    """With what would be needed."""
    async with stand_in() as bot:
        answer = await bot.api("conversations.history", channel=C_ML)
        private = await bot.api("conversations.info", channel=G_PRIVATE)
        bot.slack.platform.scopes.discard("chat:write")

        assert (answer["error"], answer["needed"]) == ("missing_scope", "channels:history")
        assert private["needed"] == "groups:read"
        assert await error(bot, "chat.postMessage", channel=C_ML, text="x") == "missing_scope"


@pytest.mark.parametrize(
    ("channel", "text", "expected"),
    [
        ("C404", "x", "channel_not_found"),
        (C_OUT, "x", "not_in_channel"),
        (C_ML, "", "no_text"),
        (C_ML, "x" * 40_001, "msg_too_long"),
    ],
)
async def test_a_post_that_is_refused(channel: str, text: str, expected: str) -> None:
    """Each with Slack's code."""
    async with stand_in() as bot:
        assert await error(bot, "chat.postMessage", channel=channel, text=text) == expected


async def test_archived_and_private_channels() -> None:
    """A private channel without the bot is as if it did not exist."""
    async with stand_in() as bot:
        bot.slack.workspace.channels[C_ALERTS].archived = True
        bot.slack.workspace.channels[G_PRIVATE].members.discard(U_BOT)

        post = "chat.postMessage"
        assert await error(bot, post, channel=C_ALERTS, text="x") == "is_archived"
        assert await error(bot, post, channel=G_PRIVATE, text="x") == "channel_not_found"


async def test_bad_blocks_come_with_the_place_of_the_mistake() -> None:
    """As response_metadata.messages."""
    async with stand_in() as bot:
        blocks = [section(text=mark(""))]
        answer = await bot.api("chat.postMessage", channel=C_ML, text="x", blocks=blocks)

        assert answer["error"] == "invalid_blocks"
        assert answer["response_metadata"]["messages"] == [
            "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]"
        ]
        assert bot.slack.workspace.messages(C_ML) == []


async def test_a_form_may_carry_the_blocks_as_json() -> None:
    """Missing ids are filled in."""
    async with stand_in() as bot:
        form = {"channel": C_ML, "token": "xoxb-demo", "blocks": '[{"type": "divider"}]'}
        async with bot.session.post(f"{bot.slack.api_url}chat.postMessage", data=form) as response:
            answer = await response.json()

        assert answer["message"]["blocks"][0].keys() == {"type", "block_id"}
        assert "token" not in bot.slack.journal[-1].arguments


async def test_own_messages_are_changed_and_deleted() -> None:
    """Others' and ephemeral ones are not; blocks that are not sent stay."""
    async with stand_in() as bot:
        sent = await bot.api("chat.postMessage", channel=C_ML, blocks=[actions(button())])
        foreign = bot.slack.workspace.post(C_ML, {"text": "hi"}, author=U_ANNA)["ts"]
        secret = await bot.api("chat.postEphemeral", channel=C_ML, user=U_ANNA, text="psst")
        place = {"channel": C_ML, "ts": sent["ts"]}
        changed = await bot.api("chat.update", **place, text="new")

        assert changed["message"]["blocks"] == sent["message"]["blocks"]
        for ts, expected in ((foreign, "cant_update_message"), ("1.0", "message_not_found")):
            assert await error(bot, "chat.update", channel=C_ML, ts=ts, text="x") == expected
        hidden = {"channel": C_ML, "ts": secret["message_ts"], "text": "x"}
        assert await error(bot, "chat.update", **hidden) == "message_not_found"
        assert await error(bot, "chat.update", **place, text="x" * 4001) == "msg_too_long"
        assert await error(bot, "chat.delete", channel=C_ML, ts=foreign) == "cant_delete_message"
        assert (await bot.api("chat.delete", **place))["ok"]
        assert await error(bot, "chat.delete", **place) == "message_not_found"


async def test_ephemeral_messages_reach_only_active_members() -> None:
    """A stranger is refused; somebody who is away gets nothing, silently."""
    async with stand_in() as bot:
        bot.slack.workspace.users[U_BEN].active = False
        post, to = "chat.postEphemeral", {"channel": C_ML, "text": "psst"}

        assert await error(bot, post, user="U404", **to) == "user_not_in_channel"
        assert (await bot.api(post, user=U_BEN, **to))["ok"]
        assert (await bot.api(post, user=U_ANNA, **to))["ok"]
        assert bot.slack.workspace.seen_by(U_BEN, C_ML) == []
        assert len(bot.slack.workspace.seen_by(U_ANNA, C_ML)) == 1


async def test_a_persons_id_is_their_direct_messages() -> None:
    """Opened when needed."""
    async with stand_in() as bot:
        anna = await bot.api("chat.postMessage", channel=U_ANNA, text="x")
        ben = await bot.api("chat.postMessage", channel=U_BEN, text="x")
        bot.slack.platform.scopes.add("im:write")
        opened = await bot.api("conversations.open", users=U_BEN)

        assert anna["channel"] == D_BOT
        assert ben["channel"] == opened["channel"]["id"]


async def test_history_is_newest_first_in_pages() -> None:
    """Metadata in full only on request; ephemeral messages and replies never."""
    async with stand_in() as bot:
        bot.slack.platform.scopes.add("channels:history")
        first = await bot.api("chat.postMessage", channel=C_ML, text="1", metadata=METADATA)
        await bot.api("chat.postMessage", channel=C_ML, text="reply", thread_ts=first["ts"])
        await bot.api("chat.postEphemeral", channel=C_ML, user=U_ANNA, text="psst")
        second = await bot.api("chat.postMessage", channel=C_ML, text="2")
        read = "conversations.history"
        page = await bot.api(read, channel=C_ML, limit=1)
        cursor = page["response_metadata"]["next_cursor"]
        rest = await bot.api(read, channel=C_ML, cursor=cursor, include_all_metadata=True)
        bare = await bot.api(read, channel=C_ML, latest=first["ts"], inclusive=True)
        after = await bot.api(read, channel=C_ML, oldest=first["ts"])

        assert ([m["text"] for m in page["messages"]], page["has_more"]) == (["2"], True)
        assert rest["messages"][0]["metadata"] == METADATA
        assert rest["messages"][0]["bot_id"] == BOT
        assert bare["messages"][0]["metadata"] == {"event_type": "imagebot_alert"}
        assert [m["ts"] for m in after["messages"]] == [second["ts"]]


async def test_history_can_lag_and_posts_can_be_paced() -> None:
    """Both by the platform's clock."""
    hands = Hands()
    async with stand_in(hands) as bot:
        platform = bot.slack.platform
        platform.scopes.add("channels:history")
        platform.history_lag, platform.pace = 10.0, True
        await bot.api("chat.postMessage", channel=C_ML, text="1")
        hurried = await bot.api("chat.postMessage", channel=C_ML, text="2")
        early = await bot.api("conversations.history", channel=C_ML)
        hands.seconds += 12
        late = await bot.api("conversations.history", channel=C_ML)

        assert hurried["error"] == "ratelimited"
        assert early["messages"] == []
        assert len(late["messages"]) == 1


async def test_channels_and_people_are_described() -> None:
    """conversations.info and users.info."""
    async with stand_in() as bot:
        bot.slack.platform.scopes |= {"channels:read", "groups:read", "users:read"}
        outside = (await bot.api("conversations.info", channel=C_OUT))["channel"]
        anna = (await bot.api("users.info", user=U_ANNA))["user"]

        assert (outside["is_member"], outside["is_private"]) == (False, False)
        assert (anna["name"], anna["is_bot"]) == ("anna", False)
        assert await error(bot, "conversations.info", channel="C404") == "channel_not_found"
        assert await error(bot, "users.info", user="U404") == "user_not_found"
