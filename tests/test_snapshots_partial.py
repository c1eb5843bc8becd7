"""A listing without some of its pages is the last resort."""

from __future__ import annotations

import pytest

from bot.catalog import Catalog
from bot.errors import UpstreamError
from bot.query.model import Query
from bot.query.requests import Find
from tests.factories import FakeClock, image
from tests.sources import MemorySource

pytestmark = pytest.mark.anyio

_ALL = Find(Query())


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def source() -> MemorySource:
    return MemorySource([image(id="i-1"), image(id="i-2")])


@pytest.fixture
def catalog(source: MemorySource, clock: FakeClock) -> Catalog:
    return Catalog(source, clock)


def _lose_a_page(source: MemorySource) -> None:
    source.images.pop()
    source.partial = True


async def test_an_older_whole_one_is_shown_with_its_age_and_the_reason(
    catalog: Catalog, source: MemorySource, clock: FakeClock
):
    read_ms = clock.now_ms()
    await catalog.find(_ALL)
    clock.advance(600)
    _lose_a_page(source)

    page = await catalog.find(_ALL)

    assert (page.total, page.as_of_ms, page.complete) == (2, read_ms, True)
    assert isinstance(page.trouble, UpstreamError)
    assert page.trouble.message == "Not all pages of the list could be read."


async def test_upstream_is_spared_meanwhile_and_asked_again_soon(
    catalog: Catalog, source: MemorySource, clock: FakeClock
):
    await catalog.find(_ALL)
    clock.advance(600)
    _lose_a_page(source)
    await catalog.find(_ALL)
    await catalog.find(_ALL)
    spared = len(source.asked)
    source.partial = False
    clock.advance(5)

    page = await catalog.find(_ALL)

    assert spared == 4
    assert (page.total, page.trouble) == (1, None)


async def test_a_partial_one_is_better_than_nothing(catalog: Catalog, source: MemorySource):
    _lose_a_page(source)

    page = await catalog.find(_ALL)

    assert (page.total, page.complete, page.trouble) == (1, False, None)


async def test_a_partial_one_is_better_than_one_of_another_time(
    catalog: Catalog, source: MemorySource, clock: FakeClock
):
    await catalog.find(_ALL)
    clock.advance(3601)
    _lose_a_page(source)

    page = await catalog.find(_ALL)

    assert (page.total, page.complete) == (1, False)


async def test_a_partial_one_is_only_used_again_for_seconds(
    catalog: Catalog, source: MemorySource, clock: FakeClock
):
    source.partial = True
    await catalog.find(_ALL)
    clock.advance(2.9)
    await catalog.find(_ALL)
    used_again = len(source.asked)
    source.partial = False
    clock.advance(0.1)

    page = await catalog.find(_ALL)

    assert used_again == 2
    assert page.complete


async def test_a_newer_partial_one_replaces_an_older_partial_one(
    catalog: Catalog, source: MemorySource, clock: FakeClock
):
    source.partial = True
    await catalog.find(_ALL)
    clock.advance(60)
    source.images.append(image(id="i-3"))

    page = await catalog.find(_ALL)

    assert (page.total, page.trouble) == (3, None)


async def test_pages_that_contradict_each_other_are_all_there(
    catalog: Catalog, source: MemorySource, clock: FakeClock
):
    """A list that changed while it was read is newer, and lacks no page."""
    await catalog.find(_ALL)
    clock.advance(60)
    source.complete = False
    source.images.pop()

    page = await catalog.find(_ALL)

    assert (page.total, page.complete, page.trouble) == (1, False, None)
