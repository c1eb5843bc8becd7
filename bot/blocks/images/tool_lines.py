"""The same look-up as a line for the vendor's command line tools, in flags they document.

``hcloud ModelArts ListImage`` takes the API's query parameters as ``--name=value``.
``ma-cli image get-image`` knows type, name filter, exact name and workspace, and no more
(support.huaweicloud.com/eu/devtool-modelarts/devtool-modelarts_0312.html).
"""

from __future__ import annotations

import shlex
from urllib.parse import parse_qsl, urlsplit

_IMAGE_FLAGS = (
    "name",
    "name_fuzzy_match",
    "namespace",
    "service_type",
    "type",
    "workspace_id",
)
_GROUP_FLAGS = ("name", "name_fuzzy_match", "namespace", "type", "workspace_id")
_BOTH = {"BUILD_IN", "DEDICATED"}
_MA_FLAGS = frozenset({"type", "name", "name_fuzzy_match", "workspace_id", "limit", "offset"})

Query = dict[str, str]


def queries(requests: tuple[str, ...]) -> list[Query]:
    """The queries of these GETs without their pages, each once."""
    found: list[Query] = []
    for request in requests:
        query = dict(parse_qsl(urlsplit(request).query))
        wanted = {key: value for key, value in query.items() if key not in {"limit", "offset"}}
        if wanted not in found:
            found.append(wanted)
    return found


def hcloud_lines(requests: tuple[str, ...], *, groups: bool) -> list[str]:
    """One line a query; the service's default page is 200 rows."""
    operation, flags = ("ListImageGroup", _GROUP_FLAGS) if groups else ("ListImage", _IMAGE_FLAGS)
    return [
        " ".join(
            (
                f"hcloud ModelArts {operation}",
                *(f"--{flag}={shlex.quote(query[flag])}" for flag in flags if flag in query),
            )
        )
        for query in queries(requests)
    ]


def ma_cli_line(requests: tuple[str, ...]) -> str | None:
    """One line for all of it, or None if ma-cli cannot say it."""
    asked = queries(requests)
    kinds = {query.pop("type", "") for query in asked}
    if not asked or any(query != asked[0] for query in asked) or not set(asked[0]) <= _MA_FLAGS:
        return None
    if not kinds <= _BOTH:
        return None
    parts = ["ma-cli image get-image --type", "ALL" if kinds == _BOTH else kinds.pop()]
    if name := asked[0].get("name"):
        exact = asked[0].get("name_fuzzy_match") == "false"
        parts += ["--image-name" if exact else "--filter", shlex.quote(name)]
    if workspace := asked[0].get("workspace_id"):
        parts += ["--workspace-id", shlex.quote(workspace)]
    return " ".join(parts)
