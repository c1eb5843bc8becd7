"""How long everything takes that nobody should have to wait for in a test."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds.  The defaults are production's (facts: reliability.md 4.2, 6.3 to 6.5).

    ``poll``: from the start of one poll of a target to the start of the next.
    ``slow_poll``: the same once the login is refused; ``slowest_poll``: for 403 and 404.
    ``lease``: a lease lives so long; ``lease_margin``: and is trusted so much less.
    ``renew``: how often a lease is renewed.
    ``claim``: a send must be settled within this; ``claim_margin``: no call is started or goes on
    in the last part of it.
    ``settle``: after an unclear send, before Slack's history is believed; ``look_again``: until
    the second look.  ``history_before``: how far before the first try history is read.
    ``sweeps``: after an unclear message was found or sent, when late copies are looked for.
    ``pace``: between two calls for one channel.  ``probe``: between two looks at a lost channel;
    ``auth_probe``: at a refused token.
    ``rate_default``, ``rate_cap``: when Slack asks to wait and does not say, or says too much.
    ``backoff``, ``backoff_cap``: after a definite refusal that may pass.
    ``stuck``: CREATING for longer than this is worth a word.
    ``flapping``: three failures of one image within this are flapping.
    ``tick``: how often the jobs look for work.  ``audit``, ``prune``: how often those run.
    """

    poll: int = 60_000
    slow_poll: int = 300_000
    slowest_poll: int = 900_000
    poll_deadline: int = 120_000
    lease: int = 30_000
    lease_margin: int = 5_000
    renew: int = 10_000
    claim: int = 30_000
    claim_margin: int = 5_000
    settle: int = 20_000
    look_again: int = 25_000
    history_before: int = 300_000
    sweeps: tuple[int, ...] = (300_000, 3_600_000)
    pace: int = 1_100
    probe: int = 3_600_000
    auth_probe: int = 300_000
    rate_default: int = 30_000
    rate_cap: int = 900_000
    backoff: int = 1_000
    backoff_cap: int = 300_000
    stuck: int = 7_200_000
    flapping: int = 3_600_000
    tick: int = 1_000
    audit: int = 300_000
    prune: int = 3_600_000


BLIND_AFTER = 3
"""Polls in a row that were not complete, before people are told (reliability.md P5)."""

GONE_AFTER = 3
"""Complete polls in a row without an image, before it counts as gone (P4)."""

EMPTY_DOUBTED = 5
"""Readings in a row that an empty list is doubted where images were known: for so long nothing is
missed, and people are told that nothing can be seen (P4)."""

GROUP_ABOVE = 5
"""More new incidents than this for one channel make one message (P7)."""

FLAPPING_FROM = 3
"""The so many-th failure of one image within `Timing.flapping` begins a message that counts."""

KEEP_DAYS = 90
"""Incidents, notices and states of vanished images are kept so long."""
