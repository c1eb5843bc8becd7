"""The one public line that confirms a subscription.

Facts: ``creator``, ``filters`` (search text), ``subscription``, ``known`` (None before the first
look), ``broken``; later ``changed_by``, who gave it other filters, and ``ended_by``, who ended it
(absent or None as long as it goes on).
"""

from __future__ import annotations

from bot.alerts.delivery_model import NoticeView
from bot.blocks import ids
from bot.blocks.elements import Block, button
from bot.blocks.mrkdwn import clip, plain
from bot.blocks.notices.parts import Story, Titled, notes
from bot.blocks.notices.values import number_in, person, text_in
from bot.blocks.pages.head import counted
from bot.blocks.states import sealed
from bot.query.page_token import ButtonState, Seal

_FILTERS = 200


def subscribed(view: NoticeView, room: int, seal: Seal) -> Story:  # noqa: ARG001 (one shape)
    """Who, what, and how many images that means; once it has ended, who ended it."""
    who = person(text_in(view.facts, "creator"))
    what = filters_in_words(text_in(view.facts, "filters"))
    if isinstance(view.facts.get("ended_by"), str):
        ended_by = person(text_in(view.facts, "ended_by"))
        return Story(
            Titled(f"{ended_by} ended this channel's subscription to image failures ({what})."),
            grey=[f"It was made by {who}."],
            notes=notes(view, over=True),
        )
    changed_by = text_in(view.facts, "changed_by")
    return Story(
        Titled(f"{who} subscribed this channel to image failures ({what})."),
        grey=[
            _scope(number_in(view.facts, "known"), number_in(view.facts, "broken") or 0),
            f"Changed by {person(changed_by)}." if changed_by else "",
        ],
        notes=notes(view, over=False),
        row=_buttons(text_in(view.facts, "subscription"), seal),
    )


def filters_in_words(filters: str) -> str:
    """The search, or that there is none; fit for running mrkdwn."""
    return plain(clip(filters.strip(), _FILTERS)).strip() or "all images"


def subscription_value(subscription_id: str, seal: Seal) -> str | None:
    """What the buttons about a subscription carry."""
    return sealed(seal, ButtonState(command=f"subscription {subscription_id}"))


def _scope(known: int | None, broken: int) -> str:
    if known is None:
        return "The first look at the images is still to come."
    have = "has" if broken == 1 else "have"
    failed = f"{broken} {have} already failed" if broken else "none has failed"
    return f"Watching {counted(known, 'image', 'images')}; {failed}."


def _buttons(subscription_id: str, seal: Seal) -> list[Block]:
    value = subscription_value(subscription_id, seal) if subscription_id else None
    if value is None:
        return []
    return [
        button("Undo", ids.SUBSCRIPTION_UNDO, value),
        button("Edit", ids.SUBSCRIPTION_EDIT, value),
    ]
