"""The state of a button: sealed for the person who sees it, so that it survives a restart.

Nothing is stored.  The seal is an HMAC over version, holder and content; what was changed, or was
made for somebody else, does not open.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from bot.errors import TokenError

MOST = 2000
"""Characters; Slack's limit of a button's value."""

_VERSION = "1"
_SEAL_BYTES = 16
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class ButtonState:
    """What a press needs to answer.

    ``command``: canonical, without its page.  ``page``: from 1.  ``at_ms``: when the search was
    first answered, the base of its relative times.  ``digest``: `Page.digest` when it was drawn.
    """

    command: str
    page: int = 1
    at_ms: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Seal:
    """Closes and opens states for one holder, a Slack user id; empty means anyone."""

    key: bytes
    holder: str = ""

    def close(self, state: ButtonState) -> str:
        """ASCII letters, digits, ``-`` and ``_``; about 4/3 of the command and 50 more.

        Raises:
            ValueError: If it would not fit a button; a command that was parsed always does.
        """
        content = _BETWEEN.join(
            (state.command, _short(state.page), _short(state.at_ms), state.digest)
        ).encode()
        value = urlsafe_b64encode(self._seal(content) + content).rstrip(b"=").decode()
        if len(value) > MOST:
            raise ValueError("the state is too long for a button")
        return value

    def open(self, value: str) -> ButtonState:
        """The state that `close` was given.

        Raises:
            TokenError: For anything this holder's seal did not make.
        """
        try:
            content = self._opened(value)
            command, page, at_ms, digest = content.decode().split(_BETWEEN)
            return ButtonState(command, int(page, 36), int(at_ms, 36), digest)
        except ValueError as error:
            raise TokenError(
                "This button was made for somebody else, or is no longer valid.",
                hint="Type the command yourself to get your own buttons.",
            ) from error

    def _opened(self, value: str) -> bytes:
        raw = b""
        if len(value) <= MOST:
            raw = urlsafe_b64decode(value.encode("ascii") + b"=" * (-len(value) % 4))
        seal, content = raw[:_SEAL_BYTES], raw[_SEAL_BYTES:]
        # The decoder skips foreign characters; only the one spelling we made is ours.
        ours = urlsafe_b64encode(raw).rstrip(b"=").decode() == value
        if not hmac.compare_digest(seal, self._seal(content)) or not ours:
            raise ValueError("not sealed by this holder's seal")
        return content

    def _seal(self, content: bytes) -> bytes:
        message = f"{_VERSION}{_BETWEEN}{self.holder}{_BETWEEN}".encode() + content
        return hmac.new(self.key, message, hashlib.sha256).digest()[:_SEAL_BYTES]


def _short(number: int) -> str:
    """Base 36: a moment in milliseconds takes 8 characters in place of 13."""
    digits = ""
    while number > 0:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits or "0"
