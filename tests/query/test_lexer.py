"""What phones, foreign keyboards and Slack make of a text reads as it was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BotError, GrammarError
from bot.query.grammar import parse_request
from bot.query.lexer import normalised, tokens


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("find “pytorch_1_8”", 'find "pytorch_1_8"'),
        ("find ‘a b’", "find 'a b'"),
        ("find «a»", 'find "a"'),
        ("—type DEDICATED", "--type DEDICATED"),
        ("–arch=arm", "-arch=arm"),
        ("arch＝arm", "arch=arm"),
        ("ａｒｃｈ：arm", "arch:arm"),
        ("status＝a，b", "status=a,b"),
        ("a\u3000b\u00a0c", "a b c"),
        ("a\tb\nc", "a b c"),
        ("py\u200btorch", "pytorch"),
        ("\u202epytorch\u202c", "pytorch"),
        ("arch = arm", "arch=arm"),
        ("size > 5GB", "size>5GB"),
        ("size &gt; 5GB", "size>5GB"),
        ("a &amp; b", "a & b"),
        ("size<5GB updated>7d", "size<5GB updated>7d"),
        ("<http://pytorch.org|pytorch.org>", "pytorch.org"),
        ("<http://swr.x.com/a/b:1>", "http://swr.x.com/a/b:1"),
        ("<@U012AB|bob>", "bob"),
        ("<#C012AB|ml-images>", "ml-images"),
        ("<mailto:a@b.c|a@b.c>", "a@b.c"),
        ('tag="a = b"', 'tag="a = b"'),
        ("  find   x ", "find x"),
        ("size≥5GB arch≠arm", "size>=5GB arch!=arm"),
        ('"a，b＝c" d，e', '"a，b＝c" d,e'),
        ('-"a  ｂ"', '-"a ｂ"'),
        ("`find img`", "find img"),
        ("```find img```", "find img"),
        ("*find img*", "find img"),
        ("_find img_", "find img"),
        ("~find img~", "find img"),
        ("find `pytorch_1_8`", "find pytorch_1_8"),
        ("find ~pytorch~", "find pytorch"),
        ("find _pytorch_", "find _pytorch_"),
        ("/images find x", "find x"),
        ("`/images find x`", "find x"),
        ("/images", ""),
    ],
)
def test_what_means_the_same_reads_the_same(raw: str, read: str):
    assert normalised(raw) == read


def test_blanks_in_a_quotation_do_not_split_it():
    found = tokens(normalised('find "a b" tag="c d" x'))

    assert [token.text for token in found] == ["find", '"a b"', 'tag="c d"', "x"]
    assert [token.quoted for token in found] == [False, True, False, False]


def test_an_apostrophe_inside_a_word_opens_nothing():
    assert [token.text for token in tokens("don't won't")] == ["don't", "won't"]


def test_a_quotation_that_is_never_closed_is_pointed_at():
    with pytest.raises(GrammarError) as wrong:
        tokens('find "pytorch arm')

    assert wrong.value.position == 5
    assert wrong.value.suggestion == 'find "pytorch arm"'


@pytest.mark.parametrize("text", ["x" * 601, "é" * 401, "a " * 400])
def test_a_search_that_no_button_could_carry_is_refused(text: str):
    with pytest.raises(GrammarError) as wrong:
        normalised(text)

    assert "too long" in wrong.value.message


def test_what_is_too_long_is_said_to_be_as_long_as_it_is():
    with pytest.raises(GrammarError) as wrong:
        normalised("x" * 4000)

    assert "4000 characters" in wrong.value.message


def test_blanks_and_entities_do_not_make_a_search_too_long():
    assert normalised(f"a{' ' * 5000}b") == "a b"
    assert normalised("&amp;" * 400) == "&" * 400


@given(st.text(max_size=500))
def test_no_text_raises_anything_but_our_own_errors(text: str):
    try:
        found = tokens(normalised(text))
    except BotError:
        return

    assert all(token.text for token in found)


@given(st.text(max_size=120))
def test_normalising_twice_changes_nothing_more(text: str):
    try:
        once = normalised(text)
        again = normalised(once)
    except BotError:
        return

    assert again == once


def test_what_our_own_messages_show_can_be_typed_back():
    """Slack would read formatting in the plain signs, so messages show others that look alike."""
    assert parse_request("find name!∼test") == parse_request("find name!~test")
