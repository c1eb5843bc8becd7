"""What stands above the rows of an answer: what was understood, how many, how old, how sure."""

from __future__ import annotations

from collections.abc import Callable

from bot.blocks.mrkdwn import age, clip, clip_middle, code, date, duration, plain
from bot.blocks.pages.fitting import Cut
from bot.errors import UpstreamDown, UpstreamError, UpstreamTimeout
from bot.query.chips import chips
from bot.query.page import GroupPage, SearchPage
from bot.query.requests import Failed, Groups

BETWEEN = " · "
_LONGEST_CHIP = 48


def counted(count: int, one: str, many: str) -> str:
    """``1 image``, ``6 images``."""
    return f"{count} {one if count == 1 else many}"


def shown_chips(
    parts: tuple[str, ...], cut: Cut, mark: Callable[[str], str], between: str = BETWEEN
) -> str:
    """Chips in a line; the last ones are counted where there is no room."""
    shown = [mark(clip_middle(part, _LONGEST_CHIP)) for part in parts[: cut.chips]]
    if len(parts) > cut.chips:
        shown.append(f"{len(parts) - cut.chips} more")
    return between.join(shown)


def title(page: SearchPage | GroupPage, cut: Cut, mark: Callable[[str], str]) -> str:
    """``pytorch arch=AARCH64``, for failures with that word in front; empty if all was asked."""
    parts = shown_chips(chips(page.search.query), cut, mark)
    if isinstance(page.search, Failed):
        return f"Failed images {parts}".strip()
    return parts


def amount(page: SearchPage | GroupPage) -> str:
    """``6 of 107 images``."""
    one, many = nouns(page)
    if page.total == page.known:
        return counted(page.total, one, many)
    return f"{page.total} of {counted(page.known, one, many)}"


def nouns(page: SearchPage | GroupPage) -> tuple[str, str]:
    """What the rows are called, one and several."""
    if isinstance(page.search, Groups):
        return "image name", "image names"
    return "image", "images"


def position(page: SearchPage | GroupPage) -> str:
    """``page 1/2``; empty if everything is on one page."""
    return f"page {page.page}/{page.pages}" if page.pages > 1 else ""


def freshness(page: SearchPage | GroupPage) -> str:
    """``read 20 s ago``."""
    return f"read {age(page.as_of_ms, page.now_ms)}"


def notes(page: SearchPage | GroupPage, cut: Cut, mark: Callable[[str], str]) -> list[str]:
    """What a reader must know to trust the answer, one sentence each."""
    lines = []
    if page.filtered_here:
        lines.append(f"Filtered by imagebot: {shown_chips(page.filtered_here, cut, mark)}")
    if page.pages > 1 and (page.search.query.limit or 0) > page.page_size:
        lines.append(f"Slack shows at most {page.page_size} rows a page.")
    return [*lines, *doubts(page)]


def doubts(page: SearchPage | GroupPage) -> list[str]:
    """Why the answer may be old or not whole; none if all is well."""
    old = stale(page.trouble, page.as_of_ms, page.now_ms) if page.trouble is not None else ""
    return [line for line in (old, certainty(page)) if line]


def stale(trouble: UpstreamError, as_of_ms: int, now_ms: int) -> str:
    """Why older data is shown, and from when it is."""
    why = plain(clip(trouble.message, 200))
    if isinstance(trouble, UpstreamTimeout | UpstreamDown):
        why = "ModelArts does not answer right now."
    return f"{why} This is from {date(as_of_ms)}, {duration(now_ms - as_of_ms)} old. ⚠️"


def certainty(page: SearchPage | GroupPage) -> str:
    """How ModelArts' own count and what it sent differ; empty if they agree."""
    one, many = nouns(page)
    claimed = counted(page.claimed, one, many)
    if page.claimed > page.known:
        return f"ModelArts counts {claimed} but sent {page.known}, so some may be missing."
    if page.claimed < page.known:
        return f"ModelArts counts {claimed} but sent {page.known}; all that came are here."
    if not page.complete:
        return f"The pages ModelArts sent contradict each other, so {many} may be missing."
    return ""


def changed_note(page: SearchPage | GroupPage) -> str:
    """After a turned page: the rows are not those of before."""
    _, many = nouns(page)
    return f"The list has changed since you opened it, so some {many} may have moved."


def head_lines(page: SearchPage | GroupPage, cut: Cut, *, marked: bool) -> tuple[str, str]:
    """The two lines above the rows: what was understood, and the figures.

    Args:
        marked: With code and bold for the blocks, or plain for the text.
    """
    figures = [f"*{amount(page)}*" if marked else amount(page), position(page), freshness(page)]
    first = title(page, cut, code if marked else plain)
    return first, BETWEEN.join(part for part in figures if part)
