"""Which Chromium the browser tests drive, and how it is started."""

from __future__ import annotations

import os
import shutil
import sys

PROGRAMS = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
"""Looked for on the PATH, in this order, where ``CHROMIUM`` names none."""

NEEDED = "IMAGEBOT_NEEDS_CHROMIUM"
"""The variable with which a run without the browser tests is a failed run, as in CI."""

MISSING = (
    "No Chromium found: the browser tests are left out. Install one, for example: "
    "apt-get install chromium, or name it with CHROMIUM=/path."
)

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def flags() -> list[str]:
    """For ``launch(args=…)``; without a sandbox for root alone, whom Chromium refuses one."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*FLAGS, *(("--no-sandbox",) if root else ())]


def find_chromium() -> str | None:
    """The path of a Chromium that can be run, or None."""
    named = os.environ.get("CHROMIUM")
    for program in (named,) if named else PROGRAMS:
        if path := shutil.which(program):
            return path
    return None


def needed() -> bool:
    """Whether a run must fail for want of a Chromium."""
    return bool(os.environ.get(NEEDED))


def main() -> int:
    """Say it if there is none, at the end of a run of all tests; the exit code."""
    if find_chromium() is not None:
        return 0
    sys.stdout.write(f"{MISSING}\n")
    return int(needed())


if __name__ == "__main__":
    sys.exit(main())
