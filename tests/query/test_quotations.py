"""Quotations keep what was typed, and texts with quotes in them can be written again."""

from __future__ import annotations

import unicodedata

import pytest

from bot.errors import GrammarError
from bot.query.fields import value_of
from bot.query.filters import matches
from bot.query.grammar import parse_request
from bot.query.requests import Find
from tests.factories import image


def _finds(command: str, description: str) -> bool:
    request = parse_request(command)
    assert isinstance(request, Find)
    return matches(image(description=description), request.query, 0)


@pytest.mark.parametrize(
    "command",
    [
        'find "通用镜像，适合训练"',
        'find "通用镜像，适合训练。"',
        'find desc~"通用镜像，适合"',
        "find “通用镜像，适合训练”",
        "find desc＝“通用镜像，适合训练。”",
        "find -cuda 通用镜像，适合训练",
    ],
)
def test_a_text_with_full_width_signs_is_found_as_it_stands(command: str):
    assert _finds(command, "通用镜像，适合训练。")


def test_full_width_signs_in_quotes_are_not_plain_ones():
    assert not _finds('find "a，b"', "a,b")


def test_accents_are_alike_however_they_are_written():
    apart = unicodedata.normalize("NFD", "Café")

    assert value_of(image(description=apart), "description") == "café"
    assert _finds(f'find desc="{apart}"', "CAFÉ")
    assert _finds('find "un café"', f"un {apart}")


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ('find -"pytorch"', "find name!~pytorch"),
        ('find -"cuda 10"', 'find name!~"cuda 10"'),
        ("find -“cuda 10”", 'find name!~"cuda 10"'),
        ("find —'cuda 10'", 'find name!~"cuda 10"'),
        ('find -"don\'t"', 'find name!~"don\'t"'),
        ("find tag=5\"'", 'find tag="5\'"'),
        ("find desc~a\"b'c", 'find description~"ab\'c"'),
        ("find path~it's\"x", 'find swr_path~"it\'sx"'),
        ("find 'it's so' tag='it's'", 'find "it\'s so" tag="it\'s"'),
        ("find 'tis x", "find tis x"),
        ("find 'q\"uote'", 'find "quote"'),
        ("find 'a \"b\"'", 'find "a b"'),
        ('find tag="a，b"', 'find tag="a，b"'),
        ('find "ｐｙｔｏｒｃｈ_1"', 'find "pytorch_1"'),
        ('find "arm"', 'find "arm"'),
    ],
)
def test_what_was_quoted_is_written_so_that_it_reads_back(typed: str, canonical: str):
    request = parse_request(typed)

    assert request.text() == canonical
    assert parse_request(canonical) == request


@pytest.mark.parametrize("typed", ['find ""', 'find -""', "find tag='\"'"])
def test_nothing_between_quotes_is_a_mistake(typed: str):
    with pytest.raises(GrammarError):
        parse_request(typed)


def test_quotes_within_quotes_leave_no_double_blank():
    """The canonical text reads as the same search."""
    request = parse_request('\'tis " " -"\' _"')

    assert parse_request(request.text()) == request
