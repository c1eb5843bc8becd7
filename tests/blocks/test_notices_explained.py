"""Why an alert came or did not, and how the bot is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.alerts.asked import SubscriptionState
from bot.alerts.desk_model import Ledger, LedgerLine, QueueState
from bot.alerts.poll import TargetState
from bot.blocks.ledger import ledger_message
from bot.blocks.status import status_message
from tests.blocks.alert_samples import (
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
    ("looks", "said"), [("history", "look into"), ("resend", "possible repeat"), ("hold", "held")]
)
def test_how_an_unclear_answer_is_settled(looks, said):
    assert said in seen(status_message(health(looks=looks))).text
