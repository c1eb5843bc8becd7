"""The table fits the project, and what runs it is not content too soon.

``make protections`` itself takes minutes.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.protections.__main__ import PATIENCE, ROOT, Broken, Copy
from tests.protections.protection import Protection
from tests.protections.table import PROTECTIONS

by_name = pytest.mark.parametrize("protection", PROTECTIONS, ids=lambda one: one.name)


@by_name
def test_what_is_switched_off_is_there_exactly_once(protection: Protection):
    assert (ROOT / protection.file).read_text().count(protection.old) == 1
    assert protection.new != protection.old


@by_name
def test_the_tests_that_should_notice_are_there(protection: Protection):
    assert protection.tests
    for test in protection.tests:
        file, _, name = test.partition("::")
        written = (ROOT / file).read_text()
        assert not name or re.search(rf"def {name}\(", written), test


def test_no_protection_is_named_twice():
    names = [protection.name for protection in PROTECTIONS]

    assert sorted(set(names)) == sorted(names)


def test_journeys_can_be_made_impatient():
    file, old, _ = PATIENCE

    assert (ROOT / file).read_text().count(old) == 1


QUICK = Protection(
    "an example",
    "P0",
    "bot/alerts/flapping.py",
    "flaps(",
    "flaps(",
    ("tests/alerts/test_flapping.py",),
)


async def _noticed(folder: Path, old: str, new: str) -> str:
    return (await Copy(folder).without(replace(QUICK, old=old, new=new))).noticed


@pytest.mark.anyio
async def test_the_first_test_that_fails_is_named(tmp_path: Path):
    noticed = await _noticed(tmp_path, old=">= FLAPPING_FROM", new="< 0")

    assert noticed == "alerts/test_flapping.py::test_the_third_failure_within_an_hour"


@pytest.mark.anyio
async def test_a_change_that_no_test_notices_is_reported(tmp_path: Path):
    assert await _noticed(tmp_path, old="def flaps(", new="def flaps(  # harmless\n    ") == ""


@pytest.mark.anyio
async def test_tests_that_could_not_be_run_have_noticed_nothing(tmp_path: Path):
    with pytest.raises(Broken, match="nothing could be run"):
        await _noticed(tmp_path, old="def flaps(", new="def elsewhere(")


@pytest.mark.anyio
async def test_a_change_that_fits_nowhere_is_loud(tmp_path: Path):
    with pytest.raises(Broken, match="0 times instead of once"):
        await _noticed(tmp_path, old="no such text", new="")
