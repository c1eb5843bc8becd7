"""The form that changes a subscription: opened by a button, read when it is submitted."""

from __future__ import annotations

from typing import Any

import aiohttp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.alerts.asked import Subscription
from bot.alerts.model import Target
from bot.blocks import ids
from bot.blocks.elements import Message
from bot.blocks.mrkdwn import clean, clip
from bot.blocks.subscription_form import edit_form
from bot.blocks.subscription_list import subscription_preview
from bot.errors import GrammarError, RequestError, TokenError
from bot.ports import Reply
from bot.query.alert_grammar import parse_filters
from bot.query.model import Query
from bot.query.page_token import ButtonState
from handlers.alert_actions import opened, subject
from handlers.context import Asking, Services, request_key
from handlers.errors import answered
from handlers.presses import Press

_LONGEST_ERROR = 300


async def open_form(
    press: Press, reply: Reply, client: AsyncWebClient, services: Services
) -> None:
    """Open the form; a ``trigger_id`` lives 3 s, so nothing else comes before it."""

    async def work() -> None:
        state = opened(press.value, "subscription", reply, services)
        form = edit_form(await _subscription(subject(state), reply.channel, services))
        subscription = f"{reply.channel} {subject(state)}"
        # Sealed: a submission says neither its channel nor who may change what.
        form["private_metadata"] = services.seal(reply.user).close(
            ButtonState(command=f"edit {subscription}")
        )
        try:
            await client.views_open(trigger_id=press.key, view=form)
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
            raise RequestError(
                "Slack did not open the form.", hint="Press the button again."
            ) from error

    await answered(services, reply, work())


async def _subscription(subscription_id: str, channel: str, services: Services) -> Subscription:
    for row in await services.alerting().desk.subscriptions(channel):
        if row.id == subscription_id:
            return row
    raise _over()


def _over() -> RequestError:
    return RequestError(
        "This subscription has ended, or belongs to another channel.",
        hint="/images subscriptions lists those of this channel.",
    )


async def form_submitted(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Read the filters before the ack, which carries what is wrong with them to their field."""
    view = body.get("view") or {}
    user = str((body.get("user") or {}).get("id") or "")
    try:
        query = parse_filters(_typed(view))
        state = services.seal(user).open(str(view.get("private_metadata") or ""))
        channel, subscription_id = subject(state).split(" ")
    except (GrammarError, TokenError, ValueError) as error:
        await ack(response_action="errors", errors={ids.EDIT_FILTERS: in_words(error)})
        return
    await ack()
    if not services.is_new(body):
        return
    services.metrics.count("imagebot_inbound_total", kind="view", result="ok")
    reply = services.reply_to({"channel_id": channel, "user_id": user})
    asking = services.asking(reply, request_key(body))
    services.later(answered(services, reply, _save(subscription_id, query, asking, services)))


def _typed(view: dict[str, Any]) -> str:
    values = (view.get("state") or {}).get("values") or {}
    field = (values.get(ids.EDIT_FILTERS) or {}).get(ids.EDIT_FILTERS) or {}
    return str(field.get("value") or "")


def in_words(error: Exception) -> str:
    """What is wrong, for the place under a field: plain text that formats nothing."""
    if isinstance(error, GrammarError):
        marked = error.text[error.position : error.position + error.length].strip()
        where = f"“{marked}”: " if marked and marked not in error.message else ""
        meant = f"Did you mean {error.suggestion}?" if error.suggestion else ""
        said = " ".join(part for part in (where + error.message, error.hint, meant) if part)
        return clip(clean(said), _LONGEST_ERROR)
    return "This form is no longer valid. Close it and press Edit again."


async def _save(subscription_id: str, query: Query, asking: Asking, services: Services) -> Message:
    alerts, filters = services.alerting(), query.text()
    before = await _subscription(subscription_id, asking.channel, services)
    target = await _target(before, asking, services)
    if target not in alerts.targets(query) and _names_workspace(query):
        raise RequestError(
            "A subscription stays with its workspace, so nothing was changed.",
            hint="Subscribe anew for the other one: /images subscribe",
        )
    saved = await alerts.desk.edit_subscription(
        asking.key,
        channel=asking.channel,
        subscription_id=subscription_id,
        filters=filters,
        user=asking.user,
    )
    if saved is None:
        raise _over()
    alerts.nudge()
    preview = await alerts.desk.preview(target, filters)
    return subscription_preview(saved.filters, preview, services.clock.now_ms())


def _names_workspace(query: Query) -> bool:
    return any(term.field == "workspace_id" for term in query.conditions)


async def _target(subscription: Subscription, asking: Asking, services: Services) -> Target:
    """What a subscription is about; every target with a subscription is polled, so it is known."""
    alerts = services.alerting()
    health = await alerts.desk.health(asking.channel)
    targets = [alerts.target, *(state.target for state in health.targets)]
    return next((one for one in targets if one.id == subscription.target_id), alerts.target)
