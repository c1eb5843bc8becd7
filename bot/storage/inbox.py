"""What was already done: the same request, delivered twice, changes something once.

Facts: reliability.md 7.3; Slack sends a request again when it saw no answer.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy import select, update

from bot.storage.engine import Tx
from bot.storage.rows import unless_there
from bot.storage.schema import INBOX

Answer = Mapping[str, object] | str | bool | None
"""What is kept of an answer, as JSON."""


async def once(tx: Tx, key: str, work: Callable[[], Awaitable[Answer]]) -> Answer:
    """Do it, unless it was done under this key: then give the answer of that time.

    Two transactions with one key wait for each other.  One that raises leaves no trace: the
    request may be made again.
    """
    first = unless_there(tx.connection, INBOX).values(key=key, received_ms=tx.now_ms)
    if await tx.connection.scalar(first.returning(INBOX.c.key)) is None:
        kept = await tx.connection.scalar(select(INBOX.c.answer).where(INBOX.c.key == key))
        answer: Answer = json.loads(kept or "null")
        return answer
    answer = await work()
    await tx.connection.execute(
        update(INBOX)
        .where(INBOX.c.key == key)
        .values(answer=json.dumps(answer, separators=(",", ":")))
    )
    return answer
