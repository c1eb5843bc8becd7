"""Rows of tables as values of `bot.alerts`, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import RowMapping, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import Insert

from bot.alerts.asked import ImageWatch, Silence, Subscription, SubscriptionState
from bot.alerts.model import Closing, Incident, IncidentKind, Json
from bot.modelarts.models import Image

Row = RowMapping | Mapping[str, Any]
Item = TypeVar("Item")

SLICE = 400
"""Values in one statement, and rows handed to the database at once; SQLite takes 32 766 in all."""


def sliced(items: Iterable[Item]) -> Iterator[list[Item]]:
    """In lists of at most `SLICE`."""
    left = iter(items)
    while batch := list(islice(left, SLICE)):
        yield batch


def inserted(connection: AsyncConnection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """``INSERT`` that knows ``ON CONFLICT``; both databases write it the same."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def unless_there(connection: AsyncConnection, table: Table) -> Insert:
    """``INSERT … ON CONFLICT DO NOTHING``: written twice is written once.

    ``rowcount`` of its result says whether it was written now.
    """
    statement = inserted(connection, table).on_conflict_do_nothing()
    return statement.execution_options(preserve_rowcount=True)


def incident_of(row: Row) -> Incident:
    """A row of ``incident``."""
    return Incident(
        id=row["id"],
        target_id=row["target_id"],
        image_id=row["image_id"],
        kind=IncidentKind(row["kind"]),
        number=row["number"],
        status=row["status"],
        opened_ms=row["opened_ms"],
        facts=Image.model_validate_json(row["facts"]),
        baseline=bool(row["baseline"]),
        closed_ms=row["closed_ms"],
        closing=Closing(row["closing"]) if row["closing"] else None,
        replaced_by=row["replaced_by"],
        poll_id=row["poll_id"],
    )


def subscription_of(row: Row) -> Subscription:
    """A row of ``subscription``."""
    return Subscription(
        id=row["id"],
        channel_id=row["channel_id"],
        target_id=row["target_id"],
        filters=row["filters"],
        creator=row["creator"],
        created_ms=row["created_ms"],
        state=SubscriptionState(row["state"]),
        reason=row["reason"],
    )


def silence_of(row: Row) -> Silence:
    """A row of ``silence``."""
    return Silence(
        id=row["id"],
        channel_id=row["channel_id"],
        image_id=row["image_id"],
        filters=row["filters"],
        label=row["label"],
        creator=row["creator"],
        created_ms=row["created_ms"],
        until_ms=row["until_ms"],
        ended_ms=row["ended_ms"],
    )


def watch_of(row: Row) -> ImageWatch:
    """A row of ``watch``."""
    return ImageWatch(
        id=row["id"],
        user_id=row["user_id"],
        target_id=row["target_id"],
        image_id=row["image_id"],
        label=row["label"],
        status=row["status"],
        created_ms=row["created_ms"],
        ended_ms=row["ended_ms"],
    )


def as_json(value: Mapping[str, object]) -> str:
    """Compact JSON; keys sorted, so that the same facts are the same text."""
    return json.dumps(dict(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def from_json(text: str) -> Json:
    """The other way."""
    read = json.loads(text)
    return read if isinstance(read, dict) else {}


def facts_of(image: Image) -> str:
    """What is kept of an image: all that was sent, its reason at most 4096 characters long."""
    reason = image.status_message
    if reason is not None and len(reason) > 4096:
        image = image.model_copy(update={"status_message": reason[:4096]})
    return image.model_dump_json(exclude_none=True)
