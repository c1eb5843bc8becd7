"""What a catalog answers when ModelArts does not, or contradicts itself."""

from __future__ import annotations

import pytest

from bot.catalog import Catalog
from bot.errors import AccessDenied, UpstreamDown, UpstreamTimeout
from bot.modelarts.models import Image, ImageType, ListImagesParams
from bot.modelarts.paging import Listing
from bot.query.model import Condition, Op, Query
from bot.query.requests import Failed, Find, Groups
from tests.factories import FakeClock, image
from tests.sources import MemorySource

pytestmark = pytest.mark.anyio

_ALL = Find(Query())
_DOWN = UpstreamDown("ModelArts is down.")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def source() -> MemorySource:
    return MemorySource(
        [
            image(id="b-1", name="built-in", type="BUILD_IN"),
            image(id="d-1", name="own", type="DEDICATED", update_at=5),
            image(id="d-2", name="own", type="DEDICATED", status="ERROR", update_at=6),
        ]
    )


@pytest.fixture
def catalog(source: MemorySource, clock: FakeClock) -> Catalog:
    return Catalog(source, clock)


async def test_without_older_data_the_error_is_raised(catalog: Catalog, source: MemorySource):
    source.fail(_DOWN)

    for search in (_ALL, Failed(Query()), Groups(Query())):
        with pytest.raises(UpstreamDown):
            await catalog.search(search)


async def test_half_an_answer_is_no_answer(catalog: Catalog, source: MemorySource):
    """The failed images of one type would silently be missing."""
    source.errors = {ImageType.DEDICATED: AccessDenied("You may not.")}

    with pytest.raises(AccessDenied):
        await catalog.find(_ALL)
    page = await catalog.find(Find(Query(conditions=(Condition("type", Op.IS, ("BUILD_IN",)),))))

    assert [row.id for row in page.rows] == ["b-1"]


async def test_older_data_is_shown_with_its_age_and_the_reason(
    catalog: Catalog, source: MemorySource, clock: FakeClock
):
    read_ms = clock.now_ms()
    before = await catalog.find(_ALL)
    clock.advance(600)
    source.fail(_DOWN)

    page = await catalog.find(_ALL)

    assert page.rows == before.rows
    assert page.trouble is _DOWN
    assert (page.as_of_ms, page.now_ms) == (read_ms, read_ms + 600_000)
    assert page.requests == before.requests


async def test_the_oldest_part_dates_the_answer(
    catalog: Catalog, source: MemorySource, clock: FakeClock
):
    read_ms = clock.now_ms()
    await catalog.find(_ALL)
    clock.advance(600)
    source.errors = {ImageType.BUILD_IN: _DOWN}
    source.images[1] = image(id="d-1", name="changed", type="DEDICATED")

    page = await catalog.find(_ALL)

    assert "changed" in {row.name for row in page.rows}
    assert page.trouble is _DOWN
    assert page.as_of_ms == read_ms


async def test_after_recovery_nothing_is_said_about_it(
    catalog: Catalog, source: MemorySource, clock: FakeClock
):
    await catalog.find(_ALL)
    clock.advance(600)
    source.fail(_DOWN)
    await catalog.find(_ALL)
    source.recover()
    clock.advance(5)

    page = await catalog.find(_ALL)

    assert page.trouble is None
    assert page.as_of_ms == page.now_ms


async def test_many_searches_in_trouble_make_few_requests(
    catalog: Catalog, source: MemorySource, clock: FakeClock
):
    await catalog.find(_ALL)
    clock.advance(600)
    source.fail(_DOWN)
    asked_before = len(source.asked)

    for number in range(20):
        await catalog.find(Find(Query(page=number + 1)))

    assert len(source.asked) - asked_before == 2


async def test_pages_that_contradict_each_other_are_told(catalog: Catalog, source: MemorySource):
    source.complete = False

    assert not (await catalog.find(_ALL)).complete


async def test_rows_that_could_not_be_read_are_told(catalog: Catalog, source: MemorySource):
    source.skipped = 1

    assert not (await catalog.find(_ALL)).complete


async def test_looser_searches_that_cannot_be_read_are_left_out(
    catalog: Catalog, source: MemorySource
):
    """The answer itself is there; only its suggestions need ModelArts once more."""
    arm = Condition("arch", Op.IS, ("X86_64",))
    typed = Condition("type", Op.IS, ("DEDICATED",))
    source.errors = {ImageType.BUILD_IN: UpstreamTimeout("Too slow.")}

    page = await catalog.find(Find(Query(conditions=(arm, typed))))

    assert page.total == 0
    assert [one.command for one in page.relaxations] == ["find type=DEDICATED"]
    assert page.blame is None


async def test_names_that_cannot_be_read_are_left_out(clock: FakeClock):
    """The names of all images are a second question; its failure is not the first one's."""

    class Forgetful(MemorySource):
        async def list_images(self, params: ListImagesParams) -> Listing[Image]:
            if params.name is None:
                raise _DOWN
            return await super().list_images(params)

    page = await Catalog(Forgetful(), clock).find(Find(Query(words=("onw",))))

    assert page.total == 0
    assert (page.closest, page.relaxations, page.blame) == ((), (), None)
