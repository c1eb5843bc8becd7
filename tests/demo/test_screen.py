"""Messages on the terminal: blocks, what can be pressed, and where the lines break."""

from __future__ import annotations

import io
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from bot.demo.terminal.screen import Screen, render

NOW = 1_767_323_045.0

Block = dict[str, Any]


def mark(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> Block:
    return {"type": "section", "text": mark(text), **more}


def button(label: str, **more: Any) -> Block:
    return {"type": "button", "text": plain(label), "action_id": "a", "value": "v"} | more


def menu(kind: str, *labels: str, **more: Any) -> Block:
    options = [{"text": plain(label), "value": label.lower()} for label in labels]
    return {"type": kind, "action_id": "m", "options": options} | more


def drawn(*blocks: Block, width: int = 40, **message: Any) -> Screen:
    return render({"text": "for notifications", "blocks": blocks, **message}, width=width, now=NOW)


def test_text_is_shown_only_without_blocks() -> None:
    assert render({"text": "*Hello* `there`"}, now=NOW).text == "Hello there"
    assert drawn(section("Hello")).text == "Hello"


def test_an_ephemeral_message_says_who_sees_it() -> None:
    assert drawn(section("Hello"), is_ephemeral=True).text == "Only visible to you\nHello"


def test_a_message_stands_as_slack_would_set_it() -> None:
    screen = drawn(
        {"type": "header", "text": plain("2 images")},
        {"type": "context", "elements": [mark("page 1/2"), mark("3 s old")]},
        section("*pytorch*\nDEDICATED", accessory=button("Details")),
        section("*spark*", accessory=button("Details")),
        {"type": "divider"},
        {"type": "actions", "elements": [button("Next"), button("Last")]},
        width=30,
    )

    assert screen.text.split("\n") == [
        "2 images",
        "page 1/2  3 s old",
        "",
        "pytorch            [1 Details]",
        "DEDICATED",
        "spark              [2 Details]",
        "─" * 30,
        "[3 Next]  [4 Last]",
    ]


def test_controls_say_what_pressing_sends() -> None:
    screen = drawn(
        section("x", block_id="b-1", accessory=button("Details", action_id="show", value="s1")),
        {"type": "actions", "elements": [menu("static_select", "Name", "Size", action_id="sort")]},
    )

    rows = [(row.number, row.label, row.action_id, row.kind, row.value) for row in screen.controls]
    assert rows == [
        (1, "Details", "show", "button", "s1"),
        (2, "Choose", "sort", "static_select", ""),
        (3, "Name", "sort", "static_select", "name"),
        (4, "Size", "sort", "static_select", "size"),
    ]
    assert [row.block_id for row in screen.controls] == ["b-1", "", "", ""]


def test_a_menu_shows_its_options_and_the_chosen_one() -> None:
    chosen = {"text": plain("Size"), "value": "size"}
    element = menu(
        "static_select", "Name", "Size", placeholder=plain("Sort"), initial_option=chosen
    )

    screen = drawn({"type": "actions", "elements": [element]})

    assert screen.text == "[1 Sort ▾]  [2 Name]  [3 Size ✓]"


def test_grouped_options_are_numbered_too() -> None:
    groups = [{"label": plain("A"), "options": menu("x", "One")["options"]}]
    element = menu("static_select", option_groups=groups)

    assert [row.label for row in drawn(section("x", accessory=element)).controls] == [
        "Choose",
        "One",
    ]


def test_an_overflow_menu_beside_a_section_stands_below_it() -> None:
    screen = drawn(section("pytorch", accessory=menu("overflow", "Copy", "Watch")))

    assert screen.text == "pytorch\n[1 More ▾]  [2 Copy]  [3 Watch]"


def test_controls_break_between_each_other_and_never_inside() -> None:
    buttons = [button(f"Button number {number}") for number in range(3)]

    screen = drawn({"type": "actions", "elements": buttons}, width=45)

    assert screen.text.split("\n") == [
        "[1 Button number 0]  [2 Button number 1]",
        "[3 Button number 2]",
    ]


def test_fields_stand_in_two_columns() -> None:
    fields = [mark("*Arch*\nAARCH64"), mark("*Size*\n4.2 GB"), mark("*Tag*")]

    screen = drawn({"type": "section", "fields": fields}, width=22)

    assert screen.text.split("\n") == ["Arch        Size", "AARCH64     4.2 GB", "Tag"]


def test_long_text_breaks_at_words_and_code_blocks_do_not() -> None:
    path = "swr.cn-north-4.myhuaweicloud.com/team/image:1"

    screen = drawn(section(f"one two three four five six\n```{path}```"), width=20)

    assert screen.text.split("\n") == ["one two three four", "five six", f"  {path}"]


def test_several_lines_of_context_stay_lines() -> None:
    block = {"type": "context", "elements": [mark("one\ntwo"), mark("three")]}

    assert drawn(block).text == "one\ntwo\nthree"


def test_a_picture_is_told() -> None:
    block = {"type": "image", "title": plain("Chart"), "alt_text": "8 failed", "image_url": "x"}

    assert drawn(block).text == "Chart\n[image: 8 failed]"


def test_a_block_of_another_kind_is_named() -> None:
    assert drawn({"type": "video"}).text == "(video: shown in Slack only)"


def test_colours_are_left_out_where_there_is_no_terminal() -> None:
    screen = drawn(section("*bold* <https://example.org|link>"))
    file, terminal = io.StringIO(), io.StringIO()

    screen.print(Console(file=file, width=40))
    screen.print(Console(file=terminal, width=40, force_terminal=True, _environ={"TERM": "xterm"}))

    assert file.getvalue() == "bold link\n"
    assert "\x1b[1mbold" in terminal.getvalue()


@pytest.mark.parametrize("width", [-5, 0, 1])
def test_a_screen_that_is_too_narrow_is_drawn_wider(width: int) -> None:
    assert drawn(section("one two"), width=width).text == "one two"


@given(st.text(max_size=300), st.integers(20, 60))
def test_nothing_that_steers_a_terminal_comes_through(text: str, width: int) -> None:
    """Whatever the text, in every place that takes text; and only code is wider than asked."""
    screen = drawn(
        section(text.replace("```", ""), fields=[plain(text)], accessory=button("Go")),
        {"type": "context", "elements": [plain(text)]},
        width=width,
    )

    steering = [char for char in screen.text if category(char) in {"Cc", "Cs"} and char != "\n"]
    assert steering == []
    assert all(cell_len(row) <= width for row in screen.text.split("\n"))
    assert screen.controls[0].label == "Go"


@given(st.text(max_size=80))
def test_any_label_stays_on_its_line(label: str) -> None:
    screen = drawn({"type": "actions", "elements": [button(label)]}, width=200)

    assert "\n" not in screen.text
    assert screen.text.startswith("[1 ")
