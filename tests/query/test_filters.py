"""Which rows a search asks for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from bot.query.filters import condition_holds, matches
from bot.query.model import Condition, Op, Query
from tests.factories import image, image_group
from tests.query import oracle
from tests.query.searches import AT_MS, queries, rows_called

DAY = 86_400_000


def holds(row: oracle.AnyRow, field: str, op: Op, *values: str) -> bool:
    """Whether one condition holds at `AT_MS`."""
    return condition_holds(row, Condition(field, op, values), AT_MS)


@pytest.mark.parametrize("kind", ["demo", "odd"])
def test_random_searches_match_what_plain_loops_find(kind: str) -> None:
    """Hundreds of searches over real and odd images."""
    rows = rows_called(kind)

    @settings(max_examples=500, deadline=None, derandomize=True, database=None)
    @given(query=queries())
    def check(query: Query) -> None:
        found = [row for row in rows if matches(row, query, AT_MS)]

        assert {id(row) for row in found} == {
            id(row) for row in oracle.matching(rows, query, AT_MS)
        }

    check()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(exact="PyTorch_2_1"), True),
        (Query(exact="pytorch_2"), False),
        (Query(words=("torch_2",)), True),
        (Query(words=("torch", "gpu")), True),
        (Query(words=("gpu",)), False),
        (Query(phrases=("for GPU",)), True),
        (Query(phrases=("gpufor",)), False),
        (Query(words=("torch", "team/py")), True),
        (Query(words=("torch", "9.7")), True),
    ],
    ids=lambda value: value.text() if isinstance(value, Query) else "",
)
def test_words_and_names(query: Query, expected: bool) -> None:
    """The first word is part of the name, the others stand in one of four texts."""
    row = image(name=" PyTorch_2_1 ", tag="9.7", description="Good for GPU")

    assert matches(row, query, AT_MS) is expected


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        (Op.IS, "AARCH64", False),
        (Op.IS_NOT, "AARCH64", True),
        (Op.HAS, "a", False),
        (Op.HAS_NOT, "a", True),
    ],
)
def test_an_absent_field_only_satisfies_a_negation(op: Op, value: str, expected: bool) -> None:
    """Absent is not equal to anything."""
    assert holds(image(arch=None), "arch", op, value) is expected


@pytest.mark.parametrize("op", [Op.IS, Op.OVER, Op.AT_LEAST, Op.UNDER, Op.AT_MOST])
def test_an_absent_number_is_in_no_interval(op: Op) -> None:
    """Nor is it zero."""
    assert not holds(image(size=None), "size", op, "0")


def test_a_negation_denies_all_its_values() -> None:
    """Neither, nor."""
    row = image(status="ERROR")

    assert holds(row, "status", Op.IS_NOT, "ACTIVE", "INIT")
    assert not holds(row, "status", Op.IS_NOT, "ACTIVE", "ERROR")


def test_a_list_is_any_of_its_words() -> None:
    """Equal to a word, not to a part of it; a part is `Op.HAS`."""
    row = image(resource_categories=["CPU", "ASCEND"])

    assert holds(row, "resource_categories", Op.IS, "ascend")
    assert not holds(row, "resource_categories", Op.IS, "ASC")
    assert holds(row, "resource_categories", Op.HAS, "ASC")


def test_labels_are_keys_or_keys_with_values() -> None:
    """Both spellings find the image."""
    row = image(tags=[{"key": "Team", "value": "Red"}])

    assert holds(row, "tags", Op.IS, "team")
    assert holds(row, "tags", Op.IS, "TEAM=red")
    assert not holds(row, "tags", Op.IS, "red")


def test_an_age_counts_back_from_the_moment_asked() -> None:
    """``updated>7d`` is older than seven days."""
    week_old = image(update_at=AT_MS - 7 * DAY - 1)

    assert holds(week_old, "update_at", Op.OVER, "7d")
    assert not condition_holds(week_old, Condition("update_at", Op.OVER, ("7d",)), AT_MS - 2)


def test_a_field_that_groups_do_not_have_is_absent() -> None:
    """A group has no architecture."""
    assert not holds(image_group(), "arch", Op.IS, "AARCH64")
    assert holds(image_group(), "arch", Op.IS_NOT, "AARCH64")


def test_order_does_not_apply_to_text() -> None:
    """No text is over another."""
    assert not holds(image(), "name", Op.OVER, "a")
