"""Everything that can go wrong, as one tree; `bot.blocks.problem` says each in Slack's words.

``message`` and ``hint`` are sentences for people who are no engineers.  They never hold text
that came from upstream: ModelArts' ``error_msg`` can carry keys (facts: APIGW.0301).
"""

from __future__ import annotations


class BotError(Exception):
    """The root.

    Args:
        message: What is wrong, one sentence.
        hint: The way out, one sentence; may be empty.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class RequestError(BotError):
    """The person's own mistake: answered, not logged."""


class GrammarError(RequestError):
    """A search that cannot be read.

    Args:
        text: The search as it was read (after quotes, dashes and links were normalised).
        position: Where in ``text`` the mistake starts, from 0.
        length: How many characters it covers, at least 1.
        suggestion: A whole corrected search that can be run as it is, if there is one.
    """

    def __init__(
        self,
        message: str,
        *,
        text: str,
        position: int,
        length: int = 1,
        hint: str = "",
        suggestion: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.text = text
        self.position = position
        self.length = max(1, length)
        self.suggestion = suggestion


class TokenError(RequestError):
    """A button's state that we did not seal for this person, or that was changed."""


class ImageMissing(RequestError):
    """No image has this id, name or path.

    Args:
        closest: Names of existing images that look alike, best first.
    """

    def __init__(self, message: str, *, hint: str = "", closest: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        self.closest = closest


class UpstreamError(BotError):
    """ModelArts or IAM did not give an answer we can use: answered and logged.

    Args:
        status: HTTP status, if there was one.
        code: ``error_code`` as sent, only if it looks like one (``ModelArts.6404``).
        request_id: Upstream's own id of the request.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        status: int | None = None,
        code: str | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.status = status
        self.code = code
        self.request_id = request_id


class UpstreamTimeout(UpstreamError):
    """No answer, or no whole answer, within the deadline."""


class LoginRefused(UpstreamError):
    """401: the token or the keys are not accepted."""


class AccessDenied(UpstreamError):
    """403: the identity is known, the right is missing."""


class EndpointMissing(UpstreamError):
    """404: wrong region, host or project id."""


class Throttled(UpstreamError):
    """429: too many requests.

    Args:
        retry_after: Seconds to wait, if upstream said so.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        status: int | None = 429,
        code: str | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, hint=hint, status=status, code=code, request_id=request_id)
        self.retry_after = retry_after


class UpstreamDown(UpstreamError):
    """5xx, or no connection."""


class UpstreamRefused(UpstreamError):
    """400 and the other 4xx: upstream calls our request wrong."""


class ImageUnknown(UpstreamRefused):
    """400 ``ModelArts.6404``: ShowImage's way of saying that there is no such image."""


class ProtocolError(UpstreamError):
    """An answer that is not what the reference describes: HTML, cut JSON, 200 with an error."""


class SettingsError(BotError):
    """The configuration cannot work; the program stops with exit code 78."""
