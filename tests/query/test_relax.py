"""Which looser searches are tried, which are offered, and which names are near."""

from __future__ import annotations

from bot.query.model import Condition, Op, Query, SortKey
from bot.query.relax import (
    blamed,
    looser_by_one,
    looser_by_two,
    nearest_names,
    offered,
)
from bot.query.requests import Failed, Find, Groups

_ARM = Condition("arch", Op.IS, ("AARCH64",))
_BIG = Condition("size", Op.OVER, ("5gb",))


def test_each_part_is_left_out_once():
    query = Query(("a", "b"), ("c d",), "e", (_ARM,), (SortKey("name"),), 5, 3)

    loosers = looser_by_one(Find(query))

    assert [looser.search.text() for looser in loosers] == [
        'find a b "c d" arch=AARCH64 sort=name limit=5',
        'find b "e" "c d" arch=AARCH64 sort=name limit=5',
        'find a "e" "c d" arch=AARCH64 sort=name limit=5',
        'find a b "e" arch=AARCH64 sort=name limit=5',
        'find a b "e" "c d" sort=name limit=5',
    ]
    assert [looser.label for looser in loosers] == [
        "without name is e",
        "without name contains a",
        "without “b” anywhere",
        "without “c d” anywhere",
        "without arch=AARCH64",
    ]


def test_without_its_statuses_failed_is_find():
    loosers = looser_by_one(Failed(Query(words=("a",))))

    assert [looser.search.text() for looser in loosers] == ["failed", "find a"]


def test_that_nothing_failed_needs_no_way_out():
    assert looser_by_one(Failed(Query(sort=(SortKey("name"),), limit=5))) == ()


def test_groups_stay_groups():
    assert looser_by_one(Groups(Query(words=("a",))))[0].search == Groups(Query())


def test_pairs_are_left_out_when_something_remains():
    pairs = looser_by_two(Find(Query(words=("a",), conditions=(_ARM, _BIG))))

    assert [pair.search.text() for pair in pairs] == [
        "find size>5gb",
        "find arch=AARCH64",
        "find a",
    ]
    assert pairs[0].label == "without name contains a and arch=AARCH64"
    assert looser_by_two(Find(Query(conditions=(_ARM, _BIG)))) == ()


def test_pairs_of_very_many_parts_are_not_tried():
    words = tuple(f"w{number}" for number in range(9))

    assert looser_by_two(Find(Query(words=words))) == ()


def test_fewest_changes_come_first_then_most_rows():
    search = Find(Query(words=("a",), conditions=(_ARM, _BIG)))
    one, two = looser_by_one(search), looser_by_two(search)

    relaxations = offered([(two[0], 90), (one[0], 2), (one[1], 0), (one[2], 5), (two[1], 1)])

    assert [(one.command, one.count) for one in relaxations] == [
        ("find a arch=AARCH64", 5),
        ("find arch=AARCH64 size>5gb", 2),
        ("find size>5gb", 90),
    ]


def test_the_only_part_that_hides_everything_is_to_blame():
    tried = looser_by_one(Find(Query(words=("a",), conditions=(_ARM,))))

    assert blamed(tried, {tried[0]: 0, tried[1]: 3}) == "arch=AARCH64"
    assert blamed(tried, {tried[0]: 2, tried[1]: 3}) is None
    assert blamed(tried, {tried[0]: 0, tried[1]: 0}) is None


def test_nothing_is_blamed_on_incomplete_evidence():
    """The part that could not be counted may be just as much to blame."""
    tried = looser_by_one(Find(Query(words=("a",), conditions=(_ARM,))))

    assert blamed(tried, {tried[1]: 3}) is None


def test_a_typing_mistake_in_a_part_of_a_name_finds_whole_names():
    names = ["pytorch_2_1", "pytorch_1_8_ascend", "mindspore_1_7", "tensorflow1.15-cpu"]

    assert nearest_names("pytroch", names) == ("pytorch_2_1", "pytorch_1_8_ascend")
    assert nearest_names("mindspor", names) == ("mindspore_1_7",)


def test_a_whole_name_beats_a_part():
    names = ["nb-snapshot", "nb-snapshot-2", "snapshot"]

    assert nearest_names("nb-snapshto", names)[0] == "nb-snapshot"


def test_names_that_have_nothing_in_common_are_not_near():
    assert nearest_names("qqqqqq", ["pytorch_2_1"]) == ()
    assert nearest_names("a", []) == ()
