"""The demo's prompt, with lines typed ahead and a small real Bolt app behind it."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.fake_slack import FakeSlack
from bot.demo.terminal.prompt import converse, once
from tests.demo.bolts import over_http
from tests.demo.slack_samples import actions, button, mark, option, section, select

pytestmark = pytest.mark.anyio
SORT = select(action_id="sort", options=[option("-name", "Name"), option("size", "Size")])
BLOCKS = [
    section(text=mark("*Twenty-one images*")),
    actions(button(action_id="next", text={"type": "plain_text", "text": "Next"}), SORT),
]


def small_bot(slack: FakeSlack) -> AsyncApp:
    """Lists, pages, sorts and shares."""
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    app = AsyncApp(
        client=client, signing_secret=slack.signing_secret, process_before_response=True
    )

    async def images(
        ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient, command: dict[str, Any]
    ) -> None:
        await ack()
        if command["text"] == "share":
            await client.chat_postMessage(channel=command["channel_id"], text="For all")
            await respond(text="Shared in this channel.")
        elif command["text"] != "nothing":
            await respond(text="Twenty-one images", blocks=BLOCKS)

    async def pressed(ack: AsyncAck, respond: AsyncRespond, action: dict[str, Any]) -> None:
        await ack()
        chosen = action.get("selected_option", {}).get("value", action.get("value"))
        text = f"Turned by {chosen}"
        await respond(text=text, blocks=[section(text=mark(text))], replace_original=True)

    app.command("/images")(images)
    app.action("next")(pressed)
    app.action("sort")(pressed)
    return app


def playing() -> AbstractAsyncContextManager[FakeSlack]:
    return over_http(small_bot)


async def played(slack: FakeSlack, *lines: str) -> str:
    """What stands on the screen after these lines and the end of the input."""
    typed, screen = iter(lines), list[str]()

    async def read_line() -> str | None:
        return next(typed, None)

    await converse(slack, read_line, screen.append, width=80)
    return "\n".join(screen)


async def number_of(slack: FakeSlack, label: str) -> str:
    """The number that the screen gives to a control."""
    shown = await played(slack, "/images find")
    line = next(line for line in shown.splitlines() if label in line and "[" in line)
    return "".join(ch for ch in line.partition(label)[0].rpartition("[")[2] if ch.isdigit())


async def test_a_command_is_answered() -> None:
    """With the message as Slack would lay it out, and a note on who sees it."""
    async with playing() as slack:
        shown = await played(slack, "/images find pytorch")

        assert "Only visible to you" in shown
        assert "Twenty-one images" in shown
        assert "Next" in shown


async def test_a_number_presses_a_button() -> None:
    """Of the newest message, which changes in place."""
    async with playing() as slack:
        number = await number_of(slack, "Next")
        shown = await played(slack, "/images find", number, number)

        assert "Turned by v" in shown
        assert f"The newest message has no button {number}." in shown


async def test_a_menu_takes_a_choice() -> None:
    """Without one it says what there is."""
    async with playing() as slack:
        shown = await played(slack, "/images find", "2", "2 size")

        assert "offers: Name, Size" in shown
        assert "Turned by size" in shown


async def test_the_screen_numbers_the_choices_of_a_menu_too() -> None:
    """One number is then enough."""
    async with playing() as slack:
        number = await number_of(slack, "Size")
        shown = await played(slack, "/images find", number)

        assert "Turned by size" in shown


async def test_colours_only_where_they_are_understood() -> None:
    """Escape codes on request, none by default."""
    async with playing() as slack:
        plain, bright = list[str](), list[str]()
        await once(slack, "/images find", plain.append, width=80)
        await once(slack, "/images find", bright.append, width=80, color=True)

        assert "\x1b[" not in "".join(plain)
        assert "\x1b[" in "".join(bright)


async def test_a_forgotten_slash_is_pointed_out() -> None:
    """Kindly, with what to type."""
    async with playing() as slack:
        shown = await played(slack, "find pytorch", "/find pytorch")

        assert shown.count("Try: /images find pytorch") == 2
        assert slack.deliveries == []


async def test_help_quit_and_an_empty_line() -> None:
    """What comes after quit is not read."""
    async with playing() as slack:
        shown = await played(slack, "", "help", "quit", "/images find")

        assert "press button 3" in shown
        assert slack.deliveries == []


async def test_a_person_changes_place_and_role() -> None:
    """The command then comes from there."""
    async with playing() as slack:
        shown = await played(
            slack, "channel", "channel #random", "switch user ben", "user eve", "/images find"
        )

        assert "#ml-images" in shown
        assert "You are Ben Okafor in #random." in shown
        assert "People here: anna, ben" in shown
        assert slack.deliveries[0].user == "U0BEN"
        assert slack.deliveries[0].channel == "C0RANDOM"


async def test_whoever_is_not_in_a_channel_is_taken_out_of_it() -> None:
    """Ben is not in the secret lab."""
    async with playing() as slack:
        shown = await played(slack, "channel secret-lab", "user ben", "channel secret-lab")

        assert "You are Ben Okafor in #ml-images." in shown
        assert shown.endswith("Your channels: #ml-images, #ml-alerts, #random")


async def test_a_post_for_all_and_its_confirmation_are_both_shown() -> None:
    """The confirmation comes after the post."""
    async with playing() as slack:
        shown = await played(slack, "/images share")

        assert shown.index("For all") < shown.index("Shared in this channel.")


async def test_one_command_from_the_command_line() -> None:
    """0 for an answer, 1 for none, 2 for something that is no command."""
    async with playing() as slack:
        screen: list[str] = []
        assert await once(slack, "/images find", screen.append, width=80) == 0
        assert await once(slack, "find", screen.append, width=80) == 2
        slack.connect_http("http://127.0.0.1:9/")
        assert await once(slack, "/images find", screen.append, width=80) == 1

        text = "\n".join(screen)
        assert "Twenty-one images" in text
        assert "dispatch_failed" in text
