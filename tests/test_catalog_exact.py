"""A whole name that ends in a blank where it is kept is the name all the same."""

from __future__ import annotations

import pytest

from bot.catalog import Catalog
from bot.demo.images import demo_images
from bot.errors import UpstreamDown
from bot.modelarts.models import Image, ListImagesParams
from bot.modelarts.paging import Listing
from bot.query.model import Condition, Op, Query
from bot.query.requests import Find, Groups
from tests.factories import FakeClock, image
from tests.sources import MemorySource

pytestmark = pytest.mark.anyio

_REAL = "rlstudio1.0.0-ray1.3.0-cuda10.1-ubuntu18.04"
_ARM = Condition("arch", Op.IS, ("AARCH64",))
_EXACT = "name=trail&name_fuzzy_match=false"


def _trail(**fields: object) -> Image:
    return image(**{"id": "t-1", "name": "trail ", "arch": "x86_64", **fields})


def _named(*others: Image) -> MemorySource:
    return MemorySource([_trail(), image(id="l-1", name="trail-long"), *others])


async def test_a_real_name_that_ends_in_a_blank_is_found():
    source = MemorySource(Image.model_validate(row) for row in demo_images())
    catalog = Catalog(source, FakeClock())

    page = await catalog.find(Find(Query(exact=_REAL)))

    assert {row.name for row in page.rows} == {f"{_REAL} "}
    assert (page.closest, page.relaxations) == ((), ())


async def test_both_questions_are_told_and_the_comparison_is_ours():
    page = await Catalog(_named(), FakeClock()).find(Find(Query(exact="trail")))

    assert [row.id for row in page.rows] == ["t-1"]
    assert [_EXACT in sent for sent in page.requests] == [True, True, False, False]
    assert (page.asked_api, page.filtered_here) == ((), ("name is trail",))


async def test_a_name_that_is_found_is_asked_for_once():
    source = _named(image(id="t-2", name="trail"))

    page = await Catalog(source, FakeClock()).find(Find(Query(exact="trail")))

    assert [row.id for row in page.rows] == ["t-2"]
    assert (len(source.asked), page.asked_api) == (2, ("name is trail",))


async def test_the_second_question_is_remembered_too():
    source = _named()
    catalog = Catalog(source, FakeClock())
    for page in (1, 2, 1):
        await catalog.find(Find(Query(exact="trail", page=page)))

    assert len(source.asked) == 4


async def test_groups_are_asked_the_same_way():
    page = await Catalog(_named(), FakeClock()).groups(Groups(Query(exact="trail")))

    assert [row.name for row in page.rows] == ["trail "]


async def test_another_filter_is_to_blame_not_the_name():
    """The nearest name would be the very name that was asked for."""
    page = await Catalog(_named(), FakeClock()).find(
        Find(Query(exact="trail", conditions=(_ARM,)))
    )

    assert page.total == 0
    assert page.closest == ()
    assert page.blame is None
    assert {(one.command, one.count) for one in page.relaxations} == {
        ('find "trail"', 1),
        ("find arch=AARCH64", 1),
    }


async def test_a_looser_search_counts_what_it_would_find():
    """It finds the name without a blank at the first question, and asks no second one."""
    source = _named(image(id="t-2", name="trail", arch="x86_64"))

    page = await Catalog(source, FakeClock()).find(Find(Query(exact="trail", conditions=(_ARM,))))

    assert ('find "trail"', 1) in {(one.command, one.count) for one in page.relaxations}


async def test_names_that_only_contain_it_are_near_ones():
    page = await Catalog(_named(), FakeClock()).find(Find(Query(exact="trail-lon")))

    assert page.total == 0
    assert page.closest == ("trail-long",)


async def test_if_the_second_question_fails_the_first_answer_stands():
    """And the name itself is not offered as one that is near."""

    class Exact(MemorySource):
        async def list_images(self, params: ListImagesParams) -> Listing[Image]:
            if params.name is not None and params.name_fuzzy_match is None:
                raise UpstreamDown("It is down.")
            return await super().list_images(params)

    source = Exact([_trail(), image(id="l-1", name="trail-long")])

    page = await Catalog(source, FakeClock()).find(Find(Query(exact="trail")))

    assert page.total == 0
    assert "trail " not in page.closest
