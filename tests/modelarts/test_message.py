"""Bodies are bounded while they are read, packed and unpacked."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Iterable

import httpx
import pytest

from bot.errors import ProtocolError
from bot.modelarts.message import BodyTooLarge, read_body

pytestmark = pytest.mark.anyio

_MOST = 100_000


class Wire(httpx.AsyncByteStream):
    """Sends chunks and counts what was taken."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self.taken = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            self.taken += len(chunk)
            yield chunk


async def _read(wire: Wire, coding: str = "gzip") -> bytes:
    response = httpx.Response(200, headers={"Content-Encoding": coding}, stream=wire)
    return await read_body(response, _MOST, at="ModelArts")


def _endless(first: bytes, then: bytes) -> Iterable[bytes]:
    yield first
    for _ in range(100_000):
        yield then


async def test_what_follows_the_packed_body_is_not_read() -> None:
    """A server may go on for ever behind it."""
    packed = gzip.compress(b"{}")
    wire = Wire(_endless(packed, b"x" * 1000))

    assert await _read(wire) == b"{}"
    assert wire.taken <= len(packed) + 1000


async def test_packed_bytes_without_content_are_bounded() -> None:
    """Empty blocks unpack to nothing, so counting what comes out never ends."""
    deflate = zlib.compressobj(wbits=31)
    first = deflate.compress(b"{}") + deflate.flush(zlib.Z_FULL_FLUSH)
    wire = Wire(_endless(first, b"\x00\x00\x00\xff\xff" * 200))

    with pytest.raises(BodyTooLarge):
        await _read(wire)
    assert wire.taken <= _MOST + 2000


async def test_one_chunk_is_not_unpacked_beyond_the_bound() -> None:
    """Fifty megabytes fit into fifty kilobytes: they must never be in memory."""
    bomb = gzip.compress(b" " * 50_000_000)
    tracemalloc.start()

    with pytest.raises(BodyTooLarge):
        await _read(Wire([bomb]))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 20 * _MOST


async def test_a_packed_body_may_come_in_any_pieces() -> None:
    """The end of it as a piece of its own, too."""
    packed = gzip.compress(b'{"data": []}')

    assert await _read(Wire(packed[at : at + 1] for at in range(len(packed)))) == b'{"data": []}'


async def test_a_plain_body_is_bounded() -> None:
    """Byte by byte as it comes."""
    wire = Wire(_endless(b"", b" " * 1000))

    with pytest.raises(ProtocolError):
        await _read(wire, "identity")
    assert wire.taken <= _MOST + 2000
