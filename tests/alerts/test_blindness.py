"""When a target counts as unseen, and how often it is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.alerts.blindness import Looked, interval
from bot.alerts.model import BOTH, Quality
from bot.alerts.poll import Side, Sight
from bot.modelarts.models import ImageType
from tests.alerts.polls import (
    DARK,
    EMPTY,
    NOW_MS,
    ODD,
    OK,
    TIMING,
    TORN,
    both,
    look,
    looks,
    new,
    state,
)

BUILD_IN, DEDICATED = BOTH
REFUSED = Side(Quality.PARTIAL, code="401")


def sights(found: Iterable[Looked]) -> list[Sight]:
    """What each poll changed."""
    return [one.sight for one in found]


def test_a_complete_poll_is_written_down():
    after = look(state(failures=2), both(replace(OK, rows=4))).state

    assert after.failures == 0
    assert after.complete_ms == after.attempt_ms == NOW_MS
    assert after.seen_ms == dict.fromkeys(BOTH, NOW_MS)
    assert after.known == 8


@pytest.mark.parametrize("side", [ODD, TORN, DARK, EMPTY])
def test_half_a_poll_writes_down_its_complete_half(side: Side):
    before = state()

    after = look(before, {BUILD_IN: side, DEDICATED: OK}).state

    assert after.failures == 1
    assert (after.complete_ms, after.attempt_ms) == (before.complete_ms, NOW_MS)
    assert after.seen_ms == {BUILD_IN: before.complete_ms, DEDICATED: NOW_MS}
    assert after.known == before.known


@pytest.mark.parametrize("side", [ODD, TORN, DARK, EMPTY])
def test_people_are_told_once_after_three_polls_and_once_when_sight_returns(side: Side):
    before = state()

    found = looks(before, [*[both(side)] * 6, both(OK), both(OK)])

    same = Sight.SAME
    assert sights(found) == [same, same, Sight.LOST, same, same, same, Sight.BACK, same]
    since = before.complete_ms
    assert [one.blind_since_ms for one in found] == [
        None,
        None,
        since,
        None,
        None,
        None,
        since,
        None,
    ]
    assert [one.state.blind_since_ms for one in found] == [None, None, *[since] * 4, None, None]
    codes = [one.state.blind_code for one in found]
    assert codes == ["", "", *[side.code] * 4, "", ""]


def test_two_bad_polls_are_no_blindness():
    found = looks(state(), [both(DARK), both(DARK), both(OK)] * 3)

    assert set(sights(found)) == {Sight.SAME}


def test_a_target_that_was_never_seen_is_blind_since_its_first_poll():
    found = looks(new(), [both(DARK)] * 3)

    assert found[-1].sight is Sight.LOST
    assert found[-1].blind_since_ms == NOW_MS


@pytest.mark.parametrize("step_ms", [-3_600_000, 3_600_000, 315_360_000_000])
def test_a_clock_that_is_set_makes_nobody_blind_or_seeing(step_ms: int):
    before = state(failures=1)

    after = look(before, both(DARK), NOW_MS + step_ms)
    again = look(after.state, both(DARK), NOW_MS)

    assert (after.sight, again.sight) == (Sight.SAME, Sight.LOST)
    assert look(again.state, both(OK), NOW_MS + step_ms).sight is Sight.BACK


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.lists(st.sampled_from([OK, ODD, DARK]), max_size=20))
def test_every_blindness_is_told_once_and_taken_back_once(polls: list[Side]):
    told = [sight for sight in sights(looks(state(), map(both, polls))) if sight is not Sight.SAME]

    text = "".join("+" if side is OK else "-" for side in polls)
    runs = [run for run in text.split("+") if len(run) >= 3]
    expected = [Sight.LOST, Sight.BACK] * len(runs)
    if text.endswith("---"):
        expected.pop()
    assert told == expected


def test_the_reason_follows_what_is_wrong_now():
    found = looks(state(), [*[both(DARK)] * 3, both(REFUSED), both(TORN)])

    assert [one.state.blind_code for one in found[2:]] == ["timeout", "401", "pages"]


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [(ODD, DARK, "timeout"), (DARK, REFUSED, "401"), (OK, ODD, "inconsistent")],
)
def test_of_two_reasons_the_more_telling_is_named(one: Side, other: Side, code: str):
    for sides in ({BUILD_IN: one, DEDICATED: other}, {BUILD_IN: other, DEDICATED: one}):
        assert look(state(failures=2), sides).state.blind_code == code


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("401", TIMING.slow_poll),
        ("400", TIMING.slow_poll),
        ("403", TIMING.slowest_poll),
        ("404", TIMING.slowest_poll),
        ("429", TIMING.poll),
        ("timeout", TIMING.poll),
        ("inconsistent", TIMING.poll),
    ],
)
def test_what_waiting_does_not_mend_is_asked_seldom_once_people_know(code: str, expected: int):
    dark = [both(Side(Quality.PARTIAL, code=code))] * 3

    states = [one.state for one in looks(state(), [*dark, both(OK)])]

    assert [interval(one, TIMING) for one in states] == [
        TIMING.poll,
        TIMING.poll,
        expected,
        TIMING.poll,
    ]


def test_nobody_waits_longer_before_people_know():
    assert interval(state(attempt_ms=NOW_MS, blind_code="401"), TIMING) == TIMING.poll


def test_a_type_that_is_seen_does_not_wait_for_the_other():
    found = looks(state(), [{BUILD_IN: REFUSED, DEDICATED: OK}] * 3 + [both(REFUSED)])

    assert [interval(one.state, TIMING) for one in found[2:]] == [TIMING.poll, TIMING.slow_poll]


@pytest.mark.parametrize("sides", [both(OK), {BUILD_IN: REFUSED, DEDICATED: OK}])
def test_sight_that_returns_ends_the_long_pause(sides: dict[ImageType, Side]):
    began_ms = NOW_MS - 2_000
    dark = state(
        failures=5,
        blind_since_ms=NOW_MS - 3_600_000,
        blind_code="403",
        attempt_ms=began_ms,
        next_poll_ms=began_ms + TIMING.slowest_poll,
    )

    assert look(dark, sides).state.next_poll_ms == began_ms + TIMING.poll


def test_nothing_is_asked_later_than_was_planned():
    planned_ms = NOW_MS + TIMING.poll
    dark = state(blind_since_ms=0, blind_code="403", attempt_ms=NOW_MS, next_poll_ms=planned_ms)

    assert look(dark, both(REFUSED)).state.next_poll_ms == planned_ms
