"""The fake's check of signatures, against published vectors and a signer written here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.modelarts.replies import Refusal
from bot.demo.modelarts.signature import RawRequest, canonical_request, check_signature
from tests.demo.modelarts_caller import NOW, Answer, call, rows, signed_headers

VECTORS = json.loads((Path(__file__).parent / "data/signing_vectors.json").read_text("utf-8"))
CASES: list[dict[str, Any]] = VECTORS["cases"]
NAMES = [case["name"] for case in CASES]
FAKE_KEYS = {case["ak"]: case["sk"] for case in CASES}


def sent(case: Mapping[str, Any]) -> RawRequest:
    headers = {key.lower(): value for key, value in case["headers"].items()}
    headers["authorization"] = case["authorization"]
    return RawRequest(case["method"], case["request_target"], headers, case["body"].encode())


def signed_at(case: Mapping[str, Any]) -> float:
    date = case["headers"]["X-Sdk-Date"]
    return datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_every_vector_of_the_official_signer_is_accepted(case: Mapping[str, Any]) -> None:
    names = case["authorization"].split("SignedHeaders=")[1].split(",")[0].split(";")

    assert canonical_request(sent(case), names) == case["canonical_request"]
    check_signature(sent(case), FAKE_KEYS, signed_at(case))


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_vector_with_another_query_is_refused(case: Mapping[str, Any]) -> None:
    request = sent(case)
    sign = "&" if "?" in request.target else "?"
    changed = RawRequest(request.method, f"{request.target}{sign}x=1", request.headers)

    with pytest.raises(Refusal, match="verify aksk signature fail"):
        check_signature(changed, FAKE_KEYS, signed_at(case))


async def signed_get(
    fake: FakeModelArts,
    query: str = "",
    *,
    added: Mapping[str, str] | None = None,
    after: Mapping[str, str] | None = None,
    date: str = "20260102T030405Z",
    **signing: Any,
) -> Answer:
    """GET the images signed; ``added`` is there before signing, ``after`` only after it."""
    target = f"/v1/{fake.PROJECT_ID}/images{query}"
    host = fake.url.removeprefix("http://")
    headers = {"Host": host, "X-Sdk-Date": date, **(added or {})}
    headers = signed_headers(target, headers=headers, **signing) | dict(after or {})
    return await call("GET", fake.url + target, headers=headers)


@pytest.mark.anyio
@pytest.mark.parametrize("query", ["", "?limit=2&name=torch&sort_key=name%2CupdateTime"])
async def test_a_signed_request_needs_no_token(query: str) -> None:
    async with FakeModelArts(rows(1), now=lambda: NOW) as fake:
        answer = await signed_get(fake, query)

    assert answer.status == 200


@pytest.mark.anyio
async def test_only_the_listed_headers_count() -> None:
    added = {"X-Project-Id": FakeModelArts.PROJECT_ID}
    async with FakeModelArts(rows(1), now=lambda: NOW) as fake:
        listed = await signed_get(fake, added=added)
        unlisted = await signed_get(fake, added=added, listed=["host", "x-sdk-date"])
        changed = await signed_get(fake, added=added, after={"X-Project-Id": "another"})

    assert (listed.status, unlisted.status) == (200, 200)
    assert changed.refusal == (401, "APIGW.0301")


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("date", "status"),
    [
        ("20260102T031905Z", 200),
        ("20260102T024905Z", 200),
        ("20260102T031906Z", 401),
        ("20260102T024904Z", 401),
        ("2026-01-02", 401),
    ],
)
async def test_a_signature_lives_for_fifteen_minutes(date: str, status: int) -> None:
    async with FakeModelArts(rows(1), now=lambda: NOW) as fake:
        answer = await signed_get(fake, date=date)

    assert answer.status == status


@pytest.mark.anyio
async def test_a_wrong_secret_leaks_the_canonical_request_like_the_gateway() -> None:
    async with FakeModelArts(rows(1), now=lambda: NOW) as fake:
        answer = await signed_get(fake, secret="another")

    assert answer.refusal == (401, "APIGW.0301")
    assert f"canonicalRequest:GET|/v1/{fake.PROJECT_ID}/images/|" in answer.json["error_msg"]
    assert fake.ACCESS_KEY in answer.json["error_msg"]
    assert answer.json["request_id"] == answer.headers["x-request-id"]


@pytest.mark.anyio
async def test_an_unknown_access_key_is_named() -> None:
    async with FakeModelArts(rows(1), now=lambda: NOW) as fake:
        answer = await signed_get(fake, access="NOBODY")

    assert answer.refusal == (401, "APIGW.0301")
    assert "ak NOBODY not exist" in answer.json["error_msg"]


@pytest.mark.anyio
async def test_a_security_token_counts_only_when_it_is_signed() -> None:
    token = {"X-Security-Token": "gAAAtemporary"}
    async with FakeModelArts(rows(1), now=lambda: NOW) as fake:
        signed = await signed_get(fake, added=token)
        unsigned = await signed_get(fake, after=token)

    assert signed.status == 200
    assert unsigned.refusal == (401, "APIGW.0301")


@pytest.mark.anyio
async def test_a_signature_that_cannot_be_read_is_refused() -> None:
    async with FakeModelArts(rows(1), now=lambda: NOW) as fake:
        url = f"{fake.url}/v1/{fake.PROJECT_ID}/images"
        headers = {"Authorization": "SDK-HMAC-SHA256 Access=DEMOAK"}
        answer = await call("GET", url, headers=headers)

    assert answer.refusal == (401, "APIGW.0301")
