"""Who waits for which image."""

from __future__ import annotations

from itertools import count

from sqlalchemy import select, update

from bot.alerts.asked import ImageWatch
from bot.alerts.model import Target, label_of, name_based
from bot.errors import RequestError
from bot.modelarts.models import Image
from bot.storage import targets
from bot.storage.desk_rows import label_to_keep, referred
from bot.storage.engine import Tx
from bot.storage.rows import unless_there, watch_of
from bot.storage.schema import WATCH

MOST = 20
"""Images one person may wait for at a time."""


async def of_user(tx: Tx, user: str) -> tuple[ImageWatch, ...]:
    """Those that go on, oldest first."""
    statement = select(WATCH).where(WATCH.c.user_id == user, WATCH.c.ended_ms.is_(None))
    rows = await tx.connection.execute(statement.order_by(WATCH.c.created_ms, WATCH.c.id))
    return tuple(map(watch_of, rows.mappings()))


async def watch(tx: Tx, *, user: str, target: Target, image: Image) -> ImageWatch:
    """Begin to wait; the same image again gives the watch that is there.

    Raises:
        RequestError: This person waits for `MOST` images.
    """
    await targets.ensure(tx, target, configured=False)
    await _alone(tx, user)
    waiting = await of_user(tx, user)
    for one in waiting:
        if (one.target_id, one.image_id) == (target.id, image.id):
            return one
    if len(waiting) >= MOST:
        raise RequestError(
            f"You already wait for {MOST} images.",
            hint="Stop waiting for one of them: /images watch lists them.",
        )
    label = label_of(image.name or "", image.tag or "") or image.id
    return await _begun(
        tx,
        ImageWatch("", user, target.id, image.id, label_to_keep(label), image.status or "", 0),
    )


async def unwatch(tx: Tx, *, user: str, reference: str) -> ImageWatch | None:
    """Stop waiting."""
    found = referred(await of_user(tx, user), reference)
    if found is None:
        return None
    row = WATCH.c.id == found.id
    await tx.connection.execute(update(WATCH).where(row).values(ended_ms=tx.now_ms))
    return watch_of((await tx.connection.execute(select(WATCH).where(row))).mappings().one())


async def _alone(tx: Tx, user: str) -> None:
    """Let requests of one person wait for each other, as soon as there is anything to count."""
    await tx.connection.execute(
        select(WATCH.c.id)
        .where(WATCH.c.user_id == user, WATCH.c.ended_ms.is_(None))
        .order_by(WATCH.c.id)
        .with_for_update()
    )


async def _begun(tx: Tx, wanted: ImageWatch) -> ImageWatch:
    """Numbered, so that two at once are one, and one that ended can begin again."""
    for number in count(1):
        name = name_based("watch", wanted.user_id, wanted.target_id, wanted.image_id, number)
        statement = unless_there(tx.connection, WATCH).values(
            id=name,
            user_id=wanted.user_id,
            target_id=wanted.target_id,
            image_id=wanted.image_id,
            label=wanted.label,
            status=wanted.status,
            created_ms=tx.now_ms,
        )
        await tx.connection.execute(statement)
        row = (
            (await tx.connection.execute(select(WATCH).where(WATCH.c.id == name))).mappings().one()
        )
        if row["ended_ms"] is None:
            return watch_of(row)
    raise AssertionError("unreachable")
