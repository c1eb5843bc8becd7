"""Slips are told from searches, and a suggestion is always a command that can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import GrammarError
from bot.query.grammar import parse_request
from bot.query.mistakes import COMMANDS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("grups", "groups"),
        ("faild", "failed"),
        ("failde", "failed"),
        ("hlep", "help"),
        ("hlp", "help"),
        ("shwo", "help show"),
        ("shwo x", "show x"),
        ("explan", "explain"),
        ("fnd pytorch", "find pytorch"),
        ("explain fnd x", "explain find x"),
    ],
)
def test_a_slip_in_a_command_is_put_right(typed: str, meant: str):
    with pytest.raises(GrammarError) as wrong:
        parse_request(typed)

    assert wrong.value.suggestion == meant


def test_a_slip_says_how_to_search_for_the_word():
    with pytest.raises(GrammarError) as wrong:
        parse_request("grups")

    assert wrong.value.hint.endswith("find grups")


@pytest.mark.parametrize("word", ["mind", "kind", "helm", "bind", "shop", "slow", "2.1", "x86"])
def test_another_word_is_a_search_alone_and_with_more(word: str):
    assert parse_request(word) == parse_request(f"find {word}")
    assert parse_request(f"{word} pytorch") == parse_request(f"find {word} pytorch")


def test_a_quoted_slip_is_a_name():
    assert parse_request('"fnd" pytorch').text() == 'find pytorch "fnd"'


def _slips(word: str) -> set[str]:
    """Every letter lost or doubled, every two neighbours swapped; the first letter stays."""
    places = range(1, len(word))
    lost = {word[:at] + word[at + 1 :] for at in places}
    doubled = {word[:at] + word[at] + word[at:] for at in places}
    swapped = {word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] for at in places}
    return (lost | doubled | swapped) - {word}


def test_nine_of_ten_slips_are_put_right():
    cases = [(slip, command) for command in COMMANDS for slip in sorted(_slips(command))]
    right = 0
    for slip, command in cases:
        try:
            parse_request(slip)
        except GrammarError as error:
            right += (error.suggestion or "").split()[-1:] == [command]

    assert right >= 0.9 * len(cases)


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("staus=ACTVE", "status=ACTIVE"),
        ("staus=ACTVE sort=updatd", "status=ACTIVE sort=updated"),
        ("staus=ACTVE sort=updatd archh=arm", None),
        ("find ＝", None),
        ("torch<2", None),
        ("show>={}b", None),
        ("find staus=banana", None),
    ],
)
def test_corrections_are_followed_to_a_command_that_reads(typed: str, suggestion: str | None):
    with pytest.raises(GrammarError) as wrong:
        parse_request(typed)

    assert wrong.value.suggestion == suggestion


_PARTS = (
    "staus",
    "status",
    "sort",
    "nmae",
    "size",
    "show",
    "=",
    ">=",
    "<",
    "＝",
    "{}",
    '"',
    "arn",
)


@given(st.lists(st.sampled_from(_PARTS), max_size=8), st.sampled_from(["", " "]))
def test_a_suggestion_can_be_read(parts: list[str], between: str):
    try:
        parse_request(between.join(parts))
    except GrammarError as error:
        if error.suggestion is not None:
            parse_request(error.suggestion)


def test_show_alone_points_at_its_word():
    with pytest.raises(GrammarError) as wrong:
        parse_request("  show ")

    assert (wrong.value.position, wrong.value.length) == (0, 4)
