"""One image that fails again and again: one message that counts.

Facts: ``since_ms``, the first of these failures, and ``earlier``, how many of them have messages
of their own; without them the incidents of the notice are all there is.
"""

from __future__ import annotations

from bot.alerts.delivery_model import NoticeView
from bot.alerts.model import Incident
from bot.blocks.images.row import FAILED_MARK
from bot.blocks.mrkdwn import date
from bot.blocks.notices.alert import facts_line
from bot.blocks.notices.parts import Story, Titled, ack_button, details, notes, silence_menu
from bot.blocks.notices.values import number_in
from bot.blocks.notices.words import (
    AGAIN,
    OVER,
    end_word,
    failure,
    name_of,
    next_step,
    reason,
    word,
)
from bot.query.page_token import Seal


def flapping(view: NoticeView, room: int, seal: Seal) -> Story:
    """How often, since when, and how it is now."""
    latest = max(view.incidents, key=lambda incident: (incident.number, incident.opened_ms))
    times = (number_in(view.facts, "earlier") or 0) + max(view.total, len(view.incidents))
    first = min(incident.opened_ms for incident in view.incidents)
    since = number_in(view.facts, "since_ms") or first
    how_often = "once" if times == 1 else f"{times} times"
    broken = latest.closing is None
    menu, state = silence_menu(view, seal)
    return Story(
        Titled(
            f"{AGAIN} ",
            name_of(latest),
            f" fails again and again: {how_often} since {date(since)}",
        ),
        below=[_now(latest), reason(latest, room)],
        grey=[facts_line(latest)],
        advice=next_step(latest) if broken else "",
        notes=notes(view, over=False),
        row=[*ack_button(view, seal), *menu, *details(latest.image_id, seal)],
        menu_state=state,
    )


def _now(latest: Incident) -> str:
    if latest.closing is None:
        return f"{FAILED_MARK} Now: {failure(latest.status)} ({word(latest.status)})."
    return f"{OVER} Now: {end_word(latest.closing)}."
