"""Every kind of menu sends its choice as Slack does; what is not offered cannot be chosen."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.workspace import C_ALERTS, C_ML, G_PRIVATE, U_ANNA, U_BEN
from tests.demo.slack_forms import asked, opened, posted
from tests.demo.slack_samples import Block, actions, option, plain
from tests.demo.slack_standin import stand_in

pytestmark = pytest.mark.anyio
A, B = option("a", "Apple"), option("b", "Pear")
CHOSEN: list[tuple[Block, dict[str, Any], str, object]] = [
    ({"type": "static_select", "options": [A, B]}, {"option": "b"}, "selected_option", B),
    (
        {"type": "static_select", "option_groups": [{"label": plain("Fruit"), "options": [A, B]}]},
        {"option": "Pear"},
        "selected_option",
        B,
    ),
    (
        {"type": "multi_static_select", "options": [A, B]},
        {"option": ["b", "Apple"]},
        "selected_options",
        [B, A],
    ),
    ({"type": "overflow", "options": [A, B]}, {"option": "a"}, "selected_option", A),
    ({"type": "radio_buttons", "options": [A, B]}, {"option": "a"}, "selected_option", A),
    ({"type": "checkboxes", "options": [A, B]}, {"option": ["a"]}, "selected_options", [A]),
    ({"type": "checkboxes", "options": [A, B]}, {"option": []}, "selected_options", []),
    ({"type": "users_select"}, {"option": "ben"}, "selected_user", U_BEN),
    ({"type": "users_select"}, {"value": U_BEN}, "selected_user", U_BEN),
    (
        {"type": "multi_users_select"},
        {"option": ["ben", U_ANNA]},
        "selected_users",
        [U_BEN, U_ANNA],
    ),
    ({"type": "channels_select"}, {"option": "#ml-alerts"}, "selected_channel", C_ALERTS),
    ({"type": "multi_channels_select"}, {"option": C_ML}, "selected_channels", [C_ML]),
    ({"type": "conversations_select"}, {"option": G_PRIVATE}, "selected_conversation", G_PRIVATE),
    (
        {"type": "multi_conversations_select"},
        {"option": [C_ML, G_PRIVATE]},
        "selected_conversations",
        [C_ML, G_PRIVATE],
    ),
    ({"type": "datepicker"}, {"value": "2026-11-30"}, "selected_date", "2026-11-30"),
    ({"type": "timepicker"}, {"value": "09:30"}, "selected_time", "09:30"),
    ({"type": "datetimepicker"}, {"value": "1764500000"}, "selected_date_time", 1_764_500_000),
]
NEVER: list[tuple[Block, dict[str, Any], str]] = [
    ({"type": "static_select", "options": [A]}, {"option": "b"}, "it has: Apple"),
    ({"type": "static_select", "options": [A]}, {"option": ["a", "b"]}, "Only one thing"),
    ({"type": "static_select", "options": [A]}, {}, "cannot be taken back"),
    (
        {"type": "multi_static_select", "options": [A, B], "max_selected_items": 1},
        {"option": ["a", "b"]},
        "No more than 1",
    ),
    ({"type": "users_select"}, {"option": "carla"}, "nobody called 'carla'"),
    ({"type": "channels_select"}, {"option": "lobby"}, "no channel 'lobby'"),
    ({"type": "channels_select"}, {"option": G_PRIVATE}, "does not offer"),
    (
        {"type": "conversations_select", "filter": {"include": ["private"]}},
        {"option": C_ML},
        "does not offer",
    ),
    ({"type": "datepicker"}, {"value": "2026-02-30"}, "not a date"),
    ({"type": "datepicker"}, {"value": "30.11.2026"}, "not a date"),
    ({"type": "timepicker"}, {"value": "24:00"}, "not a time"),
    ({"type": "timepicker"}, {"value": "9:30"}, "not a time"),
    ({"type": "datetimepicker"}, {"value": "tomorrow"}, "not a moment"),
]


def row(element: Block) -> Block:
    return actions({"action_id": "it"} | element) | {"block_id": "row"}


@pytest.mark.parametrize(("element", "choice", "key", "sent"), CHOSEN)
async def test_a_choice_is_sent_under_the_key_of_its_kind(
    element: Block, choice: dict[str, Any], key: str, sent: object
) -> None:
    """In the action, and in the state of what can hold one."""
    async with stand_in() as bot:
        view = await opened(bot, row(element))
        await bot.slack.press(view, "it", **choice)

        state = bot.last["view"]["state"]["values"].get("row", {}).get("it", {})
        assert bot.last["actions"][0][key] == sent
        assert state.get(key) == (None if element["type"] == "overflow" else sent)


@pytest.mark.parametrize(("element", "choice", "words"), NEVER)
async def test_what_is_not_there_cannot_be_chosen(
    element: Block, choice: dict[str, Any], words: str
) -> None:
    async with stand_in() as bot:
        view = await opened(bot, row(element))
        heard = len(bot.received)

        with pytest.raises(LookupError, match=words):
            await bot.slack.press(view, "it", **choice)
        assert len(bot.received) == heard


async def test_a_private_channel_is_offered_to_its_members_alone() -> None:
    async with stand_in() as bot:
        message = await posted(bot, row({"type": "conversations_select"}))

        with pytest.raises(LookupError, match="does not offer"):
            await bot.slack.press(message, "it", option=G_PRIVATE, user=U_BEN)


async def test_an_action_repeats_what_its_menu_began_with() -> None:
    menu = {"type": "users_select", "initial_user": U_ANNA, "placeholder": plain("Who")}
    async with stand_in() as bot:
        message = await posted(bot, row(menu))
        await bot.slack.press(message, "it", option=U_BEN)

        action = bot.last["actions"][0]
        assert (action["initial_user"], action["selected_user"]) == (U_ANNA, U_BEN)
        assert action["placeholder"] == plain("Who")


async def test_a_choice_that_may_be_left_out_can_be_taken_back() -> None:
    async with stand_in() as bot:
        menu = {"type": "static_select", "options": [A], "initial_option": A}
        view = await opened(bot, asked(menu, dispatch_action=True, optional=True))
        await bot.slack.press(view, "it", option=None)

        assert bot.last["actions"][0]["selected_option"] is None
        assert bot.last["view"]["state"]["values"]["ask"]["it"]["selected_option"] is None
