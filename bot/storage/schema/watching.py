"""What is polled and what was found."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from bot.storage.schema.registry import METADATA

LEASE = Table(
    "lease",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("term", BigInteger, nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
)

TARGET = Table(
    "target",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("endpoint", Text, nullable=False),
    Column("project_id", Text, nullable=False),
    Column("workspace_id", Text, nullable=False),
    Column("configured", Boolean, nullable=False, default=False),
    Column("next_poll_ms", BigInteger, nullable=False, default=0),
    Column("attempt_ms", BigInteger),
    Column("complete_ms", BigInteger),
    Column("known", Integer, nullable=False, default=0),
    # The rest of `bot.alerts.poll.TargetState`, as JSON.
    Column("state", Text, nullable=False, default="{}"),
)

IMAGE_STATE = Table(
    "image_state",
    METADATA,
    Column("target_id", Text, nullable=False),
    Column("image_id", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("since_ms", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("stuck_number", Integer, nullable=False),
    Column("stuck", Boolean, nullable=False),
    Column("absent", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("tag", Text, nullable=False),
    Column("namespace", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
    PrimaryKeyConstraint("target_id", "image_id"),
)

INCIDENT = Table(
    "incident",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("target_id", Text, nullable=False),
    Column("image_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("first_status", Text, nullable=False),
    Column("before", Text, nullable=False, default=""),
    Column("opened_ms", BigInteger, nullable=False),
    Column("closed_ms", BigInteger),
    Column("closing", Text),
    Column("replaced_by", Text, nullable=False, default=""),
    Column("baseline", Boolean, nullable=False, default=False),
    Column("poll_id", Text, nullable=False),
    # How many channels it was routed to when it opened, for the audit.
    Column("owed", Integer, nullable=False, default=0),
    Column("facts", Text, nullable=False),
    UniqueConstraint("target_id", "image_id", "kind", "number"),
)
Index("incident_open", INCIDENT.c.target_id, INCIDENT.c.closed_ms)
Index("incident_image", INCIDENT.c.image_id, INCIDENT.c.opened_ms)

POLL_RUN = Table(
    "poll_run",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("target_id", Text, nullable=False),
    Column("term", BigInteger, nullable=False),
    Column("started_ms", BigInteger, nullable=False),
    Column("ended_ms", BigInteger, nullable=False),
    Column("quality", Text, nullable=False),
    # By type: quality, rows, total, pages, code; as JSON.
    Column("sides", Text, nullable=False),
    Column("changes", Integer, nullable=False, default=0),
)
Index("poll_run_target", POLL_RUN.c.target_id, POLL_RUN.c.started_ms)

WATCH = Table(
    "watch",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("user_id", Text, nullable=False),
    Column("target_id", Text, nullable=False),
    Column("image_id", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("ended_ms", BigInteger),
)
Index("watch_open", WATCH.c.target_id, WATCH.c.ended_ms)
