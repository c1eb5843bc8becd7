"""The developers' journal: one line for each delivery, each call and each request.

What is here is as `LogLine` of ``wire.ts``; the same ``id`` again stands for the same thing later.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.demo.modelarts.journal import Call
from bot.demo.playground.details import detail, read
from bot.demo.slack.journal import ApiCall, Delivery

LONGEST_TITLE = 160
Line = dict[str, Any]

_PROJECT = re.compile(r"(?<=^/v1/)[^/]+")
_SENT = {"view_submission": "Submitted", "view_closed": "Closed"}


def delivery_line(delivery: Delivery) -> Line:
    """Something that Slack sent to the bot; until its ack is known it counts as good."""
    known = delivery.status != 0 or delivery.problem is not None
    ack = {
        "status": delivery.status,
        "body": read(delivery.ack_body),
        "problem": delivery.problem,
        "times_sent": delivery.sent,
    }
    return {
        "id": delivery.id,
        "kind": "delivery",
        "at": _millis(delivery.at),
        "title": _title(sent_title(delivery.payload) or delivery.kind),
        "ok": delivery.problem is None,
        "status": delivery.status,
        "ms": _millis(delivery.ack_seconds) if known else None,
        "delivery": None,
        "detail": detail(sent=delivery.payload, ack=ack if known else "not yet"),
    }


def call_line(call: ApiCall) -> Line:
    """A call of the bot to Slack."""
    return {
        "id": f"s-{call.number}",
        "kind": "slack",
        "at": _millis(call.at),
        "title": _title(call.method),
        "ok": call.ok,
        "status": call.status,
        "ms": None if call.seconds is None else _millis(call.seconds),
        "delivery": call.delivery,
        "detail": detail(asked=call.arguments, answer=call.answer),
    }


def request_line(call: Call) -> Line:
    """A request of the bot to ModelArts; one that is under way counts as good.

    The project's id is left out of its title.
    """
    over = call.seconds > 0
    query = f"?{call.query_string}" if call.query_string else ""
    return {
        "id": f"m-{call.number}",
        "kind": "modelarts",
        "at": _millis(call.at),
        "title": _title(f"{call.method} {_PROJECT.sub('…', call.path)}{query}"),
        "ok": not over or 200 <= call.status < 300,
        "status": call.status,
        "ms": _millis(call.seconds) if over else None,
        "delivery": None,
        "detail": detail(path=call.path, query=call.query, answer=call.said),
    }


def sent_title(payload: Mapping[str, Any]) -> str:
    """What somebody typed, pressed, chose or submitted, or which event it was; else nothing."""
    kind = payload.get("type")
    if "command" in payload:
        return f"{payload['command']} {payload.get('text', '')}".strip()
    if kind == "block_actions":
        return ", ".join(_pressed(action) for action in payload.get("actions") or [{}])
    if kind == "block_suggestion":
        return f"Typed “{payload.get('value', '')}” into a menu"
    if kind in _SENT:
        return f"{_SENT[kind]} {_quoted(_text(payload.get('view', {}).get('title')))}"
    if isinstance(payload.get("event"), Mapping):
        return _happened(payload["event"])
    return str(kind or "")


def _happened(event: Mapping[str, Any]) -> str:
    said = event.get("text")
    kind = str(event.get("type", "event"))
    return f"{kind} {_quoted(said)}" if isinstance(said, str) and said else kind


def _pressed(action: Mapping[str, Any]) -> str:
    if action.get("type") == "button":
        return f"Pressed {_quoted(_text(action.get('text')))}"
    for name, chosen in action.items():
        if name.startswith("selected_") or name == "value":
            words = _chosen(chosen)
            return f"Chose {_quoted(words)}" if words else "Took a choice back"
    return f"Used {action.get('type', 'an element')}"


def _chosen(chosen: object) -> str:
    """The words of an option, of several, or whatever was picked or typed."""
    if isinstance(chosen, list):
        return ", ".join(filter(None, map(_chosen, chosen)))
    if isinstance(chosen, Mapping):
        return _text(chosen.get("text"))
    return "" if chosen is None else str(chosen)


def _text(words: object) -> str:
    return str(words.get("text", "")) if isinstance(words, Mapping) else ""


def _quoted(words: str) -> str:
    return f"“{words}”" if words else ""


def _title(words: str) -> str:
    line = detail(title=" ".join(words.split()))["title"]
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1]}…"


def _millis(seconds: float) -> int:
    return round(seconds * 1000)
