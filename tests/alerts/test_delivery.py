"""What becomes of a notice after a post."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.codes import POLICIES
from bot.alerts.delivery import HOUR, UNKNOWN_ATTEMPTS, about_notice, settlement
from bot.alerts.delivery_model import Answer, Level, RowState, Settlement
from bot.alerts.model import NoticeKind
from bot.alerts.timing import Timing
from tests.alerts.claims import answer, claim, posted

TIMING = Timing()


def settled(code: str, *, jitter: float = 0.5, retry_after: float | None = None, **fields):
    return settlement(claim(**fields), answer(code, retry_after=retry_after), TIMING, jitter)


def test_what_slack_took_is_sent():
    assert settlement(claim(), posted(), TIMING, 0.5) == Settlement(RowState.SENT)


def test_a_success_that_does_not_say_where_has_to_be_looked_for():
    done = settlement(claim(), Answer(True, "ok"), TIMING, 0.5)

    assert done == Settlement(RowState.UNKNOWN, wait_ms=TIMING.settle, unclear=True)


@pytest.mark.parametrize("code", ["no_answer", "http_502", "fatal_error", "internal_error"])
def test_what_slack_may_have_taken_is_unknown_until_slack_has_settled(code: str):
    assert settled(code) == Settlement(RowState.UNKNOWN, wait_ms=20_000, unclear=True)


@given(
    code=st.one_of(st.sampled_from(sorted(POLICIES)), st.text(max_size=20)),
    jitter=st.floats(0, 1, exclude_max=True),
    attempt=st.integers(1, 10_000),
)
def test_only_what_is_certainly_not_posted_is_tried_again_without_a_look(
    code: str, jitter: float, attempt: int
):
    done = settlement(claim(attempt=attempt), answer(code), TIMING, jitter)

    assert done.unclear == (done.state is RowState.UNKNOWN)
    assert done.state is not RowState.SENT
    assert 0 <= done.wait_ms <= HOUR
    assert 0 <= done.gate_ms <= TIMING.rate_cap + TIMING.pace


@pytest.mark.parametrize(
    ("asked", "wait_ms"),
    [
        (7, 7_000),
        (0, 0),
        (0.4, 400),
        (None, 30_000),
        (-1, 30_000),
        (math.nan, 30_000),
        (math.inf, 30_000),
        (1e9, 900_000),
    ],
)
@pytest.mark.parametrize("jitter", [0.0, 0.999])
def test_slack_is_never_called_before_the_moment_it_named(
    asked: float | None, wait_ms: int, jitter: float
):
    done = settled("ratelimited", retry_after=asked, jitter=jitter)

    assert wait_ms <= done.gate_ms <= wait_ms + TIMING.pace


def test_being_slowed_down_is_no_attempt_and_closes_the_channel():
    done = settled("ratelimited", retry_after=30, jitter=0)

    assert done == Settlement(RowState.PENDING, gate_ms=30_000, counts=False, strike=True)


@pytest.mark.parametrize("code", ["message_limit_exceeded", "method_deprecated"])
def test_what_concerns_every_channel_closes_all_of_them_for_an_hour(code: str):
    assert settled(code) == Settlement(RowState.PENDING, team_gate_ms=HOUR, counts=False)


@pytest.mark.parametrize(("attempt", "wait_ms"), [(1, 1_000), (2, 2_000), (5, 16_000)])
def test_a_message_that_was_not_sent_waits_twice_as_long_each_time(attempt: int, wait_ms: int):
    done = settled("not_sent", attempt=attempt, jitter=1)

    assert done == Settlement(RowState.PENDING, wait_ms=wait_ms)


def test_a_message_that_was_not_sent_is_tried_for_ever_every_few_minutes():
    done = settled("not_sent", attempt=5_000, jitter=1)

    assert done == Settlement(RowState.PENDING, wait_ms=TIMING.backoff_cap)


def test_tries_are_spread_over_the_whole_wait():
    assert [settled("not_sent", attempt=5, jitter=j).wait_ms for j in (0, 0.25, 0.5)] == [
        0,
        4_000,
        8_000,
    ]


@pytest.mark.parametrize(("attempt", "wait_ms"), [(1, 300_000), (3, 1_200_000), (9, HOUR)])
def test_a_workspace_that_moves_is_left_alone(attempt: int, wait_ms: int):
    assert settled("team_added_to_org", attempt=attempt).team_gate_ms == wait_ms


def test_a_lost_channel_is_blocked_and_keeps_its_notices():
    done = settled("is_archived")

    assert done == Settlement(RowState.PENDING, block_channel="is_archived", counts=False)


@pytest.mark.parametrize("person", ["U1", "W1"])
def test_a_person_who_cannot_be_reached_is_tried_every_hour(person: str):
    done = settled("messages_tab_disabled", channel=person)

    assert (done.state, done.wait_ms) == (RowState.PENDING, HOUR)


def test_a_refused_token_stops_everything_and_loses_nothing():
    done = settled("token_revoked")

    assert done == Settlement(RowState.PENDING, block_team="token_revoked", counts=False)


@pytest.mark.parametrize(
    ("level", "next_level"), [(Level.BLOCKS, Level.TEXT), (Level.TEXT, Level.LINE)]
)
def test_a_message_that_slack_finds_wrong_is_drawn_more_simply(level: Level, next_level: Level):
    assert settled("invalid_blocks", level=level) == Settlement(RowState.PENDING, level=next_level)


def test_the_simplest_form_is_the_last():
    assert settled("no_text", level=Level.LINE) == Settlement(RowState.DEAD)


def test_refused_metadata_is_left_out():
    assert settled("metadata_too_large") == Settlement(RowState.PENDING, drop_metadata=True)


def test_metadata_that_was_not_sent_cannot_be_left_out():
    done = settled("metadata_too_large", with_metadata=False)

    assert done == Settlement(RowState.PENDING, level=Level.TEXT)


def test_a_line_that_cannot_be_threaded_is_dropped():
    done = settled("restricted_action_thread_locked", kind=NoticeKind.LINE)

    assert done == Settlement(RowState.DEAD)


def test_a_call_that_was_not_made_is_no_attempt():
    assert settled("too_late") == Settlement(RowState.PENDING, counts=False)


@pytest.mark.parametrize("code", ["something_new", "message_not_found", "thread_locked"])
def test_a_refusal_that_nobody_knows_is_tried_for_hours_and_given_up(code: str):
    assert settled(code, attempt=UNKNOWN_ATTEMPTS - 1, jitter=1).wait_ms == HOUR
    assert settled(code, attempt=UNKNOWN_ATTEMPTS, level=Level.LINE) == Settlement(RowState.DEAD)


@pytest.mark.parametrize(
    ("level", "simpler"),
    [(Level.BLOCKS, Level.TEXT), (Level.TEXT, Level.LINE), (Level.LINE, None)],
)
def test_a_refusal_that_nobody_knows_may_be_about_the_form(level: Level, simpler: Level | None):
    half = UNKNOWN_ATTEMPTS // 2

    assert settled("something_new", attempt=half - 1, level=level).level is None
    assert settled("something_new", attempt=half, level=level).level is simpler


def test_nothing_is_given_up_before_its_simplest_form_was_tried():
    done = settled("something_new", attempt=UNKNOWN_ATTEMPTS + 5)

    assert (done.state, done.level) == (RowState.PENDING, Level.TEXT)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("something_new", True),
        ("invalid_blocks", True),
        ("metadata_too_large", True),
        ("not_sent", False),
        ("ratelimited", False),
        ("is_archived", False),
        ("token_revoked", False),
        ("http_403", False),
        ("ok", False),
        ("", False),
    ],
)
def test_a_refusal_is_of_the_notice_or_would_have_met_any(code: str, expected: bool):
    assert about_notice(code) is expected
