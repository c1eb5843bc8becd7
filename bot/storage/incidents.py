"""Incidents as one poll finds, changes and ends them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select, update

from bot.alerts.model import Change, ChangeKind, Incident, IncidentKind
from bot.storage.engine import Tx
from bot.storage.rows import facts_of, incident_of, sliced, unless_there
from bot.storage.schema import INCIDENT


async def completed(tx: Tx, changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes with what only the database remembers of incidents that began earlier.

    A poll does not know when they began, and what the image was like that is gone now.
    """
    later = [one.incident.id for one in changes if one.kind is not ChangeKind.OPENED]
    stored = {incident.id: incident for incident in await read(tx, later)}
    return tuple(
        replace(one, incident=_completed(one, stored[one.incident.id]))
        if one.incident.id in stored
        else one
        for one in changes
    )


def _completed(change: Change, stored: Incident) -> Incident:
    if change.kind is ChangeKind.OPENED:
        return change.incident
    whole = replace(
        change.incident,
        opened_ms=stored.opened_ms,
        baseline=stored.baseline,
        poll_id=stored.poll_id,
    )
    return replace(whole, facts=stored.facts) if change.kind is ChangeKind.CLOSED else whole


async def read(tx: Tx, ids: Iterable[str]) -> list[Incident]:
    """Those that are there, in no order."""
    found: list[Incident] = []
    for batch in sliced(ids):
        rows = await tx.connection.execute(select(INCIDENT).where(INCIDENT.c.id.in_(batch)))
        found.extend(map(incident_of, rows.mappings()))
    return found


async def going_on(tx: Tx, target_id: str) -> tuple[Incident, ...]:
    """Failures of one target that are not over, in the order of image ids."""
    rows = await tx.connection.execute(
        select(INCIDENT)
        .where(
            INCIDENT.c.target_id == target_id,
            INCIDENT.c.closed_ms.is_(None),
            INCIDENT.c.kind == IncidentKind.FAILED.value,
        )
        .order_by(INCIDENT.c.image_id)
    )
    return tuple(map(incident_of, rows.mappings()))


async def write(tx: Tx, changes: Iterable[Change], owed: Mapping[str, int]) -> None:
    """Write what changed.  One that is there is not opened again, one that ended stays ended.

    Args:
        owed: By incident id, how many channels hear of one that begins.
    """
    kinds: dict[ChangeKind, list[Change]] = {kind: [] for kind in ChangeKind}
    for change in changes:
        kinds[change.kind].append(change)
    opened = (_opened(change, owed) for change in kinds[ChangeKind.OPENED])
    for batch in sliced(opened):
        await tx.connection.execute(unless_there(tx.connection, INCIDENT), batch)
    await _update(tx, "status facts", map(_changed, kinds[ChangeKind.CHANGED]))
    await _update(tx, "closed_ms closing replaced_by", map(_closed, kinds[ChangeKind.CLOSED]))


async def _update(tx: Tx, columns: str, rows: Iterable[dict[str, Any]]) -> None:
    statement = (
        update(INCIDENT)
        .where(INCIDENT.c.id == bindparam("incident_id"), INCIDENT.c.closed_ms.is_(None))
        .values({name: bindparam(f"new_{name}") for name in columns.split()})
    )
    for batch in sliced(rows):
        await tx.connection.execute(statement, batch)


def _opened(change: Change, owed: Mapping[str, int]) -> dict[str, Any]:
    incident = change.incident
    return {
        "id": incident.id,
        "target_id": incident.target_id,
        "image_id": incident.image_id,
        "kind": incident.kind.value,
        "number": incident.number,
        "status": incident.status,
        "first_status": incident.status,
        "before": change.before,
        "opened_ms": incident.opened_ms,
        "baseline": incident.baseline,
        "poll_id": incident.poll_id,
        "owed": owed.get(incident.id, 0),
        "facts": facts_of(incident.facts),
    }


def _changed(change: Change) -> dict[str, Any]:
    incident = change.incident
    return {
        "incident_id": incident.id,
        "new_status": incident.status,
        "new_facts": facts_of(incident.facts),
    }


def _closed(change: Change) -> dict[str, Any]:
    incident = change.incident
    return {
        "incident_id": incident.id,
        "new_closed_ms": incident.closed_ms,
        "new_closing": incident.closing.value if incident.closing else None,
        "new_replaced_by": incident.replaced_by,
    }
