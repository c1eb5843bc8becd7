"""What can be shown of anything that passed: bounded, and always JSON."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.demo.playground.details import LARGEST, LONGEST_TEXT, detail


def test_a_long_text_loses_its_middle() -> None:
    shown = detail(text="a" * 3000 + "z" * 3000)["text"]

    assert len(shown) <= LONGEST_TEXT
    assert (shown[0], shown[-1]) == ("a", "z")
    assert "4040 characters" in shown


def test_a_long_list_ends_with_how_much_more_there_is() -> None:
    shown = detail(rows=list(range(100)))["rows"]

    assert (len(shown), shown[-1]) == (61, "… and 40 more")


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("é" * 5000),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=200,
)


@settings(max_examples=60, deadline=None)
@given(ODD)
def test_whatever_passed_can_be_shown_as_json_of_bounded_size(value: object) -> None:
    text = json.dumps(detail(value=value), allow_nan=False)

    assert len(text) < LARGEST + 15_000


def test_a_tree_of_nothing_is_bounded_too() -> None:
    tree: list[Any] = []
    for _ in range(5):
        tree = [tree] * 50

    assert len(json.dumps(detail(tree=tree))) < LARGEST + 15_000


def test_something_nested_without_end_is_cut_off() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]

    assert "…" in json.dumps(detail(deep=deep), ensure_ascii=False)


def test_what_is_no_json_is_named() -> None:
    assert detail(file=object(), big=2**60) == {"file": "(object)", "big": str(2**60)}
