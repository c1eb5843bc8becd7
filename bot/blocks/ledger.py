"""Why an alert came or did not: what happened to one image and to the messages about it."""

from __future__ import annotations

from bot.alerts.desk_model import Ledger, LedgerLine
from bot.alerts.model import Incident
from bot.blocks.elements import Message, context, packed, section, told
from bot.blocks.mrkdwn import clip, date, duration, plain
from bot.blocks.notices.entries import NO_ALERTS
from bot.blocks.notices.values import person
from bot.blocks.notices.words import (
    end_word,
    is_stuck,
    lasted,
    shown_name,
    state_mark,
    word,
)

_MOST_LINES = 32
_MOST_INCIDENTS = 5
_DETAIL = 100

_WORDS = {
    "seen": "Seen in ModelArts",
    "opened": "Noticed",
    "changed": "Its status changed",
    "closed": "It was over",
    "matched": "Matched a subscription of this channel",
    "unmatched": "Did not match a subscription of this channel",
    "suppressed": "Kept back by a silence",
    "owed": "A message was put in the queue",
    "attempt": "Tried to post",
    "sent": "Posted",
    "edited": "Message changed to show the new state",
    "looked": "Looked into Slack's history",
    "healed": "A second copy was deleted",
    "merged": "Joined one message with others",
    "dead": "Given up, because Slack takes the message in no form",
}


def ledger_message(ledger: Ledger, now_ms: int) -> Message:
    """At most 40 lines; of more, the latest.  They are all about the channel that asks."""
    name = shown_name(ledger.label or ledger.image_id)
    state = _state(ledger, now_ms)
    incidents = [_incident(row, now_ms) for row in ledger.incidents[-_MOST_INCIDENTS:]]
    hidden = len(ledger.incidents) - len(incidents)
    earlier = [f"{hidden} earlier ones are left out."] if hidden else []
    history, left = _history(ledger.lines)
    blocks = [
        *packed((f"*{name}*{state}", *earlier, *incidents), section),
        *packed([left, *history], context),
    ]
    return Message(told(f"{name}{state}", *earlier, *incidents, left, *history), blocks)


def _state(ledger: Ledger, now_ms: int) -> str:
    if not ledger.status:
        return " has no known status"
    since = f", for {duration(now_ms - ledger.since_ms)}" if ledger.since_ms else ""
    return f" is {word(ledger.status)}{since}"


def _incident(incident: Incident, now_ms: int) -> str:
    mark = state_mark(incident)
    what = "Saving took long" if is_stuck(incident) else word(incident.status)
    if incident.closing is None:
        return f"{mark} {what} since {date(incident.opened_ms)}, it goes on"
    how = end_word(incident.closing, stuck=is_stuck(incident))
    return f"{mark} {what} on {date(incident.opened_ms)}, {how} after {lasted(incident, now_ms)}"


def _history(lines: tuple[LedgerLine, ...]) -> tuple[list[str], str]:
    if not lines:
        return [NO_ALERTS["ledger"]], ""
    shown = lines[-_MOST_LINES:]
    left = len(lines) - len(shown)
    return [_line(row) for row in shown], f"{left} earlier lines are left out." if left else ""


def _line(row: LedgerLine) -> str:
    if row.what == "acked":
        return f"{date(row.at_ms)} · {_acked(row.detail)}"
    said = _WORDS.get(row.what) or word(row.what)
    detail = plain(clip(row.detail, _DETAIL)).strip()
    stamp = plain(clip(row.ts, 24)).strip()
    more = [part for part in (detail, f"ts {stamp}" if stamp else "") if part]
    tail = f" ({', '.join(more)})" if more else ""
    return f"{date(row.at_ms)} · {said}{tail}"


def _acked(detail: str) -> str:
    """``by U12`` or ``taken back by U12``, as the store writes it."""
    how, _, who = detail.rpartition("by ")
    return f"{person(who)} {'is not on it any more' if how else 'is on it'}"
