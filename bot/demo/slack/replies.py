"""Response URLs: 5 uses within 30 minutes, each for what one person just did.

Source: docs.slack.dev/interactivity/handling-user-interaction.  Not settled there, and so chosen:
a spent address answers 404 and 200 with ``ok: false`` in turn, for a bot must understand both;
``replace_original`` where there is no original (a slash command) posts a new message;
``delete_original`` must stand alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, takewhile
from typing import Any

from bot.demo.slack.api import Outcome
from bot.demo.slack.chat import checked_content
from bot.demo.slack.journal import Delivery
from bot.demo.slack.platform import ApiError, Platform
from bot.demo.workspace import U_BOT

MAX_USES = 5
MAX_AGE = 30 * 60.0
KEPT_FOR = 2 * MAX_AGE
"""Seconds; until then Slack says that an address expired, later it knows nothing of it."""
_SWITCHES = ("replace_original", "delete_original")
_KEYS = {
    *_SWITCHES,
    "text",
    "blocks",
    "attachments",
    "response_type",
    "thread_ts",
    "mrkdwn",
    "parse",
    "link_names",
    "unfurl_links",
    "unfurl_media",
    "metadata",
}

Place = tuple[str, str]


@dataclass(slots=True, eq=False)
class Address:
    """One response URL: for what ``user`` did in ``channel``.

    ``delivery``: the id of it, for there may be many addresses when it is forgotten.
    ``original``: the message whose button was pressed.
    """

    delivery: str
    user: str
    channel: str
    original: Place | None
    opened: float
    command: str = ""
    uses: int = 0
    refusals: int = 0


@dataclass(slots=True)
class Replies:
    """The response URLs that were given out of late."""

    platform: Platform
    _addresses: dict[str, Address] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def open(self, delivery: Delivery, *, original: Place | None = None, command: str = "") -> str:
        """A fresh address for one delivery; ``command`` is what was typed."""
        key, now = f"{next(self._numbers):08x}", self.platform.patience()
        self._forget(now - KEPT_FOR)
        self._addresses[key] = Address(
            delivery.id, delivery.user, delivery.channel, original, now, command
        )
        delivery.pressed = original
        delivery.response_url = f"{self.platform.url}/reply/{key}"
        return delivery.response_url

    def find(self, key: str) -> Address | None:
        """The address behind a URL."""
        return self._addresses.get(key)

    def answer(self, address: Address | None, body: object) -> tuple[Outcome, Place | None]:
        """Take one post; the outcome, and the message that it made or changed."""
        if address is None:
            return Outcome("not_found", 404), None
        if self.platform.patience() - address.opened > MAX_AGE:
            return self._spent(address, "expired_url"), None
        if address.uses >= MAX_USES:
            return self._spent(address, "used_url"), None
        try:
            place = self.show(address, body)
        except ApiError as error:
            return Outcome(error.answer["error"], 400), None
        address.uses += 1
        return Outcome({"ok": True}), place

    def show(self, address: Address, body: object) -> Place | None:
        """Do what an answer says.

        Raises:
            ApiError: With Slack's code for what it would not take.
        """
        if not isinstance(body, Mapping) or not body.keys() <= _KEYS:
            raise ApiError("invalid_payload")
        if body.get("response_type") not in {None, "ephemeral", "in_channel"}:
            raise ApiError("invalid_payload")
        if body.get("delete_original") is True:
            return self._delete(address, body)
        content = checked_content(self.platform, body)
        original = address.original
        if body.get("replace_original") is True and original and self._exists(original):
            blank = {"text": "", "blocks": [], "attachments": []}
            self.platform.workspace.update(*original, {**blank, **content})
            return original
        return self._post(address, body, content)

    def _post(
        self, address: Address, body: Mapping[str, Any], content: Mapping[str, object]
    ) -> Place:
        channel, user, workspace = address.channel, address.user, self.platform.workspace
        public = body.get("response_type") == "in_channel"
        if public and address.command:
            # Slack then shows everybody what was typed, once.
            workspace.post(channel, {"text": address.command}, author=user)
            address.command = ""
        visible_to = None if public else user
        message = workspace.post(channel, content, author=U_BOT, visible_to=visible_to)
        return channel, message["ts"]

    def _forget(self, before: float) -> None:
        # They are kept in the order in which they were given out.
        for key in list(takewhile(lambda k: self._addresses[k].opened < before, self._addresses)):
            del self._addresses[key]

    def _delete(self, address: Address, body: Mapping[str, Any]) -> Place | None:
        if set(body) - {"delete_original"}:
            raise ApiError("invalid_payload")
        if address.original and self._exists(address.original):
            self.platform.workspace.delete(*address.original)
        return address.original

    def _exists(self, place: Place) -> bool:
        return self.platform.workspace.find(*place) is not None

    @staticmethod
    def _spent(address: Address, error: str) -> Outcome:
        address.refusals += 1
        if address.refusals % 2:
            return Outcome(error, 404)
        return Outcome({"ok": False, "error": error})
