"""A button's state opens for its holder alone, and only unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import TokenError
from bot.query.page_token import MOST, ButtonState, Seal

KEY = b"k" * 32
ANNA = Seal(KEY, "U0ANNA")
STATE = ButtonState("find pytorch arch=AARCH64", 3, 1_770_000_000_000, "0a1b2c3d")

commands = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=260)


@given(commands, st.integers(1, 10**6), st.integers(0, 2**45))
def test_what_was_closed_opens_again(command: str, page: int, at_ms: int):
    state = ButtonState(command, page, at_ms, "0a1b2c3d")

    assert ANNA.open(ANNA.close(state)) == state


@given(st.integers(0, 400), st.characters())
def test_a_token_changed_in_one_place_does_not_open(place: int, character: str):
    value = ANNA.close(STATE)
    place %= len(value)
    changed = value[:place] + character + value[place + 1 :]
    if changed == value:
        return

    with pytest.raises(TokenError):
        ANNA.open(changed)


@given(st.integers(0, 400), st.text("=\n !*", min_size=1, max_size=3))
def test_a_token_with_characters_put_in_does_not_open(place: int, added: str):
    """The base64 decoder skips what it does not know."""
    value = ANNA.close(STATE)
    place %= len(value) + 1

    with pytest.raises(TokenError):
        ANNA.open(value[:place] + added + value[place:])


@given(st.text(max_size=300))
def test_garbage_does_not_open(value: str):
    with pytest.raises(TokenError):
        ANNA.open(value)


@pytest.mark.parametrize("other", [Seal(KEY, "U0BEN"), Seal(KEY, ""), Seal(b"x" * 32, "U0ANNA")])
def test_somebody_elses_token_does_not_open(other: Seal):
    with pytest.raises(TokenError) as refused:
        other.open(ANNA.close(STATE))

    assert "somebody else" in refused.value.message
    assert refused.value.hint


def test_a_holders_name_cannot_run_into_the_content():
    """U1 with content "2…" must not equal U12."""
    value = Seal(KEY, "U1").close(ButtonState("2"))

    with pytest.raises(TokenError):
        Seal(KEY, "U12").open(value)


def test_a_huge_value_is_refused_without_decoding():
    with pytest.raises(TokenError):
        ANNA.open("A" * (MOST + 1))


def test_the_longest_legal_search_fits_a_button():
    state = ButtonState("explain groups " + "é" * 400, 10**6, 2**45, "0a1b2c3d")

    assert len(ANNA.close(state)) <= MOST


def test_a_usual_search_fits_the_id_of_a_block():
    """A block's id holds 255 characters; menus carry their state there."""
    state = ButtonState("find " + "x" * 100, 12, 1_770_000_000_000, "0a1b2c3d")

    assert len(ANNA.close(state)) <= 220
