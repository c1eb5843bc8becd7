"""What becomes of a message after an edit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.codes import POLICIES
from bot.alerts.delivery import DIRECT_EDITS, HOUR, UNKNOWN_ATTEMPTS, settlement
from bot.alerts.delivery_model import Answer, Level, RowState, Settlement
from bot.alerts.model import NoticeKind
from bot.alerts.timing import Timing
from tests.alerts.claims import answer, claim

TIMING = Timing()
GIVEN_UP = Settlement(RowState.SENT, skip_edit=True)


def settled(code: str, *, jitter: float = 1, **fields):
    return settlement(claim(step="edit", **fields), answer(code), TIMING, jitter)


@pytest.mark.parametrize("ts", ["", "1770000000.000100"])
def test_an_edit_that_slack_took_is_done(ts: str):
    assert settlement(claim(step="edit"), Answer(True, "ok", ts=ts), TIMING, 1) == Settlement(
        RowState.SENT
    )


@given(
    code=st.one_of(st.sampled_from(sorted(POLICIES)), st.text(max_size=20)),
    attempt=st.integers(1, 10_000),
)
def test_the_message_of_an_edit_stays_sent_or_is_replaced(code: str, attempt: int):
    done = settled(code, attempt=attempt)

    assert done.state is (RowState.REPLACED if done.lost_message else RowState.SENT)
    assert not done.unclear


@pytest.mark.parametrize("code", ["no_answer", "http_500", "update_failed", "not_sent"])
def test_an_edit_of_unknown_fate_is_simply_made_again(code: str):
    assert settled(code, attempt=3) == Settlement(RowState.SENT, wait_ms=4_000)


@pytest.mark.parametrize(
    "code", ["message_not_found", "cant_update_message", "edit_window_closed"]
)
def test_a_message_that_cannot_be_edited_any_more_is_replaced(code: str):
    assert settled(code) == Settlement(RowState.REPLACED, lost_message=True)


def test_a_lost_line_is_not_replaced():
    assert settled("message_not_found", kind=NoticeKind.LINE) == GIVEN_UP


def test_a_message_in_an_archived_channel_is_not_lost():
    done = settled("is_inactive")

    assert done == Settlement(RowState.SENT, block_channel="is_inactive", counts=False)


def test_a_wrong_edit_is_drawn_more_simply_and_then_given_up():
    assert settled("block_mismatch").level is Level.TEXT
    assert settled("block_mismatch", level=Level.LINE) == GIVEN_UP


def test_an_edit_that_slack_slows_down_waits_with_its_channel():
    done = settled("ratelimited", jitter=0)

    assert done == Settlement(RowState.SENT, gate_ms=30_000, counts=False, strike=True)


def test_an_edit_that_nobody_understands_is_given_up_after_hours():
    assert settled("something_new", attempt=UNKNOWN_ATTEMPTS) == GIVEN_UP


def test_a_direct_message_that_cannot_be_reached_is_given_up_after_a_day():
    assert settled("channel_not_found", channel="U1").wait_ms == HOUR
    assert settled("channel_not_found", channel="U1", attempt=DIRECT_EDITS) == GIVEN_UP


def test_an_edit_that_nobody_understands_leaves_the_message_its_form():
    assert settled("something_new", attempt=UNKNOWN_ATTEMPTS - 1).level is None
