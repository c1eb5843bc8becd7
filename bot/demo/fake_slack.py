"""A strict fake of Slack's platform, as a bot sees it: for tests and for the demo.

It signs what it sends, counts what it is sent, and refuses what Slack would refuse.  It shares no
code with the bot.

    async with FakeSlack() as slack:
        slack.connect_http(f"http://127.0.0.1:{port}/slack/events")
        delivery = await slack.command("find pytorch")
        (message,) = await slack.settled(delivery)
        delivery = await slack.press(message, "next", user=U_ANNA)
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, Self

import aiohttp

from bot.demo.blockkit.mentions import Mention, mentions
from bot.demo.slack.deliveries import Courier
from bot.demo.slack.faults import Faults
from bot.demo.slack.files import Files
from bot.demo.slack.journal import ApiCall, Delivery, Journal
from bot.demo.slack.modals import Modals
from bot.demo.slack.platform import ALWAYS_SCOPES, Platform, Triggers
from bot.demo.slack.server import Server
from bot.demo.slack.signing import DEMO_KEYS, FORM, JSON, Keys, json_body
from bot.demo.slack.socket import Sockets
from bot.demo.workspace import Message, demo_workspace


class FakeSlack(Modals):
    """One workspace with the bot in it.

    ``platform`` holds the switches (scopes, unknown blocks, pace, lag of the history) and
    ``courier`` the rules of delivery (seconds for an ack, redeliveries).

    Args:
        keys: Of this Slack and the bot.
        now: The platform's clock: stamps of messages, pace, lag of the history.
            Signatures always carry the real time, which is what the bot compares them with.
        patience: How long triggers and response URLs last goes by this clock; ``now`` unless
            that one runs faster than people do.
        scopes: What the bot is given at first; `platform.scopes` may be changed later.
    """

    def __init__(
        self,
        *,
        keys: Keys = DEMO_KEYS,
        now: Callable[[], float] = time.time,
        patience: Callable[[], float] | None = None,
        scopes: Iterable[str] = ALWAYS_SCOPES,
    ) -> None:
        self.signing_secret = keys.signing_secret
        self.bot_token = keys.bot_token
        self.app_token = keys.app_token
        self.now = now
        self.url = ""
        workspace = demo_workspace(now)
        patience = patience or now
        triggers = Triggers(patience)
        platform = Platform(workspace, now, keys.bot_token, keys.app_token, triggers, patience)
        platform.scopes = set(scopes)
        record = Journal(workspace, now)
        self.sockets = Sockets(platform, record.ring)
        super().__init__(platform, record, Courier(record, self.sockets, keys.signing_secret))
        self.files = Files()
        self._server = Server(platform, record, self.replies, self.sockets, self.files)

    def keep(self, most: int) -> None:
        """Forget what is older, from now on, for one that runs for days.

        Args:
            most: Calls, deliveries, and messages of each channel that are kept.
        """
        self.record.keep = self.workspace.keep = most

    @property
    def api_url(self) -> str:
        """The base address of the Web API."""
        return f"{self.url}/api/"

    @property
    def faults(self) -> Faults:
        """What is to go wrong next."""
        return self.platform.faults

    @property
    def journal(self) -> list[ApiCall]:
        """Every call of the bot so far."""
        return self.record.calls

    @property
    def too_early(self) -> list[ApiCall]:
        """Posts and edits that came before Slack's ``Retry-After`` for their channel was over."""
        return self.record.too_early

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything that was sent to the bot so far."""
        return self.record.deliveries

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; port 0 takes a free one."""
        self.url = self.platform.url = await self._server.start(port)
        connector = aiohttp.TCPConnector(force_close=True)
        self.courier.session = aiohttp.ClientSession(connector=connector)

    async def stop(self) -> None:
        """Close every connection."""
        if self.courier.session is not None:
            await self.courier.session.close()
        await self._server.stop()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    def connect_http(self, events_url: str) -> None:
        """Deliver by signed POST to this address, no longer over sockets."""
        self.courier.events_url = events_url

    def calls(self, method: str) -> list[ApiCall]:
        """The calls of one method (``response_url`` for posts to response URLs), in order."""
        return [call for call in self.journal if call.method == method]

    async def settled(
        self,
        delivery: Delivery,
        *,
        timeout: float = 10,  # noqa: ASYNC109 - as long as a person would wait
        answers: int = 1,
    ) -> list[Message]:
        """Wait for the bot's answer to a delivery, and for every call of its that is under way.

        An answer is a good post to the delivery's ``response_url``, a good Web API call with its
        trigger, a good post in its channel (one with metadata is a notice and no answer), a
        change of the message that was pressed, or an ack with content.  A delivery that was not
        acknowledged is settled at once.

        Args:
            answers: How many to wait for.

        Returns:
            The messages that it made or changed, as the person who acted sees them.

        Raises:
            TimeoutError: Says what was refused meanwhile.
        """

        def happened() -> bool:
            good = sum(call.ok for call in delivery.answers)
            quiet = self.record.open_requests == 0
            return delivery.problem is not None or (good >= answers and quiet)

        try:
            await self.record.until(happened, seconds=timeout, what=f"{delivery.id}: no answer")
        except TimeoutError as error:
            refused = [call.answer for call in delivery.answers if not call.ok]
            raise TimeoutError(f"{error}; refused: {refused}" if refused else str(error)) from None
        seen = {None, delivery.user}
        return [message for message in delivery.messages if message["visible_to"] in seen]

    def signed_headers(
        self, body: bytes, timestamp: str | None = None, content_type: str = FORM
    ) -> dict[str, str]:
        """The headers Slack would send with this body."""
        return self.courier.headers(body, timestamp=timestamp, content_type=content_type)

    async def deliver_raw(self, body: bytes, headers: Mapping[str, str]) -> Delivery:
        """POST anything at all to the bot; nothing is added and nothing is read from the ack."""
        delivery = self.record.delivery("raw", user="", channel="")
        await self.courier.post(delivery, body, headers)
        return delivery

    async def check_ssl(self) -> Delivery:
        """Slack's unsigned look at a command's address."""
        return await self.deliver_raw(b"ssl_check=1&token=demo", {"Content-Type": FORM})

    async def verify_url(self, challenge: str = "demo-challenge") -> Delivery:
        """What Slack sends when the events address is entered; it wants the challenge back."""
        body = json_body({"type": "url_verification", "token": "demo", "challenge": challenge})
        return await self.deliver_raw(body, self.signed_headers(body, content_type=JSON))

    def mentions(self, message: Mapping[str, Any]) -> list[Mention]:
        """Who would be pinged by a message, and what could be clicked."""
        return mentions(message)

    async def connected(self, *, opened: int = 1, seconds: float = 10) -> None:
        """Wait until ``opened`` sockets have been opened in all and at least one is open."""
        sockets = self.sockets
        await self.record.until(
            lambda: sockets.opened >= opened and len(sockets.open) > 0,
            seconds=seconds,
            what="no socket was opened",
        )

    async def refresh_sockets(self, reason: str = "refresh_requested") -> None:
        """Ask every socket to make way (``warning`` or ``refresh_requested``) and wait for it."""
        told = await self.sockets.say_goodbye(reason)
        await self.record.until(
            lambda: bool(self.sockets.open) and not set(told) & set(self.sockets.open),
            seconds=10,
            what="the bot did not renew its socket",
        )
