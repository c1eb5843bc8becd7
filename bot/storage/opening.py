"""A database that is ready: reachable, sound, writable, and with the tables of this version."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import URL, NullPool, create_engine, make_url, text, update
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.errors import SettingsError
from bot.marks import Mark, unmarked
from bot.ports import Clock
from bot.ports.alerting import StoreDown
from bot.storage.engine import Database, Tx
from bot.storage.migrations import Migrated, migrate
from bot.storage.schema import SCHEMA_VERSION

_DRIVERS = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}
_FORMS = "sqlite:///imagebot.db or postgresql://user:password@host/database"
_NOWHERE = ("", ":memory:")
_PATIENCE = 10
"""Seconds for the first answer."""

_FILE = {
    "SQLITE_CANTOPEN": (
        "cannot be opened",
        "Make its folder, and let the bot read and write in it.",
    ),
    "SQLITE_READONLY": ("cannot be written", "Let the bot write the file and its folder."),
    "SQLITE_NOTADB": ("is no SQLite database", "Name another file, or move this one away."),
    "SQLITE_CORRUPT": ("is damaged", "Put the last good copy in its place, or move it away."),
    "SQLITE_FULL": ("cannot grow, because its disk is full", "Make room on the disk."),
    "SQLITE_IOERR": ("cannot be read or written", "Look after its disk."),
    "SQLITE_BUSY": ("is kept locked by another program", "End that program."),
}
"""SQLite's names of its errors, without what they end in."""

_SERVER = {
    "42501": "does not let its user make tables",
    "3F000": "has no schema in which its user may make tables",
    "25006": "does not let anybody write",
    "password": "does not accept the user and the password",
    "resolve host": "cannot be found: no computer has the name of its host",
    "does not exist": "does not know the user or the database",
    "invalid connection option": "cannot be asked: a word after the ? is not known",
}
"""PostgreSQL's codes, or words of its messages where it sends no code: before the login."""


@asynccontextmanager
async def open_database(
    url: str, *, clock: Clock | None = None, mark: Mark = unmarked
) -> AsyncIterator[Database]:
    """Open it, check it and bring its tables up to date; it is closed with the block.

    Args:
        url: As `Database` takes it.

    Raises:
        SettingsError: In words for an operator; of ``url`` it says no more than a file's name.
    """
    async with _checked(url, clock, mark) as database:
        await _prepare(database)
        yield database


async def migrate_database(url: str) -> Migrated:
    """Only bring its tables up to date; raises as `open_database`."""
    async with _checked(url, None, unmarked) as database:
        return await _prepare(database)


@asynccontextmanager
async def _checked(url: str, clock: Clock | None, mark: Mark) -> AsyncIterator[Database]:
    await asyncio.to_thread(_check, _address(url))
    database = Database(url, clock=clock, mark=mark)
    try:
        yield database
    finally:
        await database.close()


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        address = None
    if address is None or address.get_backend_name() not in _DRIVERS:
        # Neither the value nor its error: both would show the password.
        raise SettingsError(
            f"DATABASE_URL must be {_FORMS}.",
            hint="Write the characters @ : / # ? % of a password as %40 %3A %2F %23 %3F %25.",
        )
    if address.get_backend_name() == "sqlite" and (address.database or "") in _NOWHERE:
        raise SettingsError(
            "DATABASE_URL names no file, so everything would be forgotten when the bot stops.",
            hint="Name one: sqlite:///imagebot.db",
        )
    return address


def _check(address: URL) -> None:
    """Reach it and look it through, before there is anything to take down again."""
    is_file = address.get_backend_name() == "sqlite"
    driver = _DRIVERS[address.get_backend_name()]
    patience = {"timeout": _PATIENCE} if is_file else {"connect_timeout": _PATIENCE}
    try:
        engine = create_engine(
            address.set(drivername=driver), poolclass=NullPool, connect_args=patience
        )
        with engine.connect() as connection:
            found = connection.scalar(text("PRAGMA quick_check(1)" if is_file else "SELECT 'ok'"))
    except (SQLAlchemyError, OSError, ValueError, TypeError) as error:
        refusal = _refusal(address, error)
    else:
        if found == "ok":
            return
        refusal = _file_refusal(address, "SQLITE_CORRUPT")
    # Outside of the handler: the error that led here may show the address.
    raise refusal


async def _prepare(database: Database) -> Migrated:
    try:
        done = await migrate(database)
        await database.write(_write_nothing_new)
    except StoreDown as error:
        refusal = _refusal(database.engine.url, error.__context__ or error)
    else:
        return done
    raise refusal


async def _write_nothing_new(tx: Tx) -> None:
    """A file may be read-only and everything else in order."""
    await tx.connection.execute(update(SCHEMA_VERSION).values(version=SCHEMA_VERSION.c.version))


def _refusal(address: URL, error: BaseException) -> SettingsError:
    cause = getattr(error, "orig", None) or error
    if address.get_backend_name() == "sqlite":
        return _file_refusal(address, str(getattr(cause, "sqlite_errorname", "")))
    said = f"{getattr(cause, 'sqlstate', None)} {cause}"
    what = next((what for sign, what in _SERVER.items() if sign in said), "cannot be used")
    return SettingsError(
        f"The PostgreSQL server of DATABASE_URL {what}.",
        hint="Check that it runs, and the host, port, user, password and database in the address; "
        "psql with the same address says more.",
    )


def _file_refusal(address: URL, name: str) -> SettingsError:
    known = [said for sign, said in _FILE.items() if name.startswith(sign)]
    what, hint = known[0] if known else ("cannot be used", f"The address must be {_FORMS}.")
    file = (address.database or "")[:200]
    return SettingsError(f"The file {file} of DATABASE_URL {what}.", hint=hint)
