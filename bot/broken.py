"""What is broken now, from what the polls remember: no waiting for ModelArts, and since when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from bot.alerts.model import Target
from bot.catalog import Catalog
from bot.errors import ImageUnknown
from bot.modelarts.models import Image, ImageGroup, ListImageGroupsParams, ListImagesParams
from bot.modelarts.paging import Listing
from bot.ports import Clock
from bot.ports.alerting import StoreDown
from bot.ports.desk import Broken, Desk
from bot.query.model import Query
from bot.query.page import SearchPage
from bot.query.requests import Failed


@dataclass(frozen=True, slots=True)
class FoundBroken:
    """A page of images.  ``since``: when each one broke, by its id; ``at_least``: ids of those
    that were broken then already."""

    page: SearchPage
    since: Mapping[str, int]
    at_least: frozenset[str] = frozenset()


class BrokenLookups:
    """Searches for failures where every image is watched.

    Args:
        targets: Where a search looks.
    """

    def __init__(
        self, desk: Desk, clock: Clock, targets: Callable[[Query], tuple[Target, ...]]
    ) -> None:
        self._desk = desk
        self._clock = clock
        self._targets = targets

    async def find(
        self, search: Failed, *, page_size: int, max_rows: int, at_ms: int | None = None
    ) -> FoundBroken | None:
        """As `Catalog.find`; None where ModelArts itself must be asked: somewhere is not watched,
        or what the polls remember cannot be read."""
        memories: dict[Target, Broken] = {}
        for target in dict.fromkeys(self._targets(search.query)):
            try:
                memory = await self._desk.broken(target.id)
            except StoreDown:
                return None
            if memory is None:
                return None
            memories[target] = memory
        source = BrokenSource(_placed(memories))
        workspace = next(iter(memories)).workspace_id
        catalog = Catalog(source, self._clock, workspace_id=workspace, fresh_s=0.0)
        page = await catalog.find(search, page_size=page_size, max_rows=max_rows, at_ms=at_ms)
        since = {key: ms for memory in memories.values() for key, ms in memory.since.items()}
        at_least = frozenset[str]().union(*(memory.at_least for memory in memories.values()))
        return FoundBroken(_told(page, memories.values()), since, at_least)


class BrokenSource:
    """Images that are at hand, filtered as ModelArts does; a `bot.ports.ImageSource`."""

    def __init__(self, images: Iterable[Image]) -> None:
        self._images = tuple(images)

    async def list_images(self, params: ListImagesParams) -> Listing[Image]:
        """The matching images; no request was made for them."""
        rows = tuple(image for image in self._images if _listed(image, params))
        return Listing(rows, len(rows), complete=True, requests=())

    async def list_image_groups(self, params: ListImageGroupsParams) -> Listing[ImageGroup]:
        """None: failures are looked for one by one."""
        del params
        return Listing((), 0, complete=True, requests=())

    async def show_image(self, image_id: str) -> Image:
        """One of them."""
        for image in self._images:
            if image.id == image_id:
                return image
        raise ImageUnknown("There is no image with this id.")


def _listed(image: Image, params: ListImagesParams) -> bool:
    return (
        image.type in {None, params.type.value}
        and image.workspace_id == params.workspace_id
        and _named((image.name or "").lower(), params)
        and params.namespace in {None, image.namespace}
        and params.service_type in {None, image.service_type}
    )


def _named(name: str, params: ListImagesParams) -> bool:
    if params.name is None:
        return True
    return name == params.name if params.name_fuzzy_match is False else params.name in name


def _placed(memories: Mapping[Target, Broken]) -> list[Image]:
    """All of them, each in the workspace it was found in: rows need not say it."""
    return [
        image.model_copy(update={"workspace_id": target.workspace_id})
        for target, memory in memories.items()
        for image in memory.images
    ]


def _told(page: SearchPage, memories: Iterable[Broken]) -> SearchPage:
    """The page with the age of the polls, and out of how many images it is.

    Nothing is to blame for an empty one: what removes all failures may well find other images.
    """
    read = list(memories)
    page = replace(page, as_of_ms=min(memory.as_of_ms for memory in read), blame=None)
    if any(memory.known is None for memory in read):
        return page
    known = max(page.total, sum(memory.known or 0 for memory in read))
    return replace(page, known=known, claimed=known)
