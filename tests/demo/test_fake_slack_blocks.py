"""The fake refuses the blocks that Slack refuses, with Slack's codes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from bot.demo.blockkit.checks import refused_blocks
from tests.demo.slack_samples import BAD, GOOD, actions, button, mark, plain, section, table

SCHEMA = Path(__file__).parent / "data" / "slack_message_blocks.schema.json"


@pytest.fixture(scope="module")
def schema() -> Draft7Validator:
    """A JSON Schema made from Slack's own types, which the fake does not know of."""
    return Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def messages_of(blocks: list[Any], **more: Any) -> str:
    refusal = refused_blocks(blocks, **more)
    assert refusal is not None
    return " · ".join((refusal.error, *refusal.messages))


@pytest.mark.parametrize("name", GOOD)
def test_good_blocks_pass(name: str, schema: Draft7Validator) -> None:
    """The fake and the schema agree that Slack takes this."""
    assert refused_blocks([GOOD[name]]) is None
    assert schema.is_valid([GOOD[name]])


@pytest.mark.parametrize("name", BAD)
def test_bad_blocks_are_refused(name: str, schema: Draft7Validator) -> None:
    """The fake and the schema agree that Slack refuses this."""
    refusal = refused_blocks([BAD[name]])

    assert refusal is not None
    assert refusal.error == "invalid_blocks"
    assert refusal.messages
    assert not schema.is_valid([BAD[name]])


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (section(text=mark("x" * 3001)), "must be less than 3001 characters"),
        (section(text=mark("")), "must be more than 0 characters"),
        (section(colour="red"), "invalid additional property: colour"),
        ({"type": "header"}, "missing required field: text"),
    ],
)
def test_a_refusal_points_at_the_mistake(block: Mapping[str, Any], message: str) -> None:
    """The wording and the JSON pointer are Slack's."""
    refusal = refused_blocks([{"type": "divider"}, block])

    assert refusal is not None
    assert refusal.messages[0].startswith(f"{message} [json-pointer:/blocks/1")
    assert refusal.answer()["response_metadata"]["messages"][0].startswith(f"[ERROR] {message}")


def test_ids_are_unique() -> None:
    """A block_id within the message, an action_id within its block."""
    twice = [section(block_id="a"), section(block_id="a")]
    same = [actions(button(), button())]
    apart = [actions(button()), actions(button())]

    assert '`block_id` "a" already exists [json-pointer:/blocks/1/block_id]' in messages_of(twice)
    assert '`action_id` "next" already exists' in messages_of(same)
    assert refused_blocks(apart) is None


def test_a_message_holds_50_blocks_and_13_000_characters() -> None:
    """The second limit is not written anywhere, and has its own code."""
    assert refused_blocks([{"type": "divider"}] * 50) is None
    assert "no more than 50 items" in messages_of([{"type": "divider"}] * 51)
    assert refused_blocks([section(text=mark("x" * 2600))] * 5) is None
    assert messages_of([section(text=mark("x" * 2601))] * 5) == "msg_blocks_too_long"


def test_one_table_two_charts() -> None:
    """Limits over the whole message that no single block shows."""
    chart = GOOD["chart"]
    markdown = {"type": "markdown", "text": "x" * 6001}

    assert "only_one_table_allowed" in messages_of([table(1), table(1)])
    assert "too many data_visualization" in messages_of([chart, chart, chart])
    assert messages_of([markdown, markdown]) == "msg_blocks_too_long"


def test_blocks_that_the_surface_or_the_workspace_does_not_know() -> None:
    """New blocks come in stages, and some stand only in modals."""
    alert = {"type": "alert", "text": plain()}

    assert "unsupported type: alert" in messages_of([alert])
    assert refused_blocks([alert], surface="modal") is None
    unknown = frozenset({"data_visualization"})
    assert "unsupported type" in messages_of([GOOD["chart"]], unknown=unknown)


def test_blocks_must_be_a_list() -> None:
    """Slack has a code of its own for that."""
    assert messages_of({"type": "divider"}) == "invalid_blocks_format"  # type: ignore[arg-type]  # the point


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


@given(st.sampled_from(sorted(GOOD)), st.text(max_size=10), json_values)
def test_nothing_that_is_sent_breaks_the_checker(name: str, key: str, value: Any) -> None:
    """Whatever stands in a block, the answer is a verdict."""
    block = GOOD[name]
    changed = {**block, **dict.fromkeys(list(block)[1:2], value), key: value}

    verdict = refused_blocks([changed])

    assert verdict is None or verdict.error
