"""Text from outside."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.mrkdwn import (
    age,
    bounded,
    clean,
    clip,
    clip_middle,
    code,
    date,
    duration,
    escape,
    faithful,
    fenced,
    plain,
    size,
)
from bot.query.values import size_interval

LETTERS = st.text(st.characters(), max_size=60)


def test_ampersands_are_escaped_first():
    """Or the others' entities would be escaped again."""
    assert escape("<!here> & &lt;") == "&lt;!here&gt; &amp; &amp;lt;"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\nb\tc\u2028d\u00a0e", "a b c d e"),
        ("a\u202eb\u2066c\u200bd\x00e\x1bf", "abcdef"),
        ("\ud800\ue000\U0010fffe", "\ufffd\ufffd\ufffd"),
        ("e\u0301", "é"),
        ("x" + "\u0337" * 40, "x" + "\u0337" * 4),
    ],
)
def test_clean(raw, shown):
    """Blanks for line breaks, nothing for controls, a mark for what means nothing."""
    assert clean(raw) == shown


@given(LETTERS)
def test_what_is_clean_stays_as_it_is(text):
    """Cleaning twice is cleaning once."""
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("pytorch_2_1", "pytorch_2_1"),
        ("_x_ *y* ~z~ `c`", "ˍxˍ ∗y∗ ∼z∼ ˋcˋ"),
        ("2*3*4", "2*3*4"),
        (":smile: 10:30", "∶smile: 10:30"),
        ("http://x.example @here #general", "http∶//x.example ＠here ＃general"),
        ("> quote", "＞ quote"),
        ("me@x.example", "me@x.example"),
    ],
)
def test_plain(raw, shown):
    """What could format becomes a look-alike, everything else stays."""
    assert plain(raw) == shown


def test_code_cannot_be_left():
    """A back-tick becomes an accent; blanks at the ends would undo the span."""
    assert code(" a`b ") == "`aˋb`"
    assert code("") == "`–`"
    assert fenced("a```b\nc") == "```\naˋˋˋb\nc\n```"


def test_a_fence_keeps_its_length_with_its_escapes():
    """An entity is never cut in two."""
    shown = fenced("<" * 3000, 100)

    assert len(shown) <= 108
    assert shown.endswith("&lt;…\n```")


@pytest.mark.parametrize("text", ["", " a", "a`b", "a\u200bb", "e\u0301", "a\nb"])
def test_unfaithful(text):
    """A code block would show something else."""
    assert not faithful(text)


def test_names_are_cut_in_the_middle():
    """They differ at the end."""
    name = "pytorch_2.7.1-cann_8.3.rc1-py_3.11-hce_2.0.2509-aarch64-snt9b23"

    assert clip_middle(name, 30) == "pytorch_2.7.1-…aarch64-snt9b23"


@given(LETTERS, st.integers(3, 30))
def test_cut_texts_keep_their_length(text, most):
    """And hold nothing but pieces of what was there."""
    for cut in (clip(text, most), clip_middle(text, most)):
        assert len(cut) <= most
        assert set(cut) <= set(clean(text)) | {"…"}


@given(st.integers(2, 20))
def test_no_character_is_torn_from_its_accents(most):
    """Nor a flag from its other half, nor a hand from its colour."""
    text = "ẋ̣" * 10 + "🇩🇪🇫🇷" * 5 + "👍🏽" * 5
    head = clip(text, most).removesuffix("…")

    after = clean(text)[len(head)] if len(head) < len(clean(text)) else "x"

    assert unicodedata.category(after)[0] != "M"
    assert after != "\U0001f3fd"
    assert sum("\U0001f1e6" <= char <= "\U0001f1ff" for char in head) % 2 == 0


@given(LETTERS, st.integers(2, 30))
def test_labels_keep_their_length_with_their_escapes(text, most):
    """Slack counts what is sent."""
    assert 0 < len(bounded(text, most)) <= most


def test_dates():
    """In the reader's zone; UTC where Slack does not draw them; a dash for no date."""
    drawn = "<!date^1770000000^{date_short_pretty} at {time}|2026-02-02 02:40 UTC>"

    assert date(1_770_000_000_000) == drawn
    assert date(None) == date(-1) == date(10**18) == "–"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-60, "just now"),
        (4, "just now"),
        (20, "20 s ago"),
        (89, "89 s ago"),
        (240, "4 min ago"),
        (3 * 3600, "3 h ago"),
        (36 * 3600, "1 day ago"),
        (5 * 86_400, "5 days ago"),
        (90 * 86_400, "2 months ago"),
        (800 * 86_400, "2 years ago"),
    ],
)
def test_ages(seconds, words):
    """In the largest unit that still says something."""
    assert age(1000, 1000 + seconds * 1000) == words


def test_a_duration_has_no_ago():
    """For "4 min old"."""
    assert duration(240_000) == "4 min"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 B"),
        (900, "900 B"),
        (1500, "1.5 kB"),
        (450_000_000, "450.0 MB"),
        (4_200_000_000, "4.2 GB"),
        (999_990_000, "1.0 GB"),
        (5 * 10**12, "5.0 TB"),
    ],
)
def test_sizes(count, words):
    """Decimal units."""
    assert size(count) == words


@given(st.integers(1_000_000, 10**14))
def test_a_size_as_shown_finds_the_image(count):
    """What somebody copies from an answer into a search means this image."""
    bounds = size_interval(size(count))

    assert bounds is not None
    assert bounds[0] <= count < bounds[1]
