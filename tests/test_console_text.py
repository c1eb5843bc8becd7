"""Explanations, mistakes and JSON in the terminal, and what never reaches the screen."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.console import (
    choice_table,
    detail_table,
    explanation_text,
    page_table,
    problem_text,
    terminal_command,
)
from bot.console.as_json import explanation_json, json_text, page_json, shown_json
from bot.errors import GrammarError, ImageMissing, SettingsError, Throttled
from tests.factories import image, image_group
from tests.paper import HOSTILE, NOW, drawn, group_page, search_page, shown


def test_an_explanation_shows_the_requests_and_who_filtered():
    page = search_page(
        image(),
        requests=("/v1/p/images?name=pytorch&type=BUILD_IN",),
        asked_api=("name~pytorch",),
        filtered_here=("arch=AARCH64",),
    )

    text = drawn(explanation_text(page))

    assert "  GET /v1/p/images?name=pytorch&type=BUILD_IN\n" in text
    assert "Filtered by ModelArts: name~pytorch\n" in text
    assert "Filtered by imagebot, over all pages: arch=AARCH64\n" in text


def test_a_mistake_is_pointed_at_also_behind_wide_characters():
    error = GrammarError(
        "No field “ach”.",
        text="find 图像 ach=x",
        position=8,
        length=3,
        suggestion="find 图像 arch=x",
    )

    lines = drawn(problem_text(error)).splitlines()

    assert lines[0] == "imagebot: No field “ach”."
    assert cell_len(lines[2].partition("^")[0]) == cell_len("  find 图像 ")
    assert lines[2].strip() == "^^^"
    assert lines[3] == "Try: imagebot find '图像' arch=x"


def test_problems_keep_their_lines_their_hint_and_what_to_report():
    several = drawn(problem_text(SettingsError("The settings:\n- a\n- b", hint="Look there.")))
    busy = drawn(problem_text(Throttled("Too many.", code="APIG.0308", hint="Wait.")))
    missing = drawn(problem_text(ImageMissing("No such image.", closest=("pytorch_1",))))

    assert several == "imagebot: The settings:\n- a\n- b\nLook there.\n"
    assert busy == "imagebot: Too many.\n(status 429, APIG.0308)\nWait.\n"
    assert missing == "imagebot: No such image.\nClosest names: pytorch_1\n"


def test_a_suggestion_can_be_pasted_into_a_shell():
    assert terminal_command('find size>5GB "a b"') == "imagebot find 'size>5GB' '\"a b\"'"


@pytest.mark.parametrize(
    "field", ["name", "tag", "swr_path", "status_message", "description", "status"]
)
def test_text_of_the_api_cannot_steer_the_terminal(field: str):
    one = image(**{field: f"x{HOSTILE}"})
    page = search_page(one, asked_api=(HOSTILE,), filtered_here=(HOSTILE,), requests=(HOSTILE,))
    error = ImageMissing("No such image.", closest=(HOSTILE,))
    everything = "".join(
        [
            *(drawn(page_table(page, width)) for width in (40, 200)),
            drawn(detail_table(shown(one))),
            drawn(choice_table(shown(None, one), 100)),
            drawn(explanation_text(page)),
            drawn(problem_text(error)),
            json_text(page_json(page)),
            json_text(shown_json(shown(one))),
        ]
    )

    assert not set(everything) & set("\x1b\x9b\x07\r\u202e\u2028\x7f")
    assert "\nforged" not in everything
    assert "[red]x[/red]" in everything


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.integers(20, 220))
def test_any_name_at_all_can_be_drawn(name: str, width: int):
    page = search_page(image(name=name, tag=name, description=name))

    drawn(page_table(page, width))
    drawn(detail_table(shown(image(name=name, status_message=name))))
    json.loads(json_text(page_json(page)))


def test_json_holds_the_apis_fields_and_how_the_answer_came_about():
    value = page_json(search_page(image(size=7), total=1, requests=("/v1/p/images",)))

    assert value["images"] == [image(size=7).model_dump(mode="json", exclude_unset=True)]
    assert value["images"][0]["arch"] == "AARCH64"
    assert (value["total"], value["known"], value["page"], value["pages"]) == (1, 107, 1, 1)
    assert value["as_of"] == NOW - 20_000
    assert value["requests"] == ["/v1/p/images"]
    assert value["search"] == "find pytorch"
    assert "images" not in explanation_json(search_page(image()))
    assert page_json(group_page(image_group()))["groups"][0]["name"] == "pytorch_2_1"
    assert shown_json(shown(image()))["image"]["id"] == "i-1"
