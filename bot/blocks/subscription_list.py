"""The subscriptions of a channel: what it is told, what a new one would mean, how one ends."""

from __future__ import annotations

from collections.abc import Sequence

from bot.alerts.asked import Subscription, SubscriptionState
from bot.alerts.desk_model import Preview
from bot.blocks import ids
from bot.blocks.elements import Block, Message, actions, button, section, told
from bot.blocks.mrkdwn import age, clip, code, plain
from bot.blocks.notices.entries import NO_ALERTS, Entry, entries
from bot.blocks.notices.lost import refusal
from bot.blocks.notices.subscribed import filters_in_words, subscription_value
from bot.blocks.notices.values import person
from bot.blocks.notices.words import WARNING, name_of
from bot.blocks.pages.head import counted
from bot.blocks.problem import notice
from bot.blocks.states import sealed
from bot.query.page_token import ButtonState, Seal

_SHORT_ID = 8
_EDITABLE = 12
"""Subscriptions that fit into one message with two buttons each."""


def short_id(long_id: str) -> str:
    """The beginning of an id, which is what people type."""
    return plain(clip(long_id, _SHORT_ID + 1).removesuffix("…")[:_SHORT_ID]).strip()


def subscription_list(subscriptions: Sequence[Subscription], now_ms: int, seal: Seal) -> Message:
    """Each with its id, filters, state, *Edit* and *Delete*; of many, more fit without *Edit*."""
    if not subscriptions:
        return notice(NO_ALERTS["subscriptions"])
    drawn = _entry if len(subscriptions) <= _EDITABLE else _brief
    rows = [drawn(row, place, now_ms, seal) for place, row in enumerate(subscriptions)]
    count = counted(len(rows), "subscription", "subscriptions")
    return entries(f"{count} in this channel", rows)


def _entry(subscription: Subscription, place: int, now_ms: int, seal: Seal) -> Entry:
    value = subscription_value(subscription.id, seal)
    since = age(subscription.created_ms, now_ms)
    grey = f"id {short_id(subscription.id)} · {since} · by {person(subscription.creator)}"
    paused = subscription.state is SubscriptionState.PAUSED
    return Entry(
        filters_in_words(subscription.filters),
        grey,
        _paused(subscription.reason) if paused else "Active",
        row=_buttons(value, place) if value else (),
    )


def _brief(subscription: Subscription, place: int, now_ms: int, seal: Seal) -> Entry:
    """The same with *Delete* alone."""
    entry = _entry(subscription, place, now_ms, seal)
    return entry._replace(row=(), button=entry.row[-1] if entry.row else None)


def _buttons(value: str, place: int) -> list[Block]:
    return [
        button("Edit", f"{ids.SUBSCRIPTION_EDIT}:{place}", value),
        button("Delete", f"{ids.SUBSCRIPTION_DELETE}{place}", value),
    ]


def _paused(reason: str) -> str:
    why = refusal(reason)
    return f"{WARNING} Paused, because {why.reason}. {why.cure} What happens meanwhile waits."


def subscription_preview(
    filters: str, preview: Preview, now_ms: int, *, already: bool = False
) -> Message:
    """To the person who subscribed: what it would have said until now.

    Args:
        filters: Canonical search text; empty for all images.
        already: The channel had this subscription before, and nothing was changed.
    """
    is_told = "is told already" if already else "will be told"
    lines = [
        f"This channel {is_told} when saving an image fails ({filters_in_words(filters)}).",
        _fired(preview, now_ms),
        _scope(preview),
    ]
    blocks = [section("\n".join(lines))]
    return Message(told(*lines), blocks)


def _fired(preview: Preview, now_ms: int) -> str:
    if preview.days < 1:
        return "How often that happens is not known yet: nothing older than a day is remembered."
    past = "in the last day" if preview.days == 1 else f"in the last {preview.days} days"
    if preview.fired < 1:
        return f"It would not have fired {past}."
    times = "once" if preview.fired == 1 else f"{preview.fired} times"
    if preview.latest is None:
        return f"It would have fired {times} {past}."
    latest = f"{name_of(preview.latest, 80)}, {age(preview.latest.opened_ms, now_ms)}"
    return f"It would have fired {times} {past}; the latest was {latest}."


def _scope(preview: Preview) -> str:
    if preview.known is None:
        return "The first look at the images is still to come."
    verb = "is" if preview.broken == 1 else "are"
    broken = f"{counted(preview.broken, 'matching image', 'matching images')} {verb} broken now"
    verb = "is" if preview.known == 1 else "are"
    return f"{broken}, {counted(preview.known, 'image', 'images')} {verb} watched."


def unsubscribed(subscription: Subscription, seal: Seal) -> Message:
    """It ended; ten minutes long it can be brought back."""
    what = filters_in_words(subscription.filters)
    line = f"This channel is no longer told of image failures ({what})."
    hint = "Undo brings it back within ten minutes."
    value = subscription_value(subscription.id, seal)
    row = [] if value is None else [button("Undo", ids.SUBSCRIPTION_RESTORE, value)]
    return _with_buttons(line, hint if row else "", row)


def restored(subscription: Subscription) -> Message:
    """It is back."""
    what = filters_in_words(subscription.filters)
    line = f"This channel is told of image failures again ({what})."
    return _with_buttons(line, "", [])


def cannot_subscribe(reason: str, command: str, seal: Seal) -> Message:
    """The channel could not be told anything, so nothing was saved.

    Args:
        reason: Slack's code.
        command: The canonical command, to be tried again.
    """
    why = refusal(reason)
    line = f"{WARNING} I cannot post in this channel, because {why.reason}. Nothing was saved."
    value = sealed(seal, ButtonState(command=command))
    row = [] if value is None else [button("Try again", ids.SUBSCRIBE_RETRY, value)]
    hint = f"{why.cure} Then try again." if row else f"{why.cure} Then type {_typed(command)}"
    return _with_buttons(line, hint, row)


def _typed(command: str) -> str:
    return code(clip(f"{ids.COMMAND} {command}", 300))


def _with_buttons(line: str, hint: str, row: list[Block]) -> Message:
    lines = [part for part in (line, hint) if part]
    return Message(told(*lines), [section("\n".join(lines)), *actions(row)])
