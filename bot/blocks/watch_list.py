"""The images one person waits for."""

from __future__ import annotations

from collections.abc import Sequence

from bot.alerts.asked import ImageWatch
from bot.blocks import ids
from bot.blocks.elements import Block, Message, actions, button, section, told
from bot.blocks.mrkdwn import age
from bot.blocks.notices.entries import NO_ALERTS, Entry, entries
from bot.blocks.notices.words import shown_name, word
from bot.blocks.pages.head import counted
from bot.blocks.problem import notice
from bot.blocks.states import sealed
from bot.modelarts.models import FAILED_STATUSES
from bot.query.page_token import ButtonState, Seal

_FROM_GOOD = "it fails or disappears"
_FROM_BAD = "it is ready again or disappears"
_FROM_OTHER = "it is ready, has failed, or is not there any more"


def watch_list(watches: Sequence[ImageWatch], now_ms: int, seal: Seal) -> Message:
    """Each with the status it had when it was asked for, and *Stop*."""
    if not watches:
        return notice(NO_ALERTS["watches"])
    rows = [_entry(watch, place, now_ms, seal) for place, watch in enumerate(watches)]
    return entries(f"You wait for {counted(len(rows), 'image', 'images')}", rows)


def watching(watch: ImageWatch, seal: Seal) -> Message:
    """It has begun."""
    line = f"👀 Waiting for {_name(watch)}; its status was {_status(watch)} when last read."
    promise = f"You get one direct message when {_news(watch.status)}."
    row = _stop(watch, 0, seal)
    return Message(told(line, promise), [section(f"{line}\n{promise}"), *actions(row)])


def _news(status: str) -> str:
    """What there is to wait for with this status."""
    if status == "ACTIVE":
        return _FROM_GOOD
    return _FROM_BAD if status in FAILED_STATUSES else _FROM_OTHER


def stopped(watch: ImageWatch) -> Message:
    """It ended by hand."""
    line = f"You no longer wait for {_name(watch)}."
    return Message(told(line), [section(line)])


def _entry(watch: ImageWatch, place: int, now_ms: int, seal: Seal) -> Entry:
    row = _stop(watch, place, seal)
    since = f"asked for {age(watch.created_ms, now_ms)}, when its status was {_status(watch)}"
    return Entry(_name(watch), since, button=row[0] if row else None)


def _name(watch: ImageWatch) -> str:
    return shown_name(watch.label or watch.image_id, 80)


def _status(watch: ImageWatch) -> str:
    return word(watch.status) if watch.status else "not known"


def _stop(watch: ImageWatch, place: int, seal: Seal) -> list[Block]:
    value = sealed(seal, ButtonState(command=f"stop {watch.id}"))
    return [] if value is None else [button("Stop", f"{ids.WATCH_STOP}{place}", value)]
