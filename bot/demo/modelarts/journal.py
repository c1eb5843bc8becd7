"""The fake ModelArts' record of what it was asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl


@dataclass(slots=True)
class Call:
    """One request.

    ``path`` and ``query_string``: as they arrived, still percent-encoded.
    ``query``: decoded; of a name given twice the last value.
    ``status``: what was answered, 0 while or because nothing was.
    ``at``: seconds since 1970 at the arrival.
    """

    method: str
    path: str
    query_string: str
    at: float
    query: dict[str, str] = field(default_factory=dict)
    status: int = 0

    def __post_init__(self) -> None:
        if not self.query:
            self.query = dict(parse_qsl(self.query_string, keep_blank_values=True))

    def plain(self) -> dict[str, Any]:
        """For ``GET /-/journal``."""
        names = ("method", "path", "query_string", "query", "status", "at")
        return {name: getattr(self, name) for name in names}
