"""Every id our buttons and menus carry; `handlers.image_actions` listens to all of them.

Ids that end in a colon are prefixes: a number or a topic follows, because Slack wants each id
once in a block.
"""

from __future__ import annotations

COMMAND = "/images"
"""The slash command, as in the manifest."""

PREFIX = "img:"
"""How every id begins: one listener takes them all."""

PAGE_FIRST = "img:page:first"
PAGE_PREVIOUS = "img:page:prev"
PAGE_NEXT = "img:page:next"
PAGE_LAST = "img:page:last"
PAGES = frozenset({PAGE_FIRST, PAGE_PREVIOUS, PAGE_NEXT, PAGE_LAST})
"""Turn the page of the message they stand on."""

SORT = "img:sort"
"""Menu; the sealed state is its block's id, the option the new sort."""

SORT_BUTTON = "img:sort:"
"""Stands for the menu when the state is too long for a block's id; carries the sorted search."""

FILTER = "img:filter"
"""Menu; the sealed state is its block's id, the option a condition to add."""

RUN = "img:run:"
"""Runs the sealed command and replaces the message."""

SHOW = "img:show:"
"""Shows one image in a new message only the presser sees."""

OPEN = "img:open:"
"""Runs the sealed command in a new message only the presser sees."""

RETRY = "img:retry"
"""Runs the same command once more."""

SHARE = "img:share"
"""Posts the answer for everyone in the channel."""

MINE = "img:mine"
"""On a shared answer, sealed for anyone: the same search for the presser alone."""

HELP = "img:help:"
"""Another topic of the help; what follows is its name, or nothing."""

ALERT_ACK = "img:alert:ack"
"""On a notice, sealed for anyone: ``notice <id>``, the presser is on it; ``leave <id>``, nobody
is any more."""

ALERT_SILENCE = "img:alert:silence"
"""Menu on a notice; the sealed ``notice <id>`` is its block's id, the option one of `SILENCES`."""

ALERT_DETAILS = "img:alert:details"
"""On a notice, sealed ``show <image>`` for anyone: the image, for the presser alone."""

ALERT_LIST = "img:alert:list"
"""On a notice, sealed ``notice <id>`` for anyone: its images in pages, for the presser alone."""

ALERT_PAGE_FIRST = "img:alert:page:first"
ALERT_PAGE_PREVIOUS = "img:alert:page:prev"
ALERT_PAGE_NEXT = "img:alert:page:next"
ALERT_PAGE_LAST = "img:alert:page:last"
ALERT_PAGES = frozenset({ALERT_PAGE_FIRST, ALERT_PAGE_PREVIOUS, ALERT_PAGE_NEXT, ALERT_PAGE_LAST})
"""Turn the page of that list; sealed ``notice <id>`` with the page."""

SILENCES = ("1h", "4h", "tomorrow", "change")
"""Values of the menu's options: so long, until tomorrow 09:00, until the status changes."""

SUBSCRIPTION_UNDO = "img:subscription:undo"
"""On the public confirmation, sealed ``subscription <id>`` for anyone: ends the subscription."""

SUBSCRIPTION_EDIT = "img:subscription:edit"
"""Beside it, sealed the same: opens the form `EDIT_VIEW`.  In the list a colon and a number
follow."""

SUBSCRIPTION_DELETE = "img:subscription:delete:"
"""In the list, sealed ``subscription <id>``: ends it."""

SUBSCRIPTION_RESTORE = "img:subscription:restore"
"""After it ended, sealed ``subscription <id>``: brings it back."""

SUBSCRIBE_RETRY = "img:subscription:retry"
"""After a refusal, sealed ``subscribe <filters>``: subscribes once more."""

SILENCE_LIFT = "img:silence:lift:"
"""Sealed ``lift <silence>``: ends it now."""

WATCH_STOP = "img:watch:stop:"
"""Sealed ``stop <watch>``: stops waiting."""

EDIT_VIEW = "img:edit"
"""The form that changes a subscription; ``private_metadata`` is ``<channel> <subscription>``."""

EDIT_FILTERS = "img:edit:filters"
"""Its one input; its block has the same id."""
