"""The fake's faults: when they are due and what the caller then sees."""

from __future__ import annotations

import gzip
import json
import math
from typing import Any

import aiohttp
import pytest

from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.modelarts.faults import Fault, FaultKind, Faults
from tests.demo.modelarts_caller import Answer, get, rows

LISTING = "/v1/p/images"


def statuses(faults: Faults, *paths: str) -> list[int | None]:
    """The status of the fault that hits each call, None for none."""
    hits = [faults.due(path) for path in paths]
    return [hit.status if hit else None for hit in hits]


def status(number: int, **fields: Any) -> Fault:
    return Fault(kind="status", status=number, **fields)


def test_the_queue_is_used_up_in_order() -> None:
    faults = Faults()
    faults.add(status(503, times=2), status(429))

    assert statuses(faults, *[LISTING] * 4) == [503, 503, 429, None]
    assert faults.queue == []


def test_a_fault_may_wait_for_the_nth_call() -> None:
    faults = Faults()
    faults.add(status(500, nth=2), status(502, nth=4, times=2))

    assert statuses(faults, *[LISTING] * 6) == [None, 500, None, 502, 502, None]


@pytest.mark.parametrize("path", ["/images", "/v1/p/im", "/v1/p/images/group"])
def test_a_path_narrows_a_fault_with_or_without_the_project(path: str) -> None:
    faults = Faults()
    faults.add(status(503, path=path))

    assert statuses(faults, "/v3/auth/tokens", "/v1/p/workspaces") == [None, None]
    assert statuses(faults, "/v1/p/images/group") == [503]


def test_a_standing_fault_hits_what_the_queue_leaves() -> None:
    faults = Faults()
    faults.standing = status(504)
    faults.add(status(429))

    assert statuses(faults, *[LISTING] * 3) == [429, 504, 504]


def test_clear_ends_all() -> None:
    faults = Faults()
    faults.standing = status(504)
    faults.add(status(429))
    faults.clear()

    assert statuses(faults, LISTING) == [None]


async def answer_to(fault: Fault) -> Answer:
    async with FakeModelArts(rows(4)) as fake:
        fake.faults.add(fault)
        return await get(fake)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (400, "ModelArts.0104"),
        (401, "APIGW.0301"),
        (403, "ModelArts.0108"),
        (404, "APIGW.0101"),
        (408, "ModelArts.6100"),
        (429, "APIGW.0308"),
        (500, "ModelArts.0010"),
        (503, "ModelArts.4302"),
        (504, "APIGW.0610"),
    ],
)
async def test_a_status_comes_with_its_body(number: int, code: str) -> None:
    answer = await answer_to(status(number))

    assert answer.refusal == (number, code)
    assert "Retry-After" not in answer.headers


@pytest.mark.anyio
async def test_a_bad_gateway_is_a_web_page() -> None:
    answer = await answer_to(status(502))

    assert (answer.status, answer.headers["Content-Type"]) == (502, "text/html")


@pytest.mark.anyio
@pytest.mark.parametrize("value", ["7", "-1", "Fri, 02 Jan 2026 03:04:05 GMT"])
async def test_throttling_says_when_to_come_back_as_it_was_told_to(value: str) -> None:
    answer = await answer_to(status(429, retry_after=value))

    assert answer.headers["Retry-After"] == value
    assert "limit:5,time:1 minute" in answer.json["error_msg"]


@pytest.mark.anyio
async def test_a_fault_may_say_another_code_and_text() -> None:
    answer = await answer_to(status(400, code="ModelArts.6400", text="fromIndex(9) > toIndex(4)"))

    assert answer.json == {
        "error_code": "ModelArts.6400",
        "error_msg": "fromIndex(9) > toIndex(4)",
    }


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("kind", "start", "length"),
    [("html", b"<html>", None), ("empty_body", b"", 0), ("nesting", b'{"data":[[[', 200_009)],
)
async def test_a_200_may_hold_nonsense(kind: FaultKind, start: bytes, length: int | None) -> None:
    answer = await answer_to(Fault(kind=kind))

    assert answer.status == 200
    assert answer.body.startswith(start)
    assert length in {None, len(answer.body)}


@pytest.mark.anyio
async def test_any_body_can_be_given() -> None:
    answer = await answer_to(Fault(kind="body", text="\ufeff{}", content_type="text/plain"))

    assert (answer.status, answer.body) == (200, "\ufeff{}".encode())


@pytest.mark.anyio
async def test_a_200_may_be_an_error() -> None:
    answer = await answer_to(Fault(kind="error_200"))

    assert answer.refusal == (200, "ModelArts.0010")


@pytest.mark.anyio
async def test_nan_stands_where_a_number_belongs() -> None:
    answer = await answer_to(Fault(kind="nan"))

    assert math.isnan(answer.json["total"])


@pytest.mark.anyio
async def test_truncated_json_is_whole_http() -> None:
    answer = await answer_to(Fault(kind="truncated"))

    assert answer.status == 200
    with pytest.raises(json.JSONDecodeError):
        _ = answer.json


@pytest.mark.anyio
async def test_an_empty_list_claims_that_there_is_nothing() -> None:
    answer = await answer_to(Fault(kind="empty_list"))

    assert (answer.ids, answer.json["total"], answer.json["pages"]) == ([], 0, 0)


@pytest.mark.anyio
async def test_a_redirect_points_to_another_host() -> None:
    answer = await answer_to(Fault(kind="redirect"))

    assert (answer.status, answer.headers["Location"]) == (302, "http://modelarts.invalid/")


@pytest.mark.anyio
async def test_a_small_answer_may_unpack_to_much() -> None:
    async with FakeModelArts([]) as fake:
        fake.faults.add(Fault(kind="gzip_bomb", megabytes=8))
        url = f"{fake.url}/v1/p/images"
        async with (
            aiohttp.ClientSession(auto_decompress=False) as session,
            session.get(url) as response,
        ):
            packed = await response.read()

    assert len(packed) < 100_000
    assert len(gzip.decompress(packed)) == 8 * 1024 * 1024


@pytest.mark.anyio
@pytest.mark.parametrize("kind", ["reset", "short_body"])
async def test_a_connection_may_break(kind: FaultKind) -> None:
    async with FakeModelArts(rows(4)) as fake:
        # aiohttp's client asks a second time after a reset.
        fake.faults.standing = Fault(kind=kind)
        with pytest.raises(aiohttp.ClientError):
            await get(fake)
        fake.faults.clear()
        after = await get(fake)

    assert after.status == 200
    assert fake.journal[0].status == (0 if kind == "reset" else 200)
