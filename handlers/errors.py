"""The one place where errors become sentences."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable
from typing import Any

from bot.blocks.elements import Message
from bot.blocks.problem import problem
from bot.errors import BotError, RequestError, UpstreamError, UpstreamTimeout
from bot.ports import Reply
from bot.ports.alerting import StoreDown
from bot.query.page_token import ButtonState
from handlers.context import Services, Turn

logger = logging.getLogger("imagebot.handlers")

ANSWER_WITHIN = 25.0
"""Seconds for one answer, however many requests it takes."""


async def answered(
    services: Services,
    reply: Reply,
    work: Awaitable[Message | None],
    *,
    retry: ButtonState | None = None,
    replace: bool = False,
    replace_on_error: bool = False,
    turn: Turn | None = None,
    within: float = ANSWER_WITHIN,
) -> None:
    """Wait for a message and show it; whatever goes wrong is shown instead.

    Args:
        work: Ends without a message where there is nothing to say.
        retry: What *Retry* runs, if trying again can help.
        replace: Whether the message replaces the one whose button was pressed.
        replace_on_error: Whether a problem does: a list that works is not given up for it.
        turn: Whose turn the answer is shown in.
        within: Seconds for the work.
    """
    try:
        async with asyncio.timeout(within):
            message = await work
        services.metrics.count("imagebot_answers_total", result="answer")
    except (BotError, TimeoutError, StoreDown) as error:
        message, replace = _expected(services, reply, error, retry), replace_on_error
    except Exception as error:  # noqa: BLE001 - a bug, too, is answered; logged in _bug
        message, replace = _bug(services, reply, error, retry), replace_on_error
    if turn is not None:
        await turn.come()
    if message is None:
        return
    await reply(text=message.text, blocks=message.blocks, replace_original=replace)


async def refused(error: BotError) -> Message:
    """Work that ends in this error, for `answered` to show."""
    raise error


def _bug(services: Services, reply: Reply, bug: Exception, retry: ButtonState | None) -> Message:
    reference = secrets.token_hex(4)
    logger.error("bug, reference %s", reference, exc_info=bug)
    services.metrics.count("imagebot_bugs_total")
    error = BotError(
        "Something went wrong on our side.",
        hint="Try again; if it stays, give the reference to whoever runs this bot.",
    )
    return problem(error, reference=reference, retry=retry, seal=services.seal(reply.user))


def _expected(
    services: Services,
    reply: Reply,
    error: BotError | TimeoutError | StoreDown,
    retry: ButtonState | None,
) -> Message:
    seal = services.seal(reply.user)
    if isinstance(error, RequestError):
        services.metrics.count("imagebot_answers_total", result="mistake")
        return problem(error, seal=seal)
    what = type(error).__name__
    error = _said(error)
    reference = secrets.token_hex(4)
    status = error.status if isinstance(error, UpstreamError) else None
    code = error.code if isinstance(error, UpstreamError) else None
    logger.warning(
        "no answer, reference %s: %s status=%s code=%s",
        reference,
        what,
        status,
        code,
    )
    services.metrics.count("imagebot_answers_total", result="upstream")
    return problem(error, reference=reference, retry=retry, seal=seal)


def _said(error: BotError | TimeoutError | StoreDown) -> BotError:
    if isinstance(error, StoreDown):
        return BotError(
            "I cannot reach my own database right now, so I know nothing of the alerts.",
            hint="Nothing is lost. Try again in a minute.",
        )
    if isinstance(error, TimeoutError):
        return UpstreamTimeout(
            "ModelArts did not answer in time.",
            hint="It may be busy. Try again in a minute.",
        )
    return error


async def listener_failed(error: Exception, body: dict[str, Any]) -> None:
    """Bolt's last resort: a listener broke before it acknowledged."""
    logger.error("listener failed for %s", body.get("type", "command"), exc_info=error)
