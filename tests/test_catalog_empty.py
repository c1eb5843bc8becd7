"""When nothing matches: what is to blame, what would help, which names are near."""

from __future__ import annotations

import pytest

from bot.catalog import Catalog
from bot.query.model import Condition, Op, Query, SortKey
from bot.query.page import GroupPage, SearchPage
from bot.query.requests import Failed, Find, Groups, Search
from tests.factories import FakeClock, image
from tests.sources import MemorySource

pytestmark = pytest.mark.anyio

_X86 = Condition("arch", Op.IS, ("X86_64",))
_SAVED = Condition("origin", Op.IS, ("IMAGE_SAVE",))


@pytest.fixture
def source() -> MemorySource:
    return MemorySource(
        [
            image(id="i-1", name="pytorch_1_8", namespace="team"),
            image(id="i-2", name="pytorch_2_1", namespace="team", type="BUILD_IN"),
            image(id="i-3", name="mindspore_1_7", arch="x86_64"),
        ]
    )


async def _empty(source: MemorySource, search: Search) -> SearchPage | GroupPage:
    page = await Catalog(source, FakeClock()).search(search)
    assert page.total == 0
    return page


def _offers(page: SearchPage | GroupPage) -> list[tuple[str, str, int]]:
    return [(one.label, one.command, one.count) for one in page.relaxations]


async def test_each_part_is_tried_and_the_best_comes_first(source: MemorySource):
    page = await _empty(source, Find(Query(words=("pytorch",), conditions=(_X86,), page=3)))

    assert _offers(page) == [
        ("without arch=X86_64", "find pytorch", 2),
        ("without name contains pytorch", "find arch=X86_64", 1),
    ]
    assert page.blame is None
    assert page.closest == ()


async def test_the_only_part_in_the_way_is_named(source: MemorySource):
    page = await _empty(source, Find(Query(words=("pytorch",), conditions=(_SAVED,))))

    assert page.blame == "origin=IMAGE_SAVE"
    assert _offers(page) == [("without origin=IMAGE_SAVE", "find pytorch", 2)]


async def test_what_modelarts_filtered_is_asked_again_without_it(source: MemorySource):
    alone = Condition("namespace", Op.IS, ("nobody",))
    typed = Condition("type", Op.IS, ("BUILD_IN",))

    page = await _empty(source, Find(Query(words=("pytorch",), conditions=(alone, typed))))

    assert _offers(page) == [("without namespace=nobody", "find pytorch type=BUILD_IN", 1)]
    assert page.blame == "namespace=nobody"
    assert {"type": "BUILD_IN", "name": "pytorch", "workspace_id": "0"} in source.asked


async def test_at_most_three_looser_searches_ask_again(source: MemorySource):
    conditions = (
        Condition("namespace", Op.IS, ("nobody",)),
        Condition("service_type", Op.IS, ("DEV",)),
        Condition("type", Op.IS, ("BUILD_IN",)),
        Condition("workspace_id", Op.IS, ("w" * 32,)),
    )

    page = await _empty(source, Find(Query(words=("pytorch",), conditions=conditions)))

    # One for the search and three for looser ones, of which one also brings the names.
    assert len(source.asked) == 4
    assert page.blame is None


async def test_two_parts_are_left_out_when_one_is_not_enough(source: MemorySource):
    conditions = (_SAVED, Condition("status", Op.IS, ("INIT",)))

    page = await _empty(source, Find(Query(words=("pytorch",), conditions=conditions)))

    assert _offers(page) == [("without origin=IMAGE_SAVE and status=INIT", "find pytorch", 2)]
    assert page.blame is None


async def test_when_nothing_is_broken_its_statuses_are_to_blame(source: MemorySource):
    page = await _empty(source, Failed(Query(words=("pytorch",))))

    assert page.blame == "status=CREATE_FAILED,ERROR"
    assert _offers(page) == [("without status=CREATE_FAILED,ERROR", "find pytorch", 2)]


async def test_a_name_nobody_has_brings_the_nearest_names(source: MemorySource):
    page = await _empty(source, Find(Query(words=("pytroch",))))

    assert page.closest == ("pytorch_1_8", "pytorch_2_1")
    assert page.blame == "name contains pytroch"


async def test_a_whole_name_nobody_has_brings_the_nearest_names(source: MemorySource):
    page = await _empty(source, Find(Query(exact="mindspore_1_8")))

    assert page.closest[0] == "mindspore_1_7"


async def test_that_nothing_failed_is_good_news(source: MemorySource):
    page = await _empty(source, Failed(Query(sort=(SortKey("name"),))))

    assert (page.relaxations, page.closest, page.blame) == ((), (), None)


async def test_groups_are_helped_the_same_way(source: MemorySource):
    page = await _empty(source, Groups(Query(words=("mindspor_",))))

    assert page.closest == ("mindspore_1_7",)
    assert _offers(page) == [("without name contains mindspor_", "groups", 3)]


async def test_an_answer_with_rows_needs_no_help(source: MemorySource):
    page = await Catalog(source, FakeClock()).find(Find(Query(words=("pytorch",))))

    assert (page.relaxations, page.closest, page.blame) == ((), (), None)
    assert len(source.asked) == 2


async def test_where_there_is_nothing_at_all_nothing_helps():
    page = await _empty(MemorySource(), Find(Query(words=("pytorch",), conditions=(_X86,))))

    assert (page.relaxations, page.closest, page.blame) == ((), (), None)
