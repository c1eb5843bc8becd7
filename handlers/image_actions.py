"""Every button and menu on our messages: one listener, told apart by the id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.blocks import ids
from bot.blocks.elements import Message
from bot.blocks.help import help_message
from bot.errors import TokenError
from bot.ports import Reply
from bot.query.grammar import parse_request
from bot.query.model import Query
from bot.query.page_token import ButtonState
from bot.query.requests import Failed, Find, Groups, Request
from handlers.answer import answer, request_of
from handlers.context import Services, Turn
from handlers.errors import answered
from handlers.share import share


@dataclass(frozen=True, slots=True)
class Press:
    """One pressed button or chosen option.

    ``value``: the sealed state, from the button or, for a menu, from its block's id.
    ``option``: what was chosen in a menu.  ``message``: the message it stands on, empty if the
    payload does not say.  ``at_ms``: when it reached us.
    """

    action_id: str
    value: str
    option: str
    message: str
    at_ms: int = 0


def press_of(body: dict[str, Any], at_ms: int = 0) -> Press:
    """Read a ``block_actions`` payload; whatever is missing reads as empty."""
    action = (body.get("actions") or [{}])[0]
    option = (action.get("selected_option") or {}).get("value") or ""
    container = body.get("container") or {}
    stamp = container.get("message_ts")
    return Press(
        action_id=str(action.get("action_id") or ""),
        value=str(action.get("value") or action.get("block_id") or ""),
        option=str(option),
        message=f"{container.get('channel_id')}/{stamp}" if stamp else "",
        at_ms=at_ms,
    )


async def pressed(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Acknowledge, then do what the id says."""
    await ack()
    if not services.is_new(body):
        return
    services.metrics.count("imagebot_inbound_total", kind="action", result="ok")
    press = press_of(body, services.clock.now_ms())
    services.later(answer_press(press, services.reply_to(body), services))


async def answer_press(press: Press, reply: Reply, services: Services) -> None:
    """Answer one press; what was pressed before it on the same message is shown before it."""
    message = f"{reply.user}/{press.message}" if press.message else ""
    with services.turns.of(message) as turn:
        if press.action_id == ids.SHARE:
            await answered(services, reply, _share(press, reply, services, turn), turn=turn)
        elif press.action_id.startswith(ids.HELP):
            work = _help(press, reply, services)
            await answered(services, reply, work, replace=True, turn=turn)
        else:
            await _search(press, reply, services, turn)


async def _share(press: Press, reply: Reply, services: Services, turn: Turn) -> Message:
    # The second of two quick presses must know how the first one ended.
    await turn.come()
    return await share(press.value, press.at_ms, reply, services)


async def _help(press: Press, reply: Reply, services: Services) -> Message:
    topic = press.action_id.removeprefix(ids.HELP)
    return help_message(topic or None, seal=services.seal(reply.user))


async def _search(press: Press, reply: Reply, services: Services, turn: Turn) -> None:
    aside = press.action_id == ids.MINE or press.action_id.startswith((ids.SHOW, ids.OPEN))
    again = press.action_id == ids.RETRY or press.action_id.startswith(ids.RUN)
    holder = "" if press.action_id == ids.MINE else reply.user
    state: ButtonState | None = None
    change = _change(press)
    try:
        state = services.seal(holder).open(press.value)
    except TokenError as error:
        await answered(services, reply, _raise(error), turn=turn)
        return
    if press.action_id == ids.MINE or again:
        # A new look, not a turned page: relative times count from now.
        state = replace(state, at_ms=services.clock.now_ms(), digest="")
    opened = state

    async def work() -> Message:
        return await answer(
            change(request_of(opened)),
            services.catalog,
            services.seal(reply.user),
            at_ms=opened.at_ms or None,
            digest=opened.digest if press.action_id in ids.PAGES else "",
        )

    await answered(services, reply, work(), retry=state, replace=not aside, replace_on_error=again)


async def _raise(error: TokenError) -> Message:
    raise error


def _change(press: Press) -> Callable[[Request], Request]:
    if press.action_id == ids.SORT:
        return lambda request: _changed(request, _sorted_by(press.option))
    if press.action_id == ids.FILTER:
        return lambda request: _changed(request, _narrowed_by(press.option))
    return lambda request: request


def _changed(request: Request, change: Callable[[Query], Query]) -> Request:
    if not isinstance(request, Find | Failed | Groups):
        return request
    return replace(request, query=change(request.query).with_page(1))


def _sorted_by(option: str) -> Callable[[Query], Query]:
    sort = _query(f"sort={option}").sort
    return lambda query: replace(query, sort=sort)


def _narrowed_by(option: str) -> Callable[[Query], Query]:
    added = _query(option).conditions
    fields = {condition.field for condition in added}

    def narrowed(query: Query) -> Query:
        kept = tuple(term for term in query.conditions if term.field not in fields)
        return replace(query, conditions=kept + added)

    return narrowed


def _query(text: str) -> Query:
    request = parse_request(f"find {text}")
    return request.query if isinstance(request, Find) else Query()
