"""The database: two kinds behind one way to run a transaction.

Every use is a whole transaction given as a function, so that it can be run again when the
database asks for it or the connection is lost.  A commit whose answer was lost may have happened:
what runs here must be harmless twice, which name-based ids see to.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import aiosqlite
from sqlalchemy import Connection, event, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.marks import Mark, unmarked
from bot.ports import Clock
from bot.ports.alerting import StoreDown

logger = logging.getLogger("imagebot.storage")

Result = TypeVar("Result")

_TRIES = 5
_PAUSE = 0.05
"""Seconds before a transaction is run again; doubled each time."""

_PATIENCE = 10.0
"""Seconds after which it is not begun again: it has waited for a lock long enough."""

_BUSY_MS = 10_000
_PASSES = ("40001", "40P01", "55P03", "57P", "08")
"""PostgreSQL's codes (or their beginnings) after which the same transaction may well succeed."""


@dataclass(frozen=True, slots=True)
class Tx:
    """One transaction.  ``now_ms``: when it began, by the database's clock."""

    connection: AsyncConnection
    now_ms: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class _Kind:
    """What differs between the two databases; nothing else does.

    ``driver``: of SQLAlchemy.  ``first``: the first statement of every transaction, whose answer
    is the time in milliseconds.  ``begin``: how a writing transaction begins.  ``writers``:
    writing transactions at a time in one process.
    """

    driver: str
    first: str
    begin: str
    writers: int
    arguments: dict[str, Any]
    pool: dict[str, Any]


_SQLITE = _Kind(
    driver="sqlite+aiosqlite",
    # unixepoch('subsec') is NULL before SQLite 3.42.
    first="SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
    # A transaction that reads first and writes later is refused whatever the timeout.
    begin="BEGIN IMMEDIATE",
    writers=1,
    arguments={"timeout": _BUSY_MS / 1000},
    pool={},
)
_POSTGRESQL = _Kind(
    driver="postgresql+psycopg",
    # Limits for this transaction alone: a pooler in between refuses them for a connection.
    first="SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT),"
    " set_config('statement_timeout', '10000', true),"
    " set_config('lock_timeout', '5000', true),"
    " set_config('idle_in_transaction_session_timeout', '30000', true)",
    begin="",
    writers=4,
    arguments={
        "connect_timeout": 10,
        # A server that vanished without a word is noticed within half a minute.
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 25_000,
        # Prepared statements stay behind in a connection that a pooler gives to somebody else.
        "prepare_threshold": None,
    },
    pool={"pool_size": 5, "max_overflow": 2, "pool_pre_ping": True},
)
_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # NORMAL may lose the last commits on power loss: a lost claim would be a doubled alert.
    "PRAGMA synchronous=FULL",
    f"PRAGMA busy_timeout={_BUSY_MS}",
    "PRAGMA foreign_keys=ON",
)


class _Cursor(Protocol):
    def execute(self, statement: str) -> object: ...
    def close(self) -> None: ...


class _Connected(Protocol):
    isolation_level: str | None
    driver_connection: aiosqlite.Connection

    def cursor(self) -> _Cursor: ...


