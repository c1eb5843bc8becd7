"""One reading of one list, and how far it can be trusted (reliability.md, chapter 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot import errors
from bot.alerts.model import BOTH, Known, Quality, Seen, name_based
from bot.alerts.poll import Side
from bot.alerts.timing import EMPTY_DOUBTED, GONE_AFTER
from bot.modelarts.models import FAILED_STATUSES, Image, ImageType
from bot.modelarts.paging import Listing
from bot.modelarts.replies import LONGEST_STATUS_MESSAGE

LONGEST_ID = 128
"""Characters; real ids have 36."""

LONGEST_TEXT = 512
"""Characters of a name, tag or namespace that are remembered (reference: at most 512)."""

EMPTY = "empty"
INCONSISTENT = "inconsistent"
PAGES = "pages"
"""Of a `Side`: some pages came and some did not."""

_AT_REST = frozenset({"ACTIVE", "DELETED"})
_WORST = (Quality.PARTIAL, Quality.INCONSISTENT, Quality.COMPLETE)

_CODES: tuple[tuple[type[errors.UpstreamError], str], ...] = (
    (errors.LoginRefused, "401"),
    (errors.AccessDenied, "403"),
    (errors.EndpointMissing, "404"),
    (errors.Throttled, "429"),
    (errors.UpstreamTimeout, "timeout"),
    (errors.ProtocolError, "protocol"),
)
"""The kind says more than the status: a 200 can hold a refusal, a wrong address answer 302."""


def seen_of(image: Image, listed: ImageType | None = None) -> Seen:
    """What a poll keeps of one image: the whole of it only where a message may need it.

    Args:
        listed: The type that was asked for; the image's own may be missing.
    """
    status = _text(image.status)
    return Seen(
        id=_key(image.id),
        status=status,
        name=_text(image.name),
        tag=_text(image.tag),
        namespace=_text(image.namespace),
        type=listed or _text(image.type),
        created_ms=image.create_at or 0,
        image=None if status in _AT_REST else _bounded(image),
    )


def _key(image_id: str) -> str:
    """The id, or for one that no index could hold a name made of it."""
    if len(image_id) > LONGEST_ID:
        return name_based("id", image_id)
    return _text(image_id)


def _text(text: str | None) -> str:
    """What can be stored: short, and without NUL, which PostgreSQL does not take."""
    if not text:
        return ""
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT]
    return text.replace("\x00", "\ufffd") if "\x00" in text else text


def _bounded(image: Image) -> Image:
    message = image.status_message
    if message is None or len(message) <= LONGEST_STATUS_MESSAGE:
        return image
    return image.model_copy(update={"status_message": message[:LONGEST_STATUS_MESSAGE]})


def graver_seen(first: Seen, second: Seen) -> Seen | None:
    """Of two sightings of one image during one listing the one to believe; None if they agree.

    The same as `bot.modelarts.replies.graver_image`: bad news counts.
    """
    if first.status == second.status:
        return None
    return second if second.status in FAILED_STATUSES else first


def known_of(states: Iterable[Known], kind: ImageType) -> int:
    """How many of these images are of this type and neither deleted nor gone."""
    return sum(
        state.type == kind and state.absent < GONE_AFTER and state.status != "DELETED"
        for state in states
    )


def side_of(listing: Listing[Seen], *, known: int, empties: int) -> Side:
    """Judge a listing whose first page came.

    Args:
        known: Images of this type there were (`known_of`).  No image where there were some is
            doubted five times in a row.
        empties: How many readings in a row before this one were empty (`TargetState.empties`).
    """
    rows = len(listing.items)
    if listing.partial:
        quality, code = Quality.PARTIAL, PAGES
    elif not listing.complete or listing.skipped:
        quality, code = Quality.INCONSISTENT, INCONSISTENT
    elif not rows and known and empties < EMPTY_DOUBTED:
        quality, code = Quality.INCONSISTENT, EMPTY
    else:
        quality, code = Quality.COMPLETE, ""
    return Side(quality, rows, listing.total, len(listing.requests), code)


def side_failed(error: errors.UpstreamError) -> Side:
    """A listing whose first page did not come.

    The code is a status or a word of ours: nothing that upstream wrote.
    """
    for kind, code in _CODES:
        if isinstance(error, kind):
            return Side(Quality.PARTIAL, code=code)
    status = error.status or 0
    return Side(Quality.PARTIAL, code=str(status) if 400 <= status <= 599 else "no_answer")


def overall(sides: Mapping[ImageType, Side]) -> Quality:
    """The worse of both; a type that was not read counts as missing."""
    return worst(sides[kind].quality if kind in sides else Quality.PARTIAL for kind in BOTH)


def worst(qualities: Iterable[Quality]) -> Quality:
    """The least trustworthy of them; there must be one."""
    return min(qualities, key=_WORST.index)
