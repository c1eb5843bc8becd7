"""A real PostgreSQL: one that is given, one that is installed, or the one of a Python package.

``TEST_POSTGRES_URL`` names a server and its superuser, ``TEST_POSTGRES_BIN`` the folder of the
programs ``initdb`` and ``postgres``.  Usable outside pytest: ``with postgres_server() as it``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests.postgres_programs import NoPostgres, programs, server_user, within_reach

_OWNER = "imagebot"
_START_SECONDS = 60.0
_OPTIONS = (
    "listen_addresses=",
    "max_connections=200",
    "shared_buffers=32MB",
    "deadlock_timeout=100ms",
)
# Ends with whoever holds the other end of its input, however that dies, and cleans up then.
_KEEPER = """
"$@" &
read -r asked
kill -QUIT $!
wait $!
[ "$asked" = stop ] || rm -rf "$PWD"
"""


class PostgresServer:
    """A server that is up, and the databases in it.

    Args:
        url: ``postgresql://…`` of a database from which others can be created.
    """

    def __init__(self, url: str) -> None:
        self.url = url

    def create(self, template: str = "template1") -> str:
        """Make a database as a copy of another one; its address.

        Args:
            template: A database's address or name; nobody may be connected to it.
        """
        name = f"imagebot_{os.getpid()}_{uuid.uuid4().hex[:12]}"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, _name(template))
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", _name(url))

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


class OwnServer(PostgresServer):
    """A server of our own, its data and its socket in a temporary folder.

    Args:
        binaries: The folder of ``initdb`` and ``postgres``.
        fsync: Whether it waits for the disk; only a loss of power makes a difference.
    """

    def __init__(self, binaries: Path, *, fsync: bool = False) -> None:
        # Not under TMPDIR: a socket's path is short, and another user must reach it.
        self._folder = Path(tempfile.mkdtemp(prefix="imagebot-pg-", dir="/tmp"))
        self._keeper: subprocess.Popen[bytes] | None = None
        self._settings = (*_OPTIONS, f"fsync={'on' if fsync else 'off'}")
        super().__init__(f"postgresql://{_OWNER}@/postgres?host={self._folder}")
        try:
            self._user = server_user()
            self._binaries = within_reach(binaries, self._user, self._folder)
            self._initialise()
        except BaseException:
            self.remove()
            raise

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = [part for setting in self._settings for part in ("-c", setting)]
        server = [str(self._binaries / "postgres"), "-D", "data", "-k", str(self._folder)]
        with (self._folder / "log").open("ab") as log:
            self._keeper = keeper = subprocess.Popen(  # noqa: S603 - our own server
                ["/bin/sh", "-c", _KEEPER, "sh", *server, *settings],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                user=self._user,
                # An interrupt is for whoever uses the server.
                start_new_session=True,
            )
        until = time.monotonic() + _START_SECONDS
        while not self._answers():
            if keeper.poll() is not None or time.monotonic() > until:
                words = (self._folder / "log").read_text(errors="replace")[-2000:]
                raise NoPostgres(f"PostgreSQL does not start:\n{words}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop it at once, as a crash would; what was committed is there after `start`."""
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            # A line, not only an end of input: a forked process may hold this end too.
            keeper.communicate(b"stop\n", timeout=_START_SECONDS)

    def remove(self) -> None:
        """Stop it for good and remove all it wrote."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _initialise(self) -> None:
        if self._user is not None:
            os.chown(self._folder, self._user, -1)
        command = [str(self._binaries / "initdb"), "-D", "data", "-U", _OWNER, "--auth=trust"]
        done = subprocess.run(  # noqa: S603 - our own server
            [*command, "--encoding=UTF8", "--no-locale", "--no-sync"],
            cwd=self._folder,
            user=self._user,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NoPostgres(f"initdb of {self._binaries} failed:\n{done.stderr[-2000:]}")

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def postgres_server(*, fsync: bool = False) -> Iterator[PostgresServer]:
    """The server that is given, or one of our own that ends with the block.

    Raises:
        NoPostgres: With a sentence that says what to do.
    """
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield PostgresServer(given)
        return
    server = OwnServer(programs(), fsync=fsync)
    try:
        server.start()
        yield server
    finally:
        server.remove()


@contextmanager
def own_server(*, fsync: bool = False) -> Iterator[OwnServer]:
    """One that can be stopped and started again, whatever is given."""
    server = OwnServer(programs(), fsync=fsync)
    try:
        server.start()
        yield server
    finally:
        server.remove()


def _name(url: str) -> str:
    return make_url(url).database or "" if "://" in url else url
