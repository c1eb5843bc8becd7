"""Messages that are not about one failure: first looks, blindness, images waited for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.alerts.asked import ImageWatch
from bot.alerts.audience import Audience
from bot.alerts.model import (
    Change,
    ChangeKind,
    Incident,
    IncidentKind,
    Json,
    Notice,
    NoticeKind,
    failed,
    name_based,
)
from bot.alerts.poll import PollRecord, Sight, TargetState, Told
from bot.modelarts.models import Image

_AWAITED = frozenset({"ACTIVE", "CREATE_FAILED", "ERROR", "DELETED", ""})
"""What somebody who waits for an image wants to hear; the empty text is one that is gone."""

_REASON_LENGTH = 2000
_PATH_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class FirstLook:
    """``suppressed``: what silences keep back, as (channel, incident id, silence id)."""

    notices: tuple[Notice, ...] = ()
    suppressed: tuple[tuple[str, str, str], ...] = ()


def first_look(
    record: PollRecord,
    broken: Iterable[Incident],
    told: Collection[tuple[str, str]],
    audience: Audience,
) -> FirstLook:
    """Tell each channel what is watched from now on, and what of that has failed already.

    Nothing but at the poll that completes the first look.  The two types may complete theirs in
    different polls, so a channel may have been told of some failures: these are counted, but not
    listed again.

    Args:
        broken: What went on before this poll; those of this poll are added.
        told: Whom another message tells of what, or a silence does not: (channel, incident id).
    """
    if not record.announce:
        return FirstLook()
    failures = _going_on(broken, record.changes)
    notices: list[Notice] = []
    suppressed: list[tuple[str, str, str]] = []
    for channel in audience.channels:
        wanted = [incident for incident in failures if audience.wants(channel, incident)]
        listed: list[str] = []
        for incident in wanted:
            if (channel, incident.id) in told:
                continue
            silence = audience.silence(channel, incident)
            if silence is None:
                listed.append(incident.id)
            else:
                suppressed.append((channel, incident.id, silence.id))
        notices.append(_baseline(record, channel, listed, len(wanted)))
    return FirstLook(tuple(notices), tuple(suppressed))


def _going_on(broken: Iterable[Incident], changes: Sequence[Change]) -> list[Incident]:
    failures = {one.id: one for one in broken if one.kind is IncidentKind.FAILED}
    for change in changes:
        incident = change.incident
        if change.kind is ChangeKind.CLOSED:
            failures.pop(incident.id, None)
        elif incident.kind is IncidentKind.FAILED:
            failures[incident.id] = incident
    return sorted(failures.values(), key=lambda incident: (incident.image_id, incident.id))


def _baseline(record: PollRecord, channel: str, listed: Sequence[str], broken: int) -> Notice:
    return Notice(
        id=name_based("baseline", channel, record.state.target.id),
        channel=channel,
        kind=NoticeKind.BASELINE,
        incidents=tuple(listed),
        facts={"known": record.state.known, "broken": broken},
    )


def blindness(record: PollRecord, channels: Iterable[str]) -> tuple[Notice, ...]:
    """Tell each channel that nothing can be seen any more, if it is so."""
    if record.sight is not Sight.LOST:
        return ()
    state = replace(record.state, blind_since_ms=record.blind_since_ms)
    return tuple(blind_notice(channel, state) for channel in channels)


def blind_notice(channel: str, state: TargetState) -> Notice:
    """Tells one channel of the present blindness; the same one however often it is owed."""
    target = state.target
    return Notice(
        id=blind_id(channel, target.id, state.blind_since_ms),
        channel=channel,
        kind=NoticeKind.BLIND,
        facts={
            "since_ms": state.blind_since_ms,
            "code": state.blind_code,
            "project": target.project_id,
        },
    )


def blind_id(channel: str, target_id: str, since_ms: int | None) -> str:
    """Of the notice that tells a channel of one blindness."""
    return name_based("blind", channel, target_id, since_ms)


def sight(
    record: PollRecord, blind: Iterable[Told], missed: Mapping[str, int], now_ms: int
) -> dict[str, Mapping[str, object]]:
    """What the notices of a blindness say, by id, once it is over.

    Args:
        missed: By channel, how many failures it hears of now.
    """
    if record.sight is not Sight.BACK:
        return {}
    return {
        notice.notice_id: {"back_ms": now_ms, "missed": missed.get(notice.channel, 0)}
        for notice in blind
    }


def awaited(record: PollRecord, watches: Iterable[ImageWatch]) -> dict[str, Notice]:
    """The direct messages to those who waited for an image, by the id of the watch they end."""
    images = {change.incident.image_id: change.incident.facts for change in record.changes}
    return {
        watch.id: _news(watch, status, images.get(watch.image_id))
        for watch in watches
        if (status := record.sightings.get(watch.image_id)) is not None
        and status in _AWAITED
        and (status != watch.status or not status)
    }


def moved_on(record: PollRecord, watches: Iterable[ImageWatch]) -> dict[str, str]:
    """What the watched images are now, by watch id, where it is no news but no longer as it was.

    An image that was ready is built again: that it is ready again is what its watcher waits for.
    """
    return {
        watch.id: status
        for watch in watches
        if (status := record.sightings.get(watch.image_id)) is not None
        and status not in _AWAITED
        and status != watch.status
    }


def _news(watch: ImageWatch, status: str, image: Image | None) -> Notice:
    reason = image.status_message if image and failed(status) else None
    facts: Json = {
        "label": watch.label,
        "status": status,
        "image_id": watch.image_id,
        "reason": (reason or "")[:_REASON_LENGTH],
        "path": ((image.swr_path if image else None) or "")[:_PATH_LENGTH],
    }
    return Notice(
        id=name_based("watch", watch.id),
        channel=watch.user_id,
        kind=NoticeKind.WATCH,
        order_key=watch.image_id,
        facts=facts,
    )
