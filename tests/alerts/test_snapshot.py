"""What is kept of an image, and how far a reading is trusted."""

from __future__ import annotations

from typing import Any

import pytest

from bot import errors
from bot.alerts.model import BOTH, Quality, Seen
from bot.alerts.poll import Side
from bot.alerts.snapshot import (
    graver_seen,
    known_of,
    overall,
    seen_of,
    side_failed,
    side_of,
)
from bot.modelarts.models import ImageType
from bot.modelarts.paging import Listing
from tests.alerts.polls import DARK, ODD, OK, TORN, known, seen
from tests.factories import image

BUILD_IN, DEDICATED = BOTH


def listing(*items: Seen, **fields: Any) -> Listing[Seen]:
    """A whole listing; override what the test is about."""
    plain: dict[str, Any] = {"total": len(items), "requests": ("/v1/p/images?offset=0",)}
    return Listing(items, **(plain | fields))


def test_a_sighting_has_the_words_that_are_compared():
    row = seen_of(image(id="i-7", namespace="team", create_at=5, status="active"))

    assert row == Seen("i-7", "ACTIVE", "pytorch_2_1", "1.0", "team", "DEDICATED", 5, None)


def test_what_an_image_does_not_say_is_empty():
    row = seen_of(image(id="i-7", status=None, name=None, tag=None, type=None))

    assert row[:7] == ("i-7", "", "", "", "", "", 0)


def test_a_sighting_has_the_type_that_was_asked_for():
    assert seen_of(image(type=None), BUILD_IN).type == "BUILD_IN"


@pytest.mark.parametrize(
    ("status", "kept"),
    [
        ("ACTIVE", False),
        ("DELETED", False),
        ("ERROR", True),
        ("CREATE_FAILED", True),
        ("CREATING", True),
        ("INIT", True),
        ("QUEUED", True),
        (None, True),
    ],
)
def test_facts_are_kept_where_a_message_may_need_them(status: str | None, kept: bool):
    one = image(status=status)

    assert seen_of(one).image == (one if kept else None)


def test_a_whole_log_as_status_message_is_cut():
    row = seen_of(image(status="ERROR", status_message="x" * 5000))

    assert row.image is not None
    assert row.image.status_message == "x" * 4096


@pytest.mark.parametrize(
    ("first", "second", "believed"),
    [
        ("ACTIVE", "ACTIVE", None),
        ("ACTIVE", "ERROR", "ERROR"),
        ("ERROR", "ACTIVE", "ERROR"),
        ("ACTIVE", "CREATING", "ACTIVE"),
        ("ERROR", "CREATE_FAILED", "CREATE_FAILED"),
    ],
)
def test_of_two_sightings_the_failure_is_believed(first: str, second: str, believed: str | None):
    found = graver_seen(seen(first), seen(second))

    assert (found and found.status) == believed


def test_a_whole_listing_is_complete():
    side = side_of(listing(seen("ACTIVE"), total=1), known=5, empties=0)

    assert side == Side(Quality.COMPLETE, rows=1, total=1, pages=1)


@pytest.mark.parametrize(
    ("fields", "quality", "code"),
    [
        ({"complete": False}, Quality.INCONSISTENT, "inconsistent"),
        ({"skipped": 1}, Quality.INCONSISTENT, "inconsistent"),
        ({"complete": False, "partial": True}, Quality.PARTIAL, "pages"),
    ],
)
def test_a_listing_that_is_not_whole(fields: dict[str, Any], quality: Quality, code: str):
    side = side_of(listing(seen("ACTIVE"), **fields), known=0, empties=0)

    assert (side.quality, side.code) == (quality, code)


@pytest.mark.parametrize(
    ("remembered", "empties", "quality"),
    [
        (0, 0, Quality.COMPLETE),
        (1, 0, Quality.INCONSISTENT),
        (1, 4, Quality.INCONSISTENT),
        (1, 5, Quality.COMPLETE),
        (1, 9, Quality.COMPLETE),
    ],
)
def test_no_image_where_there_were_some_is_doubted_five_times(
    remembered: int, empties: int, quality: Quality
):
    side = side_of(listing(), known=remembered, empties=empties)

    assert side.quality is quality
    assert side.code == ("" if quality is Quality.COMPLETE else "empty")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.LoginRefused("x", status=401), "401"),
        (errors.LoginRefused("x", status=200, code="APIGW.0301"), "401"),
        (errors.AccessDenied("x", status=403), "403"),
        (errors.EndpointMissing("x", status=302), "404"),
        (errors.Throttled("x"), "429"),
        (errors.UpstreamTimeout("x"), "timeout"),
        (errors.UpstreamDown("x"), "no_answer"),
        (errors.UpstreamDown("x", status=503), "503"),
        (errors.UpstreamRefused("x", status=400, code="ModelArts.0102"), "400"),
        (errors.ProtocolError("x", status=200), "protocol"),
        (errors.UpstreamError("x", status=-1), "no_answer"),
    ],
)
def test_a_listing_that_did_not_begin_says_why_in_our_words(
    error: errors.UpstreamError, code: str
):
    assert side_failed(error) == Side(Quality.PARTIAL, code=code)


@pytest.mark.parametrize(
    ("sides", "quality"),
    [
        ({BUILD_IN: OK, DEDICATED: OK}, Quality.COMPLETE),
        ({BUILD_IN: OK, DEDICATED: ODD}, Quality.INCONSISTENT),
        ({BUILD_IN: TORN, DEDICATED: ODD}, Quality.PARTIAL),
        ({BUILD_IN: OK, DEDICATED: DARK}, Quality.PARTIAL),
        ({BUILD_IN: OK}, Quality.PARTIAL),
    ],
)
def test_a_poll_is_as_good_as_its_worse_half(sides: dict[ImageType, Side], quality: Quality):
    assert overall(sides) is quality


def test_images_that_are_gone_or_deleted_are_not_missed():
    states = {
        "here": known("ACTIVE"),
        "missing": known("ERROR", absent=2),
        "gone": known("ERROR", absent=3, open=False),
        "deleted": known("DELETED"),
        "other": known("ACTIVE", type="BUILD_IN"),
    }

    assert known_of(states.values(), DEDICATED) == 2
