"""The locks: in step with pyproject.toml, hashed, and tied to no package index."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

PROJECT = Path(__file__).parents[1]
LOCKS = {"requirements.lock": False, "requirements-dev.lock": True}
"""Each lock, and whether it holds the development group too."""

_PIN = re.compile(r"([A-Za-z0-9._-]+)==([^\s;]+)(?: ; (.+?))? \\")
_HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")
_VIA = re.compile(r"imagebot \(pyproject\.toml(?::(\w+))?\)")


@dataclass(slots=True)
class Pin:
    """One locked distribution.  ``asked``: by which groups of ours, "" for the run time."""

    name: str
    version: Version
    hashes: int
    asked: set[str]


def pins(text: str) -> dict[str, Pin]:
    """Read a lock; anything that is neither pin, hash nor comment is a mistake."""
    found: dict[str, Pin] = {}
    pin: Pin | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if start := _PIN.fullmatch(line):
            name = canonicalize_name(start[1])
            assert name not in found, f"{name} is pinned twice"
            pin = found[name] = Pin(name, Version(start[2]), 0, set())
        elif pin is not None and _HASH.fullmatch(line):
            pin.hashes += 1
        elif pin is not None and line.startswith("    #"):
            pin.asked |= {via[1] or "" for via in _VIA.finditer(line)}
        else:
            raise AssertionError(f"line {number} is no part of a pin: {line}")
    return found


def wanted(*, dev: bool) -> Iterator[tuple[str, Requirement]]:
    """Every requirement of pyproject.toml with its group, "" for the run time."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    for line in project["project"]["dependencies"]:
        yield "", Requirement(line)
    for group, lines in project["dependency-groups"].items() if dev else ():
        for line in lines:
            yield group, Requirement(line)


def locked(name: str) -> dict[str, Pin]:
    return pins((PROJECT / name).read_text(encoding="utf-8"))


def out_of_step(found: dict[str, Pin], requirements: list[tuple[str, Requirement]]) -> list[str]:
    """What is asked for and not pinned, pinned outside what is asked, or no longer asked for."""
    wrong = []
    for group, requirement in requirements:
        pin = found.get(canonicalize_name(requirement.name))
        if pin is None:
            wrong.append(f"{requirement} is not pinned")
        elif not requirement.specifier.contains(pin.version, prereleases=True):
            wrong.append(f"{pin.name} {pin.version} is outside {requirement}")
        elif group not in pin.asked:
            wrong.append(f"{requirement} is not what {pin.name} was pinned for")
    names = {(group, canonicalize_name(requirement.name)) for group, requirement in requirements}
    for pin in found.values():
        wrong += [f"nobody asks for {pin.name}" for g in pin.asked if (g, pin.name) not in names]
    return wrong


@pytest.mark.parametrize(("lock", "dev"), LOCKS.items())
def test_the_lock_is_in_step_with_the_project(lock: str, dev: bool):
    assert out_of_step(locked(lock), list(wanted(dev=dev))) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(lock: str):
    found = locked(lock)

    assert len(found) > 10
    assert [pin.name for pin in found.values() if not pin.hashes] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_an_index_or_an_address(lock: str):
    text = (PROJECT / lock).read_text(encoding="utf-8")

    assert not re.search(
        r"://|--(?:extra-)?index-url|--find-links|--trusted-host|(?m:^\s*-[if] )", text
    )


def test_both_locks_agree():
    runtime, dev = locked("requirements.lock"), locked("requirements-dev.lock")

    assert {n: p.version for n, p in runtime.items()} == {n: dev[n].version for n in runtime}


LOCK = f"""\
rich==15.0.0 \\
    --hash=sha256:{"0" * 64}
    # via
    #   imagebot (pyproject.toml)
    #   other
ruff==0.12.0 ; python_version >= '3.11' \\
    --hash=sha256:{"1" * 64}
    # via imagebot (pyproject.toml:dev)
"""


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ([("", "rich>=14"), ("dev", "ruff")], []),
        ([("", "rich<15"), ("dev", "ruff")], ["rich 15.0.0 is outside rich<15"]),
        ([("", "rich"), ("", "httpx"), ("dev", "ruff")], ["httpx is not pinned"]),
        ([("", "rich")], ["nobody asks for ruff"]),
        (
            [("", "rich"), ("", "ruff")],
            ["ruff is not what ruff was pinned for", "nobody asks for ruff"],
        ),
    ],
)
def test_a_lock_out_of_step_is_noticed(asked: list[tuple[str, str]], complaint: list[str]):
    requirements = [(group, Requirement(line)) for group, line in asked]

    assert out_of_step(pins(LOCK), requirements) == complaint


@pytest.mark.parametrize("line", ["--index-url https://x.example", "-e .", "rich>=1"])
def test_what_is_no_pin_is_noticed(line: str):
    with pytest.raises(AssertionError, match="no part of a pin"):
        pins(LOCK + line + "\n")
