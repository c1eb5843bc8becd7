"""Ten thousand plausible images, as bytes and in memory."""

from __future__ import annotations

from typing import Any

import orjson

from bot.errors import ImageUnknown
from bot.modelarts.models import (
    Image,
    ImageGroup,
    ListImageGroupsParams,
    ListImagesParams,
)
from bot.modelarts.paging import Listing

FRAMEWORKS = ("pytorch", "mindspore", "tensorflow")
ARCHES = ("x86_64", "aarch64")


def row(number: int, *, name: str | None = None) -> dict[str, Any]:
    """One image as ModelArts sends it."""
    arch = ARCHES[number % 2]
    framework = name or FRAMEWORKS[number % 3]
    tag = f"{framework}_2.{number % 10}.0-cann_8.{number % 4}.rc1-py_3.11-{arch}-{number:06d}"
    return {
        "id": f"{number:08x}-0000-4000-8000-{number:012x}",
        "name": tag,
        "arch": arch,
        "status": "ACTIVE" if number % 50 else "ERROR",
        "type": "DEDICATED" if number % 4 else "BUILD_IN",
        "create_at": 1_700_000_000_000 + number * 60_000,
        "update_at": 1_720_000_000_000 + number * 7_000 % 900_000_000,
        "description": f"{framework} for general work, build {number}",
        "dev_services": ["NOTEBOOK", "SSH"],
        "namespace": f"team-{number % 20}",
        "resource_categories": ["CPU", "ASCEND"],
        "service_type": "COMMON",
        "size": 3_000_000_000 + number * 1000,
        "swr_path": f"swr.cn-north-4.myhuaweicloud.com/team-{number % 20}/{framework}:{tag}",
        "tag": tag,
        "tags": [],
        "visibility": "PRIVATE",
        "workspace_id": "0",
    }


def page(rows: list[dict[str, Any]], total: int, current: int, limit: int) -> bytes:
    """One ListImage reply."""
    return orjson.dumps(
        {
            "current": current,
            "data": rows,
            "pages": -(-total // limit),
            "size": limit,
            "total": total,
        }
    )


class MemorySource:
    """`bot.ports.ImageSource` over images that are there already."""

    def __init__(self, images: list[Image]) -> None:
        self._images = images

    async def list_images(self, params: ListImagesParams) -> Listing[Image]:
        """The images of that type, whatever the name: the catalog checks it again."""
        rows = tuple(image for image in self._images if image.type == params.type)
        return Listing(rows, len(rows), requests=("/v1/p/images",))

    async def list_image_groups(self, params: ListImageGroupsParams) -> Listing[ImageGroup]:
        """None."""
        del params
        return Listing((), 0)

    async def show_image(self, image_id: str) -> Image:
        """None."""
        raise ImageUnknown(f"No image is called {image_id}.")
