"""The server that the tests run on: found or missed, and never left behind."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.postgres import postgres_server
from tests.postgres_programs import NoPostgres

PROJECT = Path(__file__).parents[2]

DIES = """
import os, signal
from tests.postgres import own_server
with own_server() as server:
    print(server.url.partition("host=")[2], flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_without_any_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("TEST_POSTGRES_URL", raising=False)
    monkeypatch.setenv("TEST_POSTGRES_BIN", str(tmp_path))

    with pytest.raises(NoPostgres, match="Install one"), postgres_server():
        pass


def test_it_ends_with_who_started_it_however_that_dies():
    died = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", DIES], capture_output=True, text=True, cwd=PROJECT, check=False
    )
    folder = Path(died.stdout.strip())

    assert died.returncode == -9
    assert folder.name.startswith("imagebot-pg-")
    until = time.monotonic() + 30
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not folder.exists()
