"""The fake's slow answers and lists that change between pages; no test waits for a clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import aiohttp
import pytest

from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.modelarts.faults import Fault
from tests.demo.modelarts_caller import call, get, rows

pytestmark = pytest.mark.anyio


async def until(true: Callable[[], bool]) -> None:
    """Give the server its turns; the limit only ends a test that would hang."""
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - the journal is a list, nothing announces a row
            await asyncio.sleep(0)


async def test_a_hanging_answer_never_comes_and_stop_does_not_wait_for_it() -> None:
    async with FakeModelArts(rows(1)) as fake:
        fake.faults.standing = Fault(kind="hang", seconds=3600)
        asking = asyncio.create_task(get(fake))
        await until(lambda: len(fake.journal) == 1)
        assert not asking.done()
        async with asyncio.timeout(5):
            await fake.stop()

    with pytest.raises(aiohttp.ClientError):
        await asking
    assert fake.journal[0].status == 0


async def test_a_hanging_answer_ends_without_a_word() -> None:
    async with FakeModelArts(rows(1)) as fake:
        fake.faults.standing = Fault(kind="hang", seconds=0)
        with pytest.raises(aiohttp.ClientError):
            await get(fake)


async def test_other_calls_are_answered_while_one_hangs() -> None:
    async with FakeModelArts(rows(1)) as fake:
        fake.faults.add(Fault(kind="hang", seconds=3600))
        hanging = asyncio.create_task(get(fake))
        await until(lambda: len(fake.journal) == 1)
        answer = await get(fake)
        hanging.cancel()
        await asyncio.wait([hanging])

    assert answer.status == 200


async def test_latency_is_the_right_answer_later() -> None:
    async with FakeModelArts(rows(1)) as fake:
        fake.faults.add(Fault(kind="latency", seconds=0.05))
        begun = asyncio.get_running_loop().time()
        answer = await get(fake)
        took = asyncio.get_running_loop().time() - begun

    assert answer.ids == ["i-0"]
    assert took >= 0.05


async def test_a_dripping_body_arrives_byte_by_byte_and_whole() -> None:
    async with FakeModelArts(rows(1)) as fake:
        fake.faults.add(Fault(kind="drip", seconds=0))
        answer = await get(fake)

    assert answer.ids == ["i-0"]


async def test_a_drip_begins_at_once_and_ends_with_the_server() -> None:
    async with FakeModelArts(rows(1)) as fake:
        fake.faults.add(Fault(kind="drip", seconds=3600))
        headers = {"X-Auth-Token": fake.TOKEN}
        url = f"{fake.url}/v1/{fake.PROJECT_ID}/images"
        async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as reply:
            first = await reply.content.readany()
            await fake.stop()
            with pytest.raises(aiohttp.ClientError):
                await reply.read()

    assert first == b"{"


async def test_an_image_that_comes_between_two_pages_repeats_one() -> None:
    async with FakeModelArts(rows(4)) as fake:
        fake.faults.add(Fault(kind="insert", nth=2))
        first = await get(fake, limit=2)
        second = await get(fake, limit=2, offset=2)

    assert first.ids == ["i-0", "i-1"]
    assert second.ids == ["i-1", "i-2"]
    assert second.json["total"] == 5


async def test_an_image_that_goes_between_two_pages_hides_one() -> None:
    """Only an image that the request lists, or its pages would not shift."""
    dedicated = rows(1, type="DEDICATED", id="d-0")
    async with FakeModelArts([*dedicated, *rows(4)]) as fake:
        fake.faults.add(Fault(kind="delete", nth=2))
        await get(fake, limit=2, type="BUILD_IN")
        second = await get(fake, limit=2, offset=2, type="BUILD_IN")

    assert second.ids == ["i-3"]
    assert fake.images[0]["id"] == "d-0"


async def test_faults_are_set_shown_and_cleared_over_http() -> None:
    async with FakeModelArts(rows(1)) as fake:
        door = f"{fake.url}/-/faults"
        await call("POST", door, body={"kind": "status", "status": 429, "path": "/images"})
        await call("POST", door, body={"standing": {"kind": "empty_list"}})
        shown = await call("GET", door)
        answers = [await get(fake), await get(fake)]
        cleared = await call("DELETE", door)
        after = await get(fake)

    assert (shown.json["queue"][0]["status"], shown.json["standing"]["kind"]) == (
        429,
        "empty_list",
    )
    assert [answer.status for answer in answers] == [429, 200]
    assert answers[1].ids == []
    assert cleared.json == {"queue": [], "standing": None}
    assert after.ids == ["i-0"]


@pytest.mark.parametrize(
    "body", [{"kind": "explode"}, {"kind": "status", "statsu": 1}, [], {"standing": 1}], ids=str
)
async def test_a_fault_that_does_not_exist_is_refused(body: object) -> None:
    async with FakeModelArts([]) as fake:
        answer = await call("POST", f"{fake.url}/-/faults", body=body)

    assert answer.status == 400
    assert fake.faults.queue == []


async def test_the_journal_is_read_and_forgotten_over_http_without_the_doors_themselves() -> None:
    async with FakeModelArts(rows(1)) as fake:
        await get(fake, limit=1)
        door = f"{fake.url}/-/journal"
        shown = await call("GET", door)
        await call("DELETE", door)

    assert [(row["query"], row["status"]) for row in shown.json] == [({"limit": "1"}, 200)]
    assert fake.journal == []


async def test_an_unknown_door_says_which_there_are() -> None:
    async with FakeModelArts([]) as fake:
        answer = await call("GET", f"{fake.url}/-/exit")

    assert answer.status == 404
    assert "/-/faults" in answer.json["error"]
