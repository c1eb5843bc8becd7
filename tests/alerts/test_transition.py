"""When a failure begins, changes and ends."""

from __future__ import annotations

import pytest

from bot.alerts.model import (
    BOTH,
    ChangeKind,
    Closing,
    IncidentKind,
    Known,
    incident_id,
)
from bot.alerts.poll import Side
from bot.modelarts.models import ImageType
from tests.alerts.polls import (
    DARK,
    EMPTY,
    NOW_MS,
    ODD,
    OK,
    TARGET,
    TORN,
    compare,
    known,
    one_change,
    seen,
)

BUILD_IN, DEDICATED = BOTH
FAILED = IncidentKind.FAILED


@pytest.mark.parametrize("side", [OK, ODD, TORN])
@pytest.mark.parametrize("status", ["ERROR", "CREATE_FAILED"])
def test_a_failure_counts_from_any_poll(status: str, side: Side):
    row = seen(status)

    change = one_change({"i-1": known("CREATING")}, [row], side=side)

    incident = change.incident
    assert (change.kind, change.before) == (ChangeKind.OPENED, "CREATING")
    assert incident.id == incident_id(TARGET.id, "i-1", FAILED, 1)
    assert (incident.kind, incident.number, incident.status) == (FAILED, 1, status)
    assert (incident.opened_ms, incident.poll_id) == (NOW_MS, "poll-1")
    assert (incident.target_id, incident.image_id) == (TARGET.id, "i-1")
    assert incident.facts is row.image
    assert (incident.closed_ms, incident.closing, incident.baseline) == (None, None, False)


def test_an_opened_failure_is_remembered():
    states = compare({"i-1": known("CREATING")}, [seen("ERROR")]).states

    assert states == {"i-1": known("ERROR", since_ms=NOW_MS)}


def test_the_next_failure_of_an_image_has_the_next_number():
    change = one_change({"i-1": known("ACTIVE", number=4)}, [seen("ERROR")])

    assert change.incident.number == 5
    assert change.incident.id == incident_id(TARGET.id, "i-1", FAILED, 5)


@pytest.mark.parametrize(
    ("states", "baseline", "expected"),
    [
        ({}, (), True),
        ({}, (BUILD_IN,), True),
        ({}, (DEDICATED,), False),
        ({}, BOTH, False),
        ({"i-1": known("CREATING")}, (), False),
        ({"i-1": known("ERROR", open=False, absent=3)}, (), False),
    ],
)
def test_only_what_was_failed_at_the_first_look_pages_nobody(
    states: dict[str, Known], baseline: tuple[ImageType, ...], expected: bool
):
    change = one_change(states, [seen("ERROR")], baseline=baseline)

    assert change.incident.baseline is expected


@pytest.mark.parametrize(("baseline", "expected"), [((DEDICATED,), True), (BOTH, False)])
def test_an_image_of_no_known_type_waits_for_both_first_looks(
    baseline: tuple[ImageType, ...], expected: bool
):
    change = one_change({}, [seen("ERROR", type="SHARED")], baseline=baseline)

    assert change.incident.baseline is expected


def test_an_image_that_was_not_known_has_no_status_before():
    assert one_change({}, [seen("ERROR")]).before == ""


def test_moving_between_failed_statuses_is_one_incident():
    row = seen("ERROR")

    change = one_change({"i-1": known("CREATE_FAILED", number=2)}, [row])

    assert (change.kind, change.before) == (ChangeKind.CHANGED, "CREATE_FAILED")
    assert (change.incident.number, change.incident.status) == (2, "ERROR")
    assert change.incident.id == incident_id(TARGET.id, "i-1", FAILED, 2)
    assert change.incident.facts is row.image
    assert (change.incident.opened_ms, change.incident.closed_ms) == (0, None)


def test_the_same_failure_again_is_no_news():
    found = compare({"i-1": known("ERROR")}, [seen("ERROR", created_ms=9)])

    assert (found.changes, found.states) == ((), {})


@pytest.mark.parametrize("side", [OK, ODD, TORN])
@pytest.mark.parametrize(
    ("status", "closing"),
    [
        ("ACTIVE", Closing.RECOVERED),
        ("CREATING", Closing.RETRIED),
        ("INIT", Closing.RETRIED),
        ("DELETED", Closing.DELETED),
    ],
)
def test_a_status_that_is_no_failure_ends_it(status: str, closing: Closing, side: Side):
    found = compare({"i-1": known("ERROR", number=3)}, [seen(status, tag="2.0")], side=side)

    (change,) = found.changes
    incident = change.incident
    assert (change.kind, change.before) == (ChangeKind.CLOSED, "ERROR")
    assert incident.id == incident_id(TARGET.id, "i-1", FAILED, 3)
    assert (incident.closing, incident.closed_ms) == (closing, NOW_MS)
    assert (incident.status, incident.opened_ms) == ("ERROR", 0)
    assert incident.label == "pytorch_2_1:2.0"
    state = known(status, number=3, open=False, since_ms=NOW_MS, tag="2.0")
    assert found.states == {"i-1": state}


