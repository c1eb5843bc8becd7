"""From a request to its answer, whatever it is about."""

from __future__ import annotations

from bot.blocks.elements import Message
from bot.query.requests import AlertRequest, Request
from handlers.alert_commands import answer_alert
from handlers.answer import answer
from handlers.context import Asking, Services


async def answer_request(
    request: Request, asking: Asking, services: Services, *, digest: str = ""
) -> Message:
    """Look it up, or change it; `handlers.answer.answer` says what ``digest`` is."""
    if isinstance(request, AlertRequest):
        return await answer_alert(request, asking, services)
    return await answer(
        request,
        services.catalog,
        asking.seal,
        at_ms=asking.at_ms,
        digest=digest,
        broken=services.broken(),
    )
