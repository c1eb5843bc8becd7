"""How long a silence lasts: what people write, and when it ends."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.query.spans import (
    DAY,
    HOUR,
    LONGEST,
    MINUTE,
    TOMORROW,
    UNTIL_CHANGE,
    Span,
    span_for,
    span_until,
    tomorrow_nine,
)


@pytest.mark.parametrize(
    ("said", "ms"),
    [
        ("4h", 4 * HOUR),
        ("4 h", 4 * HOUR),
        ("4 hours", 4 * HOUR),
        ("an hour", HOUR),
        ("30 min", 30 * MINUTE),
        ("30m", 30 * MINUTE),
        ("90 Minutes", 90 * MINUTE),
        ("2 days", 2 * DAY),
        ("a day", DAY),
        ("1w", 7 * DAY),
        ("1.5h", 90 * MINUTE),
        ("1h30m", 90 * MINUTE),
        ("1 h 30 min", 90 * MINUTE),
        ("2 days and 4 hours", 2 * DAY + 4 * HOUR),
        ("1 day, 2 h.", DAY + 2 * HOUR),
        ("0h", 0),
        ("5 months", 150 * DAY),
    ],
)
def test_a_length_of_time_is_read(said: str, ms: int):
    assert span_for(said) == Span(ms=ms)


@pytest.mark.parametrize("said", ["", "ever", "4", "h", "4 parsecs", "4h sharp", "-4h", "4h and"])
def test_anything_else_is_no_length_of_time(said: str):
    assert span_for(said) is None


@pytest.mark.parametrize(
    ("said", "span"),
    [
        ("tomorrow", TOMORROW),
        ("Tomorrow morning", TOMORROW),
        ("tomorrow 09:00", TOMORROW),
        ("tomorrow at 9", TOMORROW),
        ("it changes", UNTIL_CHANGE),
        ("its status changes", UNTIL_CHANGE),
        ("change", UNTIL_CHANGE),
        ("monday", None),
        ("tomorrow 10:00", None),
        ("", None),
    ],
)
def test_an_end_is_read(said: str, span: Span | None):
    assert span_until(said) == span


@given(st.integers(1, LONGEST // MINUTE))
def test_a_length_is_written_as_it_is_read(minutes: int):
    span = Span(ms=minutes * MINUTE)

    assert span_for(span.text().removeprefix("for ")) == span


def _ms(text: str, zone: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


@pytest.mark.parametrize(
    ("zone", "now", "then"),
    [
        ("Europe/Berlin", "2026-03-28T22:15", "2026-03-29T09:00"),
        ("Europe/Berlin", "2026-10-24T22:15", "2026-10-25T09:00"),
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-26T09:00"),
        ("Europe/Berlin", "2026-12-31T23:59", "2027-01-01T09:00"),
        ("Asia/Shanghai", "2026-07-01T00:30", "2026-07-02T09:00"),
    ],
)
def test_tomorrow_is_nine_by_the_clocks_on_the_wall(zone: str, now: str, then: str):
    assert tomorrow_nine(_ms(now, zone), zone) == _ms(then, zone)


def test_the_night_the_clocks_change_is_an_hour_shorter():
    """22:15 to 09:00 is 10 h 45 min, but not on the night to 29 March 2026."""
    now = _ms("2026-03-28T22:15", "Europe/Berlin")

    assert tomorrow_nine(now, "Europe/Berlin") - now == 9 * HOUR + 45 * MINUTE


def test_it_is_the_persons_day_that_ends():
    """At 20:00 UTC it is already the next day in Shanghai."""
    now = int(datetime(2026, 7, 1, 20, 0, tzinfo=UTC).timestamp() * 1000)

    assert tomorrow_nine(now, "Asia/Shanghai") == _ms("2026-07-03T09:00", "Asia/Shanghai")
    assert tomorrow_nine(now, "UTC") == _ms("2026-07-02T09:00", "UTC")


@pytest.mark.parametrize("zone", ["", "Mars/Base", "../etc/passwd", "Europe"])
def test_an_unknown_place_is_utc(zone: str):
    now = _ms("2026-07-01T20:00", "UTC")

    assert tomorrow_nine(now, zone) == _ms("2026-07-02T09:00", "UTC")


def test_each_kind_of_span_ends_in_its_way():
    now = _ms("2026-07-01T20:00", "UTC")

    assert Span(ms=HOUR).until_ms(now, "UTC") == now + HOUR
    assert TOMORROW.until_ms(now, "UTC") == _ms("2026-07-02T09:00", "UTC")
    assert UNTIL_CHANGE.until_ms(now, "UTC") is None
