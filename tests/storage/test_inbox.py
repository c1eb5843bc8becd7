"""A request that is delivered again."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select

from bot.errors import RequestError
from bot.storage.engine import Database, Tx
from bot.storage.inbox import Answer, once
from bot.storage.notices import note
from bot.storage.schema import AUDIT

pytestmark = pytest.mark.anyio


async def effects(database: Database) -> int:
    async def read(tx: Tx) -> int:
        return await tx.connection.scalar(select(func.count()).select_from(AUDIT)) or 0

    return await database.read(read)


async def ask(database: Database, key: str, answer: Answer) -> Answer:
    async def transaction(tx: Tx) -> Answer:
        async def work() -> Answer:
            await note(tx, "U1", "did")
            return answer

        return await once(tx, key, work)

    return await database.write(transaction)


@pytest.mark.parametrize("answer", ["b-1", True, False, None, {"id": "ü", "until_ms": None}])
async def test_a_second_time_nothing_changes_and_the_first_answer_is_given(
    database: Database, answer: Answer
):
    first = await ask(database, "trigger-1", answer)
    second = await ask(database, "trigger-1", "another")

    assert first == second == answer
    assert await effects(database) == 1


async def test_another_request_is_done(database: Database):
    await ask(database, "trigger-1", "a")

    assert await ask(database, "trigger-2", "b") == "b"
    assert await effects(database) == 2


async def test_a_hundred_at_once_are_one(database: Database, second_database: Database):
    """Over two replicas: one does it, the others are told what came of it."""
    answers = await asyncio.gather(
        *(
            ask(one, "trigger-1", f"by {number}")
            for number, one in enumerate((database, second_database) * 50)
        )
    )

    assert len(set(answers)) == 1
    assert await effects(database) == 1


async def test_what_is_refused_may_be_asked_again(database: Database):
    async def refuse(tx: Tx) -> Answer:
        async def work() -> Answer:
            raise RequestError("Not now.")

        return await once(tx, "trigger-1", work)

    with pytest.raises(RequestError):
        await database.write(refuse)

    assert await ask(database, "trigger-1", "done") == "done"
