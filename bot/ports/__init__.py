"""What the use cases need from the world, in their own words; satisfied structurally."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from bot.modelarts.models import Image, ImageGroup, ListImageGroupsParams, ListImagesParams
from bot.modelarts.paging import Listing


class Clock(Protocol):
    """Time, so that nobody has to wait for it in a test."""

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never step back."""
        ...


class ImageSource(Protocol):
    """Where images come from; raises `bot.errors.UpstreamError` and its kin, nothing else."""

    async def list_images(self, params: ListImagesParams) -> Listing[Image]:
        """Read every page."""
        ...

    async def list_image_groups(self, params: ListImageGroupsParams) -> Listing[ImageGroup]:
        """Read every page."""
        ...

    async def show_image(self, image_id: str) -> Image:
        """Read one image; `bot.errors.ImageUnknown` if there is none."""
        ...


class Later(Protocol):
    """Work that goes on after the ack: tracked, drained on stop, its errors logged."""

    def __call__(self, work: Coroutine[Any, Any, None]) -> None:
        """Start it."""
        ...


UNANSWERED = "unanswered"
"""No answer, or none that says whether it was done."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What Slack made of one post.

    ``code``: Slack's own word, `UNANSWERED`, ``no_connection``, or ``http_503`` and its like.
    ``retry_after``: seconds, when Slack asked us to wait.
    """

    ok: bool
    code: str
    retry_after: float | None = None

    @property
    def unclear(self) -> bool:
        """Whether the message may have appeared all the same."""
        return not self.ok and (self.code == UNANSWERED or self.code.startswith("http_5"))


class Reply(Protocol):
    """The way back to the person behind one command or button."""

    channel: str
    user: str

    async def __call__(
        self, *, text: str, blocks: list[dict[str, Any]], replace_original: bool = False
    ) -> bool:
        """Show it to the person alone; False if it could not be delivered (logged, not raised)."""
        ...

    async def publish(self, *, text: str, blocks: list[dict[str, Any]]) -> Outcome:
        """Post it once for everyone in the channel."""
        ...
