"""What to ask ModelArts for a search, and what is left to filter here.

The requests must bring every row that can match; everything is checked again on the rows, also
what was sent.  Only `name`, `namespace`, `service_type`, `type` and `workspace_id` are sent
(reference: ListImage, ListImageGroup): the service is believed to ignore any other name, and
would then answer with too much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from bot.modelarts.models import Image, ImageType, ListImageGroupsParams, ListImagesParams
from bot.query.chips import chips, condition_chip, exact_chip, name_chip
from bot.query.fields import FAILED
from bot.query.filters import condition_holds
from bot.query.model import NAME, Condition, Op, Query, SortKey
from bot.query.requests import Failed, Groups, Search

_NAMESPACE = re.compile(r"[a-z][A-Za-z0-9._-]{0,63}")
_WORKSPACE = re.compile(r"0|[0-9a-z]{32}")
_SERVICE_TYPES = frozenset({"COMMON", "INFERENCE", "TRAIN", "DEV", "UNKNOWN"})
FAILED_CONDITION = Condition("status", Op.IS, FAILED)
"""What ``failed`` adds to a search."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The work of one search.

    ``images``, ``groups``: the listings to read and merge, in this order; none at all if nothing
    can match.  ``query``: what the rows are checked against and sorted by.  ``asked_api``,
    ``filtered_here``: chips of what ModelArts filters and of what it was not asked to filter.
    """

    query: Query
    images: tuple[ListImagesParams, ...] = ()
    groups: tuple[ListImageGroupsParams, ...] = ()
    asked_api: tuple[str, ...] = ()
    filtered_here: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sent:
    """One part of the search that goes into every request."""

    params: dict[str, Any]
    chip: str


def plan(search: Search, *, workspace_id: str) -> Plan:
    """The listings that hold every match, and what they leave to do here.

    Args:
        workspace_id: Where to look if the search does not say.
    """
    query = effective(search)
    grouped = isinstance(search, Groups)
    sent = _common(query, grouped=grouped)
    params = {key: value for one in sent for key, value in one.params.items()}
    wheres = [
        {"type": kind, "workspace_id": workspace, **params}
        for workspace in _workspaces(query.conditions, workspace_id, grouped=grouped)
        for kind in _types(query.conditions)
    ]
    asked = {one.chip for one in sent}
    asked |= {condition_chip(one) for one in query.conditions if _asked(one, grouped=grouped)}
    said = chips(replace(query, sort=()))
    checked = query
    if grouped:
        # Rows of groups do not say these, so the request is the only place to filter them.
        kept = [one for one in query.conditions if not _asked(one, grouped=True)]
        checked = replace(query, conditions=tuple(kept))
    return Plan(
        query=checked,
        images=() if grouped else tuple(ListImagesParams(**where) for where in wheres),
        groups=tuple(ListImageGroupsParams(**where) for where in wheres) if grouped else (),
        asked_api=tuple(chip for chip in said if chip in asked),
        filtered_here=tuple(chip for chip in said if chip not in asked),
    )


def name_compared_here(planned: Plan) -> Plan:
    """The plan after ModelArts was asked for names that contain the name instead of for itself."""
    if planned.query.exact is None:
        return planned
    chip = exact_chip(planned.query.exact)
    return replace(
        planned,
        asked_api=tuple(one for one in planned.asked_api if one != chip),
        filtered_here=(chip, *planned.filtered_here),
    )


def effective(search: Search) -> Query:
    """The query with what the command itself says: `failed` filters, and puts newest first."""
    query = search.query
    if not isinstance(search, Failed):
        return query
    return replace(
        query,
        conditions=(*query.conditions, FAILED_CONDITION),
        sort=query.sort or (SortKey("update_at", descending=True),),
    )


def _asked(condition: Condition, *, grouped: bool) -> bool:
    """Whether the choice of requests already filters this."""
    if condition.field == "workspace_id":
        return grouped or condition.op is Op.IS
    return condition.field == "type"


def _types(conditions: Iterable[Condition]) -> list[ImageType]:
    checks = [condition for condition in conditions if condition.field == "type"]
    return [
        kind
        for kind in ImageType
        if all(condition_holds(Image(id="-", type=kind.value), check, 0) for check in checks)
    ]


def _workspaces(
    conditions: Iterable[Condition], default: str, *, grouped: bool
) -> tuple[str, ...]:
    """Each workspace to ask: those that are named, or the default one."""
    checks = [condition for condition in conditions if condition.field == "workspace_id"]
    named = [value.lower() for check in checks if check.op is Op.IS for value in check.values]
    wanted = dict.fromkeys(value for value in named if _WORKSPACE.fullmatch(value))
    # Rows of images are checked again, and may say another workspace than the one asked.
    known = [check for check in checks if grouped or check.op is Op.IS]
    return tuple(
        workspace
        for workspace in (wanted if named else (default,))
        if all(condition_holds(Image(id="-", workspace_id=workspace), one, 0) for one in known)
    )


def _common(query: Query, *, grouped: bool) -> tuple[_Sent, ...]:
    """What every request of the search has in common: name, namespace and service type."""
    parts = [_name(query), _equal(query, "namespace")]
    if not grouped:
        parts.append(_equal(query, "service_type"))
    return tuple(part for part in parts if part is not None)


def _name(query: Query) -> _Sent | None:
    """Only one name can be sent: the one that leaves least."""
    if query.exact is not None and NAME.fullmatch(query.exact.lower()):
        params = {"name": query.exact.lower(), "name_fuzzy_match": False}
        return _Sent(params, exact_chip(query.exact))
    for condition in query.conditions:
        single = condition.field == "name" and len(condition.values) == 1
        if single and condition.op is Op.HAS and NAME.fullmatch(condition.values[0].lower()):
            return _Sent({"name": condition.values[0].lower()}, condition_chip(condition))
    word = query.name_word
    return None if word is None else _Sent({"name": word}, name_chip(word))


def _equal(query: Query, field: str) -> _Sent | None:
    """A namespace or service type, if it is one that may be sent."""
    for condition in query.conditions:
        single = condition.field == field and len(condition.values) == 1
        if not single or condition.op is not Op.IS:
            continue
        value = condition.values[0]
        if field == "namespace" and _NAMESPACE.fullmatch(value):
            # As it was typed: ModelArts tells the cases apart.
            return _Sent({field: value}, condition_chip(condition))
        if field == "service_type" and value.upper() in _SERVICE_TYPES:
            return _Sent({field: value.upper()}, condition_chip(condition))
    return None
