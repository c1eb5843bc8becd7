"""What is remembered of every image between polls: up to some hundred thousand rows."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import ARRAY, Select, bindparam, column, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from bot.alerts.model import Known
from bot.storage.engine import Database, Tx
from bot.storage.rows import inserted
from bot.storage.schema import IMAGE_STATE

READ = 1000
"""Rows in one answer: a larger one keeps the loop from everything else while it is read."""

WRITTEN = 500
"""Rows handed to the database at once, for the same reason."""

_KEY = ("target_id", "image_id")
_COLUMNS = (*_KEY, *Known._fields, "changed_ms")


async def load(database: Database, target_id: str) -> dict[str, Known]:
    """All of one target, by image id.

    Each slice is a transaction of its own: only who holds the target's lease writes there.
    """
    known: dict[str, Known] = {}
    after = ""
    while True:
        rows = await database.read(partial(_slice, target_id=target_id, after=after))
        known.update(rows)
        if len(rows) < READ:
            return known
        after = next(reversed(rows))
        await asyncio.sleep(0)


async def _slice(tx: Tx, target_id: str, after: str) -> dict[str, Known]:
    columns = [IMAGE_STATE.c[name] for name in _COLUMNS[1:-1]]
    rows = await tx.connection.execute(
        select(*columns)
        .where(IMAGE_STATE.c.target_id == target_id, IMAGE_STATE.c.image_id > after)
        .order_by(IMAGE_STATE.c.image_id)
        .limit(READ)
    )
    return {row[0]: Known._make(row[1:]) for row in rows}


async def write(tx: Tx, target_id: str, states: Mapping[str, Known]) -> None:
    """Remember these; what is remembered of other images stays."""
    as_arrays = tx.connection.dialect.name == "postgresql"
    source = inserted(tx.connection, IMAGE_STATE)
    statement = _upsert(source.from_select(_COLUMNS, _rows_of_arrays()) if as_arrays else source)
    left = iter(states.items())
    while batch := list(islice(left, WRITTEN)):
        rows = [(target_id, image_id, *known, tx.now_ms) for image_id, known in batch]
        if as_arrays:
            arrays = map(list, zip(*rows, strict=True))
            await tx.connection.execute(statement, dict(zip(_COLUMNS, arrays, strict=True)))
        else:
            each = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
            await tx.connection.execute(statement, each)
        await asyncio.sleep(0)


def _rows_of_arrays() -> Select[Any]:
    """``unnest``: row by row PostgreSQL reads and plans each, five times as slow in all."""
    columns = [IMAGE_STATE.c[name] for name in _COLUMNS]
    arrays = [bindparam(each.name, type_=ARRAY(each.type)) for each in columns]
    names = [column(each.name, each.type) for each in columns]
    return select(*func.unnest(*arrays).table_valued(*names).render_derived().c)


def _upsert(statement: postgresql.Insert | sqlite.Insert) -> Insert:
    new = {name: statement.excluded[name] for name in _COLUMNS if name not in _KEY}
    return statement.on_conflict_do_update(index_elements=_KEY, set_=new)
