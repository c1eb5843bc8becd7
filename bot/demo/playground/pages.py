"""Which open page a modal belongs to: a person may have several, and asked in one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.demo.playground.sight import person, shows_view
from bot.demo.slack.surfaces import modals_of
from bot.demo.workspace import Workspace

HEADER = "Playground-Page"
_NAME = re.compile(r"[A-Za-z0-9-]{1,64}")


class Pages:
    """Remembers by which page each person acted last, and which page each modal is on.

    A page that was loaded anew is the same one, so that what it had open can be closed.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._last: dict[str, str | None] = {}
        self._owners: dict[str, str | None] = {}

    def acted(self, user: str, page: str | None) -> None:
        """Note that a person does something; None where it is not said on which page."""
        if person(self._workspace, user) is not None:
            self._settle(user)
            self._last[user] = page_named(page)

    def shows(self, view: Mapping[str, Any], page: str | None) -> bool:
        """Whether this page shows a view; Home is on all of them."""
        self._settle(view["user"])
        return view["type"] != "modal" or shows_view(self._owners.get(view["id"]), page)

    def modals(self, user: str, page: str | None) -> list[Mapping[str, Any]]:
        """A person's modals on this page, the lowest first; only to be read."""
        views = [self._workspace.views[name] for name in modals_of(self._workspace, user)]
        return [view for view in views if self.shows(view, page)]

    def is_at(self, user: str) -> bool:
        """Whether a person acted last on the page that their modals are on, if there are any."""
        # A stack of modals is on one page: what is pushed onto it comes where it is.
        shown = self.modals(user, self._last.get(user))
        return len(shown) == len(modals_of(self._workspace, user))

    def _settle(self, user: str) -> None:
        """Give the modals that came since the last look to the page of the last act."""
        views, owners = self._workspace.views, self._owners
        self._owners = owners = {name: owners[name] for name in owners if name in views}
        for name in modals_of(self._workspace, user):
            below = views[name].get("previous_view_id")
            asked = owners[below] if below in owners else self._last.get(user)
            owners.setdefault(name, asked)


def page_named(said: str | None) -> str | None:
    """The name of a page, as it gave it to itself; None for what cannot be one."""
    return said if said is not None and _NAME.fullmatch(said) else None
