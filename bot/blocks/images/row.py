"""One image as a row: its name, then what people choose by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.blocks.mrkdwn import NOTHING, age, code, duration, faithful, plain_name, size
from bot.blocks.pages.fitting import Cut
from bot.modelarts.models import FAILED_STATUSES, Image
from bot.query.fields import FIELDS

BETWEEN = " · "
FAILED_MARK = "🔴"

_KNOWN_WORDS = frozenset(word for row in FIELDS.values() for word in row.values)
_SHORT_TAG = 16
"""Characters; a longer tag repeats the name or is a stamp nobody reads."""


def name_of(image: Image) -> str:
    """What it is called, raw; the end of its path or its id where it has no name."""
    name = (image.name or "").strip() or (image.show_name or "").strip()
    return name or (image.swr_path or "").rpartition("/")[2].strip() or image.id


def short_name(name: str, cut: Cut) -> str:
    """A name that formats nothing, cut in the middle: names differ at their end."""
    return plain_name(name, cut.name).strip() or NOTHING


def repeated_names(images: Iterable[Image]) -> frozenset[str]:
    """Names that several of these images have, so that only their tags tell them apart."""
    counts = Counter(name_of(image) for image in images)
    return frozenset(name for name, count in counts.items() if count > 1)


def version_of(image: Image, repeated: frozenset[str], cut: Cut) -> str:
    """The tag, without the name it may begin with; empty if it is long and the name suffices."""
    tag = (image.tag or "").strip()
    name = name_of(image)
    if tag.startswith(name):
        tag = tag.removeprefix(name).lstrip("-_. ")
    if not tag or (len(tag) > _SHORT_TAG and name not in repeated):
        return ""
    return plain_name(tag, cut.tag).strip()


def facts(
    image: Image,
    now_ms: int,
    cut: Cut,
    since_ms: int | None = None,
    *,
    at_least: bool = False,
) -> str:
    """``DEDICATED · AARCH64 · ASCEND · 4.2 GB · ACTIVE · 3 h ago``; what is absent is left out.

    Args:
        since_ms: When it broke, if it is known.
        at_least: It was broken then already.
    """
    parts = [word_of(word, cut) for word in (image.type, image.arch) if word]
    if image.resource_categories:
        parts.append("/".join([word_of(word, cut) for word in image.resource_categories[:4]]))
    if count := image.size_bytes:
        parts.append(size(count))
    if image.status:
        parts.append(state(image, cut))
    if since_ms is not None:
        more = "more than " if at_least else ""
        parts.append(f"broken for {more}{duration(now_ms - since_ms)}")
    elif moment := changed_at(image):
        parts.append(age(moment, now_ms))
    return BETWEEN.join(parts) or NOTHING


def path_line(image: Image, cut: Cut) -> str:
    """The path to copy, exactly; empty if it is absent, too long, or not what it seems."""
    path = (image.swr_path or "").strip()
    return code(path) if faithful(path) and len(path) <= cut.paths else ""


def state(image: Image, cut: Cut) -> str:
    """The status as ModelArts says it, with a mark beside the word where it is a failure."""
    word = word_of(image.status, cut)
    return f"{FAILED_MARK} {word}" if image.status in FAILED_STATUSES else word


def changed_at(image: Image) -> int | None:
    """The latest moment known of it; ``update_at`` may be before ``create_at`` (reference)."""
    return max(image.update_at or 0, image.create_at or 0) or None


def word_of(word: str | None, cut: Cut) -> str:
    """A word of an enumeration, known or not."""
    if word is None or word in _KNOWN_WORDS:
        return word or ""
    return plain_name(word, cut.word)
