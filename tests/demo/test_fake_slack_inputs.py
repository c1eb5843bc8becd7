"""What an app writes into its inputs beforehand must be what somebody could enter there."""

from __future__ import annotations

from math import inf, nan
from typing import Any

import pytest

from bot.demo.blockkit.checks import refused_blocks
from bot.demo.slack.drafts import Drafts
from bot.demo.slack.states import let_go, states
from bot.demo.slack.surfaces import Surface
from bot.demo.workspace import U_ANNA, demo_workspace
from tests.demo.slack_forms import asked
from tests.demo.slack_samples import Block, actions, option, plain, select

A, B, C = option("a", "A"), option("b", "B"), option("c", "C")
GROUPS = [{"label": plain("Group"), "options": [A]}, {"label": plain("More"), "options": [B]}]


def number(**more: Any) -> Block:
    """A whole number."""
    return {"type": "number_input", "is_decimal_allowed": False} | more


def text(**more: Any) -> Block:
    """A text input."""
    return {"type": "plain_text_input"} | more


def several(kind: str, **more: Any) -> Block:
    """A menu of A and B that takes several, by default with one chosen before."""
    return {"type": kind, "options": [A, B], "initial_options": [A]} | more


GOOD = [
    select(options=[A, B], initial_option=B),
    {"type": "static_select", "option_groups": GROUPS, "initial_option": B},
    {"type": "radio_buttons", "options": [A, B], "initial_option": A},
    {"type": "external_select", "initial_option": C},
    {"type": "multi_external_select", "initial_options": [C]},
    several("multi_static_select"),
    several("checkboxes", initial_options=[B, A]),
    text(min_length=2, max_length=4, initial_value="four"),
    text(min_length=2, initial_value=""),
    text(min_length=3, max_length=3),
    text(initial_value="x" * 3000),
    number(min_value="-1", max_value="3", initial_value="3"),
    number(is_decimal_allowed=True, min_value="0.5", initial_value="0.75"),
    {"type": "datepicker", "initial_date": "2028-02-29"},
    {"type": "timepicker", "initial_time": "23:59"},
    {"type": "datetimepicker", "initial_date_time": 1_770_000_000},
]
BAD = [
    (select(options=[A, B], initial_option=C), "/initial_option"),
    (select(options=[A], initial_option=option("a", "Other")), "/initial_option"),
    ({"type": "static_select", "option_groups": GROUPS, "initial_option": C}, "/initial_option"),
    ({"type": "radio_buttons", "options": [A], "initial_option": B}, "/initial_option"),
    (several("multi_static_select", initial_options=[A, C]), "/initial_options/1"),
    (several("checkboxes", initial_options=[C]), "/initial_options/0"),
    (text(min_length=2, initial_value="x"), "/initial_value"),
    (text(max_length=2, initial_value="xyz"), "/initial_value"),
    (text(min_length=3, max_length=2), "/min_length"),
    (text(min_length=nan), "/min_length"),
    (text(max_length=inf), "/max_length"),
    (number(min_value="NaN"), "/min_value"),
    (number(max_value="Infinity"), "/max_value"),
    (number(max_value="1e5"), "/max_value"),
    (number(min_value=""), "/min_value"),
    (number(min_value="0.5"), "/min_value"),
    (number(min_value="2", max_value="1"), "/min_value"),
    (number(initial_value="many"), "/initial_value"),
    (number(initial_value="1.5"), "/initial_value"),
    (number(min_value="2", initial_value="1"), "/initial_value"),
    (number(max_value="2", initial_value="3"), "/initial_value"),
    ({"type": "datepicker", "initial_date": "2026-02-29"}, "/initial_date"),
    ({"type": "datepicker", "initial_date": "29.02.2028"}, "/initial_date"),
    ({"type": "timepicker", "initial_time": "24:00"}, "/initial_time"),
    ({"type": "timepicker", "initial_time": "9:30"}, "/initial_time"),
    ({"type": "datetimepicker", "initial_date_time": 17}, "/initial_date_time"),
    ({"type": "datetimepicker", "initial_date_time": 1.5}, "/initial_date_time"),
]


@pytest.mark.parametrize("element", GOOD)
def test_what_somebody_could_enter_is_taken(element: Block) -> None:
    assert refused_blocks([asked(element)], surface="modal") is None


@pytest.mark.parametrize(("element", "pointer"), BAD)
def test_what_nobody_could_enter_is_refused(element: Block, pointer: str) -> None:
    refusal = refused_blocks([asked(element)], surface="modal")

    assert refusal is not None
    (message,) = refusal.messages
    assert message.endswith(f" [json-pointer:/blocks/0/element{pointer}]")


def test_a_menu_in_a_message_is_looked_at_too() -> None:
    refusal = refused_blocks([actions(select(options=[A], initial_option=B))])

    assert refusal is not None
    assert refusal.error == "invalid_blocks"


def test_only_one_input_takes_the_focus() -> None:
    first = asked(text(focus_on_load=True), "first")
    calm = asked(text(focus_on_load=False), "calm")
    second = actions(select(focus_on_load=True))
    refusal = refused_blocks([first, calm, second], surface="modal")

    assert refused_blocks([first, calm], surface="modal") is None
    assert refusal is not None
    assert [message.partition("[")[2] for message in refusal.messages] == [
        "json-pointer:/blocks/2/elements/0/focus_on_load]"
    ]


@pytest.mark.parametrize("limit", ["NaN", "Infinity", "-Infinity", "sNaN", "many", ""])
def test_a_limit_that_is_no_number_is_none(limit: str) -> None:
    """Should such a form ever be shown, it can be sent."""
    workspace = demo_workspace(lambda: 0.0)
    block = asked(number(min_value=limit, max_value=limit))
    surface = Surface("V1", {"blocks": [block]})
    anna = workspace.user(U_ANNA)
    found = states(surface, {"ask": "5"}, Drafts(), workspace=workspace, person=anna)

    let_go(surface, found)
    assert found["ask"]["it"]["value"] == "5"
