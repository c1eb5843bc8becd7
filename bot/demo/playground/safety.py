"""Who may ask the playground: pages that it served itself, in a browser on this machine."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.demo.loopback import is_loopback_host
from bot.demo.playground.requests import Refused

LARGEST_BODY = 256 * 1024

_CONTENT = "; ".join(
    (
        "default-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _CONTENT,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_SENTENCES = {
    404: "There is no such page in the playground.",
    405: "The playground does not take this kind of request here.",
    413: "This is more than the playground takes at once.",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def refusal(sentence: str, status: int) -> web.Response:
    """What the page shows to the person as it is."""
    return web.json_response({"ok": False, "error": sentence}, status=status)


async def add_headers(_: web.Request, response: web.StreamResponse) -> None:
    """Tell the browser to load nothing from elsewhere and to guess nothing."""
    response.headers.update(_HEADERS)


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse strangers, and say every refusal as a sentence."""
    try:
        check(request)
        return await handler(request)
    except Refused as refused:
        return refusal(refused.sentence, refused.status)
    except LookupError as error:
        if isinstance(error, KeyError | IndexError):
            raise
        # The fakes say by it what a person cannot do.
        return refusal(str(error), 409)
    except web.HTTPException as error:
        return refusal(
            _SENTENCES.get(error.status, "The playground cannot do this."), error.status
        )


def check(request: web.Request) -> None:
    """See that a request comes from a page of ours.

    A name of somebody else's that leads to this machine (DNS rebinding) stands in ``Host``; a
    page of somebody else's that posts here stands in ``Origin``.

    Raises:
        Refused: It does not.
    """
    host = request.headers.get("Host", "")
    if not is_loopback_host(host):
        raise Refused("The playground answers on 127.0.0.1 and localhost only.", 403)
    if request.method in {"GET", "HEAD"}:
        return
    if request.headers.get("Origin", f"http://{host}").lower() != f"http://{host}".lower():
        raise Refused("The playground takes requests of its own page only.", 403)
    if request.content_type != "application/json":
        raise Refused("The playground takes JSON only.", 415)
