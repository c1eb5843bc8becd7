"""The three ways to be let in: a token somebody made, a login at IAM, or access keys."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import httpx
from pydantic_core import from_json

from bot.errors import EndpointMissing, ProtocolError, SettingsError
from bot.modelarts.exchange import Exchange
from bot.modelarts.flight import Flight
from bot.modelarts.iam import IamToken
from bot.modelarts.message import Auth, Call, Reply
from bot.modelarts.params import origin_of
from bot.modelarts.signing import authorization, sdk_date
from bot.ports import Clock

__all__ = ["AccessKeys", "IamToken", "ProjectByRegion", "StaticToken"]


class StaticToken:
    """A token made elsewhere; when it is refused there is nothing to do about it here."""

    def __init__(self, token: str) -> None:
        self._headers = {"X-Auth-Token": _header_text(token, "token")}

    async def headers(self, call: Call, until: float) -> Mapping[str, str]:
        """The token."""
        del call, until
        return self._headers

    def worth_renewing(self, used: Mapping[str, str]) -> bool:
        """Never."""
        del used
        return False


class AccessKeys:
    """Signs each call.

    Args:
        security_token: Comes with temporary keys, and is signed with the rest.
        clock: The gateway refuses a signature whose time is off (``APIGW.0301``).
    """

    def __init__(
        self,
        access_key: str,
        secret_key: str,
        security_token: str | None = None,
        *,
        clock: Clock,
    ) -> None:
        self._access_key = _header_text(access_key, "access key")
        self._secret_key = secret_key.strip()
        self._security_token = security_token and _header_text(security_token, "security token")
        self._clock = clock

    async def headers(self, call: Call, until: float) -> Mapping[str, str]:
        """Signature and what it covers."""
        del until
        signed = {
            "Host": httpx.URL(call.origin).netloc.decode(),
            "X-Sdk-Date": sdk_date(self._clock.now_ms()),
        }
        if call.project_id:
            signed["X-Project-Id"] = call.project_id
        if self._security_token:
            signed["X-Security-Token"] = self._security_token
        signature = authorization(
            access_key=self._access_key,
            secret_key=self._secret_key,
            method=call.method,
            path=call.path,
            query=call.query,
            headers=signed,
            body=call.body,
        )
        return signed | {"Authorization": signature}

    def worth_renewing(self, used: Mapping[str, str]) -> bool:
        """Never: the same keys would sign the same."""
        del used
        return False


class ProjectByRegion:
    """Finds the project id by the name of the region, once; for logins that do not bring it.

    Args:
        http: As for `bot.modelarts.client.ModelArtsClient`.
        region: Which is also the name of its main project.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        iam_endpoint: str,
        region: str,
        auth: Auth,
        clock: Clock,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._call = Call(
            origin=origin_of(iam_endpoint),
            path="/v3/projects",
            query=(("name", region),),
            at="IAM",
        )
        self._region = region
        self._auth = auth
        self._exchange = Exchange(http, clock, sleep=sleep)
        self._flight: Flight[str] = Flight(clock, at="IAM")
        self._found: str | None = None

    async def __call__(self, until: float) -> str:
        """The project id; ``until`` is a moment of the monotonic clock.

        Raises:
            EndpointMissing: There is no such project, or more than one.
            UpstreamError: IAM gave no answer.
        """
        if self._found is None:
            self._found = await self._flight.join(self._asked, until)
        return self._found

    async def _asked(self, until: float) -> str:
        return await self._exchange.fetch(
            self._call, self._project_id, until=until, auth=self._auth
        )

    def _project_id(self, reply: Reply) -> str:
        try:
            projects = from_json(reply.body)["projects"]
            ids = [project["id"] for project in projects if project["name"] == self._region]
        except (ValueError, KeyError, TypeError):
            raise ProtocolError("IAM sent something that is no list of projects.") from None
        if len(ids) == 1 and isinstance(ids[0], str) and ids[0]:
            return ids[0]
        raise EndpointMissing(
            f"{'More than one' if ids else 'No'} project has the name {self._region}.",
            hint="Ask the person who runs the bot to set the project id.",
        )


def _header_text(value: str, what: str) -> str:
    """A secret without the line break that a file or a shell leaves at its end."""
    text = value.strip()
    if not text or not text.isascii() or not text.isprintable() or " " in text:
        raise SettingsError(f"The {what} is empty or holds characters that none can have.")
    return text
