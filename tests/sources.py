"""An `ImageSource` in memory that filters as the API does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import bot.demo
from bot.errors import ImageUnknown, UpstreamError
from bot.modelarts.models import (
    Image,
    ImageGroup,
    ImageType,
    ListImageGroupsParams,
    ListImagesParams,
)
from bot.modelarts.paging import Listing
from bot.modelarts.params import Params, to_query
from bot.query.order import Row


@cache
def catalogue() -> tuple[Image, ...]:
    """The demo's realistic catalogue."""
    path = Path(bot.demo.__file__).parent / "data" / "catalogue.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    return tuple(Image.model_validate(row) for row in rows)


class MemorySource:
    """Holds images; the groups are those of the images.

    ``errors``: raised instead of an answer, by type of image.  ``asked``: every query as it would
    be sent.  ``gate``: listings wait until it is set.  ``omits``: fields of images that listings
    do not say.  ``hung``: nothing is ever answered while this is so.
    """

    def __init__(self, images: Iterable[Image] = ()) -> None:
        self.images = list(images)
        self.errors: dict[ImageType, UpstreamError] = {}
        self.show_error: UpstreamError | None = None
        self.asked: list[dict[str, str]] = []
        self.shown: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.omits: tuple[str, ...] = ()
        self.complete = True
        self.partial = False
        self.skipped = 0
        self.hung = False

    def fail(self, error: UpstreamError) -> None:
        """Fail from now on, whatever is asked."""
        self.errors = dict.fromkeys(ImageType, error)
        self.show_error = error

    def recover(self) -> None:
        """Answer again."""
        self.errors, self.show_error = {}, None

    async def list_images(self, params: ListImagesParams) -> Listing[Image]:
        """The matching images, in one page."""
        request = await self._sent("images", params)
        unsaid = dict.fromkeys(self.omits)
        rows = self._matching(params, params.service_type)
        return self._listing([row.model_copy(update=unsaid) for row in rows], request)

    async def list_image_groups(self, params: ListImageGroupsParams) -> Listing[ImageGroup]:
        """The groups of the matching images."""
        request = await self._sent("images/group", params)
        return self._listing(groups_of(self._matching(params, None)), request)

    async def show_image(self, image_id: str) -> Image:
        """One image, whatever its type and workspace."""
        self.shown.append(image_id)
        await self._answering()
        if self.show_error is not None:
            raise self.show_error
        for image in self.images:
            if image.id == image_id:
                return image
        raise ImageUnknown("There is no image with this id.", status=400, code="ModelArts.6404")

    async def _sent(self, path: str, params: Params) -> str:
        query = to_query(params)
        self.asked.append(dict(query))
        await self._answering()
        await self.gate.wait()
        if (error := self.errors.get(params.type)) is not None:
            raise error
        return f"/v1/project/{path}?{'&'.join(f'{key}={value}' for key, value in query)}"

    async def _answering(self) -> None:
        if self.hung:
            await asyncio.Event().wait()

    def _matching(self, params: Params, service_type: str | None) -> list[Image]:
        return [
            image
            for image in self.images
            if image.type in {None, params.type.value}
            and (image.workspace_id or "0") == params.workspace_id
            and _named(image.name or "", params)
            and params.namespace in {None, image.namespace}
            and service_type in {None, image.service_type}
        ]

    def _listing(self, rows: list[Row], request: str) -> Listing[Row]:
        return Listing(
            tuple(rows),
            len(rows),
            self.complete and not self.partial,
            (request,),
            skipped=self.skipped,
            partial=self.partial,
        )


def groups_of(images: Iterable[Image]) -> list[ImageGroup]:
    """What ListImageGroup says about these images."""
    groups: dict[tuple[str | None, str | None], ImageGroup] = {}
    for image in images:
        key = (image.namespace, image.name)
        known = groups.get(key, ImageGroup(namespace=key[0], name=key[1]))
        moments = [one for one in (known.update_at, image.update_at) if one is not None]
        groups[key] = known.model_copy(
            update={
                "version_count": (known.version_count or 0) + 1,
                "update_at": max(moments, default=None),
            }
        )
    return list(groups.values())


def _named(name: str, params: Params) -> bool:
    if params.name is None:
        return True
    if params.name_fuzzy_match is False:
        return name == params.name
    return params.name in name.lower()
