"""How many messages several failures make: a storm is one message that accounts for each."""

from __future__ import annotations

from collections.abc import Sequence

from bot.alerts.model import Incident, IncidentKind, Notice, NoticeKind, name_based
from bot.alerts.timing import GROUP_ABOVE

_ALONE = {IncidentKind.FAILED: NoticeKind.ALERT, IncidentKind.STUCK: NoticeKind.STUCK}


def notices_for(channel: str, incidents: Sequence[Incident], *, cause: str) -> tuple[Notice, ...]:
    """The notices that tell one channel of these incidents; none for none.

    Failed and stuck images are told apart.

    Args:
        incidents: Each once.
        cause: What they have together, a poll's id for one; the same cause makes the same group.
    """
    notices: list[Notice] = []
    for kind in _ALONE:
        same = [incident for incident in incidents if incident.kind is kind]
        if len(same) > GROUP_ABOVE:
            notices.append(_together(channel, same, kind, cause))
        else:
            notices.extend(_alone(channel, incident) for incident in same)
    return tuple(notices)


def _alone(channel: str, incident: Incident) -> Notice:
    return Notice(
        id=name_based("notice", channel, incident.id),
        channel=channel,
        kind=_ALONE[incident.kind],
        order_key=incident.image_id,
        incidents=(incident.id,),
    )


def _together(
    channel: str, incidents: Sequence[Incident], kind: IncidentKind, cause: str
) -> Notice:
    # Both kinds may come from one poll.
    parts = (cause,) if kind is IncidentKind.FAILED else (cause, kind.value)
    return Notice(
        id=name_based("group", channel, *parts),
        channel=channel,
        kind=NoticeKind.GROUP,
        incidents=tuple(incident.id for incident in incidents),
    )
