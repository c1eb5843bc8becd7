"""What ``silence`` is about, and how long it lasts."""

from __future__ import annotations

import pytest

from bot.errors import GrammarError
from bot.query.grammar import parse_request
from bot.query.model import Query
from bot.query.requests import SilenceRequest
from bot.query.spans import HOUR, Span


@pytest.mark.parametrize(
    ("typed", "about"),
    [
        ("silence arms", "arms"),
        ("silence failed_job", "failed_job"),
        ('silence "arm"', "arm"),
        ("silence all_in_one", "all_in_one"),
    ],
)
def test_a_silence_is_about_an_image_unless_filters_are_said(typed: str, about: str):
    request = parse_request(typed)

    assert isinstance(request, SilenceRequest)
    assert request.about == about


@pytest.mark.parametrize("typed", ["everything for 2h", "all for 2h", "for 2h", "All"])
def test_a_whole_channel_is_silenced_by_the_search_for_everything(typed: str):
    request = parse_request(f"silence {typed}")

    assert isinstance(request, SilenceRequest)
    assert request.about == Query()


def test_a_silence_nobody_gave_a_length_knows_that():
    assumed, said = parse_request("silence a"), parse_request("silence a for 4h")

    assert isinstance(assumed, SilenceRequest)
    assert isinstance(said, SilenceRequest)
    assert [assumed.span.assumed, said.span.assumed] == [True, False]
    assert assumed.span == said.span == Span(ms=4 * HOUR)


def test_how_long_is_asked_for_in_the_forms_that_are_understood():
    with pytest.raises(GrammarError) as wrong:
        parse_request("silence until 18:00")

    assert "for 4h" in wrong.value.hint
    assert "until tomorrow" in wrong.value.hint
