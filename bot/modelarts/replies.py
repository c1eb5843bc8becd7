"""From the bytes of a reply to values.

Pydantic reads the bytes directly; only if a reply breaks the reference is it read again row by
row, keeping what is usable: fields of a wrong type are dropped and counted, rows without an id
skipped and counted.  What is no JSON, or no list, is a `bot.errors.ProtocolError`.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from bot.modelarts.models import FAILED_STATUSES, Image, ImageGroup, ImageGroupList, ImageList
from bot.modelarts.paging import Page
from bot.modelarts.refusals import problem, refusal

LONGEST_STATUS_MESSAGE = 4096

Row = TypeVar("Row", Image, ImageGroup)
_Model = TypeVar("_Model", bound=BaseModel)

_messages = attrgetter("status_message")
_NUMBERS = ("current", "pages", "size", "total")


def image_page(raw: bytes) -> Page[Image]:
    """Read a reply of ListImage.

    Raises:
        UpstreamError: It is no list: an error inside a 200, HTML, cut or absurd JSON.
    """
    found = _fast(ImageList, raw)
    if found is not None and found.data is not None:
        return Page(_bounded(found.data), found.total, found.current)
    body = _object(raw)
    images, skipped, coerced = _rows(Image, _list(body, raw, "data"))
    envelope, wrong = _envelope(body)
    return Page(_bounded(images), envelope.total, envelope.current, skipped, coerced + wrong)


def group_page(raw: bytes) -> Page[ImageGroup]:
    """Read a reply of ListImageGroup, whose rows are in ``data`` or in ``groups``.

    Raises:
        UpstreamError: As `image_page`.
    """
    found = _fast(ImageGroupList, raw)
    if found is not None and found.rows is not None:
        groups, skipped, coerced = found.rows, 0, 0
        total, current = found.total, found.current
    else:
        body = _object(raw)
        groups, skipped, coerced = _rows(ImageGroup, _list(body, raw, "data", "groups"))
        envelope, wrong = _envelope(body)
        coerced += wrong
        total, current = envelope.total, envelope.current
    named = tuple(group for group in groups if group.name)
    return Page(named, total, current, skipped + len(groups) - len(named), coerced)


def one_image(raw: bytes) -> Image:
    """Read a reply of ShowImage: one bare image, no envelope.

    Raises:
        UpstreamError: As `image_page`, and if there is no id.
    """
    found = _fast(Image, raw)
    if found is None:
        body = _object(raw)
        rows, _, _ = _rows(Image, [body])
        if not rows:
            raise problem(refusal(200, {}, raw, 0))
        found = rows[0]
    return _bounded((found,))[0]


def graver_image(first: Image, second: Image) -> Image | None:
    """Of two sightings of one image during one listing the one to believe: bad news counts."""
    if first.status == second.status:
        return None
    return second if second.status in FAILED_STATUSES else first


def graver_group(first: ImageGroup, second: ImageGroup) -> ImageGroup | None:
    """Groups have no status, so two sightings never contradict each other in what matters."""
    del first, second
    return None


group_key = attrgetter("namespace", "name", "swr_instance_id")
"""Groups have no id on most sites."""


def _fast(model: type[_Model], raw: bytes) -> _Model | None:
    try:
        return model.model_validate_json(raw)
    except ValidationError:
        return None


def _object(raw: bytes) -> dict[str, Any]:
    try:
        body = from_json(raw, allow_inf_nan=False)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise problem(refusal(200, {}, b"", 0))
    return body


def _list(body: Mapping[str, Any], raw: bytes, *keys: str) -> list[Any]:
    """The rows; none at all is fine if upstream says ``total`` 0 and reports no error."""
    lists = [body[key] for key in keys if isinstance(body.get(key), list)]
    if lists:
        return max(lists, key=len)
    found = refusal(200, {}, raw, 0)
    if found.code is None and body.get("total") == 0 and all(not body.get(key) for key in keys):
        return []
    raise problem(found)


def _envelope(body: Mapping[str, Any]) -> tuple[ImageList, int]:
    """The numbers around the rows, and how many of them were of a wrong type."""
    read, wrong = _lenient(ImageList, {name: body.get(name) for name in _NUMBERS})
    return read or ImageList(), wrong


def _rows(model: type[Row], rows: list[Any]) -> tuple[tuple[Row, ...], int, int]:
    """The usable rows, how many are not, how many fields were dropped from the usable ones."""
    kept: list[Row] = []
    coerced = 0
    for row in rows:
        item, wrong = _lenient(model, row)
        if item is not None:
            kept.append(item)
            coerced += wrong
    return tuple(kept), len(rows) - len(kept), coerced


def _lenient(model: type[_Model], row: object) -> tuple[_Model | None, int]:
    """The row without the fields that do not fit, and their number; None if it needs them."""
    try:
        return model.model_validate(row), 0
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
    wrong = {part["loc"][0] for part in found if part["loc"]}
    if not isinstance(row, dict):
        return None, 0
    try:
        return model.model_validate({k: v for k, v in row.items() if k not in wrong}), len(wrong)
    except ValidationError:
        return None, 0


def _bounded(images: tuple[Image, ...]) -> tuple[Image, ...]:
    """Cut status messages that are whole logs: nothing downstream shows more."""
    for message in map(_messages, images):
        if message is not None and len(message) > LONGEST_STATUS_MESSAGE:
            return tuple(map(_cut, images))
    return images


def _cut(image: Image) -> Image:
    message = image.status_message
    if message is None or len(message) <= LONGEST_STATUS_MESSAGE:
        return image
    return image.model_copy(update={"status_message": message[:LONGEST_STATUS_MESSAGE]})
