"""Rows of several tables, told as lines of a ledger: our own words, codes and ids alone.

Names, reasons and unknown statuses come from outside and stay out; so does what people wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.alerts.asked import SubscriptionState
from bot.alerts.delivery_model import RowState, Step
from bot.alerts.desk_model import LedgerLine
from bot.alerts.model import Incident, IncidentKind
from bot.alerts.subscription import Filters, pictured
from bot.query.fields import FIELDS
from bot.query.filters import condition_holds, matches
from bot.storage.rows import Row, from_json

SHORT = 8
"""Characters of an id that are enough to tell it from others, and to name it in a command."""

_STATUSES = frozenset(FIELDS["status"].values)
NOTED = {
    "acked": ("acked", "by {who}"),
    "unacked": ("acked", "taken back by {who}"),
    "healed": ("healed", "copies: {detail}"),
    "silenced": ("silenced", "by {who} until {detail}"),
    "unsilenced": ("unsilenced", "by {who}"),
}
"""What is told of who did what, and how, by the word it was written down with."""

_UNTIL_CHANGE = frozenset({"", "0", "change"})


def of_poll(row: Row) -> LedgerLine:
    """``complete poll 1a2b3c4d: BUILD_IN 80 of 80 rows, DEDICATED 27 of 27 rows``; a type that
    has no images is left out."""
    sides = from_json(row["sides"])
    told = [
        _side(kind, side)
        for kind, side in sorted(sides.items())
        if isinstance(side, dict) and any(side.get(key) for key in ("rows", "total", "code"))
    ]
    detail = f"{row['quality']} poll {row['id'][:SHORT]}"
    if told:
        detail += f": {', '.join(told)}"
    return LedgerLine(row["started_ms"], "seen", detail)


def _side(kind: str, side: dict[str, object]) -> str:
    total = "" if side.get("total") is None else f" of {side['total']}"
    code = f" ({side['code']})" if side.get("code") else ""
    return f"{kind} {side.get('rows', 0)}{total} rows{code}"


def of_incident(row: Row, changed_ms: int | None) -> Iterator[LedgerLine]:
    """How it began, changed and ended; ``changed_ms``: when its status became what it is."""
    first, status = _status(row["first_status"]), _status(row["status"])
    if row["baseline"]:
        begun = f"already {first} at the first look"
    elif row["kind"] == IncidentKind.STUCK:
        begun = f"{first} for too long"
    else:
        begun = f"{_status(row['before']) or 'new'} → {first}"
    yield LedgerLine(row["opened_ms"], "opened", begun)
    if first != status:
        told = f"{first} → {status}" if changed_ms else f"{first} → {status}, at some later time"
        yield LedgerLine(changed_ms or row["opened_ms"], "changed", told)
    if row["closed_ms"] is not None:
        yield LedgerLine(row["closed_ms"], "closed", row["closing"] or "")


def _status(status: str) -> str:
    return status if not status or status in _STATUSES else "another status"


def of_match(incident: Incident, subscription: Row) -> LedgerLine | None:
    """Whether a subscription asked for it when it began; None for one that had ended by then.

    Of a subscription that was edited, only what it says now is known.
    """
    at_ms, name = incident.opened_ms, f"subscription {subscription['id'][:SHORT]}"
    deleted_ms = subscription["deleted_ms"]
    if subscription["state"] == SubscriptionState.DELETED and (deleted_ms or 0) <= at_ms:
        return None
    if subscription["created_ms"] > at_ms:
        return LedgerLine(at_ms, "unmatched", f"{name} began later")
    missed = _missed(Filters(subscription["filters"]), incident)
    if missed:
        return LedgerLine(at_ms, "unmatched", f"{name} differs in {', '.join(missed)}")
    return LedgerLine(at_ms, "matched", name)


def _missed(filters: Filters, incident: Incident) -> list[str]:
    """Names of the fields in which an image is not what a search asks for."""
    query, image, at_ms = filters.query, pictured(incident), incident.opened_ms
    if query is None or matches(image, query, at_ms):
        return []
    wrong = [one.field for one in query.conditions if not condition_holds(image, one, at_ms)]
    if not matches(image, replace(query, conditions=()), at_ms):
        wrong.insert(0, "words")
    return list(dict.fromkeys(wrong))


def of_suppression(row: Row) -> LedgerLine:
    """Kept back by a silence."""
    return LedgerLine(
        row["at_ms"], "suppressed", f"silence {row['silence_id'][:SHORT]}", row["channel_id"]
    )


def of_notice(row: Row, attempts: Sequence[Row], *, reads: bool) -> Iterator[LedgerLine]:
    """What the message's own row says beside what its attempts do.

    Args:
        reads: Whether Slack's history can be read; else nobody looked there for copies.
    """
    channel, name = row["channel_id"], f"{row['kind']} {row['id'][:SHORT]}"
    last_ms = row["done_ms"] or max(map(_ended, attempts), default=row["created_ms"])
    yield LedgerLine(row["created_ms"], "owed", name, channel)
    if row["looks"]:
        looked = f"{name}, {_times(row['looks'])}"
        yield LedgerLine(last_ms, "looked", looked, channel)
    if row["state"] == RowState.SENT and row["ts"] not in {one["ts"] for one in attempts}:
        yield LedgerLine(last_ms, "looked", f"{name}, it is there", channel, row["ts"])
    if row["sweeps"] and reads:
        swept = f"{name}, {_times(row['sweeps'])} for copies"
        yield LedgerLine(last_ms, "looked", swept, channel)
    if row["next_id"]:
        gone = ", gone from Slack" if row["state"] == RowState.REPLACED else ""
        onward = f"{name}{gone}, goes on as {row['next_id'][:SHORT]}"
        yield LedgerLine(last_ms, "merged", onward, channel)
    if row["state"] == RowState.HELD:
        yield LedgerLine(last_ms, "held", name, channel)
    if row["state"] == RowState.DEAD:
        yield LedgerLine(last_ms, "dead", f"{name}: {row['code']}", channel)


def _ended(attempt: Row) -> int:
    at_ms: int = attempt["ended_ms"] or attempt["started_ms"]
    return at_ms


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def of_attempt(row: Row, channel: str) -> LedgerLine:
    """One call to Slack and its code."""
    name, code = row["outbox_id"][:SHORT], row["code"]
    at_ms = _ended(row)
    if code != "ok":
        told = f"{row['step']} {name}: {code or 'no answer yet'}"
        return LedgerLine(at_ms, "attempt", told, channel, row["ts"])
    what = "edited" if row["step"] == Step.EDIT else "sent"
    return LedgerLine(at_ms, what, name, channel, row["ts"])


def of_note(row: Row) -> LedgerLine:
    """A row of ``audit`` about a message or the image; ``what`` is one of `NOTED`."""
    what, form = NOTED[row["what"]]
    detail = row["detail"]
    if what == "silenced" and detail in _UNTIL_CHANGE:
        detail = "change"
    # Nobody has lifted what ended by itself.
    told = form.format(who=row["who"], detail=detail) if row["who"] or "{who}" not in form else ""
    return LedgerLine(row["at_ms"], what, told, row["channel_id"])


def in_order(lines: Iterable[LedgerLine]) -> tuple[LedgerLine, ...]:
    """By time; what happened at one moment, in the order in which it follows from each other."""
    return tuple(sorted(lines, key=lambda line: (line.at_ms, _ORDER.index(line.what))))


_ORDER = (
    *("seen", "opened", "changed", "closed", "matched", "unmatched", "suppressed", "owed"),
    *("merged", "attempt", "sent", "looked", "healed", "edited", "acked", "silenced"),
    *("unsilenced", "held", "dead"),
)
