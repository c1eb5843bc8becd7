"""Answers to a person: over the ``response_url``, and what to do when that no longer works.

A ``response_url`` lives 30 minutes and 5 uses and needs no invitation of the bot; after that the
answer goes by ``chat.postEphemeral``, and where the bot may not speak, by a direct message.
"""

from __future__ import annotations

import logging
from typing import Any

from bot.metrics import Metrics
from bot.ports import UNANSWERED, Outcome
from bot.slack.posts import Posts

logger = logging.getLogger("imagebot.replies")

_QUIET = {"unfurl_links": False, "unfurl_media": False}


class Replies:
    """Finds the way back to whoever sent a request."""

    def __init__(self, posts: Posts, metrics: Metrics) -> None:
        self._posts = posts
        self._metrics = metrics

    def to(self, body: dict[str, Any]) -> Reply:
        """The way back to the person behind one command or button."""
        channel = body.get("channel_id") or (body.get("channel") or {}).get("id") or ""
        user = body.get("user_id") or (body.get("user") or {}).get("id") or ""
        url = body.get("response_url") or ""
        return Reply(self._posts, self._metrics, str(url), str(channel), str(user))


class Reply:
    """One request's way back, a `bot.ports.Reply`."""

    def __init__(self, posts: Posts, metrics: Metrics, url: str, channel: str, user: str) -> None:
        self._posts = posts
        self._metrics = metrics
        self._url = url
        self.channel = channel
        self.user = user

    async def __call__(
        self,
        *,
        text: str,
        blocks: list[dict[str, Any]],
        replace_original: bool = False,
    ) -> bool:
        """Show it to the person alone; the three ways are tried in turn.

        A post without any answer may well have appeared, and a second copy would be a second
        answer, so it ends the attempt.  A 5xx does not: an answer twice is better than none.
        """
        content = {"text": text, "blocks": blocks, **_QUIET}
        payload = {**content, "response_type": "ephemeral", "replace_original": replace_original}
        if self._url:
            # A submitted form brings none.
            outcome = await self._posts.by_url(self._url, payload)
            if self._over("response_url", outcome):
                return outcome.ok
        whom = {"channel": self.channel, "user": self.user}
        outcome = await self._posts.by_api("chat.postEphemeral", **whom, **content)
        if self._over("ephemeral", outcome):
            return outcome.ok
        outcome = await self._posts.by_api("chat.postMessage", channel=self.user, **content)
        if not self._over("direct", outcome):
            logger.error("an answer could not be delivered in any way: %s", outcome.code)
        return outcome.ok

    async def publish(self, *, text: str, blocks: list[dict[str, Any]]) -> Outcome:
        """Post it for everyone in the channel: as the bot, or where it is no member by the URL."""
        content = {"text": text, "blocks": blocks, **_QUIET}
        outcome = await self._posts.by_api("chat.postMessage", channel=self.channel, **content)
        if outcome.code in {"not_in_channel", "channel_not_found"}:
            payload = {**content, "response_type": "in_channel", "replace_original": False}
            by_url = await self._posts.by_url(self._url, payload)
            # Why the bot itself may not post says more than that a URL is spent.
            outcome = by_url if by_url.ok or by_url.unclear else outcome
        self._over("share", outcome)
        return outcome

    def _over(self, way: str, outcome: Outcome) -> bool:
        """Count it and log what did not arrive; whether no other way is to be tried."""
        self._metrics.count("imagebot_replies_total", way=way, result="ok" if outcome.ok else "no")
        if not outcome.ok:
            logger.warning("answer by %s not delivered: %s", way, outcome.code)
        return outcome.ok or outcome.code == UNANSWERED
