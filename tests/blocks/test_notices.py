"""How the notice of one failure looks, in every state of its life."""

from __future__ import annotations

import pytest

from bot.alerts.delivery_model import Level
from bot.alerts.model import Closing, NoticeKind
from bot.blocks import ids
from bot.blocks.notices import drawn
from tests.blocks.alert_samples import (
    LINK,
    MINUTE,
    NOTICE,
    checked,
    ended,
    incident,
    view,
)
from tests.blocks.golden import golden
from tests.blocks.reading import pressable
from tests.blocks.samples import ANYONE, HOUR, NOW

ENDS = [closing for closing in Closing if closing is not Closing.FAILED]
ALERT, GROUP, STUCK = NoticeKind.ALERT, NoticeKind.GROUP, NoticeKind.STUCK


def test_a_failure():
    message = checked(view(ALERT, incident(4)))

    golden("notice_alert", message)
    assert pressable(message).keys() == {ids.ALERT_ACK, ids.ALERT_SILENCE, ids.ALERT_DETAILS}


def test_a_broken_image_without_a_reason_in_another_workspace():
    image = {"status_message": None, "workspace_id": "a" * 32}
    message = checked(view(ALERT, incident(4, status="ERROR", image=image)))

    golden("notice_alert_error", message)


def test_a_failure_that_somebody_works_on_and_that_is_silenced():
    """The button turns round, the menu is gone; a repeat and a lost message are owned up to."""
    notice = view(
        ALERT,
        incident(4),
        acked_by="U12",
        acked_ms=NOW - MINUTE,
        silenced_until=NOW + HOUR,
        repeat=True,
        continues=LINK,
    )
    message = checked(notice, f"<{LINK}|Goes on from this message>")

    golden("notice_alert_owned", message)
    way_back = pressable(message)[ids.ALERT_ACK]
    assert way_back["text"]["text"] == "Not on it any more"
    assert ANYONE.open(way_back["value"]).command == f"leave {NOTICE}"
    assert ids.ALERT_SILENCE not in pressable(message)


def test_a_silence_that_is_over_is_not_mentioned():
    message = checked(view(ALERT, incident(4), silenced_until=NOW - 1))

    assert "Silenced" not in message.text
    assert ids.ALERT_SILENCE in pressable(message)


def test_a_silence_until_the_status_changes():
    message = checked(view(ALERT, incident(4), silenced_until=0))

    assert "Silenced here until its status changes." in message.text


@pytest.mark.parametrize("closing", ENDS)
def test_the_end_of_a_failure(closing):
    """Nobody can take on or silence what is over; its details stay as long as the image does."""
    over = ended(incident(4), closing, replaced_by="train-env:1.5")
    message = checked(view(ALERT, over, acked_by="U12", acked_ms=NOW, silenced_until=0))
    left = {Closing.DELETED, Closing.REPLACED, Closing.GONE}

    golden(f"notice_alert_{closing.value}", message)
    assert pressable(message).keys() == (set() if closing in left else {ids.ALERT_DETAILS})


def test_what_was_failed_at_the_first_look_is_not_said_to_have_failed_then():
    message = checked(view(ALERT, incident(4, baseline=True)))

    assert "already failed at the first look" in message.text


def test_buttons_carry_the_notice_and_the_image_for_anyone():
    parts = pressable(checked(view(ALERT, incident(4))))
    menu = next(
        block for block in checked(view(ALERT, incident(4))).blocks if block["type"] == "actions"
    )

    assert ANYONE.open(parts[ids.ALERT_ACK]["value"]).command == f"notice {NOTICE}"
    assert ANYONE.open(menu["block_id"]).command == f"notice {NOTICE}"
    shown = ANYONE.open(parts[ids.ALERT_DETAILS]["value"]).command
    assert shown == "show 11111111-0000-4000-8000-000000000004"
    values = tuple(option["value"] for option in parts[ids.ALERT_SILENCE]["options"])
    assert values == ids.SILENCES


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/x|y",
        "https://evil.example/archives/C1/p1770000000000100|click> <!channel",
        "javascript:alert(1)",
        "http://evil.example/archives/C1/p1770000000000100",
    ],
)
def test_only_permalinks_become_links(link):
    message = checked(view(ALERT, incident(4), continues=link))

    assert "Goes on from an earlier message that is gone." in message.text


def test_a_state_too_long_for_the_menu_costs_only_the_menu():
    """It travels in the id of the menu's block, which is short; a button's value is not."""
    message = checked(view(ALERT, incident(4), id="n" * 200))

    assert pressable(message).keys() == {ids.ALERT_ACK, ids.ALERT_DETAILS}


def test_a_message_whose_incidents_were_forgotten_still_says_something():
    message = checked(view(ALERT))

    assert message.text == "What this message was about is no longer remembered."


def test_the_plainest_form_holds_nothing_but_the_id():
    line = drawn(view(ALERT, incident(4)), Level.LINE, ANYONE)

    assert line.text.endswith(f"Notice {NOTICE}")
    assert "train-env" not in line.text
