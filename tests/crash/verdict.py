"""What is in Slack at the end, held against what should be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.demo.fake_slack import FakeSlack
from bot.storage.engine import Database, Tx
from bot.storage.schema import INCIDENT, OUTBOX, OUTBOX_ITEM


@dataclass(frozen=True, slots=True)
class Verdict:
    """The figures of one run.

    ``alerts``: (channel, failure) pairs that had to be told.  ``lost``: without a message that
    is there at the end.  ``doubled``: with more than one.  ``healed``: copies that were visible
    for a while and taken away.  ``wrong``: sentences about anything else that is not as it should.
    """

    alerts: int
    lost: int
    doubled: int
    healed: int
    wrong: tuple[str, ...] = ()
    kills: int = 0
    pauses: int = 0
    seconds: float = 0.0


async def verdict_of(
    database: Database, slack: FakeSlack, expected: Counter[str], channels: Iterable[str]
) -> Verdict:
    """Count by failure and channel; a message stands for all that its notice holds."""

    async def work(tx: Tx) -> tuple[list[Any], dict[str, Any]]:
        joined = select(
            INCIDENT.c.image_id, OUTBOX_ITEM.c.channel_id, OUTBOX_ITEM.c.outbox_id
        ).where(INCIDENT.c.id == OUTBOX_ITEM.c.incident_id, INCIDENT.c.baseline.is_(False))
        items = list((await tx.connection.execute(joined)).all())
        rows = (await tx.connection.execute(select(OUTBOX))).mappings().all()
        return items, {row["id"]: row for row in rows}

    items, notices = await database.read(work)
    visible = _visible(slack)
    lost = doubled = alerts = 0
    wrong: list[str] = []
    for channel in channels:
        copies = visible.get(channel, Counter())
        doubled += sum(count - 1 for count in copies.values() if count > 1)
        for image, times in expected.items():
            told = [o for i, c, o in items if c == channel and i == f"id-{image}"]
            shown = sum(copies[notice] > 0 for notice in told)
            alerts += times
            lost += max(0, times - shown)
            doubled += max(0, len(told) - times)
        strange = set(copies) - set(notices)
        if strange:
            wrong.append(f"{channel}: {len(strange)} messages nobody owed")
        wrong += _order(slack, channel, notices)
    return Verdict(alerts, lost, doubled, _deleted(slack), tuple(wrong))


def _visible(slack: FakeSlack) -> dict[str, Counter[str]]:
    """By channel: how many messages (or thread lines) there are of each notice."""
    found: dict[str, Counter[str]] = {}
    for channel in slack.workspace.channels:
        copies: Counter[str] = Counter()
        for message in slack.workspace.messages(channel):
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if payload.get("id"):
                copies[payload["id"]] += 1
        found[channel] = copies
    return found


def _order(slack: FakeSlack, channel: str, notices: dict[str, Any]) -> list[str]:
    """Messages about one image come in the order of its failures (P8)."""
    last: dict[str, int] = {}
    wrong = []
    for message in slack.workspace.messages(channel):
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        row = notices.get(payload.get("id", ""))
        if row is None or row["kind"] != "alert":
            continue
        key = row["order_key"]
        if row["seq"] < last.get(key, 0):
            wrong.append(f"{channel}: {row['id']} came too late")
        last[key] = row["seq"]
    return wrong


def _deleted(slack: FakeSlack) -> int:
    return sum(call.ok for call in slack.calls("chat.delete"))
