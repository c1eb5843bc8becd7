"""The image that a command about alerts means: from memory first, so that nobody waits."""

from __future__ import annotations

from collections.abc import Sequence

from bot.alerts.model import label_of
from bot.errors import ImageMissing, RequestError
from bot.modelarts.models import Image
from handlers.context import Services

_MOST_NAMED = 5

_LONGEST = 100
"""Characters of a name; a longer one would leave no room for the others."""


def label(image: Image) -> str:
    """``name:tag``, as everywhere; the id where there is no name.  Raw text."""
    return label_of(image.name or "", image.tag or "") or image.id


async def meant(reference: str, command: str, services: Services, *, gone: bool = False) -> Image:
    """The one image; ModelArts is asked for what the polls have not seen.

    Args:
        command: What was typed, to be typed again.
        gone: Whether an image that is not in the list any more may be meant.

    Raises:
        RequestError: There is none, or it may be several; names those that may be meant.  It has
            no buttons: they would show an image, and the command would seem to be done.
        UpstreamError: Nobody remembers it, and ModelArts failed.
        StoreDown: The database is away.
    """
    alerts = services.alerting()
    known = await alerts.desk.remembered(alerts.target.id, reference, gone=gone)
    if len(known) == 1:
        return known[0]
    if known:
        raise several(known, command)
    try:
        shown = await services.catalog.show(reference)
    except ImageMissing as error:
        raise _missing(error, command) from None
    if shown.image is None:
        raise several(shown.choices, command)
    return shown.image


def several(images: Sequence[Image], command: str) -> RequestError:
    """Names each so that it can be typed."""
    labels = list(map(label, images))
    exact = [
        name if labels.count(name) == 1 and len(name) <= _LONGEST else image.id
        for name, image in zip(labels, images, strict=True)
    ]
    named = ", ".join(exact[:_MOST_NAMED])
    more = f" and {len(exact) - _MOST_NAMED} more" if len(exact) > _MOST_NAMED else ""
    return RequestError(
        f"{len(exact)} images are called that.",
        hint=f"Type /images {command} with one of these: {named}{more}.",
    )


def _missing(error: ImageMissing, command: str) -> RequestError:
    names = [name for name in error.closest if len(name) <= _LONGEST][:_MOST_NAMED]
    if not names:
        return RequestError(error.message, hint=error.hint)
    return RequestError(
        error.message,
        hint=f"Closest names: {', '.join(names)}. Type /images {command} again with one of them.",
    )
