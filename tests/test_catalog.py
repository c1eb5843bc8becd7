"""Searches find what a look at every image finds, and ask only what may be asked."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import cache
from typing import TypeGuard

from hypothesis import given, reject, settings
from hypothesis import strategies as st

from bot.catalog import Catalog
from bot.errors import GrammarError
from bot.modelarts.models import Image, ImageGroup
from bot.query.chips import chips
from bot.query.grammar import parse_request
from bot.query.order import identity
from bot.query.page import GroupPage, SearchPage
from bot.query.plan import effective
from bot.query.requests import Failed, Find, Groups, Search
from tests.factories import FakeClock
from tests.searches import NOW_MS, groups_found, images, images_found, searches
from tests.sources import MemorySource, catalogue

_MANY = settings(max_examples=600, deadline=None, derandomize=True)
_SOME = settings(max_examples=200, deadline=None, derandomize=True)
_NAMES = {"name", "name_fuzzy_match", "namespace", "service_type", "type", "workspace_id"}


def _catalog(rows: list[Image] | tuple[Image, ...]) -> tuple[Catalog, MemorySource]:
    source = MemorySource(rows)
    return Catalog(source, FakeClock(NOW_MS)), source


async def _all_pages(catalog: Catalog, search: Search) -> list[SearchPage | GroupPage]:
    first = await catalog.search(search, page_size=7)
    pages = [first]
    for number in range(2, first.pages + 1):
        turned = type(search)(search.query.with_page(number))
        pages.append(await catalog.search(turned, page_size=7))
    return pages


async def _answers(catalog: Catalog, several: list[Search]) -> list[list[SearchPage | GroupPage]]:
    return [await _all_pages(catalog, search) for search in several]


def _agrees(pages: list[SearchPage | GroupPage], wanted: list[Image] | list[ImageGroup]) -> None:
    shown = [row for page in pages for row in page.rows]
    assert [identity(row) for row in shown] == [identity(row) for row in wanted]
    assert {page.total for page in pages} == {len(wanted)}
    numbers = [page.first + at for page in pages for at in range(len(page.rows))]
    assert numbers == list(range(1, len(wanted) + 1))
    assert len({page.digest for page in pages}) == 1


@cache
def _shared() -> Catalog:
    """One catalog for many searches, so that its cache takes part."""
    return _catalog(catalogue())[0]


@_MANY
@given(searches(catalogue()))
def test_finds_what_is_in_the_catalogue(search: Search):
    """Ids, order, totals and pages are those of a look at every image."""
    pages = asyncio.run(_all_pages(_shared(), search))

    _agrees(pages, images_found(catalogue(), search, NOW_MS))


@_MANY
@given(searches(catalogue(), groups=True))
def test_finds_the_groups_of_the_catalogue(search: Search):
    """Both types of a name are one group, whose versions are counted together."""
    pages = asyncio.run(_all_pages(_shared(), search))

    wanted = groups_found(catalogue(), search, NOW_MS)
    _agrees(pages, wanted)
    counts = [row.version_count for page in pages for row in page.rows if _is_group(row)]
    assert counts == [group.version_count for group in wanted]


@_SOME
@given(st.data(), images())
def test_finds_what_is_in_any_list(data: st.DataObject, rows: list[Image]):
    """The same for small lists full of gaps and coincidences."""
    several = data.draw(st.lists(searches(rows), min_size=3, max_size=3))
    catalog, source = _catalog(rows)
    source.omits = data.draw(st.sampled_from(((), ("type",), ("type", "workspace_id"))))

    answers = asyncio.run(_answers(catalog, several))

    for search, pages in zip(several, answers, strict=True):
        _agrees(pages, images_found(rows, search, NOW_MS))


@_SOME
@given(searches(catalogue()) | searches(catalogue(), groups=True))
def test_asks_only_what_is_documented(search: Search):
    """Also for looser searches: `type` always, and no name that the reference does not know."""
    catalog, source = _catalog(catalogue())

    asyncio.run(catalog.search(search))

    assert all(set(query) <= _NAMES for query in source.asked)
    assert all({"type", "workspace_id"} <= set(query) for query in source.asked)


@_SOME
@given(searches(catalogue()) | searches(catalogue(), groups=True))
def test_every_part_was_filtered_by_one_side(search: Search):
    """What ModelArts filtered and what we filtered are together what was understood."""
    page = asyncio.run(_shared().search(search))

    said = replace(effective(search), sort=())
    assert sorted(page.asked_api + page.filtered_here) == sorted(chips(said))


@_SOME
@given(searches(catalogue()) | searches(catalogue(), groups=True))
def test_counts_of_looser_searches_are_true(search: Search):
    """Whoever runs the command of a relaxation finds as many rows as it says."""
    catalog, search = _shared(), _typed(search)

    async def promised_and_found() -> tuple[list[int], list[int]]:
        page = await catalog.search(search)
        texts = [one.command for one in page.relaxations]
        pages = [await catalog.search(_parsed(text)) for text in texts]
        return [one.count for one in page.relaxations], [one.total for one in pages]

    promised, found = asyncio.run(promised_and_found())

    assert promised == found
    assert all(promised)


def _typed(search: Search) -> Search:
    """The search as somebody would have typed it; some cannot be typed."""
    try:
        return _parsed(search.text())
    except GrammarError:
        reject()


def _parsed(text: str) -> Search:
    request = parse_request(text)
    assert isinstance(request, Find | Failed | Groups)
    return request


def _is_group(row: Image | ImageGroup) -> TypeGuard[ImageGroup]:
    return isinstance(row, ImageGroup)
