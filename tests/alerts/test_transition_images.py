"""Images that hang, that come twice, that are replaced, and that somebody waits for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.alerts.model import (
    BOTH,
    ChangeKind,
    Closing,
    IncidentKind,
    Seen,
    incident_id,
)
from bot.alerts.transition import Comparison
from tests.alerts.polls import (
    DARK,
    MINUTE_MS,
    NOW_MS,
    ODD,
    OK,
    STUCK_MS,
    TARGET,
    compare,
    known,
    one_change,
    seen,
    stuck,
)

BUILD_IN, DEDICATED = BOTH
FAILED, STUCK = IncidentKind.FAILED, IncidentKind.STUCK


def test_creating_for_too_long_is_told_once():
    waiting = known("CREATING", since_ms=NOW_MS - STUCK_MS - 1, number=5)
    row = seen("CREATING")

    found = compare({"i-1": waiting}, [row])

    (change,) = found.changes
    assert (change.kind, change.before) == (ChangeKind.OPENED, "CREATING")
    assert change.incident.id == incident_id(TARGET.id, "i-1", STUCK, 1)
    assert (change.incident.kind, change.incident.number) == (STUCK, 1)
    assert (change.incident.status, change.incident.opened_ms) == ("CREATING", NOW_MS)
    assert change.incident.facts is row.image
    assert found.states == {"i-1": waiting._replace(stuck=True, stuck_number=1)}
    assert compare(found.states, [row]).changes == ()


@pytest.mark.parametrize("since_ms", [NOW_MS - STUCK_MS, NOW_MS + 1])
def test_creating_is_nothing_to_speak_of_at_first(since_ms: int):
    found = compare({"i-1": known("CREATING", since_ms=since_ms)}, [seen("CREATING")])

    assert (found.changes, found.states) == ((), {})


@pytest.mark.parametrize(
    ("status", "closing"),
    [
        ("ACTIVE", Closing.RECOVERED),
        ("INIT", Closing.RETRIED),
        ("DELETED", Closing.DELETED),
    ],
)
def test_a_stuck_stay_ends_when_the_status_changes(status: str, closing: Closing):
    found = compare({"i-1": stuck(stuck_number=2)}, [seen(status)], side=ODD)

    (change,) = found.changes
    assert (change.kind, change.incident.closing) == (ChangeKind.CLOSED, closing)
    assert change.incident.id == incident_id(TARGET.id, "i-1", STUCK, 2)
    assert change.incident.status == "CREATING"
    assert found.states["i-1"] == known(status, stuck_number=2, since_ms=NOW_MS)


def test_a_stuck_stay_that_fails_ends_and_an_incident_begins():
    found = compare({"i-1": stuck()}, [seen("ERROR")])

    ended, began = found.changes
    assert (ended.kind, ended.incident.kind) == (ChangeKind.CLOSED, STUCK)
    assert ended.incident.closing is Closing.FAILED
    assert (began.kind, began.incident.kind) == (ChangeKind.OPENED, FAILED)
    assert found.states == {"i-1": known("ERROR", stuck_number=1, since_ms=NOW_MS)}


def test_a_status_we_do_not_know_does_not_end_a_stuck_stay():
    found = compare({"i-1": stuck()}, [seen("QUEUED")])

    assert (found.changes, found.states) == ((), {})


def test_a_stuck_image_that_is_gone_is_gone():
    found = compare({"i-1": stuck(absent=2)}, [])

    (change,) = found.changes
    assert (change.incident.kind, change.incident.closing) == (STUCK, Closing.GONE)
    assert found.states == {"i-1": stuck(absent=3, stuck=False)}


def test_an_image_that_was_gone_has_not_been_creating_meanwhile():
    found = compare({"i-1": stuck(absent=3, stuck=False)}, [seen("CREATING")])

    assert found.changes == ()
    assert found.states["i-1"].since_ms == NOW_MS


@pytest.mark.parametrize(
    "rows",
    [
        [seen("ERROR", type=BUILD_IN), seen("ACTIVE", type=DEDICATED)],
        [seen("ACTIVE", type=DEDICATED), seen("ERROR", type=BUILD_IN)],
        [seen("ERROR"), seen("ACTIVE")],
        [seen("ACTIVE"), seen("ERROR")],
    ],
)
def test_of_an_image_that_comes_twice_the_failure_is_believed(rows: Sequence[Seen]):
    assert one_change({"i-1": known("ACTIVE")}, rows).incident.status == "ERROR"
    unchanged = known("ERROR", type=rows[0].type if rows[0].status == "ERROR" else rows[1].type)
    assert compare({"i-1": unchanged}, rows).changes == ()


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("pair", [("CREATING", "ACTIVE"), ("CREATE_FAILED", "ERROR")])
def test_otherwise_the_later_type_is_believed_in_any_order(pair: tuple[str, str], order: int):
    rows = [seen(pair[0], type=BUILD_IN), seen(pair[1], type=DEDICATED)][::order]

    assert compare({}, rows).states["i-1"].status == pair[1]
    assert compare({}, rows).known == 1
    assert compare({"i-1": known(pair[1])}, rows).states == {}


@pytest.mark.parametrize("pair", [("CREATING", "ACTIVE"), ("ERROR", "CREATE_FAILED")])
def test_of_two_sightings_on_one_list_the_later_is_believed(pair: tuple[str, str]):
    assert compare({}, map(seen, pair)).states["i-1"].status == pair[1]


def test_a_failure_on_both_lists_is_one_incident():
    rows = [seen("ERROR", type=BUILD_IN), seen("ERROR", type=DEDICATED)]

    assert one_change({}, rows).incident.number == 1


def newer(status: str = "ACTIVE", **fields: object) -> Seen:
    """An image of the same name that was made after the other failed."""
    return seen(status, "i-2", **({"tag": "1.1", "created_ms": NOW_MS} | fields))


@pytest.mark.parametrize(
    ("old", "rows"),
    [
        (known("ERROR", absent=2), []),
        (known("ERROR"), [seen("DELETED")]),
        (stuck(absent=2), []),
    ],
)
def test_an_image_whose_name_a_newer_one_has_was_replaced(old, rows: list[Seen]):
    change = one_change({"i-1": old}, [*rows, newer()])

    assert change.incident.closing is Closing.REPLACED
    assert change.incident.replaced_by == "pytorch_2_1:1.1"


@pytest.mark.parametrize(
    "other",
    [
        newer(created_ms=NOW_MS - MINUTE_MS),
        newer(name="other"),
        newer(namespace="other"),
        newer("ERROR"),
        newer("DELETED"),
    ],
    ids=["older", "name", "namespace", "failed", "deleted"],
)
def test_what_does_not_replace_an_image(other: Seen):
    changes = compare({"i-1": known("ERROR", absent=2)}, [other]).changes

    assert changes[0].incident.closing is Closing.GONE
    assert changes[0].incident.replaced_by == ""


def test_images_without_a_name_do_not_replace_each_other():
    change = one_change({"i-1": known("ERROR", absent=2, name="")}, [newer(name="")])

    assert change.incident.closing is Closing.GONE


def test_the_newest_of_several_replaces_it():
    rows = [newer(created_ms=NOW_MS + 1), newer()._replace(id="i-3", tag="1.2")]

    change = one_change({"i-1": known("ERROR", absent=2)}, rows)

    assert change.incident.replaced_by == "pytorch_2_1:1.1"


def test_a_recovered_image_was_not_replaced():
    change = one_change({"i-1": known("ERROR")}, [seen("ACTIVE"), newer()])

    assert change.incident.closing is Closing.RECOVERED


def test_those_who_wait_hear_the_status_that_was_seen():
    states = {
        "well": known("ACTIVE"),
        "missing": known("ERROR", absent=1),
        "leaving": known("ERROR", absent=2),
        "gone": known("ACTIVE", absent=3),
        "mute": known("ACTIVE"),
    }
    rows = [seen("ACTIVE", "well"), seen("ERROR", "fresh"), seen("", "mute")]

    found = compare(states, rows, watched=[*states, "fresh", "never"])

    assert found.sightings == {"well": "ACTIVE", "fresh": "ERROR", "leaving": "", "gone": ""}


def test_nobody_who_waits_hears_of_a_missing_image_from_half_a_poll():
    found = compare({"i-1": known("ERROR", absent=2)}, [], side=DARK, watched=["i-1"])

    assert found.sightings == {}


def test_one_dark_half_keeps_every_absence_from_counting():
    comparison = Comparison(
        TARGET.id,
        "poll-1",
        {"i-1": known("ERROR", absent=2)},
        now_ms=NOW_MS,
        baseline=frozenset(BOTH),
        stuck_ms=STUCK_MS,
    )

    found = comparison.finish({BUILD_IN: DARK, DEDICATED: OK}, frozenset())

    assert found.changes == ()
