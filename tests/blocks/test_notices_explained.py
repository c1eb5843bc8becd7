"""Why an alert came or did not, and how the bot is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.alerts.asked import SubscriptionState
from bot.alerts.desk_model import Ledger, LedgerLine, QueueState
from bot.alerts.model import Closing
from bot.alerts.poll import TargetState
from bot.blocks.ledger import ledger_message
from bot.blocks.status import status_message
from tests.blocks.alert_samples import (
    MINUTE,
    TARGET,
    health,
    incident,
    seen,
    subscription,
)
from tests.blocks.golden import golden
from tests.blocks.samples import HOUR, NOW


def ledger(*lines: LedgerLine, **fields: object) -> Ledger:
    """Of one image that failed once."""
    plain = Ledger("i-1", "train-env:1.4", "CREATE_FAILED", NOW - HOUR, (incident(4),), lines)
    return replace(plain, **fields)  # type: ignore[arg-type]


def test_why_an_alert_came():
    lines = [
        LedgerLine(NOW - 9000, "seen", "complete poll 1a2b3c4d: BUILD_IN 80 of 80 rows"),
        LedgerLine(NOW - 9000, "opened", "ACTIVE → CREATE_FAILED"),
        LedgerLine(NOW - 9000, "matched", "subscription 33333333"),
        LedgerLine(NOW - 9000, "owed", "alert 0f6a1c1e", "C1"),
        LedgerLine(NOW - 8000, "attempt", "post 0f6a1c1e: no_answer", "C1"),
        LedgerLine(NOW - 4000, "looked", "alert 0f6a1c1e, once", "C1"),
        LedgerLine(NOW - 2000, "sent", "0f6a1c1e", "C1", "1770000000.000100"),
        LedgerLine(NOW - 1000, "acked", "by U12", "C1"),
        LedgerLine(NOW, "acked", "taken back by U12", "C1"),
    ]
    message = seen(ledger_message(ledger(*lines), NOW))

    golden("ledger", message)


def test_why_no_alert_came():
    lines = [LedgerLine(NOW, "suppressed", "silence 44444444", "C1")]

    assert "Kept back by a silence" in seen(ledger_message(ledger(*lines), NOW)).text
    nothing = seen(ledger_message(ledger(), NOW)).text
    assert "Nothing has happened to it that concerns this channel." in nothing


def test_a_long_ledger_keeps_the_latest():
    lines = [LedgerLine(NOW + number, "seen", f"poll {number}") for number in range(500)]
    rows = tuple(incident(4) for _ in range(20))
    message = seen(ledger_message(ledger(*lines, incidents=rows), NOW))

    assert message.text.count("\n") < 40
    assert "poll 499)" in message.text
    assert "earlier lines are left out." in message.text


def test_an_image_that_is_gone_is_not_said_to_be_in_its_last_status():
    gone = ledger(status="ERROR", gone_ms=NOW - HOUR)
    first = seen(ledger_message(gone, NOW)).text.split("\n")[0]

    assert first.startswith("train-env:1.4 is not in the list any more, as I noticed on ")
    assert first.endswith("Its last status was ERROR.")
    assert " is ERROR" not in first


@pytest.mark.parametrize("closing", [None, Closing.RECOVERED])
def test_what_was_broken_at_the_first_look_has_no_beginning(closing):
    old = incident(4, baseline=True, opened_ms=NOW, closed_ms=NOW if closing else None)
    message = seen(ledger_message(ledger(incidents=(replace(old, closing=closing),)), NOW))

    assert "already failed at my first look" in message.text
    assert "0 s" not in message.text


def test_what_was_broken_at_the_first_look_is_so_for_longer_than_is_known():
    old = incident(4, baseline=True, opened_ms=NOW - 3 * HOUR)
    told = ledger(incidents=(old,), since_ms=NOW - 3 * HOUR)

    assert "is CREATE_FAILED, for more than 3 h" in seen(ledger_message(told, NOW)).text


def test_what_people_and_the_bot_did_is_told_in_words():
    lines = [
        LedgerLine(NOW, "silenced", f"by U12 until {NOW}", "C1"),
        LedgerLine(NOW, "silenced", "by U12 until change", "C1"),
        LedgerLine(NOW, "unsilenced", "by U12", "C1"),
        LedgerLine(NOW, "held", "alert 0f6a1c1e", "C1"),
    ]
    text = seen(ledger_message(ledger(*lines), NOW)).text

    assert "<@U12> silenced it here until <!date^" in text
    assert "<@U12> silenced it here until its status changes" in text
    assert "<@U12> lifted its silence here" in text
    assert "Slack did not say whether it was posted, and I may not look (alert 0f6a1c1e)" in text


@pytest.mark.parametrize(
    ("count", "said"), [(6, "1 earlier failure is"), (7, "2 earlier failures are")]
)
def test_earlier_failures_are_counted(count, said):
    rows = tuple(incident(4) for _ in range(count))

    assert f"{said} left out." in seen(ledger_message(ledger(incidents=rows), NOW)).text


def test_all_is_well():
    golden("status", seen(status_message(health())))


def test_a_project_that_nobody_reads_any_more():
    """Polls that fail are told of as blindness; polls that do not happen only show here."""
    state = TargetState(TARGET, complete_ms=NOW - HOUR)
    message = seen(status_message(health(targets=(state,))))

    assert message.text.startswith("⚠️ The bot needs care\n")
    assert "was 60 min ago." in message.text


def test_what_needs_care():
    state = TargetState(TARGET, blind_since_ms=NOW - HOUR, blind_code="401")
    message = seen(
        status_message(
            health(
                targets=(state,),
                queue=QueueState({"pending": 3, "unknown": 1, "dead": 2}, 10 * 60_000),
                blocked={"*": "token_revoked", "C1": "is_archived"},
                paused=(subscription(state=SubscriptionState.PAUSED, reason="is_archived"),),
                looks="resend",
            )
        ),
        "<#C1>",
    )

    golden("status_trouble", message)


@pytest.mark.parametrize(
    ("looks", "cure"), [("hold", "channels:history"), ("history", "Invite me again")]
)
def test_messages_of_unclear_fate_are_not_well_and_have_a_way_out(looks, cure):
    held = health(queue=QueueState({"sent": 9, "held": 2}), looks=looks)
    text = seen(status_message(held)).text

    assert text.startswith("⚠️ The bot needs care\n⚠️ 2 messages are held back")
    assert cure in text
    assert "within the hour" in text
    assert "No message waits to be posted." in text


@pytest.mark.parametrize(
    ("state", "well"),
    [
        (TargetState(TARGET, complete_ms=NOW - 3 * MINUTE), True),
        (TargetState(TARGET, complete_ms=NOW - 3 * MINUTE - 1), False),
        (TargetState(TARGET, failures=2), True),
        (TargetState(TARGET, failures=3), False),
    ],
)
def test_a_project_that_is_not_read_as_a_whole_three_times_is_not_well(state, well):
    text = seen(status_message(health(targets=(state,)))).text

    assert text.startswith("✅ The bot is well\n") == well


def test_what_is_wrong_with_the_last_of_many_projects_is_not_well():
    fine = TargetState(TARGET, complete_ms=NOW)
    rows = (*[fine] * 20, replace(fine, complete_ms=NOW - HOUR))
    text = seen(status_message(health(targets=rows))).text

    assert text.startswith("⚠️ The bot needs care\n")
    assert "was 60 min ago." in text


def test_a_paused_channel_is_named_once():
    paused = {"state": SubscriptionState.PAUSED, "reason": "is_archived"}
    rows = tuple(subscription(number, **paused) for number in (1, 2))
    lost = seen(status_message(health(paused=rows, blocked={"C1": "is_archived"})), "<#C1>").text
    unknown = seen(status_message(health(paused=rows)), "<#C1>").text

    assert lost.count("<#C1>") == unknown.count("<#C1>") == 1
    assert "2 subscriptions are paused." in lost
    assert "2 subscriptions are paused: <#C1>, because it is archived" in unknown


@pytest.mark.parametrize(
    ("looks", "said"), [("history", "look into"), ("resend", "possible repeat"), ("hold", "held")]
)
def test_how_an_unclear_answer_is_settled(looks, said):
    assert said in seen(status_message(health(looks=looks))).text
