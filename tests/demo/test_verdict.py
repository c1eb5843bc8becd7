"""The verdict: what Slack refuses, how near the limits are, and what people would suffer from."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.demo.playground.verdict import (
    LONG_TEXT,
    MAX_PROBLEMS,
    NO_ALT,
    NO_TEXT,
    Verdict,
    verdict,
)
from tests.demo.slack_samples import BAD, GOOD, actions, button, mark, plain, section

MODAL = {
    "type": "modal",
    "title": plain("Search"),
    "submit": plain("Find"),
    "blocks": [section(block_id="row")],
}


def message(**content: Any) -> Verdict:
    return verdict({"text": "Hello", **content}, surface="message")


def modal(**content: Any) -> Verdict:
    return verdict({**MODAL, **content}, surface="modal")


def counted(found: Verdict) -> dict[str, tuple[int, int]]:
    """How much of how much there may be, by what it is."""
    read = json.loads(json.dumps(asdict(found)))
    return {row["what"]: (row["is"], row["most"]) for row in read["counts"]}


@pytest.mark.parametrize("name", GOOD)
def test_what_slack_takes_is_taken(name: str) -> None:
    assert message(blocks=[GOOD[name]]).taken


@pytest.mark.parametrize("name", BAD)
def test_what_slack_refuses_is_refused_in_its_words(name: str) -> None:
    found = message(blocks=[BAD[name]])

    assert not found.taken
    assert found.problems[0].startswith("invalid_blocks: ")
    assert "json-pointer:/blocks/0" in found.problems[0]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({"text": ""}, "no_text: There is no text, and there are no blocks."),
        ({"text": "x" * 40_001}, "msg_too_long: The text is longer than 40000 characters."),
        (
            {"blocks": [section(text=mark("x" * 2999))] * 5},
            "msg_blocks_too_long: All blocks together hold more than 13000 characters.",
        ),
        ({"blocks": "none"}, "invalid_blocks_format: The blocks are no list."),
        ({"metadata": 1}, "invalid_metadata_format: Slack does not take this."),
    ],
)
def test_a_refusal_without_a_place_is_said_in_a_sentence(
    content: dict[str, Any], problem: str
) -> None:
    found = message(**content)

    assert (found.taken, found.problems[0]) == (False, problem)


def test_a_file_needs_no_text() -> None:
    assert message(text="", files=[{"id": "F1"}]).taken


def test_a_message_counts_what_is_limited() -> None:
    row = actions(button(value="v" * 7), button(action_id="b", text=plain("Previous")))
    found = message(blocks=[section(text=mark("x" * 12), block_id="names"), row])

    assert counted(found) == {
        "Text, as advised": (5, 4000),
        "Text, at most": (5, 40_000),
        "Blocks": (2, 50),
        "Characters of all blocks": (32, 13_000),
        "Longest section text": (12, 3000),
        "Longest button label": (8, 75),
        "Longest button value": (7, 2000),
        "Elements in the fullest row": (2, 25),
        "Longest block_id": (5, 255),
    }


def test_what_does_not_occur_is_not_counted() -> None:
    assert list(counted(message())) == ["Text, as advised", "Text, at most"]


def test_a_view_counts_its_own_limits() -> None:
    found = modal(private_metadata="m" * 30)

    counts = counted(found)
    whole = counts.pop("Characters of the whole view")
    assert found.taken
    assert whole == (len(json.dumps({**MODAL, "private_metadata": "m" * 30})), 250_000)
    assert counts == {
        "title": (6, 24),
        "submit": (4, 24),
        "private_metadata": (30, 3000),
        "Blocks": (1, 100),
        "Longest section text": (5, 3000),
        "Longest block_id": (3, 255),
    }


def test_what_slack_adds_to_a_view_does_not_count() -> None:
    added: dict[str, Any] = {"id": "V1", "hash": "1.2", "state": {"values": {}}, "user": "U0ANNA"}
    added |= {"app_installed_team_id": "T1", "previous_view_id": None}

    assert counted(modal(**added)) == counted(modal())
    assert modal(**added).taken


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (
            {"title": plain("x" * 25)},
            "invalid_arguments: must be less than 25 characters [json-pointer:/view/title/text]",
        ),
        ({"title": None}, "invalid_arguments: must provide an object [json-pointer:/view/title]"),
        (
            {"private_metadata": "x" * 3001},
            (
                "invalid_arguments: must be less than 3001 characters "
                "[json-pointer:/view/private_metadata]"
            ),
        ),
        (
            {"blocks": [section(text=mark("x" * 2900))] * 90},
            "view_too_large: The view is longer than 250000 characters.",
        ),
    ],
)
def test_a_view_that_slack_refuses(content: dict[str, Any], problem: str) -> None:
    found = modal(**content)

    assert (found.taken, found.problems) == (False, [problem])


def test_what_may_not_stand_in_a_modal_is_refused_there() -> None:
    assert not modal(blocks=[GOOD["markdown"]]).taken


def test_a_home_tab_has_no_title() -> None:
    assert verdict({"type": "home", "blocks": [section()]}, surface="home").taken


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        ({"text": "", "blocks": [section()]}, NO_TEXT),
        ({"text": " ", "blocks": [section()]}, NO_TEXT),
        ({"text": "x" * 4001}, LONG_TEXT),
        ({"blocks": [GOOD["image"] | {"alt_text": ""}]}, NO_ALT),
        ({"blocks": [section(accessory=GOOD["image"] | {"alt_text": " "})]}, NO_ALT),
        (
            {"blocks": [actions(button(text=plain("x" * 31)))]},
            f"A button says more than 30 characters, so its end may not be seen: “{'x' * 31}”.",
        ),
        (
            {"blocks": [section(accessory=button()), section(accessory=button())]},
            (
                "Several buttons say “Next”, and no accessibility_label tells them apart when "
                "read out."
            ),
        ),
    ],
)
def test_advice_is_given_and_the_message_is_taken(content: dict[str, Any], advice: str) -> None:
    found = message(**content)

    assert (found.taken, found.problems) == (True, [advice])


def test_buttons_that_are_told_apart_are_fine() -> None:
    rows = [section(accessory=button(accessibility_label=f"Next {n}")) for n in (1, 2)]

    assert message(blocks=rows).problems == []


def test_many_mistakes_are_summed_up() -> None:
    found = message(blocks=[section(text=mark("x" * 3000), **{"k" * 500: n}) for n in range(40)])

    assert (len(found.problems), found.problems[-1]) == (MAX_PROBLEMS + 1, "And 10 more.")
    assert max(map(len, found.problems)) <= 301


def test_the_json_is_what_slack_has_without_our_own_keys() -> None:
    content = {"ts": "1.0", "user": "U0IMAGEBOT", "blocks": [section()]}
    own = {"channel": "C1", "is_ephemeral": True, "visible_to": "U0ANNA"}

    assert message(**content, **own).json == {"text": "Hello", **content}
    assert modal(user="U0ANNA").json == MODAL


def test_something_nested_without_end_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]

    assert not message(blocks=[section(fields=deep)]).taken


NAMES = st.sampled_from(
    ["type", "text", "blocks", "elements", "accessory", "alt_text", "value", "block_id", "title"]
)
KINDS = st.sampled_from(
    ["section", "actions", "button", "image", "mrkdwn", "plain_text", "header", "rich_text"]
)
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | KINDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=30,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(NAMES, ODD), st.sampled_from(["message", "modal", "home"]))
def test_odd_content_is_judged_without_raising(content: dict[str, Any], surface: str) -> None:
    found = verdict(content, surface=surface)

    assert json.dumps(asdict(found))
