"""Notices about several images, or one that takes long or fails again and again."""

from __future__ import annotations

import pytest

from bot.alerts.model import Closing, NoticeKind
from bot.blocks import ids
from tests.blocks.alert_samples import (
    checked,
    ended,
    incident,
    many,
    stuck_incident,
    view,
)
from tests.blocks.golden import golden
from tests.blocks.reading import pressable
from tests.blocks.samples import HOUR, NOW

ALERT, GROUP, STUCK = NoticeKind.ALERT, NoticeKind.GROUP, NoticeKind.STUCK


def test_a_group():
    message = checked(view(GROUP, *many(14)))

    golden("notice_group", message)
    assert pressable(message)[ids.ALERT_LIST]["text"]["text"] == "All 14"
    assert ids.ALERT_ACK in pressable(message)


def test_a_group_of_which_some_are_over():
    rows = many(14)
    over = [ended(row, Closing.RECOVERED) for row in rows[:3]]
    message = checked(view(GROUP, *rows[3:], *over, acked_by="U12", acked_ms=NOW))

    golden("notice_group_some", message)


def test_a_group_that_is_over():
    """Nobody needs to take it on, but everybody can look."""
    rows = [ended(row, Closing.RECOVERED) for row in many(9)]
    gone = [ended(row, Closing.GONE) for row in many(14)[9:]]
    message = checked(view(GROUP, *rows, *gone))

    golden("notice_group_over", message)
    assert pressable(message).keys() == {ids.ALERT_LIST}


def test_a_group_with_one_kind_of_end():
    rows = [ended(row, Closing.RECOVERED) for row in many(6)]

    assert checked(view(GROUP, *rows)).text.startswith("✅ All 6 images are ready again\n")


def test_a_group_of_images_that_take_long_is_not_red():
    rows = [stuck_incident() for _ in range(6)]
    over = [ended(row, Closing.RECOVERED) for row in rows]
    bad = [ended(row, Closing.FAILED) for row in rows[:2]]

    golden("notice_group_stuck", checked(view(GROUP, *rows)))
    assert checked(view(GROUP, *over)).text.startswith("✅ All 6 images are ready\n")
    text = checked(view(GROUP, *over[2:], *bad)).text
    assert text.startswith("🔴 Saving is over for 6 images: 2 of them failed\n")


def test_a_group_of_both_kinds():
    rows = [*many(3), *(stuck_incident() for _ in range(3))]
    first = checked(view(GROUP, *rows)).text.split("\n")[0]

    assert first == "🔴 6 images with trouble (3 CREATE_FAILED, 3 taking too long to be saved)"


def test_an_image_that_fails_again_and_again():
    facts = {"earlier": 4, "since_ms": NOW - HOUR}
    rows = [incident(4, number=number) for number in (5, 6, 7)]

    now = checked(view(NoticeKind.FLAPPING, *rows, facts=facts))
    later = checked(
        view(NoticeKind.FLAPPING, *rows[:2], ended(rows[2], Closing.RECOVERED), facts=facts)
    )

    golden("notice_flapping", now)
    assert "fails again and again: 7 times since" in now.text
    assert "🔴 Now: Image save failed" in now.text
    assert "✅ Now: ready again." in later.text


def test_an_image_that_takes_long_is_a_soft_word():
    message = checked(view(STUCK, stuck_incident()))

    golden("notice_stuck", message)
    assert "🔴" not in message.text


def test_how_long_it_takes_is_left_out_where_nobody_knows():
    """The incident begins when it was noticed, hours after saving began."""
    message = checked(view(STUCK, stuck_incident(image={"status": "CREATING"}, opened_ms=1)))

    assert "is still being saved and has been for long" in message.text


@pytest.mark.parametrize("closing", Closing)
def test_the_end_of_taking_long(closing):
    over = ended(stuck_incident(), closing, replaced_by="train-env:1.5")

    golden(f"notice_stuck_{closing.value}", checked(view(STUCK, over)))


def test_the_first_look():
    facts: dict[str, object] = {"known": 300, "broken": 12}
    rows = many(12)
    message = checked(view(NoticeKind.BASELINE, *rows, facts=facts))
    over = [ended(row, Closing.RECOVERED) for row in rows[:2]]
    later = checked(view(NoticeKind.BASELINE, *rows[2:], *over, facts=facts))

    golden("notice_baseline", message)
    assert pressable(message).keys() == {ids.ALERT_LIST}
    assert "Since then: 2 ready again" in later.text


def test_the_first_look_at_a_healthy_project():
    message = checked(view(NoticeKind.BASELINE, facts={"known": 300, "broken": 0}))

    assert message.text == "👀 Watching 300 images from now on; none has failed"
    assert not pressable(message)


def test_the_first_look_counts_what_other_messages_tell():
    facts: dict[str, object] = {"known": 300, "broken": 12}
    message = checked(view(NoticeKind.BASELINE, *many(5), facts=facts))

    assert "7 of them not listed here: silenced, or told on their own." in message.text
    assert pressable(message)[ids.ALERT_LIST]["text"]["text"] == "All 5"
