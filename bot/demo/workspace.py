"""The Slack workspace of the demo: who is where, and what each person sees.

It knows nothing of HTTP.  `bot.demo.fake_slack` changes it on behalf of the bot; a page in the
browser or a prompt in the terminal reads it and subscribes to its changes.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

TEAM = "T0DEMO"
APP = "A0DEMO"
BOT = "B0IMAGEBOT"
U_ANNA, U_BEN, U_BOT = "U0ANNA", "U0BEN", "U0IMAGEBOT"
SLACKBOT = "USLACKBOT"
C_ML, C_ALERTS, C_OUT = "C0MLIMAGES", "C0MLALERTS", "C0RANDOM"
G_PRIVATE = "C0SECRETLAB"
"""Private channels have had ids with a C since 2021, as public ones."""
D_BOT = "D0ANNABOT"

Row = TypeVar("Row", "User", "Channel")
Message = dict[str, Any]
"""A message as Slack sends it, and three keys of ours: ``channel``, ``is_ephemeral`` and
``visible_to`` (the one person who sees it, or None)."""


@dataclass(slots=True)
class User:
    """A member.  An inactive one (no Slack open) never gets ephemeral messages."""

    id: str
    name: str
    real_name: str
    is_bot: bool = False
    active: bool = True


@dataclass(slots=True)
class Channel:
    """A place for messages.  ``kind`` is ``public``, ``private`` or ``im``."""

    id: str
    name: str
    kind: str
    members: set[str]
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Something that a person could see happen.

    ``kind`` is ``posted``, ``updated``, ``deleted``, ``view`` or ``closed`` (a view); ``item`` is
    the message or view as it is afterwards (for ``deleted`` and ``closed``, as it last was).
    """

    number: int
    kind: str
    item: Mapping[str, Any]
    at: float


