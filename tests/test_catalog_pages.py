"""What a page says about itself is true."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.catalog import Catalog
from bot.modelarts.models import Image, ListImagesParams
from bot.modelarts.paging import Listing
from bot.query.model import Condition, Op, Query
from bot.query.requests import Failed, Find, Groups
from tests.factories import FakeClock, image
from tests.sources import MemorySource, catalogue

pytestmark = pytest.mark.anyio

_ARM = Condition("arch", Op.IS, ("AARCH64",))


def _numbered(count: int) -> list[Image]:
    """Newest first."""
    return [image(id=f"i-{number:02}", update_at=100 - number) for number in range(count)]


def _catalog(rows: list[Image] | tuple[Image, ...]) -> tuple[Catalog, MemorySource]:
    source = MemorySource(rows)
    return Catalog(source, FakeClock()), source


async def test_a_page_in_the_middle():
    catalog, _ = _catalog(_numbered(25))

    page = await catalog.find(Find(Query(page=2)))

    assert [row.id for row in page.rows] == [f"i-{number}" for number in range(10, 20)]
    assert (page.page, page.pages, page.first, page.total, page.page_size) == (2, 3, 11, 25, 10)


async def test_a_page_past_the_end_is_the_last_one():
    catalog, _ = _catalog(_numbered(25))

    page = await catalog.find(Find(Query(page=99)))

    assert (page.page, page.first, len(page.rows)) == (3, 21, 5)
    assert page.search == Find(Query(page=3))


async def test_an_empty_answer_has_one_page_without_a_first_row():
    catalog, _ = _catalog([])

    page = await catalog.find(Find(Query(page=4)))

    assert (page.rows, page.page, page.pages, page.first, page.total) == ((), 1, 1, 0, 0)
    assert page.search.query.page == 1


@pytest.mark.parametrize(
    ("limit", "max_rows", "size"), [(None, None, 10), (3, None, 3), (50, 20, 20), (3, 20, 3)]
)
async def test_the_search_chooses_its_page_size_up_to_what_can_be_shown(
    limit: int | None, max_rows: int | None, size: int
):
    catalog, _ = _catalog(_numbered(60))

    page = await catalog.find(Find(Query(limit=limit)), max_rows=max_rows)

    assert (page.page_size, len(page.rows)) == (size, size)


async def test_requests_and_numbers_of_a_search():
    catalog, _ = _catalog(catalogue())

    page = await catalog.find(Find(Query(words=("pytorch",), conditions=(_ARM,))))

    named = [row for row in catalogue() if "pytorch" in (row.name or "")]
    named = [row for row in named if row.workspace_id == "0"]
    assert page.requests == (
        "/v1/project/images?name=pytorch&type=BUILD_IN&workspace_id=0",
        "/v1/project/images?name=pytorch&type=DEDICATED&workspace_id=0",
    )
    assert page.known == page.claimed == len(named)
    assert page.total == sum(row.arch == "AARCH64" for row in named)
    assert page.asked_api == ("name contains pytorch",)
    assert page.filtered_here == ("arch=AARCH64",)
    assert page.complete


async def test_claimed_is_what_upstream_said_also_if_rows_coincide():
    """An image in both lists is one image, counted by ModelArts twice."""
    catalog, source = _catalog([image(id="i-1", type=None)])

    page = await catalog.find(Find(Query()))

    assert len(source.asked) == 2
    assert (page.claimed, page.known, page.total) == (2, 1, 1)


async def test_pages_and_filters_of_one_search_cost_one_look():
    catalog, source = _catalog(_numbered(25))
    for page in (1, 2, 3, 1):
        await catalog.find(Find(Query(page=page)))

    await catalog.find(Find(Query(conditions=(_ARM,))))

    assert len(source.asked) == 2


async def test_both_types_are_asked_at_the_same_time():
    catalog, source = _catalog(_numbered(1))
    source.gate.clear()

    search = asyncio.create_task(catalog.find(Find(Query())))
    for _ in range(5):
        await asyncio.sleep(0)
    asked = len(source.asked)
    source.gate.set()
    await search

    assert asked == 2


async def test_ages_count_from_the_moment_that_was_handed_over():
    """The second page of an hour ago must not lose the rows that have become too old."""
    clock = FakeClock()
    old = clock.now_ms() - 6 * 86_400_000
    catalog = Catalog(MemorySource([image(update_at=old)]), clock)
    search = Find(Query(conditions=(Condition("update_at", Op.UNDER, ("7d",)),)))
    first_answered = clock.now_ms()
    clock.advance(2 * 86_400)

    now = await catalog.find(search)
    then = await catalog.find(search, at_ms=first_answered)

    assert (now.total, then.total) == (0, 1)


async def test_the_moment_ages_count_from_is_handed_on_to_the_next_page():
    catalog, _ = _catalog(_numbered(25))

    page = await catalog.find(Find(Query(page=2)), at_ms=1_000)

    assert page.at_ms == 1_000
    assert page.now_ms != 1_000


async def test_the_digest_tells_whether_the_list_changed():
    clock, source = FakeClock(), MemorySource(_numbered(3))
    catalog = Catalog(source, clock)
    before = (await catalog.find(Find(Query()))).digest
    clock.advance(60)
    same = (await catalog.find(Find(Query()))).digest
    source.images.pop()
    clock.advance(60)
    after = (await catalog.find(Find(Query()))).digest

    assert before == same != after
    assert len(before) == 8


async def test_facets_are_values_that_would_narrow_the_answer():
    rows = [
        image(id="i-1", arch="x86_64", status="ERROR"),
        image(id="i-2", arch="x86_64"),
        image(id="i-3", arch="aarch64"),
    ]
    catalog, _ = _catalog(rows)

    page = await catalog.find(Find(Query()))
    single = await catalog.find(Find(Query(conditions=(_ARM,))))

    assert {(facet.text, facet.count) for facet in page.facets} == {
        ("arch=X86_64", 2),
        ("arch=AARCH64", 1),
        ("status=ACTIVE", 2),
        ("status=ERROR", 1),
    }
    assert single.facets == ()


async def test_rows_without_type_and_workspace_have_those_that_were_asked_for():
    catalog, source = _catalog([image(id="i-1", type="DEDICATED"), image(id="i-2")])
    source.images[1] = image(id="i-2", type="BUILD_IN")
    source.omits = ("type", "workspace_id")

    page = await catalog.find(Find(Query()))

    assert {(row.id, row.type, row.workspace_id) for row in page.rows} == {
        ("i-1", "DEDICATED", "0"),
        ("i-2", "BUILD_IN", "0"),
    }


class Careless(MemorySource):
    """Answers with both types, whichever is asked for."""

    async def list_images(self, params: ListImagesParams) -> Listing[Image]:
        await super().list_images(params)
        return Listing(tuple(self.images), len(self.images))


async def test_a_type_nobody_asked_for_is_not_shown_even_if_it_is_sent():
    rows = [image(id="b", type="BUILD_IN"), image(id="d", type="DEDICATED")]
    only = Condition("type", Op.IS, ("BUILD_IN",))

    page = await Catalog(Careless(rows), FakeClock()).find(Find(Query(conditions=(only,))))

    assert [row.id for row in page.rows] == ["b"]


async def test_the_configured_workspace_is_the_default():
    home = "h" * 32
    source = MemorySource([image(id="i-1"), image(id="i-2", workspace_id=home)])
    catalog = Catalog(source, FakeClock(), workspace_id=home)

    page = await catalog.find(Find(Query()))

    assert [row.id for row in page.rows] == ["i-2"]


async def test_a_search_is_for_images_or_for_groups():
    catalog, _ = _catalog([image(namespace="team", status="ERROR"), image(id="i-2", tag="2.0")])

    images = await catalog.search(Failed(Query()))
    groups = await catalog.search(Groups(Query(words=("torch",))))

    assert [row.name for row in images.rows] == ["pytorch_2_1"]
    assert sorted(row.namespace or "" for row in groups.rows) == ["", "team"]
    assert groups.facets == ()


async def test_a_name_of_both_types_is_one_group():
    rows = [
        image(id="i-1", namespace="team", type="BUILD_IN", update_at=7),
        image(id="i-2", namespace="team", type="DEDICATED", update_at=9),
        image(id="i-3", namespace="team", type="DEDICATED", update_at=8),
    ]
    catalog, _ = _catalog(rows)

    page = await catalog.groups(Groups(Query()))

    assert [(row.version_count, row.update_at) for row in page.rows] == [(3, 9)]
    assert replace(page.search, query=Query()) == Groups(Query())
