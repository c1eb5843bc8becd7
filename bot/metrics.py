"""Counters for operators, in Prometheus' text format.  Labels are ours, never data."""

from __future__ import annotations

from collections import Counter

HELP = {
    "imagebot_inbound_total": "Requests from Slack by kind and result.",
    "imagebot_answers_total": "Answers by how they ended.",
    "imagebot_replies_total": "Deliveries of answers by way and result.",
    "imagebot_bugs_total": "Unexpected exceptions; each has a reference in the log.",
}


class Metrics:
    """Counts by name and labels; cheap enough for every request."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, tuple[tuple[str, str], ...]]] = Counter()

    def count(self, name: str, **labels: str) -> None:
        """Add one; ``labels`` come from a closed set of our own words."""
        self._counts[name, tuple(sorted(labels.items()))] += 1

    def value(self, name: str, **labels: str) -> int:
        """How often this was counted."""
        return self._counts[name, tuple(sorted(labels.items()))]

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
        return "\n".join(lines) + "\n"
