"""Signing with access keys: SDK-HMAC-SHA256, byte for byte as the official signer.

Source: the API Gateway signing guide; held to vectors computed by huaweicloudsdkcore 3.1.219.
The secret key signs directly, no key is derived from it.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from urllib.parse import quote

ALGORITHM = "SDK-HMAC-SHA256"


def encoded(text: str) -> str:
    """Percent-encode as the SDK does: a blank is ``%20``, a comma ``%2C``, ``~`` stays."""
    return quote(text, safe="~")


def query_string(query: Iterable[tuple[str, str]]) -> str:
    """Sort by name and encode; this very text is both signed and sent."""
    return "&".join(f"{encoded(name)}={encoded(value)}" for name, value in sorted(query))


def sdk_date(now_ms: int) -> str:
    """``X-Sdk-Date`` of a moment: UTC to the second, ``20260102T030405Z``."""
    return datetime.fromtimestamp(now_ms // 1000, UTC).strftime("%Y%m%dT%H%M%SZ")


def canonical_request(
    method: str,
    path: str,
    query: Iterable[tuple[str, str]],
    headers: Mapping[str, str],
    body: bytes = b"",
) -> str:
    """Spell a request in the one way both sides can compute.

    Args:
        method: As sent, upper case.
        path: Not yet encoded.  Ends with a slash here, although the URL does not.
        query: Not yet encoded, in any order.
        headers: Those to sign, and no others.
        body: As sent.
    """
    folded = {name.lower(): value.strip() for name, value in headers.items()}
    segments = "/".join(encoded(segment) for segment in path.split("/"))
    return "\n".join(
        [
            method,
            segments if segments.endswith("/") else f"{segments}/",
            query_string(query),
            *(f"{name}:{folded[name]}" for name in sorted(folded)),
            "",
            ";".join(sorted(folded)),
            hashlib.sha256(body).hexdigest(),
        ]
    )


def string_to_sign(canonical: str, date: str) -> str:
    """What the key signs: algorithm, date and the digest of the canonical request."""
    return "\n".join([ALGORITHM, date, hashlib.sha256(canonical.encode()).hexdigest()])


def authorization(
    *,
    access_key: str,
    secret_key: str,
    method: str,
    path: str,
    query: Iterable[tuple[str, str]],
    headers: Mapping[str, str],
    body: bytes = b"",
) -> str:
    """The ``Authorization`` header.

    Args:
        headers: Every header to sign; ``X-Sdk-Date`` must be among them, and
            ``X-Security-Token`` when the keys are temporary.
    """
    date = next(value for name, value in headers.items() if name.lower() == "x-sdk-date")
    text = string_to_sign(canonical_request(method, path, query, headers, body), date)
    signature = hmac.new(secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()
    signed = ";".join(sorted(name.lower() for name in headers))
    return f"{ALGORITHM} Access={access_key}, SignedHeaders={signed}, Signature={signature}"
