"""The query parameters of the fake ModelArts: checked as the reference pages constrain them.

Unknown names are ignored, as the service is believed to do; ``arch`` or ``status`` therefore have
no effect.  An empty value counts as not sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.demo.modelarts.replies import Refusal

DEFAULT_LIMIT = 200
DEFAULTS = {"workspace_id": "0"}
"""What a row stands for that does not say."""
IMAGE_TYPES = frozenset({"BUILD_IN", "DEDICATED"})
SERVICE_TYPES = frozenset({"COMMON", "INFERENCE", "TRAIN", "DEV", "UNKNOWN"})
SORT_DIRECTIONS = frozenset({"ASC", "DESC"})
PATTERNS = {
    "name": re.compile(r"[a-z0-9._-]{1,512}", re.ASCII),
    "namespace": re.compile(r"[a-z][A-Za-z0-9._-]{0,63}", re.ASCII),
    "sort_key": re.compile(r"[A-Za-z0-9_,-]{1,128}", re.ASCII),
    "workspace_id": re.compile(r"0|[0-9a-z]{32}", re.ASCII),
}
WHOLE_NUMBER = re.compile(r"[0-9]{1,10}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ImageQuery:
    """What one list call asks for; None and "" filter nothing."""

    limit: int | None
    offset: int
    name: str
    fuzzy: bool
    equal: Mapping[str, str]
    """Fields that must be exactly this."""
    shown: Mapping[str, str]
    """``show_name`` and ``show_tag``: contained in the field."""
    sort_key: str
    ascending: bool

    def rows(self, images: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """The images that match, in the catalogue's order or by ``updateTime``."""
        found = list(images)
        # One filter after the other: with 100 000 rows ten times as fast as row by row.
        for key, value in self.equal.items():
            otherwise = DEFAULTS.get(key)
            found = [image for image in found if image.get(key, otherwise) == value]
        for key, value in self.shown.items():
            found = [image for image in found if value in str(image.get(key, ""))]
        if self.name:
            found = [image for image in found if self._named(str(image.get("name", "")))]
        if "updateTime" in self.sort_key.split(","):
            found.sort(key=lambda image: image.get("update_at") or 0, reverse=not self.ascending)
        return found

    def key(self) -> tuple[object, ...]:
        """The same for two calls that find the same rows in the same order."""
        same, shown = tuple(self.equal.items()), tuple(self.shown.items())
        return self.name, self.fuzzy, same, shown, self.sort_key, self.ascending

    def _named(self, name: str) -> bool:
        return self.name in name.lower() if self.fuzzy else self.name == name


def image_query(sent: Mapping[str, str]) -> ImageQuery:
    """Read the parameters of ListImage or ListImageGroup.

    Raises:
        Refusal: 400, naming the parameter that is wrong.
    """
    given = {key: value for key, value in sent.items() if value}
    for key, pattern in PATTERNS.items():
        if key in given and not pattern.fullmatch(given[key]):
            raise Refusal(400, "ModelArts.0104", f"Parameter error: {key} is invalid.")
    equal = {"workspace_id": given.get("workspace_id", "0")}
    exact = ("namespace", "service_type", "type", "swr_instance_id")
    equal |= {key: given[key] for key in exact if key in given}
    _one_of(given, "type", IMAGE_TYPES)
    _one_of(given, "service_type", SERVICE_TYPES)
    return ImageQuery(
        limit=_number(given, "limit", at_least=1) if "limit" in given else None,
        offset=_number(given, "offset", at_least=0) if "offset" in given else 0,
        name=given.get("name", ""),
        fuzzy=_one_of(given, "name_fuzzy_match", {"true", "false"}) != "false",
        equal=equal,
        shown={key: given[key] for key in ("show_name", "show_tag") if key in given},
        sort_key=given.get("sort_key", ""),
        ascending=_one_of(given, "sort_dir", SORT_DIRECTIONS) == "ASC",
    )


def workspace_page(sent: Mapping[str, str]) -> tuple[int, int]:
    """The first row and the number of rows that ListWorkspace is asked for.

    ``offset`` is a page index on this call, unlike the image lists.
    """
    given = {key: value for key, value in sent.items() if value}
    limit = _number(given, "limit", at_least=1, at_most=1000) if "limit" in given else 1000
    offset = _number(given, "offset", at_least=0) if "offset" in given else 0
    return offset * limit, limit


def _number(given: Mapping[str, str], key: str, *, at_least: int, at_most: int = 2**31 - 1) -> int:
    text = given[key]
    number = int(text) if WHOLE_NUMBER.fullmatch(text) else -1
    if not at_least <= number <= at_most:
        raise _invalid(key, text)
    return number


def _one_of(given: Mapping[str, str], key: str, values: set[str] | frozenset[str]) -> str | None:
    value = given.get(key)
    if value is not None and value not in values:
        raise _invalid(key, value)
    return value


def _invalid(key: str, value: str) -> Refusal:
    return Refusal(400, "ModelArts.0107", f"The values of {key},{value[:100]} are invalid.")
