"""What is checked before it is sent: the query with documented names only, and the address.

The models hold any value, so that a search can be built first and judged once; `to_query` is
the only way to the wire and judges by the constraints of the pages (ListImage, 2025-08-20).
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.errors import RequestError, SettingsError
from bot.modelarts.models import ListImageGroupsParams, ListImagesParams

Params = ListImagesParams | ListImageGroupsParams

SERVICE_TYPES = ("COMMON", "INFERENCE", "TRAIN", "DEV", "UNKNOWN")

_NAME = re.compile(r"[a-z0-9._-]{1,512}\Z")
_NAMESPACE = re.compile(r"[a-z][A-Za-z0-9._-]{0,63}\Z")
_WORKSPACE = re.compile(r"(?:0|[0-9a-z]{32})\Z")
_SORT_KEY = re.compile(r"[A-Za-z0-9_,-]{1,128}\Z")
_PLAIN = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,512}\Z")

_PATTERNS = {
    "name": (
        _NAME,
        "An image name has 1 to 512 characters: letters, digits, dots, dashes and underscores.",
    ),
    "namespace": (
        _NAMESPACE,
        "A namespace is a lower-case letter, then up to 63 letters, digits or any of . - _",
    ),
    "workspace_id": (
        _WORKSPACE,
        "A workspace id is 0 or has 32 characters: digits and lower-case letters.",
    ),
    "sort_key": (
        _SORT_KEY,
        "A sort key has at most 128 characters: letters, digits, dashes, underscores and commas.",
    ),
    "show_name": (_PLAIN, "A display name has 1 to 512 characters on one line."),
    "show_tag": (_PLAIN, "A display tag has 1 to 512 characters on one line."),
    "swr_instance_id": (_PLAIN, "An SWR instance id has 1 to 512 characters on one line."),
}
_CHOICES = {"service_type": SERVICE_TYPES, "sort_dir": ("ASC", "DESC")}
_SENTENCES = {
    "service_type": "The service type is one of COMMON, INFERENCE, TRAIN, DEV and UNKNOWN.",
    "sort_dir": "The sort direction is ASC or DESC.",
}
_HINTS = {"name": "Words of other kinds can be searched for in the tag, description and path."}
_PROJECT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_SMALLEST = {"limit": 1, "offset": 0}
_LARGEST = 2**31 - 1
_FOLDED = {"name": str.lower, "service_type": str.upper, "sort_dir": str.upper}


def to_query(params: Params) -> list[tuple[str, str]]:
    """Name and value of every parameter that is set, sorted by name as the vendor's SDK does.

    Case is folded first where the pages know only one (names lower, words upper).

    Raises:
        RequestError: A value is outside of what the reference allows; says what is allowed.
    """
    values = params.model_dump(exclude_none=True)
    for key in values.keys() & _FOLDED.keys():
        values[key] = _FOLDED[key](values[key])
    for key, value in values.items():
        _check(key, value)
    return sorted((key, _text(value)) for key, value in values.items())


def _check(key: str, value: str | int) -> None:
    if isinstance(value, int):
        least = _SMALLEST.get(key, 0)
        if not least <= value <= _LARGEST:
            raise RequestError(f"The {key} is a whole number from {least} to {_LARGEST}.")
    elif key in _PATTERNS:
        pattern, sentence = _PATTERNS[key]
        if not pattern.match(value):
            raise RequestError(sentence, hint=_HINTS.get(key, ""))
    elif key in _CHOICES and value not in _CHOICES[key]:
        raise RequestError(_SENTENCES[key])


def _text(value: str | int) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def checked_project_id(project_id: str) -> str:
    """The project id, which becomes part of every path.

    Raises:
        SettingsError: It cannot be one.
    """
    if not _PROJECT_ID.match(project_id):
        raise SettingsError(
            "The project id has characters that none can have.",
            hint="It has 32 characters: digits and the letters a to f.",
        )
    return project_id


def origin_of(endpoint: str) -> str:
    """Scheme, host and port of an endpoint.

    Raises:
        SettingsError: It is no such address, or holds more than one.
    """
    try:
        url = urlsplit(endpoint.strip())
        known = url.scheme in {"http", "https"} and bool(url.hostname) and url.port != 0
    except ValueError:
        known = False
    if not known or url.path.strip("/") or url.query or url.fragment or "@" in url.netloc:
        raise SettingsError(
            "The endpoint is not the address of a service.",
            hint="It looks like https://modelarts.cn-north-4.myhuaweicloud.com.",
        )
    return f"{url.scheme}://{url.netloc}"
