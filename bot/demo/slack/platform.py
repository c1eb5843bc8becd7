"""What the parts of the fake Slack share: the workspace, the keys, the ids and the switches."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from bot.demo.blockkit.checks import Refusal
from bot.demo.slack.faults import Faults
from bot.demo.workspace import Workspace

TRIGGER_SECONDS = 3.0
TRIGGER_KEPT = 60.0
"""Seconds; until then Slack says that a trigger expired or was used, later that it is none."""
ALWAYS_SCOPES = frozenset({"commands", "chat:write", "app_mentions:read", "im:history"})
DEMO_SCOPES = frozenset(
    {
        "chat:write",
        "commands",
        "channels:history",
        "groups:history",
        "channels:read",
        "groups:read",
        "users:read",
    }
)
"""What the demo's bot was given: everything it can make use of."""
KNOWN_EVENTS = frozenset({"app_home_opened", "app_mention", "member_joined_channel", "message.im"})
"""The bot events that people cause here."""
EVENT_SCOPES: Mapping[str, Mapping[str, str]] = {
    "app_mention": {"public": "app_mentions:read", "private": "app_mentions:read"},
    "member_joined_channel": {"public": "channels:read", "private": "groups:read"},
    "message.im": {"im": "im:history"},
}
"""What it takes to hear of an event, by the kind of the channel; others take nothing.  Source:
docs.slack.dev/reference/events, the page of each."""
COMMAND_NAME = "/images"


class ApiError(Exception):
    """A call that Slack answers with ``ok: false``.

    Args:
        error: Slack's error code.
        more: Further keys of the answer, such as ``needed``.
    """

    def __init__(
        self,
        error: str,
        *,
        more: Mapping[str, Any] | None = None,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(error)
        self.answer: dict[str, Any] = {"ok": False, "error": error, **(more or {})}
        self.status = status
        self.headers = dict(headers or {})

    @classmethod
    def of(cls, refusal: Refusal) -> ApiError:
        """From what is wrong with a message or view."""
        answer = refusal.answer()
        return cls(refusal.error, more=answer)


def event_scope(name: str, kind: str) -> str | None:
    """The scope without which Slack keeps an event to itself; None if it takes none.

    Args:
        kind: Of the channel it happened in.
    """
    return EVENT_SCOPES.get(name, {}).get(kind)


def rate_limited(retry_after: int | None) -> ApiError:
    """429, with the seconds to wait if there are any."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return ApiError("ratelimited", status=429, headers=headers)


@dataclass(slots=True)
class Triggers:
    """Trigger ids: 3 seconds, one use.  Source: docs.slack.dev, "Handling user interaction"."""

    now: Callable[[], float]
    _given: dict[str, tuple[float, str]] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def give(self, user: str) -> str:
        """A new one for what this person just did."""
        number = next(self._numbers)
        trigger = f"{1_000_000 + number}.{2_000_000 + number}.{number:032x}"
        self._forget(self.now() - TRIGGER_KEPT)
        self._given[trigger] = (self.now(), user)
        return trigger

    def spend(self, trigger: str) -> str:
        """Use one up; the person it stands for.

        Raises:
            ApiError: ``invalid_trigger_id``, ``expired_trigger_id`` or ``exchanged_trigger_id``.
        """
        if trigger not in self._given:
            raise ApiError("invalid_trigger_id")
        if trigger in self._used:
            raise ApiError("exchanged_trigger_id")
        at, user = self._given[trigger]
        if self.now() - at > TRIGGER_SECONDS:
            raise ApiError("expired_trigger_id")
        self._used.add(trigger)
        return user

    def _forget(self, before: float) -> None:
        # They are kept in the order in which they were given out.
        for trigger in list(takewhile(lambda name: self._given[name][0] < before, self._given)):
            del self._given[trigger]
            self._used.discard(trigger)


@dataclass(slots=True)
class Platform:
    """The state behind the Web API.

    ``patience``: the clock by which triggers and response URLs expire; `now`, unless that runs
    faster than a person.
    ``scopes``: what the bot may do; may be changed while it runs.
    ``events``: the bot events the app subscribed to, by the names of its manifest; others are not
    delivered.  All that there are, unless somebody says otherwise.
    ``commands``: the slash commands the app has.
    ``unknown_blocks``: kinds of block this workspace does not know yet.
    ``pace``: seconds between two chat.postMessage to one channel, else 429.  Slack's is 1; 0 is
    off.
    ``history_lag``: seconds before a message turns up in conversations.history and .replies.
    """

    workspace: Workspace
    now: Callable[[], float]
    bot_token: str
    app_token: str
    triggers: Triggers
    patience: Callable[[], float]
    url: str = ""
    scopes: set[str] = field(default_factory=lambda: set(ALWAYS_SCOPES))
    events: set[str] = field(default_factory=lambda: set(KNOWN_EVENTS))
    commands: set[str] = field(default_factory=lambda: {COMMAND_NAME})
    faults: Faults = field(default_factory=Faults)
    unknown_blocks: set[str] = field(default_factory=set)
    pace: float = 0.0
    history_lag: float = 0.0
    last_post: dict[str, float] = field(default_factory=dict)
    tickets: set[str] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def new_id(self) -> str:
        """Five characters, as Slack names blocks that have no id; never the same twice."""
        return f"{next(self._numbers):05x}"
