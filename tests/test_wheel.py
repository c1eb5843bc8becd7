"""The wheel: what somebody gets who installs it, and nothing of what it was made of."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture import PAGE, PROJECT, modules

PARTS = ("bot", "handlers", "pyproject.toml", "README.md", "LICENSE")
MADE = "bot/demo/web/dist/"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Built as ``make wheel`` does, from a copy: setuptools leaves things behind."""
    folder = tmp_path_factory.mktemp("wheel")
    assert (PAGE / "dist" / "index.html").is_file(), "The page is not built: run make web."
    for part in PARTS:
        if (PROJECT / part).is_dir():
            shutil.copytree(PROJECT / part, folder / part, ignore=_left_out)
        else:
            shutil.copy(PROJECT / part, folder)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"]
    command += ["--no-build-isolation", "--wheel-dir", str(folder / "out"), str(folder)]
    done = subprocess.run(  # noqa: S603 - our own program
        command, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    (built,) = (folder / "out").iterdir()
    return zipfile.ZipFile(built)


def _left_out(folder: str, names: list[str]) -> set[str]:
    """The page's libraries are hundreds of megabytes; one of their files stands for all."""
    if Path(folder) != PAGE / "node_modules":
        return {"__pycache__"} & set(names)
    return set(names) - {"react"}


def names(wheel: zipfile.ZipFile) -> set[str]:
    return {name for name in wheel.namelist() if not name.endswith("/")}


def test_it_holds_every_module_and_the_demos_data(wheel: zipfile.ZipFile):
    wanted = {f"{module.name.replace('.', '/')}.py" for module in modules("bot", "handlers")}
    wanted = {name for name in wanted if (PROJECT / name).is_file()}

    assert wanted <= names(wheel)
    assert {"bot/__init__.py", "bot/py.typed", "bot/demo/data/catalogue.json"} <= names(wheel)


def test_it_holds_the_built_page_whole(wheel: zipfile.ZipFile):
    dist = PAGE / "dist"
    made = {
        f"{MADE}{path.relative_to(dist).as_posix()}" for path in dist.rglob("*") if path.is_file()
    }

    assert {name for name in names(wheel) if name.startswith(MADE)} == made
    assert any(name.endswith(".js") for name in made)


def test_it_holds_nothing_that_the_page_was_made_of(wheel: zipfile.ZipFile):
    page = {name for name in names(wheel) if name.startswith("bot/demo/web/")}

    assert [name for name in page if not name.startswith(MADE)] == []
    assert [name for name in names(wheel) if name.endswith((".ts", ".tsx", ".map"))] == []
    assert [name for name in names(wheel) if name.startswith("tests/")] == []


def test_it_holds_the_notices_of_what_was_built_into_the_page(wheel: zipfile.ZipFile):
    asked = json.loads((PAGE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    notices = wheel.read(f"{MADE}licenses.txt").decode()

    assert [name for name in asked if f"\n## {name} - " not in notices] == []
    assert "Permission is hereby granted, free of charge" in notices
