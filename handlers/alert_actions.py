"""Buttons and menus about alerts: on messages of a channel, and on lists for one person."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.blocks import ids
from bot.blocks.elements import Message
from bot.blocks.notice_list import notice_list
from bot.blocks.silence_list import lifted, silenced
from bot.blocks.subscription_list import restored, unsubscribed
from bot.blocks.watch_list import stopped
from bot.errors import RequestError, TokenError
from bot.ports import Reply
from bot.query.grammar import parse_request
from bot.query.page_token import ButtonState
from bot.query.spans import HOUR, TOMORROW, UNTIL_CHANGE, Span
from handlers.answering import answer_request
from handlers.context import Asking, Services, Turn
from handlers.errors import answered, refused
from handlers.presses import Press

ALERT_PREFIXES = ("img:alert:", "img:subscription:", "img:silence:", "img:watch:")
"""How the ids begin that are answered here."""

ROWS = 10
"""Images of one notice a page."""

SPANS = {"1h": Span(ms=HOUR), "4h": Span(), "tomorrow": TOMORROW, "change": UNTIL_CHANGE}
"""What the options of the menu (`ids.SILENCES`) mean."""

Work = Callable[[ButtonState, Press, Asking, Services], Awaitable[Message | None]]


async def answer_alert_press(
    press: Press, reply: Reply, services: Services, turn: Turn | None = None
) -> None:
    """Answer one press; what stands in a list for one person is replaced by the answer."""
    verbs, work = _work_for(press.action_id)
    try:
        state = opened(press.value, verbs, reply, services)
    except TokenError as error:
        await answered(services, reply, refused(error), turn=turn)
        return
    await answered(
        services,
        reply,
        work(state, press, services.asking(reply, press.key), services),
        retry=state if work is _run else None,
        replace=press.action_id not in _PUBLIC,
        turn=turn,
    )


_PUBLIC = frozenset(
    {
        ids.ALERT_ACK,
        ids.ALERT_SILENCE,
        ids.ALERT_DETAILS,
        ids.ALERT_LIST,
        ids.SUBSCRIPTION_UNDO,
    }
)
"""They stand on messages of the channel, which are never replaced by an answer to one person."""


def opened(value: str, verbs: str, reply: Reply, services: Services) -> ButtonState:
    """The state behind a button, sealed for anyone or for this person.

    Args:
        verbs: The words its state may begin with, with blanks between them.

    Raises:
        TokenError: It is neither, or belongs to another kind of button.
    """
    try:
        state = services.seal("").open(value)
    except TokenError:
        state = services.seal(reply.user).open(value)
    if _verb(state) not in verbs.split():
        raise TokenError("This button is no longer valid.", hint="Type the command anew.")
    return state


def _verb(state: ButtonState) -> str:
    return state.command.partition(" ")[0]


def subject(state: ButtonState) -> str:
    """The id behind a button."""
    return state.command.partition(" ")[2]


def _work_for(action_id: str) -> tuple[str, Work]:
    for beginning, verbs, work in _WORK:
        if action_id.startswith(beginning):
            return verbs, work
    return "", _nothing


async def _nothing(_: ButtonState, __: Press, ___: Asking, ____: Services) -> None:
    return None


async def _acknowledge(
    state: ButtonState, _: Press, asking: Asking, services: Services
) -> Message | None:
    """The message in the channel changes; the presser sees that and needs no other answer."""
    alerts = services.alerting()
    there = await alerts.desk.acknowledge(
        asking.key,
        notice_id=subject(state),
        channel=asking.channel,
        user=asking.user,
        on=_verb(state) == "notice",
    )
    if not there:
        raise _not_of_here()
    alerts.nudge()
    return None


def _not_of_here() -> RequestError:
    return RequestError(
        "I do not know this message as one of this channel.",
        hint="It may be too old, or was moved here. /images failed shows what is broken now.",
    )


async def _silence(
    state: ButtonState, press: Press, asking: Asking, services: Services
) -> Message | None:
    alerts, notice_id = services.alerting(), subject(state)
    span = SPANS.get(press.option)
    held = await alerts.desk.notice_incidents(notice_id, asking.channel, offset=0, limit=1)
    if held is None or not held[0] or span is None:
        raise _not_of_here()
    incident = held[0][0]
    zone = await alerts.zone_of(asking.user) if span.needs_zone else ""
    silence = await alerts.desk.silence(
        asking.key,
        channel=asking.channel,
        creator=asking.user,
        label=incident.label,
        image_id=incident.image_id,
        until_ms=span.until_ms(services.clock.now_ms(), zone),
        notice_id=notice_id,
    )
    alerts.nudge()
    return silenced(silence, asking.seal)


async def _list(state: ButtonState, _: Press, asking: Asking, services: Services) -> Message:
    notice_id, page = subject(state), max(1, state.page)
    held = await services.alerting().desk.notice_incidents(
        notice_id, asking.channel, offset=(page - 1) * ROWS, limit=ROWS
    )
    if held is None:
        raise _not_of_here()
    incidents, total = held
    return notice_list(
        notice_id,
        incidents,
        total=total,
        page=page,
        page_size=ROWS,
        now_ms=services.clock.now_ms(),
        seal=asking.seal,
    )


async def _end(state: ButtonState, _: Press, asking: Asking, services: Services) -> Message:
    alerts = services.alerting()
    ended = await alerts.desk.unsubscribe(
        asking.key, channel=asking.channel, subscription_id=subject(state), user=asking.user
    )
    if ended is None:
        raise RequestError(
            "This subscription has ended already, or belongs to another channel.",
            hint="/images subscriptions lists those of this channel.",
        )
    alerts.nudge()
    return unsubscribed(ended, asking.seal)


async def _restore(state: ButtonState, _: Press, asking: Asking, services: Services) -> Message:
    alerts = services.alerting()
    back = await alerts.desk.undo_unsubscribe(
        asking.key, channel=asking.channel, subscription_id=subject(state), user=asking.user
    )
    if back is None:
        raise RequestError(
            "It ended more than ten minutes ago.", hint="Subscribe anew: /images subscribe"
        )
    alerts.nudge()
    return restored(back)


async def _run(state: ButtonState, _: Press, asking: Asking, services: Services) -> Message:
    return await answer_request(parse_request(state.command), asking, services)


async def _lift(state: ButtonState, _: Press, asking: Asking, services: Services) -> Message:
    alerts = services.alerting()
    ended = await alerts.desk.lift_silence(
        asking.key, channel=asking.channel, silence_id=subject(state), user=asking.user
    )
    if ended is None:
        raise RequestError(
            "This silence is already over.", hint="/images silences shows what is silenced."
        )
    alerts.nudge()
    return lifted(ended)


async def _stop(state: ButtonState, _: Press, asking: Asking, services: Services) -> Message:
    ended = await services.alerting().desk.unwatch(
        asking.key, user=asking.user, watch_id=subject(state)
    )
    if ended is None:
        raise RequestError(
            "You do not wait for this image any more.", hint="/images watch shows what you do."
        )
    return stopped(ended)


_WORK: tuple[tuple[str, str, Work], ...] = (
    (ids.ALERT_ACK, "notice leave", _acknowledge),
    (ids.ALERT_SILENCE, "notice", _silence),
    (ids.ALERT_DETAILS, "show", _run),
    (ids.ALERT_LIST, "notice", _list),
    ("img:alert:page:", "notice", _list),
    (ids.SUBSCRIPTION_UNDO, "subscription", _end),
    (ids.SUBSCRIPTION_DELETE, "subscription", _end),
    (ids.SUBSCRIPTION_RESTORE, "subscription", _restore),
    (ids.SUBSCRIBE_RETRY, "subscribe", _run),
    (ids.SILENCE_LIFT, "lift", _lift),
    (ids.WATCH_STOP, "stop", _stop),
)
"""How an id begins, the first words its state may have, and what is done."""
