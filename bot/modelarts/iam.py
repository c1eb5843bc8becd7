"""Logging in at IAM, as rarely as possible."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import httpx
from pydantic_core import from_json

from bot.errors import LoginRefused, ProtocolError, UpstreamError
from bot.modelarts.exchange import Exchange
from bot.modelarts.flight import Flight
from bot.modelarts.message import Call, Reply
from bot.modelarts.params import origin_of
from bot.ports import Clock

REFUSED_FOR = 900.0
"""Seconds in which a refused login is not tried again: IAM locks accounts (``IAM.0061``)."""

_REFUSALS = range(400, 404)
"""A locked account is a 400 or a 403, a wrong password a 401."""
_RENEW_AT = 0.8
_RENEWALS_APART = 60.0
_SHORTEST_LIFE = 60.0
"""What a token is given by a machine whose clock is ahead, or logins would follow each other."""


@dataclass(frozen=True, slots=True)
class _Token:
    """Times are of the monotonic clock."""

    text: str
    project_id: str
    renew_at: float
    dies_at: float


class IamToken:
    """A token from IAM for one project, kept, and renewed at 80 % of its life.

    However many calls need one at the same moment, there is one login.

    Args:
        http: As for `bot.modelarts.client.ModelArtsClient`.
        iam_endpoint: ``https://iam.{region}.myhuaweicloud.com``.
        domain: Name of the account; ``username`` is an IAM user of it without a second factor.
        project: Name of the project: the region, or the region and a suffix.
        project_id: Instead of the name.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        iam_endpoint: str,
        username: str,
        password: str,
        domain: str,
        project: str | None = None,
        project_id: str | None = None,
        clock: Clock,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        user = {"name": username, "password": password, "domain": {"name": domain}}
        scope = {"id": project_id} if project_id else {"name": project}
        login = {
            "auth": {
                "identity": {"methods": ["password"], "password": {"user": user}},
                "scope": {"project": scope},
            }
        }
        self._login = Call(
            origin=origin_of(iam_endpoint),
            path="/v3/auth/tokens",
            query=(("nocatalog", "true"),),
            method="POST",
            body=json.dumps(login).encode(),
            ok=201,
            at="IAM",
        )
        self._exchange = Exchange(http, clock, sleep=sleep)
        self._clock = clock
        self._flight: Flight[_Token] = Flight(clock, at="IAM")
        self._token: _Token | None = None
        self._refused: tuple[LoginRefused, float] | None = None
        self._renewable_from = float("-inf")

    async def headers(self, call: Call, until: float) -> Mapping[str, str]:
        """The token.

        Raises:
            LoginRefused: IAM does not accept the login; for 15 minutes it is not asked again.
            UpstreamError: IAM gave no answer and no token is left that still lives.
        """
        del call
        return {"X-Auth-Token": (await self._living(until)).text}

    async def project_id(self, until: float) -> str:
        """The project the token is for; raises as `headers`."""
        return (await self._living(until)).project_id

    def worth_renewing(self, used: Mapping[str, str]) -> bool:
        """After a 401: a user, password or right was changed, so forget the token.

        True also if another call has renewed it meanwhile.  At most once a minute, or a service
        that refuses every token would make a login out of every call.
        """
        if self._token is None or self._token.text != used.get("X-Auth-Token"):
            return True
        now = self._clock.monotonic()
        if now < self._renewable_from:
            return False
        self._renewable_from = now + _RENEWALS_APART
        self._token = None
        return True

    async def _living(self, until: float) -> _Token:
        if self._token is not None and self._clock.monotonic() < self._token.renew_at:
            return self._token
        return await self._flight.join(self._renewed, until)

    async def _renewed(self, until: float) -> _Token:
        token, now = self._token, self._clock.monotonic()
        try:
            self._token = await self._logged_in(until)
        except UpstreamError:
            if token is None or now >= token.dies_at:
                raise
            self._token = replace(token, renew_at=now + _RENEWALS_APART)
        return self._token

    async def _logged_in(self, until: float) -> _Token:
        if self._refused is not None and self._clock.monotonic() < self._refused[1]:
            raise _refused(self._refused[0])
        try:
            return await self._exchange.fetch(self._login, self._token_in, until=until)
        except UpstreamError as error:
            if error.status not in _REFUSALS:
                raise
            self._refused = (_refused(error), self._clock.monotonic() + REFUSED_FOR)
            raise self._refused[0] from None

    def _token_in(self, reply: Reply) -> _Token:
        text = reply.headers.get("x-subject-token", "")
        try:
            body = from_json(reply.body)["token"]
            project_id = body["project"]["id"]
            expires = datetime.fromisoformat(body["expires_at"]).timestamp()
        except (ValueError, KeyError, TypeError, OverflowError):
            project_id = expires = None
        if not text or expires is None or not isinstance(project_id, str) or not project_id:
            raise ProtocolError(
                "IAM sent something that is no token.",
                hint="Ask the person who runs the bot to check the address of IAM.",
            )
        now = self._clock.monotonic()
        life = max(expires - self._clock.now_ms() / 1000, _SHORTEST_LIFE)
        return _Token(text, project_id, now + _RENEW_AT * life, now + life)


def _refused(error: UpstreamError) -> LoginRefused:
    """A new one each time: an exception that is raised twice grows its traceback."""
    return LoginRefused(
        "IAM does not accept the bot's login.",
        hint="Ask the person who runs the bot to check its user name, password and account. "
        "The bot does not try again for some minutes, because IAM locks accounts.",
        status=error.status,
        code=error.code,
        request_id=error.request_id,
    )
