"""The built page, as files: made by ``make web``, never at run time."""

from __future__ import annotations

from html import escape
from pathlib import Path

from aiohttp import web

from bot.demo.advice import page_advice

BUILT = Path(__file__).parents[1] / "web" / "dist"

_NOT_BUILT = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>imagebot playground</title></head>
<body><p>The page is not built. {advice}</p></body></html>
"""
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
"""The system's own table may say anything, and browsers run no script of another type."""


class Page:
    """The files of one build.

    Args:
        built: The folder with ``index.html`` and ``assets``.
    """

    def __init__(self, built: Path = BUILT) -> None:
        self._built = built

    async def index(self, _: web.Request) -> web.StreamResponse:
        """The page itself, asked for anew each time: it names the assets by their content."""
        path = self._built / "index.html"
        if not path.is_file():
            text = _NOT_BUILT.format(advice=escape(page_advice()))
            return web.Response(text=text, content_type="text/html", status=503)
        return _file(path, "text/html; charset=utf-8", "no-cache")

    async def asset(self, request: web.Request) -> web.StreamResponse:
        """A file that never changes under its name."""
        path = self._built / "assets" / request.match_info["name"]
        # The name is what was decoded from the address, and may hold anything.
        if path.parent != self._built / "assets" or not _is_file(path):
            raise web.HTTPNotFound
        kind = _TYPES.get(path.suffix, "application/octet-stream")
        return _file(path, kind, "public, max-age=31536000, immutable")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # A name that no file system takes, such as one that is too long.
        return False


def _file(path: Path, kind: str, keep: str) -> web.FileResponse:
    return web.FileResponse(path, headers={"Content-Type": kind, "Cache-Control": keep})
