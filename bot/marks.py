"""Places where a crash would hurt most, by name, so that a test can crash there.

In production a mark does nothing.  The crash campaign (docs/reliability.md) kills the process at
each of them, and proves that each was reached.
"""

from __future__ import annotations

from collections.abc import Callable

Mark = Callable[[str], None]

MARKS = (
    "lease.acquired",
    "poll.begun",
    "poll.read",
    "poll.written",  # inside the transaction, before its commit
    "poll.committed",
    "claim.written",  # inside the transaction
    "claim.committed",
    "post.before",
    "post.after",
    "settle.written",  # inside the transaction
    "settle.committed",
    "edit.claimed",
    "edit.after",
    "edit.settled",
    "unclear.marked",  # an expired claim became unknown, inside the transaction
    "look.before",
    "look.after",
    "look.settled",
    "collapse.written",  # inside the transaction
    "sweep.before",
    "sweep.found",
    "sweep.deleted",
    "sweep.settled",
    "block.written",  # inside the transaction: a channel was lost
    "resume.written",  # inside the transaction: a channel came back
)


def unmarked(name: str) -> None:
    """What production does at a mark: nothing."""
