"""Which hosts are this machine alone; the demo's servers answer no other."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_HOST = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?", re.IGNORECASE)


def is_loopback_host(host: str) -> bool:
    """Whether a ``Host`` header names this machine, with any port or none.

    A name of somebody else's that leads here (DNS rebinding) is refused by it.
    """
    return _HOST.fullmatch(host) is not None


@web.middleware
async def refuse_strangers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer 403 to whoever asks for another host, whatever they ask."""
    if not is_loopback_host(request.headers.get("Host", "")):
        return web.Response(status=403, text="This server answers on 127.0.0.1 only.")
    return await handler(request)
