"""The words of alerts: each state has a symbol and a word, so that neither stands alone."""

from __future__ import annotations

from collections.abc import Mapping

from bot.alerts.model import Closing, Incident, IncidentKind
from bot.blocks.images.fields import cure
from bot.blocks.images.row import FAILED_MARK
from bot.blocks.mrkdwn import NOTHING, clip, duration, plain, plain_name
from bot.modelarts.models import FAILED_STATUSES

OVER = "✅"
SOFT = "🟡"
AGAIN = "🔁"
WARNING = "⚠️"
WATCHING = "👀"
GONE_MARK = "▫️"

_FAILURES = {"CREATE_FAILED": "Image save failed", "ERROR": "Image is broken"}

_ENDS = {
    Closing.RECOVERED: "ready again",
    Closing.RETRIED: "being saved again",
    Closing.DELETED: "deleted",
    Closing.REPLACED: "replaced",
    Closing.GONE: "gone from the list",
    Closing.FAILED: "failed",
}
_STUCK_ENDS = {**_ENDS, Closing.RECOVERED: "ready"}

_LONGEST_SAVING = 30 * 86_400_000
"""Milliseconds; a moment further back is no beginning of this saving."""

NAME = 100
"""Characters of a name in a headline."""


def name_of(incident: Incident, most: int = NAME) -> str:
    """``team-a/train-env:1.4``, fit for running mrkdwn."""
    facts = incident.facts
    space, label = (facts.namespace or "").strip(), incident.label.strip()
    whole = f"{space}/{label}" if space and (facts.name or "").strip() else label
    return shown_name(whole or incident.image_id, most)


def shown_name(name: str, most: int = NAME) -> str:
    """A raw name, cut in the middle, fit for running mrkdwn; never empty."""
    return plain_name(name.strip(), most).strip() or NOTHING


def failure(status: str) -> str:
    """``Image save failed``."""
    return _FAILURES.get(status, "Image failed")


def word(status: str) -> str:
    """A status as ModelArts says it."""
    return plain(clip(status, 40)).strip() or NOTHING


def reason(incident: Incident, room: int) -> str:
    """ModelArts' reason in one line of at most ``room`` characters before escaping."""
    return reason_of(incident.facts.status_message or "", room)


def reason_of(said: str, room: int) -> str:
    """The same of a raw reason."""
    shown = plain(clip(said, room).strip()).strip()
    return f"Reason given by ModelArts: {shown}" if shown else "ModelArts gave no reason."


def next_step(incident: Incident) -> str:
    """What to do about it, by the status of the incident; empty for one we do not know."""
    return cure(incident.facts.model_copy(update={"status": incident.status}))


def is_stuck(incident: Incident) -> bool:
    """Whether it is about saving that takes too long."""
    return incident.kind is IncidentKind.STUCK


def saving_time(incident: Incident, now_ms: int) -> str:
    """``3 h`` since the image was made; empty where that is not known.

    ``opened_ms`` is when it was found to take too long, hours after saving began.
    """
    made = incident.facts.create_at or 0
    if not 0 < incident.opened_ms - made <= _LONGEST_SAVING:
        return ""
    end = now_ms if incident.closed_ms is None else incident.closed_ms
    return duration(end - made)


def lasted(incident: Incident, now_ms: int) -> str:
    """How long it went on, or has so far."""
    end = now_ms if incident.closed_ms is None else incident.closed_ms
    return duration(end - incident.opened_ms)


def end_word(closing: Closing, *, stuck: bool = False) -> str:
    """``ready again``."""
    return _STUCK_ENDS[closing] if stuck else _ENDS[closing]


def state_mark(incident: Incident) -> str:
    """Red, soft or over."""
    if incident.closing is None:
        return SOFT if is_stuck(incident) else FAILED_MARK
    return FAILED_MARK if incident.closing is Closing.FAILED else OVER


def state_word(incident: Incident) -> str:
    """``CREATE_FAILED``, ``still being saved``, ``ready again``."""
    if incident.closing is not None:
        return end_word(incident.closing, stuck=is_stuck(incident))
    return "still being saved" if is_stuck(incident) else word(incident.status)


def state_line(incident: Incident, most: int) -> str:
    """``🔴 team/env:1.4 – CREATE_FAILED``: one of many."""
    return f"{state_mark(incident)} {name_of(incident, most)} – {state_word(incident)}"


def by_status(statuses: Mapping[str, int]) -> list[str]:
    """``12 CREATE_FAILED``, ``2 ERROR``: failures only, the most first."""
    rows = sorted(
        ((count, status) for status, count in statuses.items() if status in FAILED_STATUSES),
        key=lambda row: (-row[0], row[1]),
    )
    return [f"{count} {status}" for count, status in rows if count > 0]


def by_closing(closings: Mapping[str, int], *, stuck: bool) -> list[str]:
    """``3 ready again``, ``1 deleted``, in the order of `Closing`."""
    return [
        f"{closings[closing]} {end_word(closing, stuck=stuck)}"
        for closing in Closing
        if closings.get(closing, 0) > 0
    ]
