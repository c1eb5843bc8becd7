"""What notices are put together from, once for the blocks and once for the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bot.alerts.delivery_model import NoticeView
from bot.blocks import ids, limits
from bot.blocks.elements import (
    Block,
    Message,
    actions,
    button,
    context,
    option,
    packed,
    section,
    select,
    told,
)
from bot.blocks.mrkdwn import date
from bot.blocks.notices.values import person
from bot.blocks.states import sealed, show_id
from bot.query.page_token import ButtonState, Seal

_SILENCE_WORDS = ("1 hour", "4 hours", "Until tomorrow 09:00", "Until it changes")

_PERMALINK = re.compile(
    r"(?:https://[A-Za-z0-9.-]{1,253}|http://(?:127\.0\.0\.1|localhost)(?::\d{1,5})?)"
    r"/archives/[A-Z0-9]{1,32}/p\d{10,20}"
)
_REPEAT = "Slack did not say whether this was already posted: possible repeat."


class Titled(NamedTuple):
    """A sentence with one name in it, which the blocks show in bold.

    ``name``: fit for running mrkdwn; empty if there is none.  ``after`` begins with a blank: a
    colon at the end of a name could make an emoji of it.
    """

    before: str
    name: str = ""
    after: str = ""

    @property
    def drawn(self) -> str:
        """With the name in bold."""
        return f"{self.before}*{self.name}*{self.after}" if self.name else self.told

    @property
    def told(self) -> str:
        """The same for the text."""
        return f"{self.before}{self.name}{self.after}"


@dataclass(frozen=True, slots=True)
class Story:
    """One notice.

    ``below``: lines under the headline.  ``grey``: small lines.  ``advice``: what to do, a
    paragraph of its own.  ``code``: a code block, and ``code_told`` the same for the text.
    ``notes``: small lines at the end.  ``row``: buttons and the menu; ``menu_state``: the id of
    its block.
    """

    title: Titled
    below: Sequence[str] = ()
    grey: Sequence[str] = ()
    advice: str = ""
    code: str = ""
    code_told: str = ""
    notes: Sequence[str] = ()
    row: Sequence[Block] = field(default=())
    menu_state: str | None = None

    def advised(self, advice: str) -> Story:
        """The same with another advice."""
        return replace(self, advice=advice)

    def message(self) -> Message:
        """At most seven blocks."""
        blocks = [
            *packed((self.title.drawn, *self.below), section),
            *([section(self.code)] if self.code else []),
            *packed(self.grey, context),
            *([section(self.advice)] if self.advice else []),
            *packed(self.notes, context),
            *actions(self.row, self.menu_state),
        ]
        text = told(
            self.title.told, *self.below, self.code_told, *self.grey, self.advice, *self.notes
        )
        return Message(text, blocks)


def state_of(view: NoticeView) -> ButtonState:
    """What buttons about a notice carry."""
    return ButtonState(command=f"notice {view.id}")


def ack_button(view: NoticeView, seal: Seal) -> list[Block]:
    """*I'm on it*, or its way back; each carries what it means, so that twice is once."""
    if view.acked_by:
        label, state = "Not on it any more", ButtonState(command=f"leave {view.id}")
    else:
        label, state = "I'm on it", state_of(view)
    value = sealed(seal, state)
    return [] if value is None else [button(label, ids.ALERT_ACK, value)]


def silence_menu(view: NoticeView, seal: Seal) -> tuple[list[Block], str | None]:
    """The menu and the state for its block's id; nothing while a silence covers the notice."""
    value = sealed(seal, state_of(view))
    if value is None or len(value) > limits.BLOCK_ID or is_silenced(view):
        return [], None
    options = [
        option(label, value) for label, value in zip(_SILENCE_WORDS, ids.SILENCES, strict=True)
    ]
    return [select("Silence", ids.ALERT_SILENCE, options)], value


def details(image_id: str, seal: Seal) -> list[Block]:
    """*Details*; none for an id that no command can hold."""
    command = show_id(image_id)
    value = None if command is None else sealed(seal, ButtonState(command=command))
    return [] if value is None else [button("Details", ids.ALERT_DETAILS, value)]


def list_button(view: NoticeView, seal: Seal, count: int) -> list[Block]:
    """*All 14*."""
    value = sealed(seal, state_of(view))
    return [] if value is None else [button(f"All {count}", ids.ALERT_LIST, value)]


def notes(view: NoticeView, *, over: bool) -> list[str]:
    """Who is on it, until when it is silenced, and what is odd about the message itself."""
    lines = []
    if view.acked_by:
        lines.append(_acked(view, over=over))
    if is_silenced(view) and not over:
        lines.append(_silenced(view.silenced_until or 0))
    if view.repeat:
        lines.append(_REPEAT)
    if view.continues:
        lines.append(_continued(view.continues))
    return lines


def _acked(view: NoticeView, *, over: bool) -> str:
    if over:
        return f"{person(view.acked_by)} was on it."
    since = f" since {date(view.acked_ms)}" if view.acked_ms else ""
    return f"{person(view.acked_by)} is on it{since}."


def is_silenced(view: NoticeView) -> bool:
    """Whether a silence covers it at this moment."""
    until = view.silenced_until
    return until is not None and (until == 0 or until > view.now_ms)


def _silenced(until_ms: int) -> str:
    until = f"until {date(until_ms)}" if until_ms else "until its status changes"
    return f"🔕 Silenced here {until}. {ids.COMMAND} silences shows how to lift it."


def _continued(link: str) -> str:
    """Links only where Slack's own permalinks lead."""
    if _PERMALINK.fullmatch(link):
        return f"<{link}|Goes on from this message>"
    return "Goes on from an earlier message that is gone."
