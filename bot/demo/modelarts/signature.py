"""The fake ModelArts' check of SDK-HMAC-SHA256 signatures.

Written from the algorithm alone and from the raw request, so that it can contradict a signer.
The trailing slash of the path is in the signature only.  Whatever headers the signer listed are
taken, nothing else; the key is the secret itself, nothing is derived from it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, unquote

from bot.demo.modelarts.replies import Refusal

ALGORITHM = "SDK-HMAC-SHA256"
AUTHORIZATION = re.compile(
    rf"{ALGORITHM} Access=([^,\s]+), SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{{64}})"
)
WINDOW = 15 * 60
"""Seconds that ``X-Sdk-Date`` may be away from the server's clock."""
INTRODUCTION = "Incorrect IAM authentication information: "


@dataclass(frozen=True, slots=True)
class RawRequest:
    """A request as it came over the wire; header names in lower case."""

    method: str
    target: str
    """Path and query, still percent-encoded."""
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def query_string(self) -> str:
        """The target's query, without the question mark."""
        return self.target.partition("?")[2]


def check_signature(request: RawRequest, keys: Mapping[str, str], now: float) -> None:
    """Accept a signed request.

    Args:
        request: The request with its ``Authorization`` header.
        keys: Secret by access key id.
        now: Seconds since 1970.

    Raises:
        Refusal: 401 ``APIGW.0301``.  Like the real gateway's, its text leaks the access key id or
            the canonical request.
    """
    parts = AUTHORIZATION.fullmatch(request.headers.get("authorization", ""))
    if parts is None:
        raise _refusal("authorization header is malformed")
    access, listed, signature = parts.groups()
    if access not in keys:
        raise _refusal(f"ak {access} not exist")
    date = _fresh_date(request.headers.get("x-sdk-date", ""), now)
    names = listed.split(";")
    if "x-security-token" in request.headers and "x-security-token" not in names:
        raise _refusal(f"security token of ak {access} is not signed")
    canonical = canonical_request(request, names)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    told = f"{ALGORITHM}\n{date}\n{digest}".encode()
    expected = hmac.new(keys[access].encode(), told, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, signature):
        leaked = canonical.replace("\n", "|")
        raise _refusal(f"verify aksk signature fail, ak {access}, canonicalRequest:{leaked}")


def canonical_request(request: RawRequest, names: list[str]) -> str:
    """What a signer must have hashed for this request."""
    path = "/".join(quote(unquote(part), safe="~") for part in request.path.split("/"))
    pairs = sorted(parse_qsl(request.query_string, keep_blank_values=True))
    query = "&".join(f"{quote(key, safe='~')}={quote(value, safe='~')}" for key, value in pairs)
    headers = [f"{name}:{request.headers.get(name, '').strip()}\n" for name in sorted(names)]
    return "\n".join(
        (
            request.method,
            path if path.endswith("/") else f"{path}/",
            query,
            "".join(headers),
            ";".join(names),
            hashlib.sha256(request.body).hexdigest(),
        )
    )


def _fresh_date(text: str, now: float) -> str:
    try:
        signed = datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()
    except ValueError:
        raise _refusal("x-sdk-date is missing or malformed") from None
    if abs(now - signed) > WINDOW:
        server = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%SZ")
        raise _refusal(f"signature expired, signature time:{text},server time:{server}")
    return text


def _refusal(detail: str) -> Refusal:
    return Refusal(401, "APIGW.0301", INTRODUCTION + detail)
