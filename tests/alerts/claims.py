"""Claims and answers for tests of delivery."""

from __future__ import annotations

from typing import Any

from bot.alerts.delivery_model import Answer, Claim, Level, NoticeView, Step
from bot.alerts.model import NoticeKind


def claim(
    *, step: str = "post", kind: NoticeKind = NoticeKind.ALERT, channel: str = "C1", **fields: Any
) -> Claim:
    """The right to send one notice."""
    plain: dict[str, Any] = {
        "notice_id": "n-1",
        "claim_id": "c-1",
        "seconds": 25.0,
        "attempt": 1,
        "level": Level.BLOCKS,
        "view": NoticeView(id="n-1", kind=kind, channel=channel, now_ms=0),
    }
    return Claim(step=Step(step), channel=channel, **(plain | fields))


def answer(code: str, **fields: Any) -> Answer:
    """A refusal, or no answer."""
    return Answer(ok=False, code=code, **fields)


def posted(ts: str = "1770000000.000100", channel: str = "C1") -> Answer:
    """Slack took it."""
    return Answer(ok=True, code="ok", ts=ts, channel=channel)
