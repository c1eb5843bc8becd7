"""One request over HTTP: bounded in bytes and time, tried again where that can help.

Everything httpx raises is mapped here.  Redirects are never followed, because the token would
travel with them.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import httpx

from bot.errors import (
    LoginRefused,
    ProtocolError,
    Throttled,
    UpstreamDown,
    UpstreamError,
    UpstreamTimeout,
)
from bot.modelarts.message import Auth, BodyTooLarge, Call, Reply, read_body
from bot.modelarts.refusals import Refusal, masked, problem, refusal
from bot.modelarts.retry import wait_before_retry
from bot.ports import Clock

Result = TypeVar("Result")

log = logging.getLogger("imagebot.modelarts")


class Pace:
    """What the pages of one listing share: when upstream says wait, all of them wait."""

    def __init__(self) -> None:
        self.not_before = 0.0


@dataclass(frozen=True, slots=True)
class _Failure:
    """A try that brought no answer.

    ``status``: what decides about another try; None if the same request may well pass.
    ``asked``: seconds upstream wants us to wait.
    """

    error: UpstreamError
    status: int | None
    asked: float | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """Sends calls.

    Args:
        http: Shared by everything that talks to the cloud; see `open_http`.
        most_bytes: Of one body after decompression.
        tries: How often one call is sent at most, a renewed login not counted.
        sleep: In seconds.
        jitter: A number from 0 to 1, a new one each time.
    """

    http: httpx.AsyncClient
    clock: Clock
    most_bytes: int = 8 * 2**20
    tries: int = 3
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    jitter: Callable[[], float] = random.random

    async def fetch(
        self,
        call: Call,
        decode: Callable[[Reply], Result],
        *,
        until: float,
        auth: Auth | None = None,
        pace: Pace | None = None,
    ) -> Result:
        """Send until an answer comes, or until another try is pointless.

        Args:
            decode: Makes the result; raises `UpstreamError` for what is no answer.
            until: A moment of the monotonic clock that no wait may reach.  The caller holds the
                real deadline: this stops no request that is under way.

        Raises:
            UpstreamError: The last try's.
        """
        pace = pace or Pace()
        renewed = False
        tries = 0
        while True:
            if (delay := pace.not_before - self.clock.monotonic()) > 0:
                await self.sleep(delay)
            headers = await auth.headers(call, until) if auth else {}
            done = await self._try(call, headers, decode)
            if not isinstance(done, _Failure):
                return done
            refused = isinstance(done.error, LoginRefused)
            if refused and auth and not renewed and auth.worth_renewing(headers):
                renewed = True
                continue
            tries += 1
            await self._wait(done, tries, until, pace)

    async def _try(
        self, call: Call, headers: Mapping[str, str], decode: Callable[[Reply], Result]
    ) -> Result | _Failure:
        try:
            reply = await self._send(call, headers)
            if reply.status != call.ok:
                return self._refused(call, reply)
        except httpx.TimeoutException as error:
            late = UpstreamTimeout(f"{call.at} did not answer in time.", hint=_LATER)
            return _broken(call, late, error)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            down = UpstreamDown(f"{call.at} cannot be reached.", hint=_LATER)
            return _broken(call, down, error)
        except ProtocolError as error:
            return _broken(call, error, error, again=not isinstance(error, BodyTooLarge))
        try:
            return decode(reply)
        except UpstreamError as error:
            return self._refused(call, reply, error)

    async def _send(self, call: Call, headers: Mapping[str, str]) -> Reply:
        sent = {**_HEADERS, **headers}
        if call.body:
            sent["Content-Type"] = "application/json;charset=utf8"
        url = f"{call.origin}{call.target}"
        request = self.http.build_request(call.method, url, headers=sent, content=call.body)
        response = await self.http.send(request, stream=True, follow_redirects=False)
        try:
            body = await read_body(response, self.most_bytes, at=call.at)
        finally:
            await response.aclose()
        return Reply(response.status_code, response.headers, body)

    def _refused(self, call: Call, reply: Reply, error: UpstreamError | None = None) -> _Failure:
        """Judge a reply that is no answer: by its status, or by what `decode` found in a 200."""
        found = refusal(reply.status, reply.headers, reply.body, self.clock.now_ms())
        if error is None:
            error = problem(found, at=call.at)
        _log(call, found, error)
        if isinstance(error, Throttled):
            return _Failure(error, 429, found.asked)
        unreadable = isinstance(error, ProtocolError) and error.code is None
        status = None if unreadable and reply.status == call.ok else reply.status
        return _Failure(error, status, found.asked)

    async def _wait(self, failed: _Failure, tries: int, until: float, pace: Pace) -> None:
        wait = wait_before_retry(
            failed.status, tries=tries, asked=failed.asked, jitter=self.jitter()
        )
        now = self.clock.monotonic()
        if wait is None or tries >= self.tries or now + wait >= until:
            raise failed.error
        if failed.status == 429:
            pace.not_before = max(pace.not_before, now + wait)
        else:
            await self.sleep(wait)


_LATER = "Try again in a minute."
_HEADERS = {"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": "imagebot"}


def open_http(transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """The client for the cloud: no redirects, and no proxy or certificate from the environment."""
    return httpx.AsyncClient(
        transport=transport,
        follow_redirects=False,
        trust_env=False,
        timeout=httpx.Timeout(30.0, connect=5.0),
        limits=httpx.Limits(max_connections=32, max_keepalive_connections=16),
    )


def _broken(call: Call, error: UpstreamError, cause: Exception, *, again: bool = True) -> _Failure:
    log.warning("%s %s at %s failed: %s", call.method, _path(call), call.at, type(cause).__name__)
    return _Failure(error, None if again else 200)


def _path(call: Call) -> str:
    """For the log: without the project id, whatever it looks like."""
    hidden = ["***" if part == call.project_id else part for part in call.path.split("/")]
    return "/".join(map(masked, hidden))


def _log(call: Call, found: Refusal, error: UpstreamError) -> None:
    """One line; upstream's words appear here, masked, and nowhere else."""
    log.log(
        logging.INFO
        if error.code is not None and error.code in call.expected
        else logging.WARNING,
        "%s %s at %s refused: status=%s code=%s request_id=%s says=%s",
        call.method,
        _path(call),
        call.at,
        found.status,
        found.code,
        found.request_id,
        masked(found.text),
    )
