"""Counters and gauges for operators, in Prometheus' text format.  Labels are ours, never data."""

from __future__ import annotations

from collections import Counter

HELP = {
    "imagebot_inbound_total": "Requests from Slack by kind and result.",
    "imagebot_answers_total": "Answers by how they ended.",
    "imagebot_replies_total": "Deliveries of answers by way and result.",
    "imagebot_bugs_total": "Unexpected exceptions; each has a reference in the log.",
    "imagebot_polls_total": "Looks at ModelArts by quality.",
    "imagebot_fenced_total": "Polls whose lease went to another process: nothing was written.",
    "imagebot_sends_total": "Calls for alerts by step and code.",
    "imagebot_looks_total": "Unclear messages looked for in Slack, by what was found.",
    "imagebot_healed_total": "Late copies of a message that were taken away.",
    "imagebot_scheduler_total": "What the scheduler did not do in time, by kind.",
    "imagebot_database_failures_total": "Transactions that the database did not do.",
    "imagebot_audit_mismatch_total": "Promises that the audit found broken; must stay 0.",
    "imagebot_last_complete_seconds": "When a target was last read completely, since 1970.",
    "imagebot_poll_seconds": "How long the last look at a target took.",
    "imagebot_loop_lag_seconds": "How late the event loop woke up, the worst of the last minute.",
    "imagebot_outbox_rows": "Messages by state.",
    "imagebot_outbox_oldest_seconds": "How long the oldest message has waited.",
    "imagebot_channels_blocked": "Channels that cannot be posted to.",
    "imagebot_workspace_blocked": "Whether Slack refuses the token or the app: 1 if so, else 0.",
    "imagebot_notices_dead": "Messages that were given up; lines in threads not counted.",
    "imagebot_incidents_open": "Images that are broken now.",
}


class Metrics:
    """Counts by name and labels; cheap enough for every request."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, tuple[tuple[str, str], ...]]] = Counter()
        self._gauges: dict[str, float] = {}

    def count(self, name: str, **labels: str) -> None:
        """Add one; ``labels`` come from a closed set of our own words."""
        self._counts[name, tuple(sorted(labels.items()))] += 1

    def value(self, name: str, **labels: str) -> int:
        """How often this was counted."""
        return self._counts[name, tuple(sorted(labels.items()))]

    def gauge(self, name: str, value: float) -> None:
        """Set what is measured; ``name`` may carry labels of ours: ``rows{state="sent"}``."""
        self._gauges[name] = value

    def text(self) -> str:
        """Everything, sorted, in exposition format 0.0.4."""
        lines: list[str] = []
        for name in sorted({name for name, _ in self._counts}):
            lines.append(f"# HELP {name} {HELP.get(name, name)}")
            lines.append(f"# TYPE {name} counter")
            for (counted, labels), value in sorted(self._counts.items()):
                if counted == name:
                    inner = ",".join(f'{key}="{word}"' for key, word in labels)
                    lines.append(f"{name}{{{inner}}} {value}" if inner else f"{name} {value}")
        return "\n".join([*lines, *self._gauge_lines()]) + "\n"

    def _gauge_lines(self) -> list[str]:
        lines: list[str] = []
        last = ""
        for written, value in sorted(self._gauges.items()):
            name = written.partition("{")[0]
            if name != last:
                lines += [f"# HELP {name} {HELP.get(name, name)}", f"# TYPE {name} gauge"]
            last = name
            lines.append(f"{written} {value:.15g}")
        return lines
