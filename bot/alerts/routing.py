"""From what a poll found out to what is owed to whom (reliability.md, P1, P4, P5, P7, P8).

Everything follows from the arguments alone: planned again, the same record in the same context
gives the same ids.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.alerts.announcing import awaited, blindness, first_look, moved_on, sight
from bot.alerts.audience import Audience
from bot.alerts.flapping import flapping_notice, flaps
from bot.alerts.followup import follow_up
from bot.alerts.grouping import notices_for
from bot.alerts.model import Change, ChangeKind, Incident, IncidentKind, Notice
from bot.alerts.poll import Plan, PollRecord, RoutingContext
from bot.alerts.silence import ended_by
from bot.alerts.timing import GROUP_ABOVE, Timing


@dataclass(slots=True)
class _Round:
    """One poll on its way to the channels, and what is owed so far.

    ``failures``: by channel, how many failures of this poll it hears of.
    """

    record: PollRecord
    context: RoutingContext
    audience: Audience
    timing: Timing
    notices: list[Notice] = field(default_factory=list)
    attach: list[tuple[str, str, str]] = field(default_factory=list)
    suppressed: list[tuple[str, str, str]] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    failures: dict[str, int] = field(default_factory=dict)

    def tell(self, channel: str) -> None:
        """Owe the channel what is new, or have a message that counts count on."""
        news = self._news(channel)
        self.failures[channel] = sum(
            change.kind is ChangeKind.OPENED and change.incident.kind is IncidentKind.FAILED
            for change in news
        )
        alone = [change for change in news if not self._counted(channel, change.incident)]
        flapping = self._flapping(alone)
        recent = self.context.recent
        self.notices += [
            flapping_notice(channel, one, recent.get(one.image_id, ()), self.timing)
            for one in flapping.values()
        ]
        rest = [change.incident for change in alone if change.incident.id not in flapping]
        self.notices += notices_for(channel, rest, cause=self.record.poll_id)

    def told(self) -> set[tuple[str, str]]:
        """Everything that is settled already: (channel, incident id)."""
        before = {(one.channel, key) for key, told in self.context.told.items() for one in told}
        owed = {(one.channel, incident) for one in self.notices for incident in one.incidents}
        joined = {(channel, incident) for _, channel, incident in self.attach}
        return before | owed | joined | {(channel, key) for channel, key, _ in self.suppressed}

    def _news(self, channel: str) -> list[Change]:
        """What the channel is to be told of; what a silence keeps back is noted."""
        found: list[Change] = []
        for change in self.record.changes:
            incident = change.incident
            told = self.context.told.get(incident.id, ())
            if any(notice.channel == channel for notice in told):
                continue
            if not self.audience.news(channel, change):
                continue
            silence = self.audience.silence(channel, incident)
            if silence is None:
                found.append(change)
            else:
                self.suppressed.append((channel, incident.id, silence.id))
        return found

    def _counted(self, channel: str, incident: Incident) -> bool:
        """Whether a message that counts takes it in."""
        notice = self.context.flapping.get((channel, incident.image_id))
        if notice is None or incident.kind is not IncidentKind.FAILED:
            return False
        self.attach.append((notice, channel, incident.id))
        self.touched.add(notice)
        return True

    def _flapping(self, news: Sequence[Change]) -> Mapping[str, Incident]:
        """Those that failed too often to be told of one by one, by id.

        None of a storm: that is one message already, and as many that count would not be.
        """
        failures = [change for change in news if change.incident.kind is IncidentKind.FAILED]
        if len(failures) > GROUP_ABOVE:
            return {}
        return {
            change.incident.id: change.incident
            for change in failures
            if change.kind is ChangeKind.OPENED and self._flaps(change.incident)
        }

    def _flaps(self, incident: Incident) -> bool:
        recent = self.context.recent.get(incident.image_id, ())
        return flaps(recent, incident.opened_ms, self.timing)


def plan(record: PollRecord, context: RoutingContext, timing: Timing) -> Plan:
    """Decide everything that follows from one poll.

    A channel with several subscriptions hears of an incident once, one that is lost for now hears
    of it later, and a silence that ends by this very poll hides nothing any more.
    """
    ended = ended_by(context.silences, record.changes, context.now_ms)
    audience = Audience(context.subscriptions, context.silences, context.now_ms, ended=ended)
    current = _Round(record, context, audience, timing)
    for channel in audience.channels:
        current.tell(channel)
    after = follow_up(record.poll_id, record.changes, context.told)
    look = first_look(record, context.broken, current.told(), audience)
    direct = awaited(record, context.watches)
    dark = blindness(record, audience.channels)
    facts = sight(record, context.blind, current.failures, context.now_ms)
    return Plan(
        notices=(*current.notices, *after.lines, *look.notices, *dark, *direct.values()),
        attach=tuple(current.attach),
        touched=after.touched | current.touched | facts.keys(),
        suppressed=(*current.suppressed, *look.suppressed),
        ended_silences=ended,
        ended_watches=tuple(direct),
        watch_statuses=moved_on(record, context.watches),
        facts=facts,
    )
