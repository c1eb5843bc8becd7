"""Pages and images for the tests of the views: say what matters, the rest is plausible."""

from __future__ import annotations

from typing import Any

from bot.modelarts.models import Image, ImageGroup
from bot.query.model import Condition, Op, Query
from bot.query.page import Facet, GroupPage, Page, SearchPage, Shown
from bot.query.page_token import Seal
from bot.query.requests import Find, Groups
from tests.factories import image, image_group

NOW = 1_770_000_000_000
HOUR = 3_600_000
DAY = 24 * HOUR

IMAGES = f"/v1/{'0' * 32}/images?limit=200&name=pytorch&offset=0"

SEAL = Seal(b"k" * 32, "U1")
ANYONE = Seal(b"k" * 32)

PYTORCH_ARM = Query(words=("pytorch",), conditions=(Condition("arch", Op.IS, ("AARCH64",)),))


def arm(number: int, **fields: Any) -> Image:
    """A preset image for Arm; the number makes it another one."""
    name = f"pytorch_2.{number}.0-cann_8.0.rc1-py_3.9-euler_2.10.7-aarch64-snt9b"
    plain = {
        "id": f"00000000-0000-4000-8000-{number:012}",
        "name": name,
        "type": "BUILD_IN",
        "tag": f"{name}-20240521042246-a2ceafb",
        "swr_path": f"swr.cn-north-4.myhuaweicloud.com/atelier/pytorch_ascend:{name}",
        "resource_categories": ["ASCEND"],
        "size": 13_900_000_000 + number * 100_000_000,
        "update_at": NOW - number * DAY,
    }
    return image(**(plain | fields))


def failed(**fields: Any) -> Image:
    """A saved notebook that did not become an image."""
    plain = {
        "id": "4e4c3bbf-e3a7-56e9-a7fd-ccdc30c83688",
        "name": "nb-snapshot",
        "tag": "20260404",
        "arch": "x86_64",
        "status": "CREATE_FAILED",
        "status_message": "Commit failed: the image is larger than the limit of the registry",
        "origin": "IMAGE_SAVE",
        "namespace": "nlp-team",
        "swr_path": "swr.cn-north-4.myhuaweicloud.com/nlp-team/nb-snapshot:20260404",
        "resource_categories": ["GPU", "CPU"],
        "create_at": NOW - 4 * HOUR,
        "update_at": NOW - 3 * HOUR,
    }
    return image(**(plain | fields))


def search_page(*rows: Image, **fields: Any) -> SearchPage:
    """The first of two pages of six images among 107, unless told otherwise."""
    plain: dict[str, Any] = {
        "search": Find(PYTORCH_ARM),
        "rows": rows or (arm(1), arm(2), arm(3)),
        "total": 6,
        "known": 107,
        "claimed": 107,
        "page": 1,
        "pages": 2,
        "first": 1,
        "page_size": 3,
        "as_of_ms": NOW - 20_000,
        "now_ms": NOW,
        "requests": (
            f"{IMAGES}&type=BUILD_IN&workspace_id=0",
            f"{IMAGES}&type=DEDICATED&workspace_id=0",
        ),
        "asked_api": ("name contains pytorch",),
        "filtered_here": ("arch=AARCH64",),
        "digest": "abcdefgh",
        "facets": (Facet("type=BUILD_IN", 4), Facet("type=DEDICATED", 2)),
    }
    return Page(**(plain | fields))


def no_images(**fields: Any) -> SearchPage:
    """Nothing matched."""
    plain: dict[str, Any] = {"rows": (), "total": 0, "pages": 1, "first": 0, "facets": ()}
    return search_page(**(plain | fields))


def group_page(*rows: ImageGroup, **fields: Any) -> GroupPage:
    """Two image names, everything on one page."""
    groups = rows or (
        image_group(name="pytorch_2_1", namespace="team", version_count=3, update_at=NOW - DAY),
        image_group(name="nb-snapshot", namespace="nlp-team", version_count=1),
    )
    plain: dict[str, Any] = {
        "search": Groups(Query(conditions=(Condition("type", Op.IS, ("DEDICATED",)),))),
        "rows": groups,
        "total": len(groups),
        "known": len(groups),
        "claimed": len(groups),
        "page": 1,
        "pages": 1,
        "first": 1,
        "page_size": 10,
        "as_of_ms": NOW,
        "now_ms": NOW,
        "requests": ("/v1/p/images/group?limit=200&offset=0&type=DEDICATED&workspace_id=0",),
        "asked_api": ("type=DEDICATED",),
        "digest": "abcdefgh",
    }
    return Page(**(plain | fields))


def shown(*images: Image, reference: str = "nb-snapshot", **fields: Any) -> Shown:
    """One image in full, or several to choose from."""
    alone = images[0] if len(images) == 1 else None
    plain: dict[str, Any] = {"as_of_ms": NOW - 20_000, "now_ms": NOW}
    return Shown(reference, alone, () if alone else images, **(plain | fields))


def full_image() -> Image:
    """Every field of the reference, of all its revisions."""
    return arm(
        1,
        show_name="PyTorch for Ascend",
        show_tag="2.1",
        description="PyTorch 2.1 with CANN 8.0 for NPU",
        dev_services=["NOTEBOOK", "SSH"],
        flavor_type="ASCEND_SNT9B",
        namespace="atelier",
        origin="CUSTOMIZE",
        service_type="TRAIN",
        visibility="PUBLIC",
        swr_instance_id="swr-1",
        support_res_categories=["ASCEND", "CPU"],
        tags=[{"key": "team", "value": "speech"}, {"key": "stable"}],
        create_at=NOW - 40 * DAY,
    )
