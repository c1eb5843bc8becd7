"""Every image of one notice, in pages, for the person who pressed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.alerts.model import Incident
from bot.blocks import ids
from bot.blocks.elements import Block, Message, actions, button
from bot.blocks.mrkdwn import age, clip, plain
from bot.blocks.notices.entries import NO_ALERTS, Entry, entries
from bot.blocks.notices.words import lasted, name_of, state_mark, state_word
from bot.blocks.pages.head import counted
from bot.blocks.problem import notice
from bot.blocks.states import sealed, show_id
from bot.query.page_token import ButtonState, Seal

_NAME = 80
_REASON = 100


def notice_list(
    notice_id: str,
    incidents: Sequence[Incident],
    *,
    total: int,
    page: int,
    page_size: int,
    now_ms: int,
    seal: Seal,
) -> Message:
    """One page of them.

    Args:
        incidents: Those of this page.
        total: Of the whole notice.
        page: From 1.
    """
    if not incidents:
        return notice(NO_ALERTS["incidents"])
    pages = max(page, -(-total // page_size))
    first = (page - 1) * page_size + 1
    where = f" · page {page}/{pages}" if pages > 1 else ""
    rows = [_entry(incident, place, now_ms, seal) for place, incident in enumerate(incidents)]
    tail = actions(_jumps(notice_id, page, pages, seal))
    title = f"{counted(max(total, len(rows)), 'image', 'images')} in this message{where}"
    return entries(title, rows, first=first, tail=tail)


def _entry(incident: Incident, place: int, now_ms: int, seal: Seal) -> Entry:
    command = show_id(incident.image_id)
    value = sealed(seal, ButtonState(command=command)) if command else None
    spoken = f"Details of {incident.label}"
    details = button("Details", f"{ids.SHOW}{place}", value, spoken=spoken) if value else None
    said = plain(clip((incident.facts.status_message or "").strip(), _REASON)).strip()
    return Entry(name_of(incident, _NAME), _state(incident, now_ms), said, details)


def _state(incident: Incident, now_ms: int) -> str:
    state = f"{state_mark(incident)} {state_word(incident)}"
    if incident.closing is None:
        return f"{state} · {age(incident.opened_ms, now_ms)}"
    return f"{state} · after {lasted(incident, now_ms)}"


def _jumps(notice_id: str, page: int, pages: int, seal: Seal) -> list[Block]:
    wanted = []
    if page > 1 and pages > 2:
        wanted.append(("First", ids.ALERT_PAGE_FIRST, 1))
    if page > 1:
        wanted.append(("Previous", ids.ALERT_PAGE_PREVIOUS, page - 1))
    if page < pages:
        wanted.append(("Next", ids.ALERT_PAGE_NEXT, page + 1))
    if page < pages and pages > 2:
        wanted.append(("Last", ids.ALERT_PAGE_LAST, pages))
    values = [(jump, sealed(seal, ButtonState(f"notice {notice_id}", jump[2]))) for jump in wanted]
    return [
        button(label, action_id, value, spoken=f"{label} page, {number} of {pages}")
        for (label, action_id, number), value in values
        if value is not None
    ]
