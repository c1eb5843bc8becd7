"""What people do on the page, through the real bot."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.workspace import (
    C_ML,
    C_OUT,
    D_BOT,
    G_PRIVATE,
    SLACKBOT,
    U_ANNA,
    U_BEN,
    U_BOT,
)
from tests.demo.visitor import button_of, playing, rows

pytestmark = pytest.mark.anyio


async def test_a_command_is_answered_with_a_page_for_the_person_alone() -> None:
    async with playing() as world:
        anna, ben = await world.visitor(U_ANNA), await world.visitor(U_BEN)
        done = await anna.says("/images find llama")
        answer = await anna.sees("llama-00")

        assert done["problem"] is None
        assert answer["is_ephemeral"]
        assert ben.told("message") == []
        lines = [line for line in anna.told("log") if line["kind"] == "delivery"]
        assert {line["id"] for line in lines} == {done["delivery"]}
        assert [line["title"] for line in lines] == ["/images find llama"] * 2


async def test_next_turns_the_page_in_place() -> None:
    async with playing(rows(30)) as world:
        anna = await world.visitor()
        await anna.says("/images find llama sort=name limit=5")
        first = await anna.sees("llama-00")
        done = await anna.presses(first, "Next")
        second = await anna.sees("llama-05", kind="updated")

        assert done["problem"] is None
        assert second["ts"] == first["ts"]
        assert "llama-00" not in str(second["blocks"])


async def test_a_button_of_a_silent_bot_says_so() -> None:
    async with playing(rows(30)) as world:
        anna = await world.visitor()
        await anna.says("/images find llama sort=name limit=5")
        first = await anna.sees("llama-00")
        world.stage.slack.connect_http("http://127.0.0.1:1/slack/events")
        done = await anna.presses(first, "Next")
        command = await anna.says("/images")
        said = await anna.sees("dispatch_failed")

        assert done["problem"] == "imagebot could not be reached. Try again?"
        assert (command["problem"], said["user"]) == (None, SLACKBOT)


async def test_what_is_shared_is_seen_by_everybody() -> None:
    async with playing() as world:
        anna, ben = await world.visitor(U_ANNA), await world.visitor(U_BEN)
        await anna.says("/images find llama-03")
        answer = await anna.sees("llama-03")
        await anna.presses(answer, "Share here")

        assert not (await ben.sees("llama-03"))["is_ephemeral"]


async def test_a_message_comes_to_everybody_who_is_there_as_typed() -> None:
    async with playing() as world:
        anna, ben = await world.visitor(U_ANNA), await world.visitor(U_BEN)
        await anna.says("<!channel> a & b")
        own = await anna.sees("a &amp; b")

        assert own["text"] == "&lt;!channel&gt; a &amp; b"
        assert await ben.sees("a &amp; b") == own


async def test_a_reply_goes_into_its_thread() -> None:
    async with playing() as world:
        anna = await world.visitor()
        await anna.says("first")
        first = await anna.sees("first")
        await anna.says("reply", thread_ts=first["ts"])

        assert (await anna.sees("reply"))["thread_ts"] == first["ts"]


async def test_a_command_in_a_thread_is_refused_by_slack_itself() -> None:
    async with playing() as world:
        anna = await world.visitor()
        await anna.says("first")
        first = await anna.sees("first")
        done = await anna.says("/images failed", thread_ts=first["ts"])
        said = await anna.sees("not supported in threads")

        assert said["text"] == "/images is not supported in threads. Sorry!"
        assert (said["user"], said["thread_ts"]) == (SLACKBOT, first["ts"])
        assert (said["visible_to"], done["delivery"]) == (U_ANNA, None)
        assert world.stage.slack.deliveries == []


async def test_a_command_that_nobody_has_is_refused_by_slack_itself() -> None:
    async with playing() as world:
        anna = await world.visitor()
        await anna.says("/deploy now")

        assert (await anna.sees("not a valid command"))["user"] == SLACKBOT


@pytest.mark.parametrize(
    ("said", "status", "sentence"),
    [
        ({"text": "  \n"}, 400, "There is nothing to send yet."),
        ({"text": "x" * 4001}, 400, "Slack takes 4 000 characters in one message."),
        ({"text": "x", "channel": "C0NONE"}, 404, "There is no such channel here."),
        ({"text": "x", "channel": G_PRIVATE}, 404, "There is no such channel here."),
        ({"text": "x", "channel": D_BOT}, 404, "There is no such channel here."),
    ],
)
async def test_what_cannot_be_said(said: dict[str, Any], status: int, sentence: str) -> None:
    """Ben is in neither the private channel nor Anna's direct messages."""
    async with playing() as world:
        ben = await world.visitor(U_BEN)
        answer = await ben.ask("say", status, **{"channel": C_ML, **said})

        assert answer == {"ok": False, "error": sentence}


