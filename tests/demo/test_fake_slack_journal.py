"""The fake's journals: who listens hears everything, and they can be bounded."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.modelarts.faults import Fault, FaultKind
from bot.demo.modelarts.journal import Call
from bot.demo.slack.journal import ApiCall, Delivery
from bot.demo.workspace import C_ML
from tests.demo.modelarts_caller import call, get, rows
from tests.demo.slack_samples import actions, button
from tests.demo.slack_standin import Received, StandIn, stand_in

pytestmark = pytest.mark.anyio


def heard(bot: StandIn) -> list[tuple[Any, ...]]:
    """What a listener is told from now on, in short."""
    told: list[tuple[Any, ...]] = []

    def listener(item: ApiCall | Delivery) -> None:
        if isinstance(item, ApiCall):
            told.append((item.number, item.method, item.delivery))
        else:
            told.append((item.id, item.status, item.problem))

    bot.slack.record.listen(listener)
    return told


async def test_a_delivery_is_told_before_it_is_sent_and_when_it_is_acknowledged() -> None:
    async with stand_in() as bot:
        told = heard(bot)
        told_before: list[int] = []

        async def answer(_: Received) -> web.Response:
            told_before.append(len(told))
            return web.Response()

        bot.answer = answer
        await bot.slack.command("find")

    assert told_before == [1]
    assert told == [("d-1", 0, None), ("d-1", 200, None)]


async def test_a_delivery_that_nobody_takes_is_told_with_its_problem() -> None:
    async with stand_in() as bot:
        told = heard(bot)
        bot.slack.connect_http("http://127.0.0.1:9/")
        await bot.slack.command("find")

    assert told[-1] == ("d-1", 0, "dispatch_failed")


async def test_a_delivery_over_a_socket_is_told_too() -> None:
    async with stand_in() as bot:
        told = heard(bot)
        bot.slack.courier.events_url = None
        await bot.slack.command("find")

    assert told == [("d-1", 0, None), ("d-1", 0, "dispatch_failed")]


async def test_a_call_is_told_with_its_number_and_the_delivery_it_answers() -> None:
    async with stand_in() as bot:
        told = heard(bot)
        await bot.api("auth.test")
        asked = await bot.slack.command("find")
        await bot.reply(asked.response_url, text="found")

    assert [row for row in told if isinstance(row[0], int)] == [
        (1, "auth.test", None),
        (2, "response_url", "d-1"),
    ]


async def test_a_slow_answer_says_how_long_it_took() -> None:
    async with stand_in() as bot:
        bot.slack.faults.add("slow", "auth.test", seconds=0.05)
        await bot.api("auth.test")

        assert (bot.slack.journal[0].seconds or 0) >= 0.04


async def test_a_delivery_keeps_what_was_sent_without_the_token() -> None:
    async with stand_in() as bot:
        delivery = await bot.slack.command("find arm")
        message = bot.slack.workspace.post(
            C_ML, {"blocks": [actions(button()) | {"block_id": "b"}]}, author="U0IMAGEBOT"
        )
        press = await bot.slack.press(message, "next")

    assert (delivery.payload["command"], delivery.payload["text"]) == ("/images", "find arm")
    assert press.payload["actions"][0]["action_id"] == "next"
    assert "token" not in {**delivery.payload, **press.payload}


async def test_who_stops_listening_hears_nothing_more() -> None:
    async with stand_in() as bot:
        told: list[object] = []
        stop = bot.slack.record.listen(told.append)
        stop()
        await bot.api("auth.test")

    assert told == []


async def test_a_journal_may_be_bounded() -> None:
    async with stand_in() as bot:
        bot.slack.record.keep = 2
        for text in ("1", "2", "3"):
            asked = await bot.slack.command(text)
            await bot.reply(asked.response_url, text=text)

    assert [delivery.id for delivery in bot.slack.deliveries] == ["d-2", "d-3"]
    assert [made.number for made in bot.slack.journal] == [2, 3]


async def test_the_answers_of_one_delivery_are_bounded_too() -> None:
    async with stand_in() as bot:
        bot.slack.record.keep = 2
        asked = await bot.slack.command("1")
        for text in ("1", "2", "3"):
            await bot.reply(asked.response_url, text=text)

    assert [made.number for made in asked.answers] == [2, 3]
    assert len(asked.touched) == 2


async def test_modelarts_tells_each_request_when_it_was_answered() -> None:
    told: list[Call] = []
    async with FakeModelArts(rows(3)) as fake:
        fake.listen(told.append)
        fake.faults.add(Fault(kind="latency", seconds=0.05))
        await get(fake, limit=2)
        await get(fake, name="A")

    assert [(one.number, one.status) for one in told] == [(1, 200), (2, 400)]
    assert told[0].seconds >= 0.04
    assert told[0].said == {"rows": 2, "total": 3}
    assert told[1].said["error_code"] == "ModelArts.0104"


async def test_a_request_that_is_cut_off_is_told_without_a_status() -> None:
    told: list[Call] = []
    async with FakeModelArts(rows(1)) as fake:
        fake.listen(told.append)
        fake.faults.standing = Fault(kind="reset")
        with pytest.raises(aiohttp.ClientError):
            await get(fake)

    assert {(one.status, len(one.said)) for one in told} == {(0, 0)}


async def test_a_caller_who_leaves_ends_the_request() -> None:
    told: list[Call] = []
    ended = asyncio.Event()
    async with FakeModelArts(rows(1)) as fake:
        fake.listen(told.append)
        fake.listen(lambda _: ended.set())
        fake.faults.add(Fault(kind="hang", seconds=3600))
        asking = asyncio.create_task(get(fake))
        async with asyncio.timeout(5):
            while not fake.journal:  # noqa: ASYNC110 - nothing announces a request that only came
                await asyncio.sleep(0)
            asking.cancel()
            await ended.wait()

    assert [one.status for one in told] == [0]


@pytest.mark.parametrize("kind", ["html", "truncated", "nesting", "nan", "empty_body"])
async def test_a_broken_answer_is_told_all_the_same(kind: FaultKind) -> None:
    told: list[Call] = []
    async with FakeModelArts(rows(1)) as fake:
        fake.listen(told.append)
        fake.faults.add(Fault(kind=kind))
        await get(fake)

    assert len(told) == 1


async def test_an_answer_of_iam_in_its_older_shape_is_understood() -> None:
    told: list[Call] = []
    async with FakeModelArts([]) as fake:
        fake.listen(told.append)
        await call("POST", f"{fake.url}/v3/auth/tokens", body={})

    assert told[0].said == {
        "error_code": "400",
        "error_msg": "The request body is invalid.",
    }


async def test_the_journal_of_modelarts_may_be_bounded() -> None:
    async with FakeModelArts(rows(1)) as fake:
        fake.record.keep = 4
        for _ in range(6):
            await get(fake)

    assert [one.number for one in fake.journal] == [3, 4, 5, 6]


async def test_the_switches_are_no_requests() -> None:
    told: list[Call] = []
    async with FakeModelArts([]) as fake:
        fake.listen(told.append)
        await call("GET", f"{fake.url}/-/journal")

    assert told == []
