"""What a run says where there is no browser to test the page with."""

from __future__ import annotations

import sys

import pytest

from tests.browser.chromium import MISSING, NEEDED, find_chromium, main


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    monkeypatch.delenv(NEEDED, raising=False)


@pytest.mark.usefixtures("without")
def test_a_run_without_chromium_says_what_was_left_out(capsys: pytest.CaptureFixture[str]):
    assert main() == 0
    assert capsys.readouterr().out == f"{MISSING}\n"


@pytest.mark.usefixtures("without")
def test_a_run_that_needs_chromium_fails_without(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(NEEDED, "1")

    assert main() == 1


def test_the_program_that_is_named_is_taken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("CHROMIUM", sys.executable)

    assert find_chromium() == sys.executable
    assert (main(), capsys.readouterr().out) == (0, "")
