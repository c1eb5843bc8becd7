"""How a notice looks: one message for its whole life, drawn anew from facts each time."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.alerts.delivery_model import Level, NoticeView
from bot.alerts.model import NoticeKind
from bot.blocks import limits
from bot.blocks.elements import Message
from bot.blocks.notices.alert import alert
from bot.blocks.notices.blind import blind
from bot.blocks.notices.flapping import flapping
from bot.blocks.notices.group import baseline, group
from bot.blocks.notices.line import line
from bot.blocks.notices.lost import lost
from bot.blocks.notices.parts import Story, Titled
from bot.blocks.notices.stuck import stuck
from bot.blocks.notices.subscribed import subscribed
from bot.blocks.notices.watched import watched
from bot.query.page_token import Seal

MOST = 8000
"""Characters of the blocks as JSON and the text together (reliability.md, 4.1): far below what
Slack was seen to refuse, because nobody is there to try again."""

_ROOMS = (300, 120, 40)
_PLAIN = "imagebot: this message could not be shown as it should. /images failed says more."
_FOREIGN = re.compile(r"[^0-9A-Za-z-]")

_VIEWS: dict[NoticeKind, Callable[[NoticeView, int, Seal], Story]] = {
    NoticeKind.ALERT: alert,
    NoticeKind.GROUP: group,
    NoticeKind.FLAPPING: flapping,
    NoticeKind.STUCK: stuck,
    NoticeKind.BASELINE: baseline,
    NoticeKind.BLIND: blind,
    NoticeKind.LINE: line,
    NoticeKind.LOST: lost,
    NoticeKind.WATCH: watched,
    NoticeKind.SUBSCRIBED: subscribed,
}
_NEEDS_ONE = frozenset({NoticeKind.ALERT, NoticeKind.FLAPPING, NoticeKind.STUCK})


def drawn(view: NoticeView, level: Level, seal: Seal) -> Message:
    """The notice as it is now.

    Args:
        level: `Level.TEXT` leaves the blocks away, `Level.LINE` everything from outside too.
        seal: Seals the buttons; for anyone, as everybody in the channel may press them.
    """
    if level is Level.LINE:
        return Message(f"{_PLAIN} Notice {_FOREIGN.sub('', view.id)[:64]}", [])
    message = _story(view, _ROOMS[0], seal).message()
    for room in _ROOMS[1:]:
        if limits.characters(message.blocks) + len(message.text) <= MOST:
            break
        message = _story(view, room, seal).message()
    return message if level is Level.BLOCKS else Message(message.text, [])


def _story(view: NoticeView, room: int, seal: Seal) -> Story:
    if view.kind in _NEEDS_ONE and not view.incidents:
        return Story(Titled("What this message was about is no longer remembered."))
    return _VIEWS[view.kind](view, room, seal)
