"""To one person: the image they waited for.

Facts: ``label``, ``status`` (empty: it is gone), ``reason``, ``image_id``, ``path``; all raw.
"""

from __future__ import annotations

from bot.alerts.delivery_model import NoticeView
from bot.blocks.images.row import FAILED_MARK
from bot.blocks.mrkdwn import clip_middle, escape, faithful, fenced, plain
from bot.blocks.notices.parts import Story, Titled, details, notes
from bot.blocks.notices.values import text_in
from bot.blocks.notices.words import (
    GONE_MARK,
    OVER,
    SOFT,
    failure,
    reason_of,
    shown_name,
    word,
)
from bot.modelarts.models import FAILED_STATUSES
from bot.query.page_token import Seal

_LONGEST_PATH = 600
_DONE = "You waited for this image; this was the one message about it."


def watched(view: NoticeView, room: int, seal: Seal) -> Story:
    """Ready with its path, failed with the reason, or not there any more."""
    status = text_in(view.facts, "status").upper()
    name = shown_name(text_in(view.facts, "label") or text_in(view.facts, "image_id"))
    button = details(text_in(view.facts, "image_id"), seal)
    below: list[str] = []
    path = ""
    if status == "ACTIVE":
        title = Titled(f"{OVER} ", name, " is ready")
        path = text_in(view.facts, "path").strip()
    elif status in FAILED_STATUSES:
        title = Titled(f"{FAILED_MARK} {failure(status)}: ", name)
        below = [reason_of(text_in(view.facts, "reason"), room)]
    elif status == "DELETED":
        title, button = Titled(f"{GONE_MARK} ", name, " was deleted"), []
    elif not status:
        title, button = Titled(f"{GONE_MARK} ", name, " is gone from the list"), []
    else:
        title = Titled(f"{SOFT} ", name, f" is {word(status)} now")
    code, told = _path(path)
    return Story(
        title,
        below=below,
        code=code,
        code_told=told,
        grey=[_DONE],
        notes=notes(view, over=True),
        row=button,
    )


def _path(path: str) -> tuple[str, str]:
    """To copy, and in words; a path that a code block would change is no use to copy."""
    if not path:
        return "", ""
    if faithful(path) and len(escape(path)) <= _LONGEST_PATH:
        return fenced(path), f"Path: {plain(path)}"
    said = f"Path, cut or changed to be shown: {plain(clip_middle(path, 200))}"
    return said, said
