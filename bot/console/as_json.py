"""Answers for programs: the API's own fields, and how the answer came about."""

from __future__ import annotations

import json
from typing import Any

from bot.modelarts.models import Image, ImageGroup
from bot.query.page import GroupPage, SearchPage, Shown
from bot.query.requests import Groups


def page_json(page: SearchPage | GroupPage) -> dict[str, Any]:
    """One page: counts, requests, and the rows under ``images`` or ``groups``."""
    rows = "groups" if isinstance(page.search, Groups) else "images"
    return explanation_json(page) | {rows: [_row(row) for row in page.rows]}


def explanation_json(page: SearchPage | GroupPage) -> dict[str, Any]:
    """Everything about an answer but its rows; times are milliseconds since 1970, UTC."""
    return {
        "search": page.search.text(),
        "total": page.total,
        "known": page.known,
        "claimed": page.claimed,
        "complete": page.complete,
        "page": page.page,
        "pages": page.pages,
        "as_of": page.as_of_ms,
        "trouble": page.trouble.message if page.trouble else None,
        "requests": list(page.requests),
        "asked_api": list(page.asked_api),
        "filtered_here": list(page.filtered_here),
        "closest": list(page.closest),
    }


def shown_json(shown: Shown) -> dict[str, Any]:
    """One image, or null and the images to choose from."""
    return {
        "reference": shown.reference,
        "as_of": shown.as_of_ms,
        "trouble": shown.trouble.message if shown.trouble else None,
        "requests": list(shown.requests),
        "image": _row(shown.image) if shown.image else None,
        "choices": [_row(image) for image in shown.choices],
    }


def _row(row: Image | ImageGroup) -> dict[str, Any]:
    return row.model_dump(mode="json", exclude_unset=True)


def json_text(value: dict[str, Any]) -> str:
    """Indented ASCII: also harmless when it is read in a terminal."""
    return json.dumps(value, indent=2).replace("\x7f", "\\u007f")
