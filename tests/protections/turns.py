"""What sees to it that messages come in order, in few pieces, and to everybody."""

from __future__ import annotations

from tests.protections.protection import Protection

RULES = "tests/alerts/test_delivery.py"
COLLAPSE = "tests/storage/test_outbox_collapse.py"
NOTICES = "tests/storage/test_notices.py"

TURNS = (
    Protection(
        "a channel rests as long as Slack asks",
        "P7",
        "bot/alerts/delivery.py",
        "gate_ms=wait + int(case.jitter * case.timing.pace),",
        "gate_ms=0,",
        (f"{RULES}::test_being_slowed_down_is_no_attempt_and_closes_the_channel",),
    ),
    Protection(
        "one message a second and channel",
        "P7",
        "bot/storage/outbox/gates.py",
        ".values(next_at_ms=tx.now_ms + timing.pace)",
        ".values(next_at_ms=tx.now_ms)",
        ("tests/storage/test_outbox_claim.py::test_a_channel_is_called_once_a_second",),
    ),
    Protection(
        "messages about one image keep their order",
        "P8",
        "bot/storage/outbox/queue.py",
        'held = bool(keys) if not key else not keys.isdisjoint(("", key))',
        "held = False",
        ("tests/storage/test_outbox_order.py",),
    ),
    Protection(
        "what piles up is one message",
        "P7",
        "bot/storage/outbox/collapse.py",
        "await _held(tx, rows) <= GROUP_ABOVE:",
        "await _held(tx, rows) >= 0:",
        (f"{COLLAPSE}::test_more_than_five_incidents_that_wait_become_one_message",),
    ),
    Protection(
        "a storm is one message",
        "P7",
        "bot/alerts/timing.py",
        "GROUP_ABOVE = 5\n",
        "GROUP_ABOVE = 500\n",
        ("tests/alerts/test_grouping.py",),
    ),
    Protection(
        "what may be in Slack already joins no group",
        "P2",
        "bot/storage/outbox/collapse.py",
        "            OUTBOX.c.unclear.is_(False),\n",
        "",
        (f"{COLLAPSE}::test_what_may_be_in_slack_already_is_never_merged",),
    ),
    Protection(
        "an incident is in one message of a channel",
        "P2",
        "bot/storage/notices.py",
        "        incidents = await _untold(tx, notice)\n",
        "        incidents = list(notice.incidents)\n",
        (f"{NOTICES}::test_a_message_about_nothing_new_is_not_owed",),
    ),
    Protection(
        "and the database sees to it",
        "P2",
        "bot/storage/migrations/m0001_everything.py",
        "REFERENCES outbox (id), PRIMARY KEY (channel_id, incident_id)",
        "REFERENCES outbox (id), PRIMARY KEY (channel_id, incident_id, outbox_id)",
        (f"{NOTICES}::test_what_joins_a_message_leaves_no_other",),
    ),
    Protection(
        "a creator hears of a lost channel once",
        "P12",
        "bot/storage/outbox/gates.py",
        'since_ms = known["blocked_ms"] or tx.now_ms',
        "since_ms = tx.now_ms",
        ("tests/storage/test_outbox_gates.py::test_a_probe_that_is_a_message_tells_nobody_again",),
    ),
    Protection(
        "what a silence kept back is told at its end",
        "P1",
        "bot/storage/outbox/silences.py",
        "        await owe(tx, notices)\n",
        "",
        ("tests/storage/test_outbox_silences.py",),
    ),
)
