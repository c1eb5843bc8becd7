"""What to type next: with the project's sources at hand, and without."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo.advice import demo_command, page_advice


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").touch()
    return tmp_path


def test_here_it_is_make() -> None:
    assert page_advice() == "Run make web, or imagebot demo --terminal."


def test_in_the_sources_the_page_can_be_built(checkout: Path) -> None:
    assert page_advice(checkout).startswith("Run make web")
    assert demo_command("--terminal", checkout) == "make demo ARGS=--terminal"
    assert demo_command("--port 3031", checkout) == 'make demo ARGS="--port 3031"'


def test_whoever_only_installed_the_bot_has_no_makefile(tmp_path: Path) -> None:
    assert page_advice(tmp_path) == "Play in the terminal instead: imagebot demo --terminal"
    assert demo_command("--terminal", tmp_path) == "imagebot demo --terminal"
    assert demo_command("--port 3031", tmp_path) == "imagebot demo --port 3031"
