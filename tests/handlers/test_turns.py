"""Of several presses on one message, the last one is what stays."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.blocks import ids
from bot.catalog import Catalog
from bot.modelarts.models import Image, ListImagesParams
from bot.modelarts.paging import Listing
from bot.query.page_token import ButtonState
from handlers.image_actions import answer_press
from handlers.presses import Press
from tests.factories import FakeClock, image
from tests.handlers.test_errors import Told, services
from tests.sources import MemorySource


class Uneven(MemorySource):
    """Searches for ``slow`` wait; the others are answered at once."""

    def __init__(self, *images: Image) -> None:
        super().__init__(images)
        self.slow = asyncio.Event()

    async def list_images(self, params: ListImagesParams) -> Listing[Image]:
        if params.name == "slow":
            await self.slow.wait()
        return await super().list_images(params)


@pytest.mark.anyio
async def test_a_slow_press_is_shown_before_a_quick_one_that_came_after_it():
    told, source = Told(), Uneven(image(id="s", name="slow"), image(id="q", name="quick"))
    known = replace(services(told), catalog=Catalog(source, FakeClock()))

    def press(word: str) -> asyncio.Task[None]:
        value = known.seal("U1").close(ButtonState(f"find {word}", 1, known.clock.now_ms()))
        return asyncio.create_task(
            answer_press(Press(ids.PAGE_NEXT, value, "", "C1/1.2"), told, known)
        )

    first, second = press("slow"), press("quick")
    for _ in range(200):
        await asyncio.sleep(0)
    assert told.messages == [], "the quick one is ready and waits for its turn"
    source.slow.set()
    await asyncio.gather(first, second)

    assert ["slow" in told.messages[0][0], "quick" in told.messages[1][0]] == [True, True]
