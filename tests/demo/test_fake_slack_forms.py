"""Slack looks at what was filled in before it sends a form."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.workspace import U_BEN
from tests.demo.slack_forms import asked, opened
from tests.demo.slack_samples import Block, actions, option, select
from tests.demo.slack_standin import stand_in

pytestmark = pytest.mark.anyio
WHOLE: Block = {"type": "number_input", "is_decimal_allowed": False}
BETWEEN = WHOLE | {"is_decimal_allowed": True, "min_value": "0.5", "max_value": "100"}
MAIL: Block = {"type": "email_text_input"}
ADDRESS: Block = {"type": "url_text_input"}
REFUSED: list[tuple[Block, Any, str]] = [
    (WHOLE, "many", "takes a whole number for “Question”"),
    (WHOLE, "2.5", "takes a whole number"),
    (WHOLE, "٣", "takes a whole number"),
    (BETWEEN, "1e3", "takes a number"),
    (BETWEEN, "0.4", "takes 0.5 or more"),
    (BETWEEN, "100.01", "takes 100 or less"),
    (MAIL, "anna", "takes an email address"),
    (MAIL, "anna@winter", "takes an email address"),
    (ADDRESS, "example.org", "takes a whole address"),
    (ADDRESS, "javascript:alert(1)", "takes a whole address"),
    ({"type": "plain_text_input", "min_length": 3}, "ab", "3 to 3000 characters"),
    ({"type": "datepicker"}, "soon", "not a date"),
    ({"type": "users_select"}, "carla", "nobody called"),
    ({"type": "datepicker"}, None, "complete “Question”"),
    ({"type": "checkboxes", "options": [option()]}, [], "complete “Question”"),
    ({"type": "file_input"}, ["F1"], "cannot be attached"),
]
TAKEN: list[tuple[Block, Any, str, object]] = [
    (WHOLE, "-3", "value", "-3"),
    (BETWEEN, "0.5", "value", "0.5"),
    (MAIL, "anna.winter@example.org", "value", "anna.winter@example.org"),
    (ADDRESS, "https://example.org/a?b=c", "value", "https://example.org/a?b=c"),
    ({"type": "datepicker"}, "2026-11-30", "selected_date", "2026-11-30"),
    ({"type": "datetimepicker"}, "1764500000", "selected_date_time", 1_764_500_000),
    ({"type": "multi_users_select"}, ["ben"], "selected_users", [U_BEN]),
    ({"type": "radio_buttons", "options": [option()]}, "v", "selected_option", option()),
]


@pytest.mark.parametrize(("element", "given", "words"), REFUSED)
async def test_a_form_is_not_sent_with_what_slack_does_not_take(
    element: Block, given: Any, words: str
) -> None:
    async with stand_in() as bot:
        view = await opened(bot, asked(element))
        heard = len(bot.received)

        with pytest.raises(LookupError, match=words):
            await bot.slack.submit(view, {"ask": {"it": given}})
        assert len(bot.received) == heard


@pytest.mark.parametrize(("element", "given", "key", "held"), TAKEN)
async def test_what_a_form_holds_has_the_shape_that_slack_gives_it(
    element: Block, given: Any, key: str, held: object
) -> None:
    async with stand_in() as bot:
        view = await opened(bot, asked(element))
        await bot.slack.submit(view, {"it": given})

        state = bot.last["view"]["state"]["values"]["ask"]["it"]
        assert state == {"type": element["type"], key: held}


@pytest.mark.parametrize(
    ("element", "key", "held"),
    [
        ({"type": "datepicker"}, "selected_date", None),
        ({"type": "datepicker", "initial_date": "2026-11-30"}, "selected_date", "2026-11-30"),
        ({"type": "checkboxes", "options": [option()]}, "selected_options", []),
        ({"type": "multi_users_select", "initial_users": [U_BEN]}, "selected_users", [U_BEN]),
    ],
)
async def test_what_nobody_touches_holds_what_the_app_wrote_there_or_nothing(
    element: Block, key: str, held: object
) -> None:
    async with stand_in() as bot:
        view = await opened(bot, asked(element, optional=True))
        await bot.slack.submit(view)

        assert bot.last["view"]["state"]["values"]["ask"]["it"][key] == held


async def test_blocks_may_use_the_same_action_id() -> None:
    """Values by block and action tell them apart."""
    async with stand_in() as bot:
        text = {"type": "plain_text_input"}
        view = await opened(bot, asked(text, "first"), asked(text, "second"))
        await bot.slack.submit(view, {"first": {"it": "one"}, "second": {"it": "two"}})

        state = bot.last["view"]["state"]["values"]
        assert [state[name]["it"]["value"] for name in ("first", "second")] == ["one", "two"]


async def test_menus_outside_of_inputs_are_sent_too_and_need_no_choice() -> None:
    async with stand_in() as bot:
        row = actions(select(action_id="a"), select(action_id="b")) | {"block_id": "row"}
        view = await opened(bot, row)
        await bot.slack.submit(view, {"row": {"b": "v"}})

        state = bot.last["view"]["state"]["values"]["row"]
        assert (state["a"]["selected_option"], state["b"]["selected_option"]) == (None, option())


async def test_an_element_that_is_not_there_cannot_be_filled_in() -> None:
    async with stand_in() as bot:
        view = await opened(bot, asked({"type": "plain_text_input"}))

        with pytest.raises(LookupError, match="no input 'that'"):
            await bot.slack.submit(view, {"ask": {"that": "x"}})
