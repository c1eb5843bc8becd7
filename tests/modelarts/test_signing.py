"""The signer against vectors computed by the official one."""

from __future__ import annotations

from typing import Any

import pytest

from bot.modelarts import signing
from tests.modelarts.samples import signing_vectors

VECTORS = signing_vectors()


def by_name(vector: dict[str, Any]) -> str:
    """How a case is called in the report."""
    return str(vector["name"])


@pytest.mark.parametrize("vector", VECTORS, ids=by_name)
def test_every_step_equals_the_official_signer(vector: dict[str, Any]) -> None:
    """Canonical request, string to sign and signature, letter by letter."""
    query = [(name, value) for name, value in vector["query"]]
    request = (vector["method"], vector["path"], query, vector["headers"])

    canonical = signing.canonical_request(*request, vector["body"].encode())
    to_sign = signing.string_to_sign(canonical, vector["headers"]["X-Sdk-Date"])
    authorization = signing.authorization(
        access_key=vector["ak"],
        secret_key=vector["sk"],
        method=vector["method"],
        path=vector["path"],
        query=query,
        headers=vector["headers"],
        body=vector["body"].encode(),
    )

    assert canonical == vector["canonical_request"]
    assert to_sign == vector["string_to_sign"]
    assert authorization == vector["authorization"]


@pytest.mark.parametrize("vector", VECTORS, ids=by_name)
def test_the_query_is_spelled_as_the_sdk_sends_it(vector: dict[str, Any]) -> None:
    """Sorted, a blank as ``%20``, a comma as ``%2C``, ``~`` as it is."""
    query = signing.query_string((name, value) for name, value in vector["query"])

    assert query == vector["request_target"].partition("?")[2]


def test_there_are_all_six_vectors() -> None:
    """One of them has temporary keys, whose token is signed."""
    assert len(VECTORS) == 6
    assert any("x-security-token" in vector["authorization"] for vector in VECTORS)


def test_the_date_is_utc_to_the_second() -> None:
    """As ``X-Sdk-Date`` wants it."""
    assert signing.sdk_date(1_767_323_045_999) == "20260102T030405Z"
