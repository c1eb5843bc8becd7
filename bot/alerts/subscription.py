"""What a channel asked to hear of: search text, held against failures."""

from __future__ import annotations

from collections.abc import Iterable

from bot.alerts.model import Incident, IncidentKind, name_based
from bot.errors import GrammarError
from bot.modelarts.models import Image
from bot.query.filters import matches
from bot.query.grammar import parse_request
from bot.query.model import Query
from bot.query.requests import Find

_ID_LENGTH = 10
"""Forty bits: short enough to be typed, and a thousand subscriptions hardly ever share one."""


class Filters:
    """Canonical search text, read once for many images.

    ``query``: None where the text cannot be read, as by an older version that finds what a newer
    one stored.  It then matches everything: a message too many is better than one too few.
    """

    __slots__ = ("query", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.query = _read(text)

    def want(self, image: Image, at_ms: int) -> bool:
        """Whether the image matches; ages count back from ``at_ms``."""
        return self.query is None or matches(image, self.query, at_ms)

    def match(self, incident: Incident, at_ms: int) -> bool:
        """Whether the image matches as it is, or was, in this stay."""
        return self.want(pictured(incident), at_ms)


def pictured(incident: Incident) -> Image:
    """The image with the status of the stay: its facts may be older, or brief."""
    if incident.facts.status == incident.status:
        return incident.facts
    return incident.facts.model_copy(update={"status": incident.status})


def subscription_id(channel: str, target_id: str, filters: str) -> str:
    """Short, and the same for the same wish."""
    return name_based("subscription", channel, target_id, filters).replace("-", "")[:_ID_LENGTH]


def fired(incidents: Iterable[Incident], query: Query, since_ms: int) -> tuple[Incident, ...]:
    """Failures since then of which a subscription would have told, oldest first.

    What was broken at the first look pages nobody, and an age is taken at the failure.
    """
    found = [
        incident
        for incident in incidents
        if incident.kind is IncidentKind.FAILED
        and incident.opened_ms >= since_ms
        and not incident.baseline
        and matches(pictured(incident), query, incident.opened_ms)
    ]
    return tuple(sorted(found, key=lambda incident: (incident.opened_ms, incident.id)))


def _read(text: str) -> Query | None:
    try:
        # The word keeps a search that begins like another command from being read as one.
        request = parse_request(f"find {text}")
    except GrammarError:
        return None
    return request.query if isinstance(request, Find) else None
