"""One look-up has one deadline, however many requests it makes."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.catalog import Catalog
from bot.errors import UpstreamTimeout
from bot.modelarts.models import Image, ImageGroup, ListImageGroupsParams, ListImagesParams
from bot.modelarts.paging import Listing
from bot.query.model import Condition, Op, Query
from bot.query.requests import Find, Groups
from tests.factories import FakeClock, image
from tests.sources import MemorySource

pytestmark = pytest.mark.anyio

_ID = "23c599a8-a34f-5388-94eb-3d631f1664d6"
_DEADLINE_S = 0.2
_NOBODY = Condition("namespace", Op.IS, ("nobody",))
_TYPED = Condition("type", Op.IS, ("DEDICATED",))


class Hanging(MemorySource):
    """Answers for the whole project hang for ever.

    ``late``: seconds after which details fail.  ``by_part``: whether parts of names are answered.
    """

    late = 0.0
    by_part = True

    async def list_images(self, params: ListImagesParams) -> Listing[Image]:
        part = params.name_fuzzy_match is None
        if params.name is None or (part and not self.by_part):
            await asyncio.Event().wait()
        return await super().list_images(params)

    async def list_image_groups(self, params: ListImageGroupsParams) -> Listing[ImageGroup]:
        if params.name is None:
            await asyncio.Event().wait()
        return await super().list_image_groups(params)

    async def show_image(self, image_id: str) -> Image:
        await asyncio.sleep(self.late)
        if self.late:
            raise UpstreamTimeout("Too slow.")
        return await super().show_image(image_id)


@pytest.fixture
def source() -> Hanging:
    return Hanging([image(id=_ID, name="own")])


@pytest.fixture
def catalog(source: Hanging) -> Catalog:
    return Catalog(source, FakeClock(), deadline_s=_DEADLINE_S)


async def test_an_id_takes_one_deadline_when_everything_hangs(catalog: Catalog, source: Hanging):
    source.late = _DEADLINE_S
    start = time.monotonic()

    with pytest.raises(UpstreamTimeout) as caught:
        await catalog.show(_ID)

    assert caught.value.message == "Too slow."
    assert time.monotonic() - start < 2 * _DEADLINE_S


async def test_a_name_takes_one_deadline_when_the_list_hangs(catalog: Catalog):
    start = time.monotonic()

    with pytest.raises(UpstreamTimeout):
        await catalog.show("other")

    assert time.monotonic() - start < 2 * _DEADLINE_S


async def test_the_detail_of_a_name_is_left_out_when_it_hangs(catalog: Catalog, source: Hanging):
    source.late = 60.0

    shown = await catalog.show("own")

    assert shown.image == source.images[0]


async def test_an_older_list_is_shown_when_everything_hangs(source: Hanging):
    """Without a wait of its own: the deadline is over when it is asked for."""
    clock, calm = FakeClock(), MemorySource(source.images)
    catalog = Catalog(calm, clock, deadline_s=_DEADLINE_S)
    await catalog.find(Find(Query()))
    clock.advance(600)
    calm.show_error = UpstreamTimeout("Too slow.")
    calm.gate.clear()

    shown = await catalog.show(_ID)

    assert shown.image == source.images[0]
    assert isinstance(shown.trouble, UpstreamTimeout)
    assert shown.now_ms - shown.as_of_ms == 600_000


@pytest.mark.parametrize("kind", [Find, Groups])
async def test_ways_out_that_hang_are_left_out(catalog: Catalog, kind: type[Find | Groups]):
    """What came in time stays."""
    start = time.monotonic()

    page = await catalog.search(kind(Query(words=("own",), conditions=(_NOBODY, _TYPED))))

    assert (page.total, page.closest, page.blame) == (0, (), None)
    assert [one.label for one in page.relaxations] == ["without namespace=nobody"]
    assert time.monotonic() - start < 2 * _DEADLINE_S


async def test_a_whole_name_is_not_waited_for_twice(catalog: Catalog, source: Hanging):
    """The second question, for names that contain it, hangs."""
    source.by_part = False
    start = time.monotonic()

    page = await catalog.find(Find(Query(exact="none")))

    assert page.total == 0
    assert time.monotonic() - start < 2 * _DEADLINE_S


async def test_a_source_that_never_ends_its_call_is_left(source: Hanging):
    """It should have ended by itself a moment before."""
    source.hung = True
    catalog = Catalog(source, FakeClock(), deadline_s=-0.9)

    for look in (catalog.find(Find(Query(words=("own",)))), catalog.show(_ID)):
        with pytest.raises(UpstreamTimeout):
            await look
