"""When the first look at a target is done, and how empty readings are counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.alerts.model import BOTH, Quality
from bot.alerts.poll import Side
from tests.alerts.polls import DARK, EMPTY, ODD, OK, TORN, both, look, looks, new, state

BUILD_IN, DEDICATED = BOTH
VOID = replace(OK, rows=0, total=0)
MISSING = replace(ODD, rows=0)


def test_the_first_complete_poll_is_the_first_look():
    first, second = looks(new(), [both(OK)] * 2)

    assert first.announce
    assert first.state.announced
    assert first.state.baseline == frozenset(BOTH)
    assert not second.announce


def test_the_first_look_is_announced_once_both_types_are_done():
    found = looks(new(), [{BUILD_IN: OK, DEDICATED: DARK}, {BUILD_IN: DARK, DEDICATED: OK}])

    assert [one.state.baseline for one in found] == [{BUILD_IN}, set(BOTH)]
    assert [one.announce for one in found] == [False, True]


@pytest.mark.parametrize("side", [ODD, TORN])
def test_a_list_that_never_agrees_with_itself_is_looked_at_after_three_polls(side: Side):
    found = looks(new(), [both(side)] * 4)

    assert [one.announce for one in found] == [False, False, True, False]
    assert [one.state.baseline for one in found][1:3] == [set(), set(BOTH)]


@pytest.mark.parametrize("dark", [DARK, Side(Quality.PARTIAL, pages=2, code="pages")])
@pytest.mark.parametrize("pattern", ["--=", "==--==", "-=-=-="])
def test_a_list_that_was_not_read_at_all_was_not_looked_at(pattern: str, dark: Side):
    found = looks(new(), [both(ODD if one == "=" else dark) for one in pattern])

    assert not found[-1].state.baseline


def test_readings_of_one_list_do_not_count_for_the_other():
    half = {BUILD_IN: OK, DEDICATED: DARK}

    found = looks(new(), [half, half, {BUILD_IN: OK, DEDICATED: ODD}])

    assert found[-1].state.baseline == {BUILD_IN}


def test_an_odd_list_does_not_wait_for_a_dark_one():
    found = looks(new(), [{BUILD_IN: DARK, DEDICATED: ODD}] * 3)

    assert found[-1].state.baseline == {DEDICATED}
    assert not found[-1].announce


def test_what_was_announced_before_is_not_announced_again():
    assert not look(state(baseline=frozenset()), both(OK)).announce


def test_empty_readings_are_counted_by_type_until_an_image_comes():
    found = looks(state(), [{BUILD_IN: EMPTY, DEDICATED: OK}] * 2 + [both(VOID)] * 2 + [both(OK)])

    counts = [(one.state.empties[BUILD_IN], one.state.empties[DEDICATED]) for one in found]
    assert counts == [(1, 0), (2, 0), (3, 1), (4, 2), (0, 0)]


@pytest.mark.parametrize(("side", "count"), [(DARK, 2), (TORN, 0), (ODD, 0), (MISSING, 0)])
def test_only_an_answer_breaks_a_row_of_empty_readings(side: Side, count: int):
    after = look(state(empties=dict.fromkeys(BOTH, 2)), both(side)).state

    assert after.empties == dict.fromkeys(BOTH, count)
