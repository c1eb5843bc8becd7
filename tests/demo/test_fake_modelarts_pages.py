"""The fake's pages: five readings of ``offset`` and totals that lie."""

from __future__ import annotations

import pytest

from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.modelarts.pages import PageReading
from tests.demo.modelarts_caller import get, rows

pytestmark = pytest.mark.anyio

FIVE = ["i-0", "i-1", "i-2", "i-3", "i-4"]


@pytest.mark.parametrize(
    ("reading", "offset", "current", "ids"),
    [
        (PageReading.FLOORED, 2, 1, FIVE[2:4]),
        (PageReading.FLOORED, 3, 1, FIVE[2:4]),
        (PageReading.FLOORED, 5, 2, FIVE[4:]),
        (PageReading.EXACT, 3, 1, FIVE[3:5]),
        (PageReading.EXACT, 5, 2, []),
        (PageReading.ECHOED, 3, 3, FIVE[3:5]),
        (PageReading.PAGE_INDEX_0, 0, 0, FIVE[:2]),
        (PageReading.PAGE_INDEX_0, 2, 2, FIVE[4:]),
        (PageReading.PAGE_INDEX_1, 0, 1, FIVE[:2]),
        (PageReading.PAGE_INDEX_1, 1, 1, FIVE[:2]),
        (PageReading.PAGE_INDEX_1, 3, 3, FIVE[4:]),
    ],
)
async def test_offset_is_read_as_the_server_means_it(
    reading: PageReading, offset: int, current: int, ids: list[str]
) -> None:
    async with FakeModelArts(rows(5), page_reading=reading) as fake:
        answer = await get(fake, limit=2, offset=offset)

    assert answer.ids == ids
    envelope = {key: answer.json[key] for key in ("current", "size", "pages", "total")}
    assert envelope == {"current": current, "size": 2, "pages": 3, "total": 5}


async def test_an_offset_past_the_end_is_the_services_range_error() -> None:
    """The live answer of 2023: 33 images, offset 233 with a limit of 200."""
    async with FakeModelArts(rows(33)) as fake:
        answer = await get(fake, limit=200, offset=233)

    assert answer.refusal == (400, "ModelArts.6400")
    assert answer.json["error_msg"] == "fromIndex(200) > toIndex(33)"


async def test_an_offset_at_the_end_is_an_empty_page() -> None:
    async with FakeModelArts(rows(4)) as fake:
        answer = await get(fake, limit=2, offset=4)

    assert (answer.ids, answer.json["current"]) == ([], 2)


async def test_no_images_at_all_is_an_empty_first_page() -> None:
    async with FakeModelArts([]) as fake:
        answer = await get(fake)

    assert answer.json == {"current": 0, "data": [], "pages": 0, "size": 200, "total": 0}


async def test_a_server_with_a_largest_page_cuts_the_limit_and_says_so_in_size() -> None:
    async with FakeModelArts(rows(5), max_limit=2) as fake:
        answer = await get(fake, limit=100, offset=2)

    assert (answer.ids, answer.json["size"], answer.json["current"]) == (FIVE[2:4], 2, 1)


@pytest.mark.parametrize(("wrong_by", "total", "pages"), [(9, 14, 7), (-4, 1, 1), (-9, 0, 0)])
async def test_total_can_lie_while_the_pages_stay_right(
    wrong_by: int, total: int, pages: int
) -> None:
    async with FakeModelArts(rows(5)) as fake:
        fake.total_offset = wrong_by
        answer = await get(fake, limit=2, offset=4)

    assert (answer.json["total"], answer.json["pages"], answer.ids) == (total, pages, ["i-4"])
