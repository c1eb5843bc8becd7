"""A bare HTTP client for the fake ModelArts, with a signer of its own."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.demo.fake_modelarts import FakeModelArts

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC).timestamp()


@dataclass(frozen=True)
class Answer:
    """One whole reply."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def ids(self) -> list[str]:
        """The ids of a page's images, in order."""
        return [row["id"] for row in self.json["data"]]

    @property
    def refusal(self) -> tuple[int, str]:
        """Status and error code."""
        return self.status, self.json["error_code"]


async def call(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: object = None,
) -> Answer:
    """One request, sent exactly as written; redirects are not followed."""
    async with (
        aiohttp.ClientSession(max_field_size=65_536) as session,
        session.request(
            method,
            URL(url, encoded=True),
            headers=headers,
            json=body,
            allow_redirects=False,
        ) as response,
    ):
        return Answer(response.status, response.headers, await response.read())


async def get(fake: FakeModelArts, path: str = "/images", **query: object) -> Answer:
    """A GET below the project's path with the static token."""
    url = f"{fake.url}/v1/{fake.PROJECT_ID}{path}"
    if query:
        url += "?" + "&".join(f"{key}={quote(str(value))}" for key, value in query.items())
    return await call("GET", url, headers={"X-Auth-Token": fake.TOKEN})


def rows(count: int, **fields: Any) -> list[dict[str, Any]]:
    """Plain images ``i-0``, ``i-1``, … that differ in id and name."""
    return [
        {"id": f"i-{number}", "name": f"image-{number}", "type": "BUILD_IN"} | fields
        for number in range(count)
    ]


def signed_headers(
    target: str,
    *,
    headers: Mapping[str, str],
    listed: Sequence[str] | None = None,
    access: str = FakeModelArts.ACCESS_KEY,
    secret: str = FakeModelArts.SECRET_KEY,
) -> dict[str, str]:
    """``headers`` with the Authorization for a GET of ``target`` (encoded path and sorted query).

    ``listed``: the header names that are signed; all of them if None.
    """
    path, _, query = target.partition("?")
    by_name = {name.lower(): value for name, value in headers.items()}
    names = sorted(listed if listed is not None else by_name)
    lines = "".join(f"{name}:{by_name[name]}\n" for name in names)
    empty = hashlib.sha256(b"").hexdigest()
    canonical = f"GET\n{path}/\n{query}\n{lines}\n{';'.join(names)}\n{empty}"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    told = f"SDK-HMAC-SHA256\n{by_name['x-sdk-date']}\n{digest}"
    signature = hmac.new(secret.encode(), told.encode(), hashlib.sha256).hexdigest()
    return {
        **headers,
        "Authorization": f"SDK-HMAC-SHA256 Access={access}, "
        f"SignedHeaders={';'.join(names)}, Signature={signature}",
    }
