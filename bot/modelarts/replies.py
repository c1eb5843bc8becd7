"""From the bytes of a reply to values.

Pydantic reads the bytes directly; only if a reply breaks the reference is it read again row by
row, keeping what is usable: fields and members of lists of a wrong type are dropped and counted,
rows without an id skipped and counted.  Half characters and deep nesting, which pydantic's parser
refuses, cost one field at most.  What is no JSON, or no list, is a `bot.errors.ProtocolError`.
"""

from __future__ import annotations

import json
import re
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
_SURROGATES = re.compile("[\ud800-\udfff]")
_DEEPEST = 4
"""Containers within a field: labels are a list of pairs."""
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
        body = _parsed_again(raw)
    if not isinstance(body, dict):
        raise problem(refusal(200, {}, b"", 0))
    return body


def _parsed_again(raw: bytes) -> object:
    """What the standard parser makes of it, which takes half characters and nests deeper."""
    try:
        return json.loads(raw.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None


def _no_number(word: str) -> object:
    raise ValueError(word)


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
    """The row without what does not fit, and how many fields that was; None if it needs them."""
    if not isinstance(row, dict):
        return None, 0
    clean = {name: _scrubbed(value) for name, value in row.items()}
    mended = {name for name, value in row.items() if clean[name] is not value}
    try:
        return model.model_validate(clean), len(mended)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
    wrong = [part["loc"] for part in found if part["loc"]]
    mended.update(str(place[0]) for place in wrong)
    try:
        return model.model_validate(_without(clean, wrong)), len(mended)
    except ValidationError:
        return None, 0


def _without(row: dict[str, Any], wrong: list[tuple[int | str, ...]]) -> dict[str, Any]:
    """The row without these fields; of a list only the members that are wrong."""
    kept = dict(row)
    members: dict[str, set[int]] = {}
    for field, *rest in wrong:
        name = str(field)
        if rest and isinstance(rest[0], int) and isinstance(row[name], list):
            members.setdefault(name, set()).add(rest[0])
        else:
            kept.pop(name, None)
    for name in members.keys() & kept.keys():
        kept[name] = [one for at, one in enumerate(row[name]) if at not in members[name]] or None
    return kept


def _scrubbed(value: object, depth: int = 0) -> object:
    """The same object if it is clean; half characters become U+FFFD, what is too deep None."""
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value) if _SURROGATES.search(value) else value
    if not isinstance(value, dict | list) or not value:
        return value
    if depth == _DEEPEST:
        return None
    if isinstance(value, list):
        members = [_scrubbed(one, depth + 1) for one in value]
        same = all(new is old for new, old in zip(members, value, strict=True))
        return value if same else members
    fields = {name: _scrubbed(one, depth + 1) for name, one in value.items()}
    return value if all(fields[name] is one for name, one in value.items()) else fields


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
