"""What whoever plays may do to the demo's world, and how far: at the prompt and on the page."""

from __future__ import annotations

from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.modelarts.faults import Fault

SLOWEST, FASTEST = 0.1, 1000.0
"""Demo seconds in a real one."""
LONGEST_SKIP = 30 * 86_400
"""Seconds."""
DOWN = Fault(kind="status", status=503)


def image_named(modelarts: FakeModelArts, named: str) -> str:
    """The id of the image that somebody names by id, path, name and tag, or name alone.

    Raises:
        LookupError: There is no such image, or several.
    """
    for row in modelarts.images:
        if row.get("swr_path") == named:
            return str(row["id"])
    return str(modelarts.image(named)["id"])
