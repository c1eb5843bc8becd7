"""Mistakes and troubles, and the way out of each."""

from __future__ import annotations

import pytest

from bot.blocks import ids
from bot.blocks.problem import notice, pointed, problem
from bot.errors import (
    AccessDenied,
    BotError,
    GrammarError,
    ImageMissing,
    Throttled,
    UpstreamTimeout,
)
from bot.query.grammar import parse_request
from bot.query.page_token import ButtonState
from tests.blocks.golden import golden
from tests.blocks.reading import pressable, words
from tests.blocks.samples import NOW, SEAL
from tests.blocks.slack_rules import check

RETRY = ButtonState("find pytorch", at_ms=NOW)


def grammar_error(text: str) -> GrammarError:
    """What the parser says about a search."""
    with pytest.raises(GrammarError) as caught:
        parse_request(text)
    return caught.value


def carets(text: str, position: int, length: int = 1) -> list[str]:
    """The two lines of the code block."""
    shown, _ = pointed(text, position, length)
    return shown.split("\n")[1:-1]


def test_a_mistake_in_a_search():
    """A caret under it, what was meant, one button that runs that."""
    message = problem(grammar_error("find pytorch archh=AARCH64"), seal=SEAL)
    run = pressable(message)[f"{ids.RUN}0"]

    check(message)
    golden("problem_grammar", message)
    assert SEAL.open(run["value"]).command == "find pytorch arch=AARCH64"


def test_the_caret_stands_under_the_mistake():
    """As long as it is."""
    assert carets("find archh=x", 5, 5) == ["find archh=x", "     ^^^^^"]


def test_the_caret_counts_wide_characters_as_two():
    """An ideographic blank is as wide as the character above it."""
    assert carets("镜像 archh=x", 3, 5) == ["镜像 archh=x", "\u3000\u3000 ^^^^^"]


def test_characters_that_are_dropped_or_have_no_width_do_not_move_the_caret():
    """A bidi mark is not shown; an accent stands on its letter."""
    assert carets("a\u202eb z\u0323\u0337 x=1", 8, 1)[1] == "     ^"


def test_the_caret_at_the_end_points_behind_the_text():
    """Something is missing there."""
    assert carets("find arch=", 10) == ["find arch=", "          ^"]


def test_a_long_search_is_shown_around_the_mistake():
    """In one line of a phone."""
    text = "find " + "pytorch " * 20 + "archh=AARCH64 " + "word " * 20
    line, marks = carets(text, 165, 5)

    assert len(line) <= 40
    assert line[marks.index("^") :].startswith("archh")
    assert line.startswith("…")
    assert line.endswith("…")


def test_an_image_that_does_not_exist():
    """The closest names, each one press away."""
    error = ImageMissing(
        "There is no image “pytorh_2_1”.",
        hint="Search for a part of the name.",
        closest=("pytorch_2_1", "pytorch_2_2"),
    )
    message = problem(error, seal=SEAL)

    check(message)
    golden("problem_missing", message)


def test_no_answer_from_upstream():
    """Our sentence, the reference, the code, *Retry*."""
    error = UpstreamTimeout(
        "ModelArts did not answer in 25 seconds.",
        hint="It may be busy. Try again in a minute.",
        status=504,
        code="ModelArts.0010",
    )
    message = problem(error, reference="7f3a9c01", retry=RETRY, seal=SEAL)

    check(message)
    golden("problem_timeout", message)
    assert SEAL.open(pressable(message)[ids.RETRY]["value"]) == RETRY


def test_iam_actions_and_commands_can_be_copied():
    """In code nothing is replaced, so `:image:` is no emoji."""
    error = AccessDenied("Denied.", hint="Grant modelarts:image:list, or /invite @imagebot first.")
    message = problem(error)

    check(message)
    assert "Grant `modelarts:image:list`, or `/invite @imagebot` first." in words(message)


def test_without_a_seal_there_are_no_buttons():
    """There is nobody to press them."""
    error = Throttled("ModelArts gets too many requests at the moment.", retry_after=30)

    assert not pressable(problem(error, retry=RETRY))


def test_what_does_not_look_like_a_reference_is_not_shown():
    """It comes from us, and still."""
    assert "Reference" not in words(problem(BotError("x"), reference="a b"))


def test_the_persons_own_mistake_has_no_reference_line():
    """Nothing was logged."""
    message = problem(grammar_error("find size>big"), seal=SEAL)

    check(message)
    assert all(block["type"] != "context" for block in message.blocks)


def test_a_notice_is_one_sentence():
    """And the same in both places."""
    message = notice("Shared in this channel.")

    check(message)
    assert message.text == words(message) == "Shared in this channel."
