"""Which Node builds the page: the machine's, if it works, else the one in the environment."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture import PROJECT

PROBE = """\
include Makefile
probe: ; @if $(NODE_FITS); then echo machine; else echo environment; fi
"""


def chosen(folder: Path, *, npm: str, node: str) -> str:
    """Whose Node it is on a machine whose two programs are these shell scripts."""
    for name, script in (("npm", npm), ("node", node)):
        (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    make = shutil.which("make")
    assert make
    done = subprocess.run(  # noqa: S603 - our own Makefile
        [make, "--no-print-directory", "--silent", "--file=-", "probe"],
        input=PROBE,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=PROJECT,
        env={"PATH": f"{folder}:/usr/bin:/bin"},
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("npm", "node", "whose"),
    [
        ("echo 11.0.0", "exit 0", "machine"),
        ("exit 1", "exit 0", "environment"),
        ("echo 11.0.0", "exit 1", "environment"),
    ],
    ids=["both work", "npm is there and does not run", "Node is too old"],
)
def test_the_machines_node_is_taken_if_it_runs_and_is_new_enough(
    tmp_path: Path, npm: str, node: str, whose: str
):
    assert chosen(tmp_path, npm=npm, node=node) == whose
