"""The image a person means, from what the polls remember: no waiting for ModelArts."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, or_, select

from bot.alerts.model import label_of
from bot.alerts.timing import GONE_AFTER
from bot.modelarts.models import Image
from bot.storage.engine import Tx
from bot.storage.rows import Row
from bot.storage.schema import IMAGE_STATE


async def remembered(
    tx: Tx, target_id: str, reference: str, *, gone: bool = False
) -> tuple[Image, ...]:
    """Those with this very id, or else with this name, ``name:tag`` or path; case is ignored.

    Args:
        gone: Whether to look among images that are not in the list any more if no other is meant.

    Returns:
        Id, name, tag, namespace, type and status alone, by label.
    """
    wanted = _spellings(reference)
    if not wanted:
        return ()
    names = {part for text in wanted for part in _names(text)}
    columns = IMAGE_STATE.c
    found = select(IMAGE_STATE).where(
        columns.target_id == target_id,
        or_(
            func.lower(columns.image_id).in_(wanted),
            func.lower(func.trim(columns.name)).in_(names),
        ),
    )
    rows = (await tx.connection.execute(found)).mappings().all()
    meant = [row for row in rows if not wanted.isdisjoint(_called(row))]
    present = [row for row in meant if row["absent"] < GONE_AFTER]
    chosen = present or (meant if gone else [])
    same_id = [row for row in chosen if row["image_id"].lower() in wanted]
    return tuple(sorted(map(_brief, same_id or chosen), key=_order))


def _spellings(reference: str) -> set[str]:
    """In lower case; of ``host/team/name:tag`` also without the host."""
    # PostgreSQL takes no NUL.
    text = reference.strip().lower()
    if not text or "\0" in text:
        return set()
    host, slash, rest = text.partition("/")
    is_host = slash and rest and ("." in host or ":" in host)
    return {text, rest} if is_host else {text}


def _names(text: str) -> Iterator[str]:
    """What the name may be in ``name``, ``name:tag`` and ``team/name:tag``."""
    for tail in (text, text.rpartition("/")[2]):
        yield tail
        yield tail.rpartition(":")[0] or tail


def _called(row: Row) -> set[str]:
    """Everything by which people call it."""
    name, tag, space = (row[key].strip().lower() for key in ("name", "tag", "namespace"))
    called = {row["image_id"].lower()}
    if name:
        labels = {name, label_of(name, tag)}
        called |= labels | ({f"{space}/{label}" for label in labels} if space else set())
    return called


def _brief(row: Row) -> Image:
    return Image(
        id=row["image_id"],
        name=row["name"] or None,
        tag=row["tag"] or None,
        namespace=row["namespace"] or None,
        type=row["type"] or None,
        status=row["status"] or None,
    )


def _order(image: Image) -> tuple[str, str]:
    return label_of(image.name or "", image.tag or ""), image.id
