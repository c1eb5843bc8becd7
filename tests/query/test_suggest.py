"""What people mean when they mistype."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.query.suggest import closest, distance

words = st.text("abc-", max_size=7)


def slow_distance(left: str, right: str) -> int:
    """The definition, read as it stands."""
    if not left or not right:
        return len(left) + len(right)
    best = min(
        slow_distance(left[:-1], right) + 1,
        slow_distance(left, right[:-1]) + 1,
        slow_distance(left[:-1], right[:-1]) + (left[-1] != right[-1]),
    )
    if len(left) > 1 and len(right) > 1 and left[-1] == right[-2] and left[-2] == right[-1]:
        best = min(best, slow_distance(left[:-2], right[:-2]) + 1)
    return best


@given(st.text("abc", max_size=5), st.text("abc", max_size=5))
def test_the_distance_is_what_its_definition_says(left: str, right: str):
    assert distance(left, right) == slow_distance(left, right)


@given(words, words, st.integers(0, 4))
def test_a_bound_only_shortens_the_work(left: str, right: str, most: int):
    exact = distance(left, right)

    assert (distance(left, right, most) == exact) if exact <= most else True
    assert (distance(left, right, most) > most) == (exact > most)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("aarhc64", "aarch64"),
        ("statsu", "status"),
        ("archh", "arch"),
        ("dedicatd", "DEDICATED"),
        ("visib", "visibility"),
    ],
)
def test_the_nearest_word_comes_first(typed: str, meant: str):
    known = [
        "aarch64",
        "x86_64",
        "status",
        "arch",
        "DEDICATED",
        "BUILD_IN",
        "visibility",
        "origin",
    ]

    assert closest(typed, known)[0] == meant


def test_what_is_too_far_is_not_suggested():
    assert closest("banana", ["status", "arch", "type"]) == ()


@given(st.text("abcd", min_size=1, max_size=8), st.lists(st.text("abcd", max_size=8), max_size=8))
def test_nothing_nearer_is_left_out(typed: str, known: list[str]):
    found = closest(typed, known, most=1)
    reach = min(6, max(1, (len(typed) + 1) // 3))
    near = [word for word in known if distance(typed, word) <= reach]

    if near:
        assert distance(typed, found[0]) <= reach or found[0].startswith(typed[:3])
    if found:
        assert found[0] in known
