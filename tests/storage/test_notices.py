"""How messages are owed: each incident is in one message of a channel."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.storage.engine import Database
from bot.storage.notices import attach, owe
from bot.storage.schema import OUTBOX, OUTBOX_ITEM
from tests.storage.outbox_rows import alert, incidents, owed

pytestmark = pytest.mark.anyio


async def _held(database: Database) -> set[tuple[str, str, str]]:
    """(channel, notice, incident)."""
    columns = (OUTBOX_ITEM.c.channel_id, OUTBOX_ITEM.c.outbox_id, OUTBOX_ITEM.c.incident_id)

    async def work(tx):
        return [(row[0], row[1], row[2]) for row in await tx.connection.execute(select(*columns))]

    found = await database.read(work)
    assert len(found) == len(set(found))
    return set(found)


async def _owed(database: Database) -> set[str]:
    async def work(tx):
        return set(await tx.connection.scalars(select(OUTBOX.c.id)))

    return await database.read(work)


async def test_an_incident_stays_in_the_message_that_has_it(database: Database):
    first, second = await incidents(database, "env", "torch")
    await owed(database, alert("a", incidents=(first,)))
    await owed(database, alert("b", incidents=(first, second)))

    assert await _held(database) == {("C1", "n-a", first), ("C1", "n-b", second)}


async def test_a_message_about_nothing_new_is_not_owed(database: Database):
    (only,) = await incidents(database, "env")
    await owed(database, alert("a", incidents=(only,)))
    new = await database.write(lambda tx: owe(tx, [alert("b", incidents=(only,))]))

    assert new == 0
    assert await _owed(database) == {"n-a"}


async def test_another_channel_has_a_message_of_its_own(database: Database):
    (only,) = await incidents(database, "env")
    here = alert("a", incidents=(only,))
    await owed(database, here, replace(here, id="n-b", channel="C2"))

    assert await _held(database) == {("C1", "n-a", only), ("C2", "n-b", only)}


async def test_what_joins_a_message_leaves_no_other(database: Database):
    (only,) = await incidents(database, "env")
    await owed(database, alert("a", incidents=(only,)), alert("b"))
    await database.write(lambda tx: attach(tx, [("C1", "n-b", only)]))

    assert await _held(database) == {("C1", "n-a", only)}
