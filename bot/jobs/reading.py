"""Read one list of images, and judge how far it can be trusted."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice

from bot.alerts.model import BOTH, Known, Quality, Seen
from bot.alerts.poll import Side, TargetState
from bot.alerts.snapshot import graver_seen, known_of, seen_of, side_failed, side_of
from bot.errors import RequestError, UpstreamError
from bot.modelarts.models import Image, ImageType, ListImagesParams
from bot.ports.alerting import ImageScan

SLICE = 1000
"""Images compared without letting anything else run: about a millisecond."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One type's part of a poll, with its rows."""

    side: Side
    rows: tuple[Seen, ...] = ()


_ORDER = {Quality.COMPLETE: 0, Quality.INCONSISTENT: 1, Quality.PARTIAL: 2}


async def read_list(scan: ImageScan, state: TargetState, kind: ImageType, known: int) -> Reading:
    """One type; contradictory pages are read once more, and everything seen counts."""
    first = await _read_once(scan, state, kind, known)
    if first.side.quality is not Quality.INCONSISTENT or not first.rows:
        return first
    second = await _read_once(scan, state, kind, known)
    best = min(first, second, key=lambda reading: _ORDER[reading.side.quality])
    return Reading(best.side, first.rows + second.rows)


async def _read_once(scan: ImageScan, state: TargetState, kind: ImageType, known: int) -> Reading:
    params = ListImagesParams(type=kind, workspace_id=state.target.workspace_id)
    try:
        listing = await scan.scan_images(params, partial(_kept, params), graver_seen)
    except UpstreamError as error:
        return Reading(side_failed(error))
    except RequestError:
        # A workspace id that no query can carry: nothing can be seen there.
        return Reading(Side(Quality.PARTIAL, code="404"))
    empties = state.empties.get(kind, 0)
    return Reading(side_of(listing, known=known, empties=empties), listing.items)


def _kept(params: ListImagesParams, image: Image) -> Seen:
    """One row; what an image does not say of itself is what was asked for.

    Filters would not find it otherwise: ``type=DEDICATED`` must match it.
    """
    row = seen_of(image, params.type)
    if row.image is None or (image.type and image.workspace_id):
        return row
    told = {
        "type": image.type or params.type.value,
        "workspace_id": image.workspace_id or params.workspace_id,
    }
    return row._replace(image=row.image.model_copy(update=told))


async def sizes_of(known: Mapping[str, Known]) -> Counter[ImageType]:
    """How many images of each type there were."""
    sizes: Counter[ImageType] = Counter()
    left = iter(tuple(known.values()))
    while some := list(islice(left, SLICE)):
        sizes.update({kind: known_of(some, kind) for kind in BOTH})
        await asyncio.sleep(0)
    return sizes
