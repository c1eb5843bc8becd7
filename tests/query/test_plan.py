"""Which requests a search makes, and what is left to filter here."""

from __future__ import annotations

from typing import Any

import pytest

from bot.modelarts.models import ListImageGroupsParams, ListImagesParams
from bot.query.model import Condition, Op, Query, SortKey
from bot.query.plan import Plan, plan
from bot.query.requests import Failed, Find, Groups, Search

_A, _B = "a" * 32, "b" * 32


def _is(field: str, *values: str) -> Condition:
    return Condition(field, Op.IS, values)


def _query(**parts: Any) -> Query:
    conditions = tuple(parts.pop("conditions", ()))
    return Query(conditions=conditions, **parts)


def _planned(search: Search) -> Plan:
    return plan(search, workspace_id="0")


def _sent(params: ListImagesParams | ListImageGroupsParams) -> dict[str, object]:
    """What is sent beside type and workspace."""
    return params.model_dump(exclude_none=True, exclude={"type", "workspace_id"})


def test_both_types_are_asked_for_when_none_is_named():
    planned = _planned(Find(Query()))

    assert [(one.type, one.workspace_id) for one in planned.images] == [
        ("BUILD_IN", "0"),
        ("DEDICATED", "0"),
    ]
    assert planned.groups == ()


@pytest.mark.parametrize(
    ("conditions", "types"),
    [
        ((_is("type", "DEDICATED"),), ["DEDICATED"]),
        ((_is("type", "BUILD_IN", "DEDICATED"),), ["BUILD_IN", "DEDICATED"]),
        ((Condition("type", Op.IS_NOT, ("BUILD_IN",)),), ["DEDICATED"]),
        ((Condition("type", Op.HAS, ("BUILD",)),), ["BUILD_IN"]),
        ((_is("type", "BUILD_IN"), Condition("type", Op.IS_NOT, ("BUILD_IN",))), []),
        ((_is("type", "SHARED"),), []),
    ],
)
def test_only_types_that_can_match_are_asked_for(
    conditions: tuple[Condition, ...], types: list[str]
):
    query = _query(conditions=conditions)

    assert [one.type for one in _planned(Find(query)).images] == types
    assert [one.type for one in _planned(Groups(query)).groups] == types


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        (_query(words=("größe", "pytorch", "arm64")), {"name": "pytorch"}),
        (_query(exact="PyTorch_1_8"), {"name": "pytorch_1_8", "name_fuzzy_match": False}),
        (
            _query(exact="a", words=("b",)),
            {"name": "a", "name_fuzzy_match": False},
        ),
        (
            _query(words=("a",), conditions=[Condition("name", Op.HAS, ("b",))]),
            {"name": "b"},
        ),
        (_query(words=("a",), conditions=[Condition("name", Op.HAS, ("b", "c"))]), {"name": "a"}),
        (_query(conditions=[Condition("name", Op.HAS, ("no name",))]), {}),
        (_query(conditions=[Condition("name", Op.HAS_NOT, ("a",))]), {}),
        (_query(exact="no name"), {}),
        (_query(phrases=("no name",)), {}),
        (_query(words=("größe",)), {}),
        (_query(conditions=[_is("namespace", "team-a")]), {"namespace": "team-a"}),
        (_query(conditions=[_is("namespace", "teamA")]), {"namespace": "teamA"}),
        (_query(conditions=[_is("namespace", "TeamA")]), {}),
        (_query(conditions=[_is("namespace", "1team")]), {}),
        (_query(conditions=[_is("namespace", "t" * 65)]), {}),
        (_query(conditions=[_is("namespace", "a", "b")]), {}),
        (_query(conditions=[Condition("namespace", Op.HAS, ("a",))]), {}),
        (_query(conditions=[_is("service_type", "TRAIN")]), {"service_type": "TRAIN"}),
        (_query(conditions=[_is("service_type", "OTHER")]), {}),
        (_query(conditions=[_is("service_type", "TRAIN", "DEV")]), {}),
        (_query(conditions=[_is("arch", "AARCH64"), _is("status", "ERROR")]), {}),
    ],
)
def test_what_the_api_can_filter_is_sent(query: Query, sent: dict[str, object]):
    assert [_sent(one) for one in _planned(Find(query)).images] == [sent, sent]


def test_each_named_workspace_is_asked():
    query = _query(conditions=[_is("workspace_id", _A, _B.upper(), "nonsense")])

    asked = [(one.workspace_id, one.type) for one in _planned(Find(query)).images]

    assert asked == [
        (_A, "BUILD_IN"),
        (_A, "DEDICATED"),
        (_B, "BUILD_IN"),
        (_B, "DEDICATED"),
    ]


def test_a_workspace_that_cannot_exist_is_not_asked():
    query = _query(conditions=[_is("workspace_id", "nonsense")])

    assert _planned(Find(query)).images == ()


def test_two_lists_of_workspaces_leave_what_they_share():
    both = [_is("workspace_id", _A, "0"), _is("workspace_id", _B, "0")]

    asked = [one.workspace_id for one in _planned(Find(_query(conditions=both))).images]

    assert asked == ["0", "0"]


def test_other_comparisons_of_workspaces_stay_in_the_default_one():
    query = _query(conditions=[Condition("workspace_id", Op.IS_NOT, (_A,))])

    planned = _planned(Find(query))

    assert [one.workspace_id for one in planned.images] == ["0", "0"]
    assert planned.filtered_here == (f"workspace!={_A}",)


def test_groups_are_filtered_by_type_and_workspace_in_the_request_alone():
    """Their rows do not say either, so a check here would throw all of them away."""
    conditions = [
        _is("type", "DEDICATED"),
        Condition("workspace_id", Op.IS_NOT, (_A,)),
        Condition("version_count", Op.OVER, ("2",)),
    ]

    planned = _planned(Groups(_query(words=("a",), conditions=conditions)))

    assert planned.images == ()
    assert [(one.type, one.name) for one in planned.groups] == [("DEDICATED", "a")]
    assert planned.query.conditions == (conditions[2],)
    assert planned.filtered_here == ("versions > 2",)


def test_groups_of_the_default_workspace_are_not_asked_for_when_it_is_excluded():
    query = _query(conditions=[Condition("workspace_id", Op.IS_NOT, ("0",))])

    assert _planned(Groups(query)).groups == ()


def test_failed_means_two_statuses_newest_first():
    planned = _planned(Failed(_query(words=("a",))))

    assert planned.query.conditions == (_is("status", "CREATE_FAILED", "ERROR"),)
    assert planned.query.sort == (SortKey("update_at", descending=True),)
    assert planned.filtered_here == ("status=CREATE_FAILED,ERROR",)


def test_failed_in_another_order():
    planned = _planned(Failed(_query(sort=(SortKey("name"),))))

    assert planned.query.sort == (SortKey("name"),)


def test_every_part_is_told_to_be_filtered_by_one_side():
    conditions = [
        _is("type", "DEDICATED"),
        _is("arch", "AARCH64"),
        _is("namespace", "team"),
        Condition("size", Op.OVER, ("5gb",)),
    ]

    planned = _planned(Find(_query(words=("a", "b"), conditions=conditions)))

    assert planned.asked_api == ("name contains a", "type=DEDICATED", "namespace=team")
    assert planned.filtered_here == ("“b” anywhere", "arch=AARCH64", "size > 5gb")


def test_the_word_that_was_not_sent_is_filtered_here():
    planned = _planned(Find(_query(words=("a",), exact="b")))

    assert planned.asked_api == ("name is b",)
    assert planned.filtered_here == ("name contains a",)
