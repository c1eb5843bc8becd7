"""Sizes and times mean what people see and say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.query.fields import Kind
from bot.query.model import Op
from bot.query.values import age_ms, date_interval, interval, size_bytes, size_interval

NOW = int(datetime(2026, 3, 1, tzinfo=UTC).timestamp() * 1000)
DAY = 86_400_000


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("5GB", 5_000_000_000),
        ("5gb", 5_000_000_000),
        ("1.5 G", 1_500_000_000),
        ("800MB", 800_000_000),
        ("3k", 3_000),
        ("123", 123),
        ("1GiB", 1 << 30),
        ("2TB", 2_000_000_000_000),
        ("big", None),
        ("-1GB", None),
        ("1e9", None),
        ("٣GB", None),
    ],
)
def test_sizes_are_decimal_as_they_are_shown(text: str, size: int | None):
    assert size_bytes(text) == size


def test_an_equal_size_is_everything_shown_as_that_size():
    assert size_interval("4.2GB") == (4_150_000_000, 4_250_000_000)


@pytest.mark.parametrize(
    ("text", "days"), [("7d", 7), ("48h", 2), ("1w", 7), ("2880m", 2), ("2880min", 2)]
)
def test_ages_count_back(text: str, days: int):
    assert age_ms(text) == days * DAY


@pytest.mark.parametrize("text", ["7", "7x", "d", "", "1.5d", "2026-01"])
def test_what_is_no_age_is_none(text: str):
    assert age_ms(text) is None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
        ("2024-02", datetime(2024, 2, 1, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC)),
        ("2025-12", datetime(2025, 12, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)),
        ("2024-02-29", datetime(2024, 2, 29, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC)),
        (
            "2026-01-15T10:30",
            datetime(2026, 1, 15, 10, 30, tzinfo=UTC),
            datetime(2026, 1, 15, 10, 31, tzinfo=UTC),
        ),
        (
            "2026-01-15 10:30:05",
            datetime(2026, 1, 15, 10, 30, 5, tzinfo=UTC),
            datetime(2026, 1, 15, 10, 30, 6, tzinfo=UTC),
        ),
    ],
)
def test_a_date_is_the_whole_of_what_it_names(text: str, start: datetime, end: datetime):
    assert date_interval(text) == (int(start.timestamp() * 1000), int(end.timestamp() * 1000))


@pytest.mark.parametrize("text", ["2025-02-29", "2026-13", "0000", "9999", "26-01-01", "today"])
def test_what_is_no_date_is_none(text: str):
    assert date_interval(text) is None


def test_older_than_an_age_is_before_that_moment():
    assert interval(Kind.TIME, Op.OVER, "7d", NOW) == (None, NOW - 7 * DAY)
    assert interval(Kind.TIME, Op.UNDER, "7d", NOW) == (NOW - 7 * DAY + 1, None)


def test_after_a_day_begins_when_the_day_is_over():
    start, end = date_interval("2026-01-15") or (0, 0)

    assert interval(Kind.TIME, Op.OVER, "2026-01-15", NOW) == (end, None)
    assert interval(Kind.TIME, Op.AT_LEAST, "2026-01-15", NOW) == (start, None)
    assert interval(Kind.TIME, Op.UNDER, "2026-01-15", NOW) == (None, start)
    assert interval(Kind.TIME, Op.AT_MOST, "2026-01-15", NOW) == (None, end)


@given(st.text(max_size=30))
def test_no_text_raises(text: str):
    size_interval(text)
    age_ms(text)
    date_interval(text)
