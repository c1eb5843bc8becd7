"""Several incidents in one message, and what was broken at the first look."""

from __future__ import annotations

from bot.alerts.delivery_model import NoticeView
from bot.alerts.model import Closing
from bot.blocks.images.row import FAILED_MARK
from bot.blocks.notices.parts import Story, Titled, ack_button, list_button, notes
from bot.blocks.notices.values import number_in
from bot.blocks.notices.words import (
    OVER,
    SOFT,
    WATCHING,
    by_closing,
    by_status,
    end_word,
    state_line,
)
from bot.blocks.pages.head import counted
from bot.modelarts.models import FAILED_STATUSES
from bot.query.page_token import Seal

_SHOWN = 5
_LINE = 80
"""Characters of a name in a line."""


def group(view: NoticeView, room: int, seal: Seal) -> Story:
    """How many, by what, and how many are over; the first five by name.

    Args:
        room: Characters for one name, at most `_LINE`.
    """
    total = _total(view)
    over = view.ongoing <= 0
    row = list_button(view, seal, total)
    return Story(
        _end(view, total) if over else Titled(_headline(view, total)),
        below=_lines(view, room, total),
        grey=_tally(view, total) if over else [],
        notes=notes(view, over=over),
        row=row if over else [*row, *ack_button(view, seal)],
    )


def baseline(view: NoticeView, room: int, seal: Seal) -> Story:
    """The first look: how many images there are, and which have already failed.

    Facts: ``known``, ``broken``: images listed, and failed among them.
    """
    known = number_in(view.facts, "known") or 0
    total = _total(view)
    broken = max(number_in(view.facts, "broken") or 0, total)
    title = f"{WATCHING} {watching_line(known, broken)}"
    if not total:
        return Story(Titled(title), notes=notes(view, over=False))
    since = ", ".join(by_closing(view.closings, stuck=False))
    told = broken - total
    return Story(
        Titled(title),
        below=_lines(view, room, total),
        grey=[
            f"{told} of them not listed here: silenced, or told on their own." if told else "",
            f"Since then: {since}" if since else "",
        ],
        notes=notes(view, over=False),
        row=list_button(view, seal, total),
    )


def watching_line(known: int, broken: int) -> str:
    """``Watching 300 images from now on; 12 have already failed``."""
    have = "has" if broken == 1 else "have"
    failed = f"{broken} {have} already failed" if broken else "none has failed"
    return f"Watching {counted(known, 'image', 'images')} from now on; {failed}"


def _total(view: NoticeView) -> int:
    return max(view.total, len(view.incidents))


def _headline(view: NoticeView, total: int) -> str:
    bad = _failures(view, total)
    over = by_closing(view.closings, stuck=not bad)
    what = counted(total, "image", "images")
    if not bad:
        verb = "is" if total == 1 else "are"
        return f"{SOFT} {what} {verb} taking too long to be saved{_of_them(over)}"
    if bad < total:
        kinds = [*by_status(view.statuses), f"{total - bad} taking too long to be saved"]
        return f"{FAILED_MARK} {what} with trouble ({', '.join(kinds)}){_of_them(over)}"
    kinds = by_status(view.statuses)
    detail = f" ({', '.join(kinds)})" if kinds and not over else ""
    return f"{FAILED_MARK} {what} failed{detail}{_of_them(over)}"


def _of_them(over: list[str]) -> str:
    """``, 3 of them ready again, 1 deleted``."""
    if not over:
        return ""
    count, _, rest = over[0].partition(" ")
    return f", {', '.join([f'{count} of them {rest}', *over[1:]])}"


def _failures(view: NoticeView, total: int) -> int:
    """How many are failures; the others are being saved for too long."""
    soft = sum(count for status, count in view.statuses.items() if status not in FAILED_STATUSES)
    return total - min(max(0, soft), total)


def _end(view: NoticeView, total: int) -> Titled:
    ended = {closing for closing in Closing if view.closings.get(closing, 0) > 0}
    stuck = not _failures(view, total)
    if bad := view.closings.get(Closing.FAILED, 0):
        what = counted(total, "image", "images")
        return Titled(f"{FAILED_MARK} Saving is over for {what}: {bad} of them failed")
    who, verb = (f"All {total} images", "are") if total != 1 else ("The image", "is")
    if len(ended) == 1:
        return Titled(f"{OVER} {who} {verb} {end_word(ended.pop(), stuck=stuck)}")
    ready = "ready" if stuck else "ready again"
    return Titled(f"{OVER} {who} {verb} {ready} or gone")


def _tally(view: NoticeView, total: int) -> list[str]:
    """How each ended, where not all ended alike."""
    kinds = by_closing(view.closings, stuck=not _failures(view, total))
    return [", ".join(kinds)] if len(kinds) > 1 else []


def _lines(view: NoticeView, room: int, total: int) -> list[str]:
    most = min(room, _LINE)
    lines = [f"• {state_line(incident, most)}" for incident in view.incidents[:_SHOWN]]
    left = total - len(lines)
    return [*lines, f"and {left} more"] if left > 0 and lines else lines
