"""What sees to it that only what was really seen counts."""

from __future__ import annotations

from tests.protections.protection import Protection

SNAPSHOT = "tests/alerts/test_snapshot.py"
LEASE = "tests/storage/test_polls_lease.py"
TRANSITION = "tests/alerts/test_transition.py"

SEEING = (
    Protection(
        "a poll of an old leader is not stored",
        "P9",
        "bot/storage/polls.py",
        "if not held:",
        "if held is None:",
        (f"{LEASE}::test_who_lost_the_lease_writes_nothing",),
    ),
    Protection(
        "a lease is trusted for less than it lasts",
        "P9",
        "bot/storage/polls.py",
        "if self._clock.monotonic() > lease.trusted_until:",
        "if not lease.trusted_until:",
        (f"{LEASE}::test_what_took_too_long_is_not_written",),
    ),
    Protection(
        "the same poll twice is stored once",
        "P1",
        "bot/storage/polls.py",
        "if await tx.connection.scalar(select(POLL_RUN.c.id)"
        ".where(POLL_RUN.c.id == record.poll_id)):",
        "if not record.poll_id:",
        ("tests/storage/test_polls.py::test_the_same_record_twice_changes_nothing",),
    ),
    Protection(
        "an image is gone after three polls, not one",
        "P4",
        "bot/alerts/timing.py",
        "GONE_AFTER = 3\n",
        "GONE_AFTER = 1\n",
        (TRANSITION,),
    ),
    Protection(
        "half a poll says nothing of what it did not see",
        "P4",
        "bot/alerts/transition.py",
        "if overall(sides) is Quality.COMPLETE:",
        "if sides:",
        (f"{TRANSITION}::test_absence_from_any_other_poll_says_nothing",),
    ),
    Protection(
        "an empty list is not believed at once",
        "P4",
        "bot/alerts/snapshot.py",
        "elif not rows and known and empties < EMPTY_DOUBTED:",
        "elif empties < 0:",
        (SNAPSHOT,),
    ),
    Protection(
        "a status nobody knows ends no failure",
        "P4",
        "bot/alerts/transition_rules.py",
        "closing = _GOOD.get(row.status) if last.open else None",
        "closing = _GOOD.get(row.status, Closing.RECOVERED) if last.open else None",
        (TRANSITION,),
    ),
    Protection(
        "of two sightings the failure is believed",
        "P1",
        "bot/alerts/snapshot.py",
        "return second if second.status in FAILED_STATUSES else first",
        "return first",
        (f"{SNAPSHOT}::test_of_two_sightings_the_failure_is_believed",),
    ),
    Protection(
        "the first look pages nobody",
        "P7",
        "bot/alerts/transition_rules.py",
        "baseline = old is None and moment.first_look(row)",
        "baseline = False",
        (f"{TRANSITION}::test_only_what_was_failed_at_the_first_look_pages_nobody",),
    ),
    Protection(
        "blindness is told once",
        "P5",
        "bot/alerts/blindness.py",
        "if told_ms is not None or after.failures < BLIND_AFTER:",
        "if after.failures < BLIND_AFTER:",
        ("tests/alerts/test_blindness.py",),
    ),
    Protection(
        "an image that flaps is counted in one message",
        "P7",
        "bot/alerts/timing.py",
        "FLAPPING_FROM = 3\n",
        "FLAPPING_FROM = 300\n",
        ("tests/alerts/test_flapping.py",),
    ),
)
