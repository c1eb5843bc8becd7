"""One incident: the same message for its whole life."""

from __future__ import annotations

from bot.alerts.delivery_model import NoticeView
from bot.alerts.model import Closing, Incident
from bot.blocks.images.row import FAILED_MARK
from bot.blocks.mrkdwn import clip, date, plain
from bot.blocks.notices.parts import Story, Titled, ack_button, details, notes, silence_menu
from bot.blocks.notices.words import (
    OVER,
    failure,
    lasted,
    name_of,
    next_step,
    reason,
    shown_name,
    word,
)
from bot.modelarts.models import Image
from bot.query.page_token import Seal

_BETWEEN = " · "
_LEFT = frozenset({Closing.DELETED, Closing.REPLACED, Closing.GONE})
"""Ends after which there is no image to show."""


def alert(view: NoticeView, room: int, seal: Seal) -> Story:
    """A failure, from the first word to the green one.

    Args:
        room: Characters for the reason.
    """
    incident = view.incidents[0]
    if incident.closing is not None:
        return closed(view, incident, end_title(incident, view.now_ms), room, seal)
    menu, state = silence_menu(view, seal)
    return Story(
        Titled(f"{FAILED_MARK} {failure(incident.status)}: ", name_of(incident)),
        below=[reason(incident, room)],
        grey=[facts_line(incident)],
        advice=next_step(incident),
        notes=notes(view, over=False),
        row=[*ack_button(view, seal), *menu, *details(incident.image_id, seal)],
        menu_state=state,
    )


def closed(
    view: NoticeView, incident: Incident, title: Titled, room: int, seal: Seal, *, why: bool = True
) -> Story:
    """What is over: the buttons that make no sense any more are gone."""
    was = f"It was {word(incident.status)}. {reason(incident, room)}" if why else ""
    here = incident.closing not in _LEFT
    return Story(
        title,
        grey=[was, facts_line(incident, "failed" if why else "noticed")],
        notes=notes(view, over=True),
        row=details(incident.image_id, seal) if here else [],
    )


def end_title(incident: Incident, now_ms: int) -> Titled:
    """How a failure ended, and how long it lasted."""
    name, time = name_of(incident), lasted(incident, now_ms)
    mark = f"{OVER} "
    match incident.closing:
        case Closing.RECOVERED:
            return Titled(mark, name, f" is ready again: broken for {time}")
        case Closing.RETRIED:
            return Titled(mark, name, f" is being saved again: broken for {time}")
        case Closing.DELETED:
            return Titled(mark, name, f" was deleted while failed, after {time}")
        case Closing.REPLACED:
            return Titled(mark, name, f" was replaced{replacement(incident)}, after {time}")
        case _:
            return Titled(mark, name, f" is gone from the list, after {time}")


def replacement(incident: Incident) -> str:
    """`` by env:1.5``; empty if nobody knows."""
    return replaced_by(incident.replaced_by)


def replaced_by(label: str) -> str:
    """The same of a raw label."""
    return f" by {shown_name(label, 60)}" if label.strip() else ""


def facts_line(incident: Incident, what: str = "failed") -> str:
    """``X86_64 · DEDICATED · GPU/CPU · failed today at 10:02``; the workspace unless it is 0."""
    since = "already failed at the first look," if incident.baseline else what
    return _BETWEEN.join([*_words(incident.facts), f"{since} {date(incident.opened_ms)}"])


def _words(image: Image) -> list[str]:
    devices = "/".join((image.resource_categories or ())[:4])
    workspace = (image.workspace_id or "").strip()
    raw = [image.arch or "", image.type or "", devices]
    if workspace not in {"", "0"}:
        raw.append(f"workspace {workspace}")
    shown = [plain(clip(part, 48)).strip() for part in raw]
    return [part for part in shown if part]
