"""The bot cannot see ModelArts, or can see it again.

Facts: ``since_ms``; ``code``, an HTTP status or a word of `bot.alerts.poll.Side.code`;
``project``; once sight is back ``back_ms`` and ``missed``, how many images failed meanwhile.
"""

from __future__ import annotations

import re

from bot.alerts.delivery_model import NoticeView
from bot.blocks.mrkdwn import clip, clip_middle, date, duration, plain
from bot.blocks.notices.parts import Story, Titled, notes
from bot.blocks.notices.values import number_in, text_in
from bot.blocks.notices.words import OVER, WARNING
from bot.query.page_token import Seal

_DOWN = re.compile(r"5[0-9]{2}")
_OPERATOR = "The person who runs the bot can help:"
_WAIT = "This often passes by itself."

_CAUSES = {
    "400": ("it refuses what is asked: 400", f"{_OPERATOR} the workspace id may be wrong."),
    "401": ("it refuses my login: 401", f"{_OPERATOR} my keys, token or user are wrong."),
    "403": ("my login lacks a right: 403", f"{_OPERATOR} my user may not list images."),
    "404": (
        "it does not know this project or address: 404",
        f"{_OPERATOR} the project id or the endpoint is wrong.",
    ),
    "408": ("it does not answer in time: 408", _WAIT),
    "429": ("it takes no more requests for now: 429", _WAIT),
    "timeout": ("it does not answer in time", _WAIT),
    "no_answer": ("it does not answer", _WAIT),
    "protocol": ("its answer makes no sense", _WAIT),
    "pages": ("parts of its list do not come", _WAIT),
    "empty": (
        "it sends an empty list although it had images",
        "If they are really gone, this is believed after five such answers.",
    ),
    "internal": (
        "something on my own side fails",
        f"{_OPERATOR} my log says what.",
    ),
    "inconsistent": ("its answers contradict each other", _WAIT),
}


def blind(view: NoticeView, room: int, seal: Seal) -> Story:  # noqa: ARG001 (one shape for all)
    """Since when and why; later, how long it lasted and what was missed."""
    since = number_in(view.facts, "since_ms")
    back = number_in(view.facts, "back_ms")
    project = plain(clip_middle(text_in(view.facts, "project").strip(), 64)).strip()
    what = f"ModelArts (project {project})" if project else "ModelArts"
    if back is not None:
        missed = number_in(view.facts, "missed")
        after = f", after {duration(back - since)}" if since is not None else ""
        title = f"{OVER} I can see {what} again{after}{_missed(missed)}."
        return Story(Titled(title), notes=notes(view, over=True))
    cause, cure = cause_of(text_in(view.facts, "code"))
    when = f" since {date(since)}" if since is not None else ""
    return Story(
        Titled(f"{WARNING} I cannot see {what}{when} ({cause})."),
        below=["Failures after that will be reported when I can see again."],
        grey=[cure],
        notes=notes(view, over=False),
    )


def cause_of(code: str) -> tuple[str, str]:
    """Why nothing is seen, and what helps; ``code`` is raw."""
    if known := _CAUSES.get(code):
        return known
    shown = plain(clip(code.strip(), 40)).strip()
    if _DOWN.fullmatch(code):
        return f"it does not answer: {code}", _WAIT
    return (f"its answer cannot be used: {shown}" if shown else "it does not answer"), _WAIT


def _missed(count: int | None) -> str:
    if count is None:
        return ""
    if count == 0:
        return "; no image failed meanwhile"
    if count == 1:
        return "; 1 image failed meanwhile, it is reported on its own"
    return f"; {count} images failed meanwhile, each is reported on its own"
