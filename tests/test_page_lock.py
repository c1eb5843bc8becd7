"""npm's lock of the page: hashed, tied to no registry, and free to be passed on."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.architecture import PAGE

OUR_OWN = ""
"""The name under which the lock repeats what package.json asks for."""

FREE = {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"}
"""Licences under which a page may go with ours, if their notices do (dist/licenses.txt)."""


def read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((PAGE / name).read_text(encoding="utf-8"))
    return content


def locked() -> dict[str, dict[str, Any]]:
    """Every package but our own, by the place that it is put at."""
    packages: dict[str, dict[str, Any]] = read("package-lock.json")["packages"]
    return {place: package for place, package in packages.items() if place != OUR_OWN}


def refused(packages: dict[str, dict[str, Any]]) -> list[str]:
    """What is not hashed, comes from a named place, or goes into the page and may not."""
    wrong = []
    for place, package in packages.items():
        if not re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", package.get("integrity", "")):
            wrong.append(f"{place} has no hash")
        if "resolved" in package or package.get("link"):
            wrong.append(f"{place} names where it comes from")
        if not package.get("dev") and package.get("license") not in FREE:
            wrong.append(f"{place} has the licence {package.get('license')}")
    return wrong


def missing(packages: dict[str, dict[str, Any]]) -> list[str]:
    """What another package asks for and the lock does not hold, for whatever kind of machine."""
    asked = [
        (place, name)
        for place, package in packages.items()
        for group in ("dependencies", "optionalDependencies")
        for name in package.get(group, {})
    ]
    return [
        f"{place} asks for {name}"
        for place, name in asked
        if not any(f"{folder}node_modules/{name}" in packages for folder in _above(place))
    ]


def _above(place: str) -> Iterator[str]:
    """The folders in which Node looks for what a package asks for, the nearest first."""
    yield f"{place}/"
    while place:
        place = place.rpartition("node_modules/")[0].rstrip("/")
        yield f"{place}/" if place else ""


def test_every_package_is_hashed_from_any_registry_and_free():
    packages = locked()

    assert len(packages) > 10
    assert refused(packages) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"integrity": ""}, "x has no hash"),
        ({"integrity": "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="}, "x has no hash"),
        ({"resolved": "https://npm.example/x.tgz"}, "x names where it comes from"),
        ({"license": "GPL-3.0-only"}, "x has the licence GPL-3.0-only"),
        ({"license": ""}, "x has the licence "),
    ],
)
def test_a_package_that_may_not_be_there_is_noticed(change: dict[str, str], complaint: str):
    package = {"integrity": f"sha512-{'A' * 86}==", "license": "MIT"} | change

    assert refused({"x": package}) == [complaint]


def test_the_lock_holds_what_every_kind_of_machine_needs():
    """One that was made where a registry holds less would stop `npm ci` anywhere."""
    assert missing(locked()) == []


def test_a_package_that_is_not_in_the_lock_is_noticed():
    packages: dict[str, dict[str, Any]] = {
        "node_modules/a": {"dependencies": {"b": "1", "c": "1"}},
        "node_modules/a/node_modules/c": {"optionalDependencies": {"b": "1", "d": "1"}},
        "node_modules/b": {},
    }

    assert missing(packages) == ["node_modules/a/node_modules/c asks for d"]


def test_what_only_builds_the_page_may_have_other_licences():
    package = {"integrity": f"sha512-{'A' * 86}==", "license": "MPL-2.0", "dev": True}

    assert refused({"x": package}) == []


def test_the_lock_is_in_step_with_what_is_asked_for():
    asked, found = read("package.json"), read("package-lock.json")["packages"][OUR_OWN]

    for group in ("dependencies", "devDependencies", "engines"):
        assert found[group] == asked[group]


def test_npm_keeps_addresses_out_of_the_lock_and_takes_the_registry_of_its_user():
    lines = (PAGE / ".npmrc").read_text(encoding="utf-8").splitlines()

    assert "omit-lockfile-registry-resolved=true" in lines
    assert not [line for line in lines if "registry=" in line or "//" in line]


def test_npm_soon_gives_up_a_registry_that_takes_calls_and_says_nothing():
    """It tries every package before it does, as many at once as ``maxsockets`` says."""
    lines = (PAGE / ".npmrc").read_text(encoding="utf-8").splitlines()
    said = {
        name: int(value)
        for name, _, value in (line.partition("=") for line in lines)
        if value.isdigit()
    }
    tries = 1 + said["fetch-retries"]
    each = tries * said["fetch-timeout"] + (tries - 1) * said["fetch-retry-maxtimeout"]
    rounds = math.ceil(len(locked()) / said["maxsockets"])

    assert each / 1000 * rounds < 150
