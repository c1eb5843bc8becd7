"""Files that the bot shared, as downloads: never shown by the browser, whatever they hold."""

from __future__ import annotations

import re
from urllib.parse import quote

from aiohttp import web

from bot.demo.slack.files import StoredFile

LONGEST_NAME = 150
"""Characters; of a longer name the beginning is kept, and its ending."""
LONGEST_ENDING = 16

_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f"\\/:*?<>|;%]')
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of writing, so that a name seems to end otherwise than it does."""


def download(file: StoredFile) -> web.Response:
    """The file itself, under a name that leads nowhere."""
    kind = "text/plain" if file.mimetype.startswith("text/") else "application/octet-stream"
    return web.Response(
        body=file.content,
        headers={
            "Content-Type": f"{kind}; charset=utf-8" if kind == "text/plain" else kind,
            "Content-Disposition": disposition(file.name),
            "Cache-Control": "no-store",
        },
    )


def disposition(name: str) -> str:
    """``attachment`` with the name twice: in ASCII for old clients, whole by RFC 5987."""
    safe = _cut(_UNSAFE.sub("_", _TURNING.sub("", name)).strip(". ")) or "file"
    plain = safe.encode("ascii", "replace").decode().replace("?", "_")
    whole = quote(safe.encode("utf-8", "replace"), safe="")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}"


def _cut(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        return name[:LONGEST_NAME].rstrip(". ")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
