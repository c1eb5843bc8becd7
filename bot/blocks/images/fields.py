"""Every field of one image in plain words, and what to make of its status."""

from __future__ import annotations

import re

from bot.blocks.images.row import FAILED_MARK
from bot.blocks.mrkdwn import (
    NOTHING,
    age,
    clip,
    clip_middle,
    code,
    date,
    escape,
    faithful,
    plain,
    plain_name,
    size,
)
from bot.modelarts.models import FAILED_STATUSES, Image

_STATUS_WORDS = {
    "ACTIVE": "Ready to use",
    "INIT": "Being prepared",
    "CREATING": "Being saved; the notebook it comes from cannot be used meanwhile",
    "CREATE_FAILED": "Saving it failed",
    "ERROR": "Broken",
    "DELETED": "Deleted",
}
"""Source: the reference's meanings of ``status``."""

_CURES = {
    "CREATE_FAILED": "Save the notebook again. If it fails again, check that the SWR organization "
    "exists, has quota left and takes images of this size.",
    "ERROR": "Check that the image is still in SWR under its path. If not, save or register it "
    "again, or pick another version.",
}

_SHELL_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/:@-]{0,2047}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")
_MOST_TAGS = 20
TITLE = 100
"""Characters of a name as the title."""


def status_line(image: Image) -> str:
    """``🔴 CREATE_FAILED · Saving it failed``; empty without a status."""
    if not image.status:
        return ""
    word = plain(clip(image.status, 40))
    meaning = _STATUS_WORDS.get(image.status)
    if image.status in FAILED_STATUSES:
        return f"{FAILED_MARK} {word} · {meaning}"
    return f"{word} · {meaning}" if meaning else word


def cure(image: Image) -> str:
    """What to do about a failure."""
    return _CURES.get(image.status or "", "")


def field_lines(image: Image, now_ms: int, room: int) -> list[tuple[str, str]]:
    """Label and value (mrkdwn) of every field that is there.

    Path, status and reason have blocks of their own; the name is the title, and stands here only
    if something in it could not be shown there.

    Args:
        room: Characters for one value.
    """
    words = [
        ("Display name", image.show_name),
        ("Tag", image.tag),
        ("Display tag", image.show_tag),
        ("Type", image.type),
        ("Architecture", image.arch),
        ("Devices", _listed(image.resource_categories)),
        ("Supported devices", _listed(image.support_res_categories)),
        ("Chip", image.flavor_type),
        ("Size", size(image.size_bytes) if image.size_bytes else None),
        ("Service", image.service_type),
        ("Access", _listed(image.dev_services)),
        ("Visibility", image.visibility),
        ("Origin", image.origin),
        ("Namespace", image.namespace),
        ("Workspace", image.workspace_id),
        ("SWR instance", image.swr_instance_id),
        ("Labels", _labels(image)),
        ("Description", image.description),
    ]
    lines = [("Name", code(clip_middle(name, room)))] if (name := _unclear(image)) else []
    lines += [(label, _shown(value, room)) for label, value in words if value and value.strip()]
    moments = (("Created", image.create_at), ("Changed", image.update_at))
    lines += [(label, moment(ms, now_ms)) for label, ms in moments if ms]
    lines.append(("Id", code(clip_middle(image.id, room))))
    return lines


def _unclear(image: Image) -> str:
    """The name, if the title does not show it as it is."""
    name = (image.name or "").strip()
    return "" if plain_name(name, TITLE) == name else name


def moment(ms: int, now_ms: int) -> str:
    """When, and how long ago that is."""
    return f"{date(ms)} ({age(ms, now_ms)})"


def _shown(value: str, room: int) -> str:
    return plain(clip_middle(value.strip(), room)).strip() or NOTHING


def _listed(words: tuple[str, ...] | None) -> str | None:
    return ", ".join(words[:_MOST_TAGS]) if words else None


def _labels(image: Image) -> str | None:
    labels = (
        f"{tag.key or ''}={tag.value}" if tag.value else tag.key or ""
        for tag in (image.tags or ())[:_MOST_TAGS]
    )
    return ", ".join(label for label in labels if label)


def path_of(image: Image) -> str:
    """Where to pull it from, without outer blanks."""
    return (image.swr_path or "").strip()


def command_lines(image: Image) -> list[str]:
    """What to type elsewhere to get it; nothing that a shell could misread.

    Source: ``hcloud ModelArts ShowImage`` takes the API's parameters (reference, ShowImage: id);
    ``ma-cli image get-image`` documents ``--image-id``.
    """
    path = path_of(image)
    lines = [f"docker pull {path}"] if _SHELL_SAFE.fullmatch(path) else []
    if _ID.fullmatch(image.id):
        lines.append(f"hcloud ModelArts ShowImage --id={image.id}")
        lines.append(f"ma-cli image get-image --image-id {image.id}")
    return lines


def can_copy(path: str) -> bool:
    """Whether a code block shows the path as it is."""
    return faithful(path) and len(escape(path)) <= 2048
