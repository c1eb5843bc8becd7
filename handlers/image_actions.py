"""Every button and menu on our messages: one listener, told apart by the id."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import ids
from bot.blocks.elements import Message
from bot.blocks.help import help_message
from bot.errors import TokenError
from bot.ports import Reply
from bot.query.grammar import parse_request
from bot.query.model import Query
from bot.query.requests import Failed, Find, Groups, Request, Search
from handlers.alert_actions import ALERT_PREFIXES, answer_alert_press
from handlers.answer import request_of
from handlers.answering import answer_request
from handlers.context import Services, Turn
from handlers.errors import answered, refused
from handlers.presses import Press, press_of
from handlers.share import share
from handlers.views import open_form


async def pressed(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services
) -> None:
    """Acknowledge, then do what the id says."""
    await ack()
    if not services.is_new(body):
        return
    services.metrics.count("imagebot_inbound_total", kind="action", result="ok")
    press = press_of(body, services.clock.now_ms())
    reply = services.reply_to(body)
    if press.action_id.startswith(ids.SUBSCRIPTION_EDIT):
        services.later(open_form(press, reply, client, services))
    else:
        services.later(answer_press(press, reply, services))


async def answer_press(press: Press, reply: Reply, services: Services) -> None:
    """Answer one press; what was pressed before it on the same message is shown before it."""
    message = f"{reply.user}/{press.message}" if press.message else ""
    with services.turns.of(message) as turn:
        if press.action_id == ids.SHARE:
            await answered(services, reply, _share(press, reply, services, turn), turn=turn)
        elif press.action_id.startswith(ids.HELP):
            work = _help(press, reply, services)
            await answered(services, reply, work, replace=True, turn=turn)
        elif press.action_id.startswith(ALERT_PREFIXES):
            await answer_alert_press(press, reply, services, turn)
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
    try:
        state = services.seal(holder).open(press.value)
    except TokenError as error:
        await answered(services, reply, refused(error), turn=turn)
        return
    if press.action_id == ids.MINE or again:
        # A new look, not a turned page: relative times count from now.
        state = replace(state, at_ms=services.clock.now_ms(), digest="")

    async def work() -> Message:
        return await answer_request(
            _changed(request_of(state), press),
            services.asking(reply, press.key, state.at_ms or None),
            services,
            digest=state.digest if press.action_id in ids.PAGES else "",
        )

    await answered(
        services,
        reply,
        work(),
        retry=state,
        replace=not aside,
        replace_on_error=again,
        turn=turn,
    )


def _changed(request: Request, press: Press) -> Request:
    """The request as a menu changes it: sorted anew or narrowed, from its first page."""
    if press.action_id not in {ids.SORT, ids.FILTER} or not isinstance(
        request, Find | Failed | Groups
    ):
        return request
    query = request.query.with_page(1)
    if press.action_id == ids.SORT:
        sort = _option(request, f"sort={press.option}").sort
        return replace(request, query=replace(query, sort=sort))
    added = _option(request, press.option).conditions
    fields = {condition.field for condition in added}
    kept = tuple(term for term in query.conditions if term.field not in fields)
    return replace(request, query=replace(query, conditions=kept + added))


def _option(request: Search, text: str) -> Query:
    """An option of a menu is a piece of the same language; groups have fields of their own."""
    read = parse_request(f"{'groups' if isinstance(request, Groups) else 'find'} {text}")
    return read.query if isinstance(read, Find | Groups) else Query()