async def test_nobody_writes_in_an_archived_channel() -> None:
    async with playing() as world:
        anna = await world.visitor()
        await anna.turns("archive", channel=C_OUT)
        for text in ("hello", "/images"):
            answer = await anna.ask("say", 409, channel=C_OUT, text=text)
            assert answer["error"] == "This channel is archived, nobody can write in it."


async def test_a_button_that_only_others_see_cannot_be_pressed() -> None:
    async with playing() as world:
        anna, ben = await world.visitor(U_ANNA), await world.visitor(U_BEN)
        await anna.says("/images find llama")
        answer = await anna.sees("llama-00")
        block, button = button_of(answer, "Share here")
        refused = await ben.ask(
            "press",
            404,
            channel=answer["channel"],
            ts=answer["ts"],
            block_id=block["block_id"],
            action_id=button["action_id"],
        )

        assert refused["error"] == "This message is not there any more."


async def test_what_is_not_there_cannot_be_pressed() -> None:
    async with playing() as world:
        anna = await world.visitor()
        await anna.says("hello")
        message = await anna.sees("hello")
        place = {"channel": C_ML, "ts": message["ts"]}
        missing = await anna.ask("press", 409, **place, block_id="b", action_id="a")
        neither = await anna.ask("press", 400, channel=C_ML, block_id="b", action_id="a")

        assert "has no element" in missing["error"]
        assert neither["error"].endswith("name a message or a view.")


async def test_two_people_at_once() -> None:
    async with playing() as world:
        anna, ben = await world.visitor(U_ANNA), await world.visitor(U_BEN)
        await asyncio.gather(anna.says("/images find llama-01"), ben.says("/images find llama-02"))
        await anna.sees("llama-01")
        await ben.sees("llama-02")

        assert "llama-02" not in str(anna.told("message"))
        assert "llama-01" not in str(ben.told("message"))


async def test_an_app_without_a_home_tab_is_told_nothing() -> None:
    async with playing() as world:
        world.stage.slack.platform.events = {"member_joined_channel"}
        anna = await world.visitor()

        assert await anna.ask("home") == {"ok": True, "delivery": None, "problem": None}


async def test_a_menu_that_the_bot_does_not_fill_stays_empty() -> None:
    menu = {
        "type": "external_select",
        "action_id": "a",
        "min_query_length": 0,
        "placeholder": {"type": "plain_text", "text": "Which"},
    }
    block = {"type": "actions", "block_id": "b", "elements": [menu]}
    async with playing() as world:
        anna = await world.visitor()
        message = world.stage.slack.workspace.post(C_ML, {"blocks": [block]}, author=U_BOT)
        place = {"channel": C_ML, "ts": message["ts"]}
        asked = await anna.ask("options", 409, **place, block_id="b", action_id="a", value="x")

        assert asked["error"].endswith("so the menu stays empty.")


async def test_a_message_is_judged_for_those_who_see_it() -> None:
    async with playing() as world:
        anna = await world.visitor()
        await anna.says("/images find llama")
        answer = await anna.sees("llama-00")
        place = {"channel": answer["channel"], "ts": answer["ts"]}
        seen = []
        for asked in ({"user": U_ANNA}, {"user": U_BEN}, {"user": "U0NONE"}, {}):
            url, params = f"{world.url}/play/verdict", {**place, **asked}
            async with world.session.get(url, params=params) as response:
                seen.append((response.status, await response.json()))

        verdict = seen[0][1]
        assert [status for status, _ in seen] == [200, 404, 404, 400]
        assert verdict["taken"]
        assert verdict["json"]["blocks"] == answer["blocks"]
        assert {"what", "is", "most"} == set(verdict["counts"][0])


@pytest.mark.parametrize(
    ("told", "known"),
    [("Asia/Kolkata", "Asia/Kolkata"), ("Mars/Base", "Europe/Berlin"), (None, "Europe/Berlin")],
)
async def test_slack_knows_the_zone_of_the_browser(told: str | None, known: str) -> None:
    async with playing() as world:
        anna = await world.visitor()
        await anna.ask("enter", zone=told)
        slack = world.stage.slack
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        answer = await client.users_info(user=U_ANNA)

        assert answer["user"]["tz"] == known