class Database:
    """An open database.

    Args:
        url: ``sqlite:///file`` or ``postgresql://…``; drivers are chosen here.
        clock: Instead of the database's own, for tests and for the demo.
        mark: Called at the marked points within a transaction (`bot.marks`).
    """

    def __init__(self, url: str, *, clock: Clock | None = None, mark: Mark = unmarked) -> None:
        address = make_url(url)
        self._kind = kind = _SQLITE if address.get_backend_name() == "sqlite" else _POSTGRESQL
        self._clock = clock
        self._mark = mark
        self._writing = asyncio.Semaphore(kind.writers)
        self._undoing: set[asyncio.Future[None]] = set()
        self.engine: AsyncEngine = create_async_engine(
            address.set(drivername=kind.driver),
            connect_args=kind.arguments,
            # They hold what people wrote, and errors end up in logs.
            hide_parameters=True,
            **kind.pool,
        )
        if kind.begin:
            self._begin_ourselves()

    def _begin_ourselves(self) -> None:
        """Python's sqlite3 would begin late and only before a change."""

        def connected(connection: _Connected, _record: object) -> None:
            connection.isolation_level = None
            cursor = connection.cursor()
            for pragma in _SQLITE_PRAGMAS:
                cursor.execute(pragma)
            cursor.close()

        def begin(connection: Connection) -> None:
            writes = connection.get_execution_options().get("writes")
            connection.exec_driver_sql(self._kind.begin if writes else "BEGIN")

        event.listen(self.engine.sync_engine, "connect", connected)
        event.listen(self.engine.sync_engine, "begin", begin)
        event.listen(self.engine.sync_engine, "invalidate", self._undo)

    def _undo(self, connection: _Connected, _record: object, _error: object) -> None:
        """Roll back before a cancelled transaction's connection is closed.

        Closing is not enough while a cursor is alive: the file would stay locked until Python
        collects it.  Not awaited, for that could be cancelled too; it is begun before closing.
        """
        undoing = asyncio.ensure_future(connection.driver_connection.rollback())
        self._undoing.add(undoing)
        undoing.add_done_callback(self._undoing.discard)

    async def write(self, work: Callable[[Tx], Awaitable[Result]]) -> Result:
        """Run a transaction that changes something, again if the database asks for that.

        Raises:
            StoreDown: It could not be done, or nobody knows whether it was.
        """
        async with self._writing:
            return await self._run(work, writes=True)

    async def read(self, work: Callable[[Tx], Awaitable[Result]]) -> Result:
        """Run a transaction that only reads; raises as `write`."""
        return await self._run(work, writes=False)

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()

    async def _run(self, work: Callable[[Tx], Awaitable[Result]], *, writes: bool) -> Result:
        until = asyncio.get_running_loop().time() + _PATIENCE
        pause = _PAUSE
        for left in reversed(range(_TRIES)):
            try:
                return await self._once(work, writes=writes)
            except DBAPIError as error:
                late = asyncio.get_running_loop().time() > until
                if not left or late or not _may_pass(error):
                    raise _down(error) from None
            except (SQLAlchemyError, OSError) as error:
                raise _down(error) from None
            await asyncio.sleep(pause)
            pause *= 2
        raise AssertionError("unreachable")

    async def _once(self, work: Callable[[Tx], Awaitable[Result]], *, writes: bool) -> Result:
        async with self.engine.connect() as connection:
            await connection.execution_options(writes=writes)
            async with connection.begin():
                now_ms = int(await connection.scalar(text(self._kind.first)) or 0)
                if self._clock:
                    now_ms = self._clock.now_ms()
                return await work(Tx(connection, now_ms, self._mark))


def _may_pass(error: DBAPIError) -> bool:
    if name := getattr(error.orig, "sqlite_errorname", ""):
        return str(name).startswith("SQLITE_BUSY")
    state = getattr(error.orig, "sqlstate", None)
    # Without a code it was not the server that spoke: there is no connection.
    lost = error.connection_invalidated or (state is None and isinstance(error, OperationalError))
    return lost or str(state).startswith(_PASSES)


def _down(error: Exception) -> StoreDown:
    """Says what failed and where, without the message: databases quote in it what was written."""
    cause = getattr(error, "orig", None) or error
    server = getattr(cause, "diag", None)
    parts = (
        type(cause).__name__,
        getattr(cause, "sqlite_errorname", None),
        getattr(cause, "sqlstate", None),
        getattr(server, "table_name", None),
        getattr(server, "constraint_name", None),
    )
    said = f"the database failed: {' '.join(str(part) for part in parts if part)}"
    logger.error(said)
    return StoreDown(said)
