"""Every table.  Times are integer milliseconds UTC; ids are name-based where a fact has one.

A change here needs a migration (`bot.storage.migrations`); a test compares the two.
"""

from __future__ import annotations

from bot.storage.schema.channels import AUDIT, INBOX, SILENCE, SUBSCRIPTION, SUPPRESSED
from bot.storage.schema.delivery import ATTEMPT, CHANNEL_GATE, OUTBOX, OUTBOX_ITEM
from bot.storage.schema.registry import CLOCK, METADATA, SCHEMA_VERSION
from bot.storage.schema.watching import IMAGE_STATE, INCIDENT, LEASE, POLL_RUN, TARGET, WATCH

__all__ = [
    "ATTEMPT",
    "AUDIT",
    "CHANNEL_GATE",
    "CLOCK",
    "IMAGE_STATE",
    "INBOX",
    "INCIDENT",
    "LEASE",
    "METADATA",
    "OUTBOX",
    "OUTBOX_ITEM",
    "POLL_RUN",
    "SCHEMA_VERSION",
    "SILENCE",
    "SUBSCRIPTION",
    "SUPPRESSED",
    "TARGET",
    "WATCH",
]
