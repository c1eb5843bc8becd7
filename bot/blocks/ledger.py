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
from bot.blocks.pages.head import counted

_MOST_LINES = 32
_MOST_INCIDENTS = 5
_DETAIL = 100
_MS_DIGITS = 15

_WORDS = {
    "seen": "Seen in ModelArts",
    "opened": "Noticed",
    "changed": "Its status changed",
    "closed": "It was over",
    "matched": "Matched a subscription of this channel",
    "unmatched": "Did not match a subscription of this channel",
    "suppressed": "Kept back by a silence",
    "unsilenced": "Its silence here was lifted",
    "owed": "A message was put in the queue",
    "attempt": "Tried to post",
    "sent": "Posted",
    "edited": "Message changed to show the new state",
    "looked": "Looked into Slack's history",
    "healed": "A second copy was deleted",
    "merged": "Joined one message with others",
    "held": "Held back: Slack did not say whether it was posted, and I may not look",
    "dead": "Given up, because Slack takes the message in no form",
}


def ledger_message(ledger: Ledger, now_ms: int) -> Message:
    """At most 40 lines; of more, the latest.  They are all about the channel that asks."""
    name = shown_name(ledger.label or ledger.image_id)
    state = _state(ledger, now_ms)
    incidents = [_incident(row, now_ms) for row in ledger.incidents[-_MOST_INCIDENTS:]]
    hidden = len(ledger.incidents) - len(incidents)
    one, many = "earlier failure is left out.", "earlier failures are left out."
    earlier = [counted(hidden, one, many)] if hidden else []
    history, left = _history(ledger.lines)
    blocks = [
        *packed((f"*{name}*{state}", *earlier, *incidents), section),
        *packed([left, *history], context),
    ]
    return Message(told(f"{name}{state}", *earlier, *incidents, left, *history), blocks)


def _state(ledger: Ledger, now_ms: int) -> str:
    if ledger.gone_ms is not None:
        last = f" Its last status was {word(ledger.status)}." if ledger.status else ""
        return f" is not in the list any more, as I noticed on {date(ledger.gone_ms)}.{last}"
    if not ledger.status:
        return " has no known status"
    if not ledger.since_ms:
        return f" is {word(ledger.status)}"
    past = duration(now_ms - ledger.since_ms)
    return f" is {word(ledger.status)}, for {'more than ' if _was_so(ledger) else ''}{past}"


def _was_so(ledger: Ledger) -> bool:
    """Whether it was like this at the first look already."""
    latest = ledger.incidents[-1] if ledger.incidents else None
    return (
        latest is not None
        and latest.baseline
        and latest.closing is None
        and latest.opened_ms == ledger.since_ms
    )


def _incident(incident: Incident, now_ms: int) -> str:
    stuck, date_ms = is_stuck(incident), date(incident.opened_ms)
    what = "Saving took long" if stuck else word(incident.status)
    begun = f"{state_mark(incident)} {what}"
    if incident.baseline:
        begun += f", already {'so' if stuck else 'failed'} at my first look on {date_ms}"
    if incident.closing is None:
        return (
            f"{begun}, it goes on" if incident.baseline else f"{begun} since {date_ms}, it goes on"
        )
    how = end_word(incident.closing, stuck=stuck)
    if incident.baseline:
        return f"{begun}, {how} on {date(incident.closed_ms)}"
    return f"{begun} on {date_ms}, {how} after {lasted(incident, now_ms)}"


def _history(lines: tuple[LedgerLine, ...]) -> tuple[list[str], str]:
    if not lines:
        return [NO_ALERTS["ledger"]], ""
    shown = lines[-_MOST_LINES:]
    left = len(lines) - len(shown)
    one, many = "earlier line is left out.", "earlier lines are left out."
    return [_line(row) for row in shown], counted(left, one, many) if left else ""


def _line(row: LedgerLine) -> str:
    if row.what == "acked":
        return f"{date(row.at_ms)} · {_acked(row.detail)}"
    if row.what == "silenced":
        return f"{date(row.at_ms)} · {_silenced(row.detail)}"
    if row.what == "unsilenced" and row.detail:
        return (
            f"{date(row.at_ms)} · {person(row.detail.removeprefix('by '))} lifted its silence here"
        )
    said = _WORDS.get(row.what) or word(row.what)
    detail = plain(clip(row.detail, _DETAIL)).strip()
    if len(detail) > 2 * _DETAIL:
        # Escapes are long, and a message has an end.
        detail = plain(clip(row.detail, _DETAIL // 3)).strip()
    stamp = plain(clip(row.ts, 24)).strip()
    more = [part for part in (detail, f"ts {stamp}" if stamp else "") if part]
    tail = f" ({', '.join(more)})" if more else ""
    return f"{date(row.at_ms)} · {said}{tail}"


def _acked(detail: str) -> str:
    """``by U12`` or ``taken back by U12``, as the store writes it."""
    how, _, who = detail.rpartition("by ")
    return f"{person(who)} {'is not on it any more' if how else 'is on it'}"


def _silenced(detail: str) -> str:
    """``by U12 until 1770000000000``, or ``until change``."""
    who, _, until = detail.removeprefix("by ").partition(" until ")
    ends = until.isascii() and until.isdecimal() and len(until) <= _MS_DIGITS
    end = date(int(until)) if ends else "its status changes"
    return f"{person(who)} silenced it here until {end}"
