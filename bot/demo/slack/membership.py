"""Who is where: the bot is invited and removed, channels are archived and come back."""

from __future__ import annotations

from bot.demo.slack.journal import Delivery
from bot.demo.slack.people import People
from bot.demo.workspace import TEAM, U_ANNA, U_BOT

_TYPES = {"public": "C", "private": "G"}


class Membership(People):
    """What members may do with a channel; ids and names are both taken."""

    async def invite(self, channel: str, *, user: str = U_ANNA) -> Delivery | None:
        """Somebody invites the bot, which hears of it if it asked to and its scopes let it.

        Returns:
            The delivery of ``member_joined_channel``; None if there was nothing to tell.
        """
        place = self.workspace.channel(channel)
        if U_BOT in place.members:
            return None
        place.members.add(U_BOT)
        event = {
            "type": "member_joined_channel",
            "user": U_BOT,
            "channel": place.id,
            "channel_type": _TYPES[place.kind],
            "team": TEAM,
            "inviter": self.workspace.user(user).id,
            "event_ts": f"{self.platform.now():.6f}",
        }
        return await self._tell("member_joined_channel", event)

    async def kick(self, channel: str) -> None:
        """Somebody removes the bot, which is told nothing: it is no longer there to hear it."""
        self.workspace.channel(channel).members.discard(U_BOT)

    async def archive(self, channel: str) -> None:
        """Somebody archives the channel; members stay, nobody can post."""
        self.workspace.channel(channel).archived = True

    async def unarchive(self, channel: str) -> None:
        """Somebody brings it back, with the members it had."""
        self.workspace.channel(channel).archived = False
