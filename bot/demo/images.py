"""The images of the demo: the files in ``data/`` or any saved reply of the image list.

``catalogue.json`` is a realistic catalogue of 144 images; the ``list_image_*`` files are the
example replies of the five reference pages, unchanged.  Images stay plain dictionaries here, as
the API sends them, so that a field nobody knows yet still reaches the client.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.errors import SettingsError

DATA = Path(__file__).parent / "data"
EXAMPLES = (
    "list_image_2022-11-18",
    "list_image_2024-05-30",
    "list_image_2025-08-20",
    "list_image_otc_2024-06-20",
    "list_image_group_2025-08-20",
)
"""Names of the reference pages' example replies, for `reference_example`."""

SHAPES = (
    "Save the reply of the image list as it is: {“data”: […]}, a list of images, or one image."
)


def demo_images() -> list[dict[str, Any]]:
    """The realistic catalogue, then the reference pages' own images, unique by id."""
    pages = [name for name in EXAMPLES if "group" not in name]
    rows = [row for name in pages for row in reference_example(name)["data"]]
    return _unique([*load_images(DATA / "catalogue.json"), *rows])


def reference_example(name: str) -> dict[str, Any]:
    """One example reply of the reference, whole, with its envelope; a name out of `EXAMPLES`."""
    reply: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return reply


def load_images(path: Path) -> list[dict[str, Any]]:
    """The images of a saved list, ListImage reply or ShowImage reply, in the file's order.

    Of several rows with one id the first stays: saved pages may overlap.

    Raises:
        SettingsError: The file cannot be read or holds no images.
    """
    return _unique(_image(row, number, path) for number, row in enumerate(_rows(path), start=1))


def _rows(path: Path) -> list[object]:
    content = _json(path)
    if isinstance(content, list):
        return content
    if not isinstance(content, dict):
        raise SettingsError(f"{path} holds no images.", hint=SHAPES)
    if "error_code" in content or "error" in content:
        raise SettingsError(
            f"{path} holds an error reply of ModelArts, not images.",
            hint="Repeat the call that you saved and check that it answers with status 200.",
        )
    if isinstance(content.get("data"), list):
        return list(content["data"])
    if "groups" in content or "id" not in content:
        raise SettingsError(f"{path} holds no list of images.", hint=SHAPES)
    return [content]


def _json(path: Path) -> object:
    try:
        # Editors on Windows put a byte order mark in front.
        return json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=_refuse)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise SettingsError(
            f"The catalogue {path} cannot be read: {reason}.",
            hint="Name a file with a saved reply of the image list.",
        ) from error
    except json.JSONDecodeError as error:
        raise SettingsError(
            f"{path} is not JSON: line {error.lineno}, column {error.colno}.", hint=SHAPES
        ) from error
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path} is not a JSON file that can be used.", hint=SHAPES) from error


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _image(row: object, number: int, path: Path) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise SettingsError(f"Row {number} of {path} is not an image.", hint=SHAPES)
    if not isinstance(row.get("id"), str) or not row["id"]:
        group = "version_count" in row
        raise SettingsError(
            f"Row {number} of {path} has no id.",
            hint="These are image groups; save the reply of the image list instead."
            if group
            else "Every image needs an id, everything else is optional.",
        )
    _check_text(row, number, path)
    return row


def _check_text(row: dict[str, Any], number: int, path: Path) -> None:
    """JSON can name half of a character (a lone surrogate), which no page can be sent."""
    try:
        json.dumps(row, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        half = f"{ord(error.object[error.start]):04x}"
        raise SettingsError(
            f"Row {number} of {path} holds half a character: \\u{half}.",
            hint="Save the reply of the image list anew, as UTF-8, or take the character out.",
        ) from error


def _unique(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    by_id: dict[str, dict[str, Any]] = {}
    for row in rows:
        by_id.setdefault(row["id"], row)
    return list(by_id.values())
