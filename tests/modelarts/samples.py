"""The reference pages' own example replies, and the published signatures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"

LISTS = (
    "list_image_2022-11-18",
    "list_image_2024-05-30",
    "list_image_otc_2024-06-20",
    "list_image_2025-08-20",
)
GROUPS = "list_image_group_2025-08-20"


def sample(name: str) -> bytes:
    """One example reply as it stands on its page."""
    return (_DATA / f"{name}.json").read_bytes()


def signing_vectors() -> list[dict[str, Any]]:
    """Requests with the signature that the official signer computed."""
    cases: list[dict[str, Any]] = json.loads((_DATA / "signing_vectors.json").read_text())["cases"]
    return cases


def page_bytes(rows: list[Any], **envelope: Any) -> bytes:
    """A reply of ListImage."""
    whole = {"current": 0, "data": rows, "pages": 1, "size": 200, "total": len(rows)}
    return json.dumps(whole | envelope).encode()
