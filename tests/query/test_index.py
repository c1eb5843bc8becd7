"""The index finds what `bot.query.filters` and `bot.query.order` say."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings

from bot.modelarts.models import Image
from bot.query.fields import FIELDS, Kind
from bot.query.filters import matches
from bot.query.index import IndexBuilder, SearchIndex
from bot.query.model import Condition, Op, Query, SortKey
from bot.query.order import Row, ordered
from tests.factories import image, image_group
from tests.query import oracle
from tests.query.searches import AT_MS, images, queries, rows_called, seeded

NEW_ARCH = Condition("arch", Op.IS, ("AARCH64",))


def build_index(rows: Sequence[Row]) -> SearchIndex[Row]:
    """The index of these rows, at once."""
    return IndexBuilder(rows).finish()


def numbered(count: int) -> list[Image]:
    """Images of which the first is the newest."""
    return [image(id=f"i{n}", name=f"n{n}", update_at=1000 - n) for n in range(count)]


@pytest.mark.parametrize("kind", ["demo", "odd", "many", "groups"])
def test_random_searches_find_the_same_rows_in_the_same_order(kind: str) -> None:
    """Against the filters and against plain loops."""
    rows = rows_called(kind)
    index = build_index(rows)

    @settings(
        max_examples=100 if kind == "many" else 500, deadline=None, derandomize=True, database=None
    )
    @given(query=queries())
    def check(query: Query) -> None:
        found = index.find(query, AT_MS)
        kept = [row for row in rows if matches(row, query, AT_MS)]

        assert list(found.rows(0, found.total)) == ordered(kept, query.sort)
        assert list(found.rows(0, found.total)) == oracle.matching(rows, query, AT_MS)
        assert found.total == index.count(query, AT_MS) == len(kept)

    check()


@pytest.mark.parametrize("kind", ["demo", "many"])
def test_facets_have_the_counts_of_the_matching_rows(kind: str) -> None:
    """Every field, also those with many values."""
    rows = rows_called(kind)
    index = build_index(rows)

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(query=queries())
    def check(query: Query) -> None:
        found = index.find(query, AT_MS)
        kept = oracle.matching(rows, query, AT_MS)
        for name, field in FIELDS.items():
            upper = field.kind in {Kind.CLOSED, Kind.WORDS}
            expected = {
                Condition(name, Op.IS, (text.upper() if upper else text,)).text(): count
                for text, count in oracle.facet_counts(kept, query, name).items()
            }
            facets = index.facets(found, [name], most=10_000)

            assert {facet.text: facet.count for facet in facets} == expected

    check()


def test_facets_start_with_the_best_and_stop_at_the_most() -> None:
    """Fields that are asked for are not offered again."""
    rows = [image(id=str(n), arch="aarch64" if n < 3 else "x86_64") for n in range(4)]
    rows.append(image(id="9", arch="x86_64", status="ERROR"))
    index = build_index(rows)

    everything = index.facets(index.find(Query(), AT_MS), ["arch", "status"], most=3)
    narrowed = index.find(Query(conditions=(NEW_ARCH,)), AT_MS)

    assert [(facet.text, facet.count) for facet in everything] == [
        ("status=ACTIVE", 4),
        ("arch=AARCH64", 3),
        ("arch=X86_64", 2),
    ]
    assert index.facets(narrowed, ["arch", "status"]) == ()


def test_pages_are_slices() -> None:
    """Past the end there is nothing."""
    found = build_index(numbered(5)).find(Query(), AT_MS)

    assert [row.id for row in found.rows(1, 3)] == ["i1", "i2"]
    assert [row.id for row in found.rows(4, 9)] == ["i4"]
    assert found.rows(5, 9) == found.rows(3, 1) == ()


def test_an_age_is_read_anew_at_every_moment() -> None:
    """What was remembered for one moment is not the answer for another."""
    index = build_index([image(update_at=AT_MS)])
    query = Query(conditions=(Condition("update_at", Op.UNDER, ("1h",)),))

    assert index.count(query, AT_MS + 1) == 1
    assert index.count(query, AT_MS + 3_600_001) == 0
    assert index.find(query, AT_MS + 3_600_001).total == 0


def test_the_digest_changes_with_the_ids_and_their_order() -> None:
    """And has 8 hex characters."""
    rows = numbered(6)
    digests = {
        build_index(rows).find(Query(), AT_MS).digest,
        build_index(rows[:5]).find(Query(), AT_MS).digest,
        build_index(rows).find(Query(sort=(SortKey("name", True),)), AT_MS).digest,
        build_index([*rows[:5], image(id="other")]).find(Query(), AT_MS).digest,
        build_index([rows[0].model_copy(update={"update_at": 1}), *rows[1:]])
        .find(Query(), AT_MS)
        .digest,
    }

    assert len(digests) == 5
    assert all(len(digest) == 8 and int(digest, 16) >= 0 for digest in digests)


def test_the_digest_stays_when_only_other_rows_change() -> None:
    """Neither the order in which rows came nor rows that do not match go in."""
    rows = numbered(4)
    query = Query(words=("n",))
    before = build_index(rows).find(query, AT_MS)
    after = build_index([image(id="new", name="other"), *reversed(rows)]).find(query, AT_MS)

    assert before.digest == after.digest == "ccf6f54d"


@pytest.mark.parametrize("word", ["1", "00", "v1", "99.3", "v12.5-x", "build", "-", "x", "v2 .4"])
def test_a_word_is_found_in_names_that_are_all_different(word: str) -> None:
    """However many names hold it, at their ends or across their parts."""
    rows = [image(id=f"{n:04}", name=f"V{n}.{n % 7}-x_build") for n in range(2500)]
    query = Query(words=(word,))

    found = build_index(rows).find(query, AT_MS)

    assert found.rows(0, 2500) == tuple(ordered((r for r in rows if matches(r, query, 0)), ()))


def test_steps_do_the_same_as_building_at_once() -> None:
    """Whatever their size, and also with `finish` half-way."""
    rows = images(seeded(6), 100)
    builder = IndexBuilder(rows)
    steps = 1
    while builder.step(7):
        steps += 1
    half_way = IndexBuilder(rows)
    half_way.step(7)

    assert steps > 14
    for index in (builder.finish(), half_way.finish()):
        assert index.size == 100
        assert list(index.find(Query(), AT_MS).rows(0, 100)) == ordered(rows, ())


def test_rows_with_one_id_twice_stand_as_ordered_says() -> None:
    """Groups of both types may share namespace and name."""
    rows = [image_group(update_at=n, description=str(n)) for n in (1, 3, 2)]
    sort = (SortKey("name", True),)

    assert list(build_index(rows).find(Query(sort=sort), AT_MS).rows(0, 3)) == ordered(rows, sort)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_rows(count: int) -> None:
    """No rows, one and two."""
    index = build_index(numbered(count))
    found = index.find(Query(sort=(SortKey("name", True),), conditions=(NEW_ARCH,)), AT_MS)

    assert [row.id for row in found.rows(0, 9)] == ["i1", "i0"][2 - count :]
    assert {facet.count for facet in index.facets(found, list(FIELDS))} <= {1}


def test_more_searches_than_are_remembered() -> None:
    """The oldest are forgotten, the answers stay right."""
    index = build_index(numbered(30))
    sorts = [SortKey(field, down) for field in FIELDS for down in (False, True)]

    for sort in sorts * 3:
        for word in ("n1", "n2", "n29"):
            query = Query(words=(word,), sort=(sort, SortKey("name")))
            assert index.find(query, AT_MS).total == sum(word in f"n{n}" for n in range(30))
