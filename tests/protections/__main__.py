"""Switch each protection off in a copy of the project, and see a test fail.

python -m tests.protections              all of them
python -m tests.protections silence P3   those whose name or promise holds one of these
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import os
import re
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.protections.protection import Protection
from tests.protections.table import PROTECTIONS

ROOT = Path(__file__).parents[2]
COPIED = ("bot", "handlers", "tests", "pyproject.toml")
SECONDS = 300.0
"""For one run of pytest; a change that hangs everything was not noticed by a test."""

PATIENCE = ("tests/journeys/alerting.py", "PATIENCE = 30.0\n", "PATIENCE = 10.0\n")
"""Journeys wait for what never comes with a protection off: not as long as they would."""

_FAILED = re.compile(r"^(?:FAILED|ERROR) tests/(\S+?\.py)(?:::(\w+))?", re.MULTILINE)
_TESTS_FAILED = 1
"""pytest's exit code; others say that it did not even run them."""


class Broken(Exception):
    """The table does not fit the project, or a test fails with every protection on."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the tests said to one change.  ``noticed``: the first that failed; empty if none."""

    protection: Protection
    noticed: str
    seconds: float


class Copy:
    """A copy of the project, to be changed in one place at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            if (source := ROOT / name).is_dir():
                without = shutil.ignore_patterns("__pycache__", "node_modules")
                shutil.copytree(source, folder / name, ignore=without)
            else:
                shutil.copyfile(source, folder / name)
        self.change(*PATIENCE)

    def change(self, file: str, old: str, new: str) -> None:
        """Raises: Broken: ``old`` is not there exactly once."""
        text = (self.folder / file).read_text()
        if (count := text.count(old)) != 1:
            raise Broken(f"{file} holds {count} times instead of once: {old!r}")
        self.write(file, text.replace(old, new))

    def write(self, file: str, text: str) -> None:
        """Write one module; what was compiled of it could look as new as it is."""
        path = self.folder / file
        path.write_text(text)
        Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)

    async def tested(self, tests: tuple[str, ...]) -> tuple[int, str]:
        """Run some tests on SQLite alone; pytest's exit code and what it said.

        Raises:
            Broken: It took too long.
        """
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "pytest", "-x", "-q", "-rfE", "--tb=no"),
            *("-k", "not postgres", *tests),
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(self.folder)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            async with asyncio.timeout(SECONDS):
                said, _ = await process.communicate()
        except TimeoutError:
            raise Broken(f"these ran for more than {SECONDS:.0f} s: {' '.join(tests)}") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return process.returncode or 0, said.decode(errors="replace")

    async def without(self, protection: Protection) -> Outcome:
        """Take one protection away, run its tests, and put it back.

        Raises:
            Broken: The tests could not be run.
        """
        kept = (self.folder / protection.file).read_text()
        began = time.monotonic()
        self.change(protection.file, protection.old, protection.new)
        try:
            code, said = await self.tested(protection.tests)
        finally:
            self.write(protection.file, kept)
        failed = _FAILED.search(said)
        if code not in {0, _TESTS_FAILED} or (code and not failed):
            raise Broken(f"without “{protection.name}” nothing could be run:\n{said[-3000:]}")
        noticed = "::".join(part for part in failed.groups() if part) if failed else ""
        return Outcome(protection, noticed if code else "", time.monotonic() - began)


async def main(words: list[str], jobs: int) -> int:
    """Run the table; 1 if a protection can be switched off unnoticed, 2 if nothing can be said."""
    chosen = [one for one in PROTECTIONS if not words or any(_says(one, word) for word in words)]
    began = time.monotonic()
    with TemporaryDirectory(prefix="imagebot-protections-") as folder:
        try:
            copies = [Copy(Path(folder, str(number))) for number in range(jobs)]
            await _sound(copies[0], chosen)
            _say("| protection | promise | test that fails without it | seconds |")
            _say("| --- | --- | --- | ---: |")
            outcomes = await _all(copies, chosen)
        except Broken as error:
            _say(f"! {error}")
            return 2
    survived = [one.protection.name for one in outcomes if not one.noticed]
    minutes = (time.monotonic() - began) / 60
    _say(f"\n{len(outcomes) - len(survived)} of {len(outcomes)} noticed, {minutes:.1f} min")
    for name in survived:
        _say(f"! no test notices when this is off: {name}")
    return 1 if survived or not outcomes else 0


def _says(protection: Protection, word: str) -> bool:
    return word.lower() in protection.name.lower() or word == protection.promise


async def _sound(copy: Copy, chosen: list[Protection]) -> None:
    """With every protection on, all of these tests pass."""
    tests = dict.fromkeys(test for protection in chosen for test in protection.tests)
    code, said = await copy.tested(tuple(tests))
    if code:
        raise Broken(f"with every protection on:\n{said[-3000:]}")


async def _all(copies: list[Copy], chosen: list[Protection]) -> list[Outcome]:
    waiting, outcomes = iter(chosen), list[Outcome]()

    async def work(copy: Copy) -> None:
        for protection in waiting:
            outcome = await copy.without(protection)
            outcomes.append(outcome)
            shown = outcome.noticed or "**none**"
            _say(f"| {protection.name} | {protection.promise} | {shown} | {outcome.seconds:.0f} |")

    try:
        async with asyncio.TaskGroup() as group:
            for copy in copies:
                group.create_task(work(copy))
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None
    return outcomes


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - its output


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="make protections", description=__doc__)
    parser.add_argument("words", nargs="*", help="part of a name, or a promise")
    parser.add_argument("-j", type=int, default=min(2, os.cpu_count() or 1), help="at a time")
    asked = parser.parse_args()
    sys.exit(asyncio.run(main(asked.words, asked.j)))
