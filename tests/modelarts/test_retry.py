"""When a failed request is asked again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.modelarts.retry import LONGEST_WAIT, asked_wait, may_pass, wait_before_retry

NOW_MS = 1_767_323_045_000  # Fri, 02 Jan 2026 03:04:05 GMT


@pytest.mark.parametrize("status", [None, 408, 429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again(status: int | None) -> None:
    """Busy, late, broken, or no connection at all."""
    assert may_pass(status)
    assert wait_before_retry(status, tries=1, asked=None, jitter=0.5) is not None


@pytest.mark.parametrize("status", [200, 301, 302, 400, 401, 403, 404, 413, 494])
def test_what_stays_wrong_is_not_tried_again(status: int) -> None:
    """Not even if upstream names a time."""
    assert wait_before_retry(status, tries=1, asked=1.0, jitter=0.5) is None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("3", 3.0),
        (" 0 ", 0.0),
        ("1.5", 1.5),
        ("3600", LONGEST_WAIT),
        ("Fri, 02 Jan 2026 03:04:35 GMT", 30.0),
        ("Fri, 02 Jan 2026 04:04:05 GMT", LONGEST_WAIT),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str, seconds: float) -> None:
    """Cut to a quarter of an hour."""
    assert asked_wait(header, "", NOW_MS) == seconds


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "-5",
        "soon",
        "nan",
        "inf",
        "9" * 5000,
        "999999",
        "Fri, 02 Jan 2026 03:00:00 GMT",
        "Fri, 02 Jan 2099 03:00:00 GMT",
        "Fri, 99 Jan 2026 03:00:00 GMT",
    ],
)
def test_nonsense_in_retry_after_counts_as_absent(header: str | None) -> None:
    """Negative, past, unreadable, or more than a day."""
    assert asked_wait(header, "", NOW_MS) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("…reached: policy ip over ratelimit,limit:5,time:1 minute", 60.0),
        ("limit:100,time:10 second", 10.0),
        ("limit:1, time:2 hours", LONGEST_WAIT),
        ("limit:5,time:999999 day", None),
        ("too many requests", None),
    ],
)
def test_the_window_in_the_gateways_text_is_read(text: str, seconds: float | None) -> None:
    """No header is documented, this text was seen."""
    assert asked_wait(None, text, NOW_MS) == seconds


def test_the_header_counts_more_than_the_text() -> None:
    """It is the newer knowledge."""
    assert asked_wait("2", "limit:5,time:1 minute", NOW_MS) == 2.0


def test_what_upstream_asks_for_is_what_is_waited() -> None:
    """No jitter on it: it is a lower bound."""
    assert wait_before_retry(429, tries=3, asked=7.0, jitter=0.1) == 7.0


def test_the_backoff_doubles_and_is_all_jitter() -> None:
    """Half a second at first, two when upstream is too busy."""
    waits = [wait_before_retry(503, tries=n, asked=None, jitter=1.0) for n in (1, 2, 3)]

    assert waits == [0.5, 1.0, 2.0]
    assert wait_before_retry(429, tries=1, asked=None, jitter=1.0) == 2.0
    assert wait_before_retry(503, tries=1, asked=None, jitter=0.0) == 0.0


@given(st.text(max_size=60), st.text(max_size=60), st.integers(0, 2**53))
def test_no_text_breaks_the_reader(header: str, text: str, now_ms: int) -> None:
    """Whatever comes, the answer is nothing or a bearable wait."""
    seconds = asked_wait(header, text, now_ms)

    assert seconds is None or 0 <= seconds <= LONGEST_WAIT


@given(st.integers(1, 10**9), st.floats(0, 1))
def test_no_backoff_is_longer_than_five_minutes(tries: int, jitter: float) -> None:
    """However often it failed."""
    wait = wait_before_retry(503, tries=tries, asked=None, jitter=jitter)

    assert wait is not None
    assert 0 <= wait <= 300