@dataclass(slots=True)
class Workspace:
    """Channels, members, messages and views, all in memory.

    Args:
        now: Seconds since 1970; messages are stamped with it.
    """

    now: Callable[[], float]
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: list[Change] = field(default_factory=list)
    _messages: dict[str, dict[str, Message]] = field(default_factory=dict)
    _posted_at: dict[tuple[str, str], float] = field(default_factory=dict)
    _listeners: list[Callable[[Change], None]] = field(default_factory=list)
    _last_ts: tuple[int, int] = (0, 0)

    def user(self, key: str) -> User:
        """One member by id or by name (``anna``, ``@anna``); KeyError if there is none."""
        return _named(self.users, key.removeprefix("@"))

    def channel(self, key: str) -> Channel:
        """One channel by id or by name (``random``, ``#random``); KeyError if there is none."""
        return _named(self.channels, key.removeprefix("#"))

    def direct_channel(self, user: str) -> Channel:
        """The direct messages of one person and the bot, opened when they are first needed."""
        both = {user, U_BOT}
        for channel in self.channels.values():
            if channel.kind == "im" and channel.members == both:
                return channel
        opened = Channel(f"D0{user}BOT", f"imagebot-{self.users[user].name}", "im", both)
        self.channels[opened.id] = opened
        return opened

    def messages(self, channel: str) -> list[Message]:
        """What everybody in the channel sees, oldest first; copies, as they are now."""
        return self._of(channel, None)

    def public_rows(self, channel: str) -> Iterator[Message]:
        """The same as `messages` without copies, so only to be read."""
        rows = self._messages.get(self.channel(channel).id, {}).values()
        return (row for row in rows if row["visible_to"] is None)

    def posted_at(self, channel: str, ts: str) -> float:
        """Seconds since 1970 at which a message came; its ``ts`` tells whole seconds only."""
        return self._posted_at[channel, ts]

    def seen_by(self, user: str, channel: str) -> list[Message]:
        """What one person sees, with the messages only for them; empty for a non-member."""
        who = self.user(user).id
        if who not in self.channel(channel).members:
            return []
        return self._of(channel, None, who)

    def find(self, channel: str, ts: str) -> Message | None:
        """One message as it is now, ephemeral ones included."""
        return copy.deepcopy(self._messages.get(channel, {}).get(ts))

    def post(
        self,
        channel: str,
        content: Mapping[str, object],
        *,
        author: str,
        visible_to: str | None = None,
    ) -> Message:
        """Put a message into a channel; ``content`` is its text, blocks, metadata and so on."""
        message: Message = {
            "type": "message",
            "ts": self._next_ts(),
            "channel": channel,
            "user": author,
            "team": TEAM,
            "text": "",
            "is_ephemeral": visible_to is not None,
            "visible_to": visible_to,
        }
        if author == U_BOT:
            message |= {"bot_id": BOT, "app_id": APP}
        message |= {name: value for name, value in content.items() if value is not None}
        self._messages.setdefault(channel, {})[message["ts"]] = copy.deepcopy(message)
        self._posted_at[channel, message["ts"]] = self.now()
        self._tell("posted", message)
        return message

    def update(self, channel: str, ts: str, content: Mapping[str, object]) -> Message:
        """Change a message in place; None takes a part away, and who sees it never changes."""
        message = self._messages[channel][ts]
        message.update(copy.deepcopy(dict(content)))
        for name in [name for name, value in content.items() if value is None]:
            del message[name]
        message["edited"] = {"user": message["user"], "ts": self._next_ts()}
        self._tell("updated", message)
        return copy.deepcopy(message)

    def delete(self, channel: str, ts: str) -> None:
        """Take a message away."""
        self._tell("deleted", self._messages[channel].pop(ts))

    def show_view(self, view: dict[str, Any]) -> None:
        """Open or redraw a modal or a Home tab."""
        self.views[view["id"]] = copy.deepcopy(view)
        self._tell("view", view)

    def close_view(self, name: str) -> None:
        """Take a modal away; what lies below it is seen again."""
        self._tell("closed", self.views.pop(name))

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call ``listener`` at every change from now on; the result ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _of(self, channel: str, *visible_to: str | None) -> list[Message]:
        rows = self._messages.get(self.channel(channel).id, {}).values()
        return [copy.deepcopy(row) for row in rows if row["visible_to"] in visible_to]

    def _tell(self, kind: str, item: Mapping[str, Any]) -> None:
        change = Change(len(self.events) + 1, kind, copy.deepcopy(dict(item)), self.now())
        self.events.append(change)
        for listener in tuple(self._listeners):
            listener(change)

    def _next_ts(self) -> str:
        # Unique and rising within the workspace, whatever the clock does.
        second, count = int(self.now()), 1
        if second <= self._last_ts[0]:
            second, count = self._last_ts[0], self._last_ts[1] + 1
        self._last_ts = (second, count)
        return f"{second}.{count:06d}"


def home_id(user: str) -> str:
    """The id of a person's Home tab."""
    return f"VHOME{user}"


def demo_workspace(now: Callable[[], float]) -> Workspace:
    """Two people and the bot; it is a member everywhere but in ``random``."""
    people = {U_ANNA, U_BEN}
    users = (
        User(U_ANNA, "anna", "Anna Winter"),
        User(U_BEN, "ben", "Ben Okafor"),
        User(U_BOT, "imagebot", "imagebot", is_bot=True),
        User(SLACKBOT, "slackbot", "Slackbot", is_bot=True),
    )
    channels = (
        Channel(C_ML, "ml-images", "public", {*people, U_BOT}),
        Channel(C_ALERTS, "ml-alerts", "public", {*people, U_BOT}),
        Channel(G_PRIVATE, "secret-lab", "private", {U_ANNA, U_BOT}),
        Channel(C_OUT, "random", "public", set(people)),
        Channel(D_BOT, "imagebot", "im", {U_ANNA, U_BOT}),
    )
    return Workspace(now, {u.id: u for u in users}, {c.id: c for c in channels})


def _named(table: Mapping[str, Row], key: str) -> Row:
    if key in table:
        return table[key]
    for row in table.values():
        if row.name == key:
            return row
    raise KeyError(key)
