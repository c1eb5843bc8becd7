"""What a channel is not told: the list, and the answers to beginning and ending a silence."""

from __future__ import annotations

from collections.abc import Sequence

from bot.alerts.asked import Silence
from bot.blocks import ids
from bot.blocks.elements import Block, Message, actions, button, section, told
from bot.blocks.mrkdwn import age, date
from bot.blocks.notices.entries import NO_ALERTS, Entry, entries
from bot.blocks.notices.subscribed import filters_in_words
from bot.blocks.notices.values import person
from bot.blocks.notices.words import shown_name
from bot.blocks.pages.head import counted
from bot.blocks.problem import notice
from bot.blocks.states import sealed
from bot.query.page_token import ButtonState, Seal

_KEPT = "What fails meanwhile and still is broken at the end is told then."


def silence_list(silences: Sequence[Silence], now_ms: int, seal: Seal) -> Message:
    """Each with what it is about, its end and *Lift*."""
    if not silences:
        return notice(NO_ALERTS["silences"])
    rows = [_entry(silence, place, now_ms, seal) for place, silence in enumerate(silences)]
    count = counted(len(rows), "silence", "silences")
    return entries(f"{count} in this channel", rows, notes=[_KEPT])


def silenced(silence: Silence, seal: Seal) -> Message:
    """It has begun: about what, until when, and the way back."""
    line = f"🔕 Nothing new is posted here about {_about(silence)} {_until(silence)}."
    row = _lift(silence, 0, seal)
    return Message(told(line, _KEPT), [section(f"{line}\n{_KEPT}"), *actions(row)])


def lifted(silence: Silence) -> Message:
    """It ended by hand."""
    line = f"🔔 Failures of {_about(silence)} are posted here again."
    return Message(told(line), [section(line)])


def _entry(silence: Silence, place: int, now_ms: int, seal: Seal) -> Entry:
    began = f"{age(silence.created_ms, now_ms)} by {person(silence.creator)}"
    row = _lift(silence, place, seal)
    return Entry(_about(silence), f"{_until(silence)} · {began}", button=row[0] if row else None)


def _about(silence: Silence) -> str:
    if silence.image_id:
        return shown_name(silence.label or silence.image_id, 80)
    return filters_in_words(silence.filters)


def _until(silence: Silence) -> str:
    if silence.until_ms is None:
        return "until its status changes"
    return f"until {date(silence.until_ms)}"


def _lift(silence: Silence, place: int, seal: Seal) -> list[Block]:
    value = sealed(seal, ButtonState(command=f"lift {silence.id}"))
    return [] if value is None else [button("Lift", f"{ids.SILENCE_LIFT}{place}", value)]
