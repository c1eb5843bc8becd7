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
