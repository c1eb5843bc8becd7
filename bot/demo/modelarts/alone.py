"""The fake ModelArts by itself, for other clients to be tried against."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.images import demo_images, load_images


async def serve_modelarts(port: int, catalog: Path | None, out: Callable[[str], None]) -> None:
    """Serve until cancelled.

    Args:
        port: 0 for any free one.
        catalog: A saved reply of the image list; None for the demo's own images.
        out: Takes each line of what to print at the start.

    Raises:
        SettingsError: The catalogue cannot be used, or the port is taken.
    """
    fake = FakeModelArts(load_images(catalog) if catalog else demo_images())
    await fake.start(port)
    try:
        for line in introduction(fake):
            out(line)
        await asyncio.Event().wait()
    finally:
        await fake.stop()


def introduction(fake: FakeModelArts) -> list[str]:
    """What somebody needs to call it."""
    images = f"{fake.url}/v1/{fake.PROJECT_ID}/images"
    return [
        f"Fake ModelArts with {len(fake.images)} images at {fake.url}",
        f"  project id   {fake.PROJECT_ID}",
        f"  token        {fake.TOKEN}",
        f"  keys         {fake.ACCESS_KEY} / {fake.SECRET_KEY}",
        f"  IAM login    {fake.USER} / {fake.PASSWORD}, account {fake.ACCOUNT}, same address",
        "Try it:",
        f"  curl -H 'X-Auth-Token: {fake.TOKEN}' '{images}?type=DEDICATED&limit=2'",
        "What it was asked, and a fault for the next call:",
        f"  curl {fake.url}/-/journal",
        f'  curl -d \'{{"kind": "status", "status": 503}}\' {fake.url}/-/faults',
    ]
