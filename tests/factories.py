"""Values for tests: say what matters, the rest is plausible."""

from __future__ import annotations

from typing import Any

from bot.modelarts.models import Image, ImageGroup


def image(**fields: Any) -> Image:
    """One ACTIVE image; override what the test is about."""
    plain = {
        "id": "i-1",
        "name": "pytorch_2_1",
        "arch": "aarch64",
        "status": "ACTIVE",
        "type": "DEDICATED",
        "tag": "1.0",
        "swr_path": "swr.cn-north-4.myhuaweicloud.com/team/pytorch_2_1:1.0",
        "workspace_id": "0",
    }
    return Image.model_validate(plain | fields)


def image_group(**fields: Any) -> ImageGroup:
    """One group of images."""
    return ImageGroup.model_validate({"name": "pytorch_2_1", "version_count": 1} | fields)


class FakeClock:
    """A clock that moves only when told to."""

    def __init__(self, now_ms: int = 1_770_000_000_000) -> None:
        self._now_ms = now_ms
        self._monotonic = 1000.0

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC."""
        return self._now_ms

    def monotonic(self) -> float:
        """Seconds since some moment."""
        return self._monotonic

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._now_ms += int(seconds * 1000)
        self._monotonic += seconds
