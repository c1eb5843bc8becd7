"""One request and its reply as values, and how the body of a reply is read within bounds.

httpx inflates a whole chunk at once, so 64 kB from the wire can become 64 MB before anything
could be counted: here the inflater is told how much room is left.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import httpx

from bot.errors import ProtocolError
from bot.modelarts.signing import encoded, query_string

_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
_INFLATED = frozenset({"gzip", "x-gzip", "deflate"})


@dataclass(frozen=True, slots=True)
class Call:
    """One request, not yet signed.

    ``origin``: scheme, host and port.  ``path`` and ``query``: not encoded.  ``ok``: the one
    status that is an answer.  ``expected``: error codes that are part of the plan, not worth a
    warning.  ``at``: who is asked, for sentences.
    """

    origin: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    method: str = "GET"
    body: bytes = b""
    project_id: str | None = None
    ok: int = 200
    expected: frozenset[str] = frozenset()
    at: str = "ModelArts"

    @property
    def target(self) -> str:
        """Path and query as they travel, which is how the signature sees them."""
        path = "/".join(encoded(segment) for segment in self.path.split("/"))
        return f"{path}?{query_string(self.query)}" if self.query else path


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply, its body decompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Auth(Protocol):
    """A way to be let in."""

    async def headers(self, call: Call, until: float) -> Mapping[str, str]:
        """What to add to this call; ``until`` is a moment of the monotonic clock."""
        ...

    def worth_renewing(self, used: Mapping[str, str]) -> bool:
        """After a 401: whether other headers than these may be accepted."""
        ...


class BodyTooLarge(ProtocolError):
    """More bytes, after decompression, than one reply may have."""


async def read_body(response: httpx.Response, most_bytes: int, *, at: str) -> bytes:
    """Read to the end, decompressed.

    What follows the end of the compressed body is not read.

    Args:
        response: Opened as a stream.
        most_bytes: Reading stops as soon as there are more, packed or unpacked: a compressed body
            may go on for ever without a single byte in it.
        at: Who sent it, for the sentence.

    Raises:
        ProtocolError: Too large, cut off, or in a coding that we did not ask for.
    """
    if response.is_stream_consumed:  # a transport that hands over whole replies, decoded
        return _bounded(response.content, most_bytes, at)
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in _INFLATED | {"identity", ""}:
        raise ProtocolError(f"{at} sent a reply in a form that the bot cannot read.")
    inflater = zlib.decompressobj(_GZIP_OR_ZLIB) if coding in _INFLATED else None
    body = bytearray()
    packed = 0
    async for chunk in response.aiter_raw():
        if inflater is not None and inflater.eof:
            break
        packed += len(chunk)
        if packed > most_bytes:
            raise _too_large(at)
        body += _inflated(inflater, chunk, most_bytes - len(body) + 1, at)
        _bounded(body, most_bytes, at)
    if inflater is not None and body and not inflater.eof:
        raise _cut_off(at)
    return bytes(body)


def _inflated(inflater: zlib._Decompress | None, chunk: bytes, room: int, at: str) -> bytes:
    if inflater is None:
        return chunk
    try:
        return inflater.decompress(chunk, room)
    except zlib.error:
        raise _cut_off(at) from None


def _bounded(body: bytes | bytearray, most_bytes: int, at: str) -> bytes:
    if len(body) <= most_bytes:
        return bytes(body) if isinstance(body, bytearray) else body
    raise _too_large(at)


def _too_large(at: str) -> BodyTooLarge:
    return BodyTooLarge(
        f"{at} sent more than the bot reads at once.",
        hint="Ask the person who runs the bot to read smaller pages.",
    )


def _cut_off(at: str) -> ProtocolError:
    return ProtocolError(f"The reply of {at} was cut off.", hint="Try again in a minute.")