@pytest.mark.parametrize("status", ["QUEUED", ""])
def test_a_status_we_do_not_know_neither_ends_a_failure_nor_begins_another(status: str):
    states = {"i-1": known("ERROR")}

    assert compare(states, [seen(status)]).changes == ()
    states |= compare(states, [seen(status)]).states
    assert compare(states, [seen("ERROR")]).changes == ()
    assert one_change(states, [seen("ACTIVE")]).incident.closing is Closing.RECOVERED


def test_a_failure_after_a_status_we_do_not_know_is_the_same_incident():
    states = {"i-1": known("ERROR")}
    states |= compare(states, [seen("QUEUED")]).states

    assert one_change(states, [seen("CREATE_FAILED")]).kind is ChangeKind.CHANGED


def test_a_status_we_do_not_know_is_remembered_of_an_image_that_is_well():
    found = compare({"i-1": known("ACTIVE")}, [seen("QUEUED")])

    assert found.changes == ()
    assert found.states == {"i-1": known("QUEUED", since_ms=NOW_MS)}


@pytest.mark.parametrize("field", ["name", "tag", "namespace", "type"])
def test_a_new_name_is_remembered_and_the_time_of_the_status_stays(field: str):
    found = compare({"i-1": known("ACTIVE")}, [seen("ACTIVE", **{field: "new"})])

    assert found.states == {"i-1": known("ACTIVE", **{field: "new"})}


def test_absence_from_a_complete_poll_is_counted():
    found = compare({"i-1": known("ERROR", absent=1)}, [])

    assert (found.changes, found.states) == ((), {"i-1": known("ERROR", absent=2)})


@pytest.mark.parametrize("side", [ODD, TORN, DARK, EMPTY])
def test_absence_from_any_other_poll_says_nothing(side: Side):
    found = compare({"i-1": known("ERROR", absent=2)}, [], side=side)

    assert (found.changes, found.states) == ((), {})


def test_the_third_absence_ends_a_failure_with_what_is_remembered():
    found = compare({"i-1": known("ERROR", absent=2, number=2)}, [])

    (change,) = found.changes
    incident = change.incident
    assert (change.kind, change.before) == (ChangeKind.CLOSED, "ERROR")
    assert (incident.closing, incident.closed_ms, incident.number) == (Closing.GONE, NOW_MS, 2)
    facts = incident.facts.model_dump(exclude_none=True)
    assert facts == {
        "id": "i-1",
        "name": "pytorch_2_1",
        "tag": "1.0",
        "namespace": "team",
        "type": "DEDICATED",
    }
    assert found.states == {"i-1": known("ERROR", absent=3, number=2, open=False)}


@pytest.mark.parametrize("side", [OK, ODD, TORN])
def test_being_seen_in_any_poll_begins_the_count_anew(side: Side):
    found = compare({"i-1": known("ERROR", absent=2)}, [seen("ERROR")], side=side)

    assert (found.changes, found.states) == ((), {"i-1": known("ERROR")})


def test_a_well_image_that_comes_back_begins_the_count_anew():
    states = compare({"i-1": known("ACTIVE", absent=2)}, [seen("ACTIVE")]).states

    assert states == {"i-1": known("ACTIVE")}


def test_a_failure_without_an_incident_gets_one():
    """Whatever the memory went through."""
    change = one_change({"i-1": known("ERROR", open=False)}, [seen("ERROR")])

    assert (change.kind, change.incident.number) == (ChangeKind.OPENED, 2)


def test_a_gone_image_is_remembered_without_end():
    found = compare({"i-1": known("ERROR", absent=3, open=False)}, [])

    assert (found.changes, found.states) == ((), {})


def test_an_image_that_was_gone_and_comes_back_failed_is_a_new_incident():
    found = compare({"i-1": known("ERROR", absent=3, open=False, number=2)}, [seen("ERROR")])

    (change,) = found.changes
    assert (change.kind, change.incident.number) == (ChangeKind.OPENED, 3)
    assert change.before == ""
    assert found.states == {"i-1": known("ERROR", number=3, since_ms=NOW_MS)}


def test_an_image_that_was_deleted_and_comes_back_failed_is_a_new_incident():
    change = one_change({"i-1": known("DELETED", number=1)}, [seen("ERROR")])

    assert (change.kind, change.incident.number) == (ChangeKind.OPENED, 2)


def test_changes_come_in_the_order_of_image_ids():
    rows = [seen("ERROR", "i-3"), seen("ERROR", "i-1"), seen("ACTIVE", "i-2")]

    found = compare({"i-0": known("ERROR", absent=2), "i-2": known("ERROR")}, rows)

    assert [one.incident.image_id for one in found.changes] == ["i-0", "i-1", "i-2", "i-3"]
    assert found.known == 3
