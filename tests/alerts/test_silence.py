"""What a silence covers, and what ends it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.alerts.model import Change
from bot.alerts.silence import Quiet, ended_by
from tests.alerts.failures import changed, closed, incident, opened, silence, stuck
from tests.alerts.polls import NOW_MS


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"image_id": "i-1"}, True),
        ({"image_id": "i-2"}, False),
        ({"filters": "status=ERROR"}, True),
        ({"filters": "status=CREATE_FAILED"}, False),
        ({"filters": ""}, True),
        ({"filters": "status="}, False),
        ({"until_ms": None}, True),
        ({"until_ms": NOW_MS + 1}, True),
        ({"until_ms": NOW_MS}, False),
        ({"ended_ms": NOW_MS}, False),
        ({"until_ms": None, "ended_ms": NOW_MS - 1}, False),
    ],
)
def test_what_is_covered(fields: dict[str, Any], expected: bool) -> None:
    """Filters that cannot be read cover nothing: they must not hide failures."""
    assert Quiet(silence(**fields)).covers(incident("i-1"), NOW_MS) is expected


IMAGE: dict[str, Any] = {"until_ms": None}
SEARCH: dict[str, Any] = {"until_ms": None, "filters": "status=ERROR,CREATING"}


@pytest.mark.parametrize(
    ("fields", "change", "expected"),
    [
        (IMAGE, closed(), True),
        (IMAGE, changed(), True),
        (IMAGE, opened(), True),
        (IMAGE, stuck(), False),
        (IMAGE, closed("i-2"), False),
        (SEARCH, closed("i-2"), True),
        (SEARCH, changed(), True),
        (SEARCH, opened(), False),
        (SEARCH, stuck(), False),
        (SEARCH, closed(status="CREATE_FAILED"), False),
        ({}, closed(), False),
        ({"filters": ""}, closed(), False),
    ],
)
def test_a_silence_until_the_status_changes_ends_by_a_change(
    fields: dict[str, Any], change: Change, expected: bool
) -> None:
    """The failure of a silenced image is a change, but what a silenced search finds is what the
    silence is for; an image that hangs has not changed."""
    assert Quiet(silence(**fields)).ends_by(change, NOW_MS) is expected


def test_only_silences_that_end_are_named() -> None:
    mine = silence(until_ms=None)
    others = [silence("C2"), silence("C3", "i-2", until_ms=None)]

    assert ended_by([mine, *others], [opened("i-3"), closed("i-1")], NOW_MS) == (mine.id,)
