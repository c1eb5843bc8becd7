"""Who listens to one target at one moment, and what they do not want to hear now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from bot.alerts.asked import Silence, Subscription
from bot.alerts.model import Change, ChangeKind, Incident
from bot.alerts.silence import Quiet
from bot.alerts.subscription import Filters


class Audience:
    """The channels with a subscription, their searches and their silences, each read once.

    Args:
        subscriptions: Of the target, those of channels that are lost for now too: the outbox
            keeps their messages until they are back.
        ended: Ids of silences that are over by what just happened.
    """

    def __init__(
        self,
        subscriptions: Iterable[Subscription],
        silences: Iterable[Silence],
        now_ms: int,
        *,
        ended: Collection[str] = (),
    ) -> None:
        self._now_ms = now_ms
        self._wishes: dict[str, list[tuple[Subscription, Filters]]] = {}
        self._quiet: dict[str, list[Quiet]] = {}
        for subscription in sorted(subscriptions, key=lambda one: (one.channel_id, one.id)):
            wishes = self._wishes.setdefault(subscription.channel_id, [])
            wishes.append((subscription, Filters(subscription.filters)))
        for silence in sorted(silences, key=_longest_first):
            if silence.id not in ended:
                self._quiet.setdefault(silence.channel_id, []).append(Quiet(silence))

    @property
    def channels(self) -> tuple[str, ...]:
        """Each once, in the order of their ids."""
        return tuple(self._wishes)

    def wants(self, channel: str, incident: Incident) -> bool:
        """Whether any subscription of the channel asks for it."""
        return any(filters.match(incident, self._now_ms) for _, filters in self._wishes[channel])

    def news(self, channel: str, change: Change) -> bool:
        """Whether a channel that was not told yet is to be told because of this change.

        A status that changed never tells of the past: of what was there before the subscription,
        or at the very first look, only a search hears that the old status did not match.
        """
        incident = change.incident
        if change.kind is ChangeKind.OPENED:
            return not incident.baseline and self.wants(channel, incident)
        if change.kind is ChangeKind.CLOSED:
            return False
        before = replace(incident, status=change.before)
        for subscription, filters in self._wishes[channel]:
            missed = not incident.baseline and subscription.created_ms <= incident.opened_ms
            if filters.match(incident, self._now_ms) and (
                missed or not filters.match(before, self._now_ms)
            ):
                return True
        return False

    def silence(self, channel: str, incident: Incident) -> Silence | None:
        """What keeps it from this channel now; of several, the one that lasts longest."""
        for quiet in self._quiet.get(channel, ()):
            if quiet.covers(incident, self._now_ms):
                return quiet.silence
        return None


def _longest_first(silence: Silence) -> tuple[bool, int, str]:
    return silence.until_ms is not None, -(silence.until_ms or 0), silence.id
