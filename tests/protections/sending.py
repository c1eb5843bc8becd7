"""What sees to it that each message is there once."""

from __future__ import annotations

from tests.protections.protection import Protection

RULES = "tests/alerts/test_delivery.py"
JOURNEYS = "tests/journeys/test_delivery.py"
LATE = "tests/storage/test_outbox_late.py"

SENDING = (
    Protection(
        "an unclear send is looked for before the next",
        "P3",
        "bot/alerts/delivery.py",
        "return Settlement(state=RowState.UNKNOWN, wait_ms=case.timing.settle, unclear=True)",
        "return Settlement(state=RowState.PENDING, unclear=True)",
        (f"{JOURNEYS}::test_what_slack_took_without_saying_so_is_found_and_not_posted_again",),
    ),
    Protection(
        "Slack gets time to settle before a look",
        "P2",
        "bot/alerts/delivery.py",
        "wait_ms=case.timing.settle, unclear=True",
        "wait_ms=0, unclear=True",
        # The journey that shows why needs a machine that is not busy: its time is real.
        (f"{RULES}::test_what_slack_may_have_taken_is_unknown_until_slack_has_settled",),
    ),
    Protection(
        "two looks, not one",
        "P2",
        "bot/storage/outbox/looks.py",
        "ENOUGH = 2\n",
        "ENOUGH = 1\n",
        (f"{JOURNEYS}::test_what_slack_did_not_take_comes_once_after_two_looks",),
    ),
    Protection(
        "a history that cannot be read is no answer",
        "P3",
        "bot/jobs/reconcile.py",
        'return half or history.code in _PASSES or history.code.startswith("http_5")',
        "return half",
        (f"{JOURNEYS}::test_a_history_that_cannot_be_read_now_is_read_later",),
    ),
    Protection(
        "history is read to its end",
        "P3",
        "bot/slack/poster.py",
        'if not data.get("has_more") or not cursor:',
        "if answer.ok:",
        (f"{JOURNEYS}::test_a_message_is_found_below_what_people_wrote_since",),
    ),
    Protection(
        "a claim that ran out is unclear",
        "P3",
        "bot/storage/outbox/claim.py",
        "state=RowState.UNKNOWN.value,",
        "state=RowState.PENDING.value,",
        (f"{LATE}::test_a_claim_that_ran_out_is_unknown_and_never_pending",),
    ),
    Protection(
        "a claim is written before the call",
        "P2",
        "bot/storage/outbox/claim.py",
        "            state=RowState.SENDING.value,\n            claim_id=claim_id,",
        "            state=RowState.PENDING.value,\n            claim_id=claim_id,",
        ("tests/storage/test_outbox_claim.py::test_a_claim_is_written_before_anything_is_sent",),
    ),
    Protection(
        "who wakes up late does not send",
        "P2",
        "bot/jobs/deliver.py",
        "claim.seconds - (self.clock.monotonic() - began)",
        "claim.seconds",
        (f"{JOURNEYS}::test_a_process_that_slept_before_its_call_does_not_make_it",),
    ),
    Protection(
        "a call ends before its claim does",
        "P2",
        "bot/slack/poster.py",
        "async with asyncio.timeout(seconds):",
        "async with asyncio.timeout(None):",
        ("tests/slack/test_poster.py::test_a_call_ends_with_its_time",),
    ),
    Protection(
        "a success under a lost claim counts",
        "P2",
        "bot/storage/outbox/settle.py",
        "    elif settling.success:\n        await accept(",
        "    elif settling.success and settling.holds(row):\n        await accept(",
        (f"{LATE}::test_a_late_success_counts",),
    ),
    Protection(
        "a refusal under a lost claim does not",
        "P2",
        "bot/storage/outbox/settle.py",
        "    elif settling.holds(row):\n        await _refused(",
        "    else:\n        await _refused(",
        (f"{LATE}::test_a_late_refusal_does_not",),
    ),
    Protection(
        "late copies are swept",
        "P2",
        "bot/storage/outbox/sent.py",
        "sweep_at_ms=tx.now_ms + wait_ms if unclear else None,",
        "sweep_at_ms=None,",
        (f"{JOURNEYS}::test_a_copy_that_comes_after_both_looks_is_taken_away",),
    ),
    Protection(
        "the SDK does not post again by itself",
        "P3",
        "bot/alerting.py",
        "        retry_handlers=[],\n",
        "",
        (f"{JOURNEYS}::test_what_slack_took_without_saying_so_is_found_and_not_posted_again",),
    ),
    Protection(
        "a mark is believed only with its signature",
        "P1",
        "bot/alerts/metadata.py",
        "return hmac.compare_digest(expected.encode(), "
        'signature.encode("utf-8", "surrogatepass"))',
        "return bool(expected)",
        ("tests/alerts/test_metadata.py::test_a_mark_for_anything_else_is_not",),
    ),
    Protection(
        "only our own bot's messages are believed",
        "P1",
        "bot/slack/poster.py",
        'own = message.get("bot_id") == self._identity.bot_id != ""',
        "own = bool(message)",
        ("tests/slack/test_poster.py::test_history_brings_our_own_messages_from_every_page",),
    ),
    Protection(
        "a message that was deleted goes on in a new one",
        "P1",
        "bot/alerts/delivery.py",
        "return Settlement(state=RowState.REPLACED, lost_message=True)",
        "return _given_up(case)",
        ("tests/alerts/test_delivery_edits.py",),
    ),
)
