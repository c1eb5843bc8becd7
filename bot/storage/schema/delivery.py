"""What is owed to Slack and what became of it."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from bot.storage.schema.registry import METADATA, SEQUENCE

OUTBOX = Table(
    "outbox",
    METADATA,
    # The order in which notices were owed.
    Column("seq", SEQUENCE, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("channel_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("order_key", Text, nullable=False, default=""),
    Column("parent_id", Text, nullable=False, default=""),
    Column("facts", Text, nullable=False, default="{}"),
    Column("state", Text, nullable=False, default="pending"),
    Column("level", Text, nullable=False, default="blocks"),
    Column("with_metadata", Boolean, nullable=False, default=True),
    Column("not_before_ms", BigInteger, nullable=False, default=0),
    Column("claim_id", Text, nullable=False, default=""),
    Column("claim_until_ms", BigInteger, nullable=False, default=0),
    Column("first_try_ms", BigInteger),
    Column("attempts", Integer, nullable=False, default=0),
    # Whether any try may have been shown without our knowing.
    Column("unclear", Boolean, nullable=False, default=False),
    # Whether the next try may be a second copy, because history could not be read.
    Column("repeat", Boolean, nullable=False, default=False),
    Column("looks", Integer, nullable=False, default=0),
    Column("look_at_ms", BigInteger),
    Column("sweep_at_ms", BigInteger),
    Column("sweeps", Integer, nullable=False, default=0),
    # Where Slack said it was posted: of a direct message another id than channel_id.
    Column("place", Text, nullable=False, default=""),
    Column("ts", Text, nullable=False, default=""),
    # What the message should show, and what it shows.
    Column("revision", Integer, nullable=False, default=0),
    Column("shown", Integer, nullable=False, default=0),
    Column("edit_claim_id", Text, nullable=False, default=""),
    Column("edit_until_ms", BigInteger, nullable=False, default=0),
    Column("edit_not_before_ms", BigInteger, nullable=False, default=0),
    Column("edit_attempts", Integer, nullable=False, default=0),
    Column("acked_by", Text, nullable=False, default=""),
    Column("acked_ms", BigInteger),
    # Where its incidents went: the notice that goes on for it.
    Column("next_id", Text, nullable=False, default=""),
    Column("code", Text, nullable=False, default=""),
    Column("created_ms", BigInteger, nullable=False),
    Column("done_ms", BigInteger),
)
Index("outbox_due", OUTBOX.c.state, OUTBOX.c.not_before_ms, OUTBOX.c.seq)
Index("outbox_channel", OUTBOX.c.channel_id, OUTBOX.c.state)
Index("outbox_parent", OUTBOX.c.parent_id)
# Small ones: of all that was ever sent, a few rows have to be drawn again or swept.
_STALE = OUTBOX.c.revision > OUTBOX.c.shown
_TO_SWEEP = OUTBOX.c.sweep_at_ms.is_not(None)
Index(
    "outbox_stale",
    OUTBOX.c.state,
    OUTBOX.c.edit_not_before_ms,
    sqlite_where=_STALE,
    postgresql_where=_STALE,
)
Index("outbox_sweep", OUTBOX.c.sweep_at_ms, sqlite_where=_TO_SWEEP, postgresql_where=_TO_SWEEP)

OUTBOX_ITEM = Table(
    "outbox_item",
    METADATA,
    Column("channel_id", Text, nullable=False),
    Column("incident_id", Text, nullable=False),
    Column("outbox_id", Text, ForeignKey("outbox.id"), nullable=False),
    # Each incident is in exactly one message of a channel: the promise itself.
    PrimaryKeyConstraint("channel_id", "incident_id"),
)
Index("outbox_item_of", OUTBOX_ITEM.c.outbox_id)
Index("outbox_item_incident", OUTBOX_ITEM.c.incident_id)

ATTEMPT = Table(
    "attempt",
    METADATA,
    Column("outbox_id", Text, nullable=False),
    Column("claim_id", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("started_ms", BigInteger, nullable=False),
    Column("ended_ms", BigInteger),
    Column("code", Text, nullable=False, default=""),
    # A message that this attempt certainly made.
    Column("ts", Text, nullable=False, default=""),
    PrimaryKeyConstraint("outbox_id", "claim_id"),
)

CHANNEL_GATE = Table(
    "channel_gate",
    METADATA,
    # `*` is the gate of the whole workspace.
    Column("channel_id", Text, primary_key=True),
    Column("next_at_ms", BigInteger, nullable=False, default=0),
    Column("blocked", Text, nullable=False, default=""),
    Column("blocked_ms", BigInteger),
    Column("probe_at_ms", BigInteger),
    Column("strikes", Integer, nullable=False, default=0),
)
