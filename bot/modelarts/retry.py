"""When a failed request is asked again, and after how long.

Status first, text second: one error code can come with several statuses.  Every request is a GET
or a login, so asking twice changes nothing.  400, 403 and 404 stay what they are; what a 401 is
worth, the way of login decides (`bot.modelarts.auth`).
"""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime

LONGEST_WAIT = 900.0
"""Seconds; what upstream asks for beyond this is cut to it."""

_ABSURD = 86_400.0
_FIRST_WAIT = 0.5
_FIRST_THROTTLED_WAIT = 2.0
_LONGEST_BACKOFF = 300.0

_SECONDS = re.compile(r"\s*(\d{1,9}(?:\.\d{1,9})?)\s*\Z")
_WINDOW = re.compile(
    r"\blimit:\d{1,9},\s*time:(\d{1,6})\s*(second|minute|hour|day)", re.IGNORECASE
)
_UNIT = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}


def may_pass(status: int | None) -> bool:
    """Whether the same request may succeed later; None is a broken connection or no answer."""
    return status is None or status in {408, 429} or 500 <= status <= 599


def asked_wait(retry_after: str | None, text: str, now_ms: int) -> float | None:
    """Seconds upstream wants us to wait, if it said so and meant it; at most 15 minutes.

    Args:
        retry_after: The header: seconds or an HTTP date.  Nonsense counts as absent: a date in
            the past, a negative number, more than a day.
        text: ``error_msg``; the gateway documents no header and writes its window here
            (``policy ip over ratelimit,limit:5,time:1 minute``).
        now_ms: The time to measure a date from, milliseconds UTC.
    """
    seconds = _header_seconds(retry_after, now_ms) if retry_after else None
    if seconds is None:
        window = _WINDOW.search(text)
        seconds = float(window[1]) * _UNIT[window[2].lower()] if window else None
    if seconds is None or seconds > _ABSURD:
        return None
    return min(seconds, LONGEST_WAIT)


def wait_before_retry(
    status: int | None, *, tries: int, asked: float | None, jitter: float
) -> float | None:
    """Seconds until the same request is worth sending again; None if it never is.

    Args:
        status: Of the failed try; None if the connection broke or nothing came.
        tries: How many there were, from 1; the backoff doubles with each.
        asked: What `asked_wait` found.
        jitter: From 0 to 1, random: many clients must not come back at the same moment.
    """
    if not may_pass(status):
        return None
    if asked is not None:
        return asked
    first = _FIRST_THROTTLED_WAIT if status == 429 else _FIRST_WAIT
    return jitter * min(first * 2.0 ** min(tries - 1, 20), _LONGEST_BACKOFF)


def _header_seconds(value: str, now_ms: int) -> float | None:
    """A date may lie less than a second back: it has no fractions."""
    if plain := _SECONDS.match(value):
        seconds = float(plain[1])
        return seconds if seconds <= _ABSURD else None
    try:
        moment = parsedate_to_datetime(value)
        seconds = moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() - now_ms / 1000
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    if not -1.0 < seconds <= _ABSURD:
        return None
    return max(0.0, seconds)
