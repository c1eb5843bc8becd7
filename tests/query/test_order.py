"""In which order rows stand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.modelarts.models import Image
from bot.query.fields import FIELDS
from bot.query.model import Query, SortKey
from bot.query.order import ordered
from tests.factories import image, image_group
from tests.query import oracle
from tests.query.searches import AT_MS, rows_called, seeded

KEYS = st.builds(SortKey, st.sampled_from(sorted(FIELDS)), st.booleans())


def ids(rows: list[Image]) -> list[str]:
    """Which images, in their order."""
    return [row.id for row in rows]


@pytest.mark.parametrize("kind", ["demo", "odd", "groups"])
def test_any_sort_is_what_comparing_pairs_gives(kind: str) -> None:
    """Random sorts of shuffled rows."""
    rows = rows_called(kind)

    @settings(max_examples=100, deadline=None, derandomize=True, database=None)
    @given(sort=st.lists(KEYS, max_size=3), seed=st.integers(0, 99))
    def check(sort: list[SortKey], seed: int) -> None:
        shuffled = rows.copy()
        seeded(seed).shuffle(shuffled)

        expected = oracle.matching(rows, Query(sort=tuple(sort)), AT_MS)

        assert ordered(shuffled, sort) == expected

    check()


def test_without_a_sort_the_newest_stands_first() -> None:
    """Updated, else created; rows without any time last."""
    rows = [
        image(id="none"),
        image(id="created", create_at=3),
        image(id="updated", create_at=9, update_at=2),
        image(id="newest", update_at=4),
    ]

    assert ids(ordered(rows, ())) == ["newest", "created", "updated", "none"]


@pytest.mark.parametrize("descending", [False, True])
def test_absent_and_empty_values_stand_last_in_both_directions(descending: bool) -> None:
    """Turning the order round does not bring them up."""
    rows = [image(id="absent", tag=None), image(id="empty", tag=" "), image(id="b", tag="x")]

    assert ids(ordered(rows, [SortKey("tag", descending)])) == ["b", "absent", "empty"]


def test_equal_rows_stand_by_name_and_then_id_also_when_descending() -> None:
    """Only what was asked is turned round."""
    rows = [image(id="2", name="b"), image(id="1", name="B"), image(id="3", name="a")]

    assert ids(ordered(rows, [SortKey("arch", descending=True)])) == ["3", "1", "2"]


def test_lists_are_sorted_by_their_words_in_alphabetical_order() -> None:
    """The order in which ModelArts sends them does not matter."""
    rows = [
        image(id="2", resource_categories=["GPU", "CPU"]),
        image(id="1", resource_categories=["CPU", "GPU"]),
        image(id="3", resource_categories=["ASCEND", "GPU"]),
    ]

    assert ids(ordered(rows, [SortKey("resource_categories")])) == ["3", "1", "2"]


def test_groups_of_one_name_stand_by_namespace() -> None:
    """A group is its namespace and name."""
    rows = [image_group(namespace="b"), image_group(namespace="a")]

    assert [row.namespace for row in ordered(rows, ())] == ["a", "b"]
