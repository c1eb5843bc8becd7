"""What a reply that is no answer means, in our own words.

Upstream's ``error_msg`` can hold an access key or a whole canonical request (APIGW.0301), so it
never becomes part of an error: `masked` makes it fit for the log.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from bot import errors
from bot.modelarts.retry import asked_wait

LONGEST_LOGGED = 300

_CODE = re.compile(r"[A-Za-z]{2,12}\.\d{3,5}\Z")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}\Z")
_VALUE = r"(?:\"[^\"]*\"?|'[^']*'?|[^\s,;}]+)"
_TELLING = r"(?:\"[^\"]*\"?|'[^']*'?|(?=[^\s,;}]*\d)[^\s,;}]+|(?-i:[A-Z]{6,})\b)"
"""What follows a name without a colon: only what is no word of a sentence."""
_KEY = r"(?:access|secret)(?:[\s_-]*access)?[\s_-]*key(?:[\s_-]*id)?"
_NAMED = rf"(?:{_KEY}|access|signature|[\w-]*token|authorization|passwo?r?d|secret)"
_SECRETS = re.compile(
    r"canonical\s*request.*"  # the rest of the text is the request, project id and all
    rf"|\b[as]k\b[\"']?[\s:=]+{_VALUE}"  # "ak XXXX not exist"
    rf"|\b{_NAMED}\b[\"']?\s*[:=]\s*{_VALUE}"
    rf"|\b(?:{_KEY}|passwo?r?d|secret)\b[\"']?\s+(?:is\s+)?{_TELLING}"
    r"|\bMII[\w+/=-]{16,}"  # how every IAM token starts
    r"|\b(?-i:[A-Z0-9]{16,})\b"  # access keys are 20 of these
    r"|[\w+/=]{32,}",  # project ids, digests, tokens
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reply that is no answer.

    ``code``: only if it looks like one.  ``text``: as sent, for the log alone, never shown.
    ``asked``: seconds upstream wants us to wait.
    """

    status: int
    code: str | None = None
    text: str = ""
    request_id: str | None = None
    asked: float | None = None


def refusal(status: int, headers: Mapping[str, str], raw: bytes, now_ms: int) -> Refusal:
    """Read an error in any of the shapes of service, gateway and IAM; never fails.

    Args:
        status: HTTP status.
        headers: Names in lower case, or any mapping that does not care.
        raw: The body, JSON or not.
        now_ms: To measure a date in ``Retry-After`` from.
    """
    body = _error_object(raw)
    code = _first(body, "error_code", "errorCode", "code")
    text = _first(body, "error_msg", "errorMsg", "message") or raw[:2048].decode(errors="replace")
    request_id = headers.get("x-request-id") or _first(body, "request_id") or ""
    return Refusal(
        status=status,
        code=code if _CODE.match(code) else None,
        text=text,
        request_id=request_id if _REQUEST_ID.match(request_id) else None,
        asked=asked_wait(headers.get("retry-after"), text, now_ms),
    )


def masked(text: str) -> str:
    """Fit for one line of the log: keys, tokens and requests hidden, short, no control codes."""
    shown = _SECRETS.sub("***", text[:4096])
    if len(shown) > LONGEST_LOGGED:
        shown = f"{shown[: LONGEST_LOGGED - 1]}…"
    return "".join(letter if letter.isprintable() else " " for letter in shown)


def problem(found: Refusal, *, at: str = "ModelArts") -> errors.UpstreamError:
    """The error to raise: status first, then the code, in sentences for people.

    Args:
        found: What came.
        at: Who said it: ``ModelArts`` or ``IAM``.
    """
    number = (found.code or "").partition(".")[2]
    status = _STATUS_OF_CODE.get(number, 200) if found.status == 200 else found.status
    if status == 400 and number in _UNKNOWN_IMAGE:
        return _made(errors.ImageUnknown, found, "There is no image with this id.", _NO_IMAGE)
    if status == 429:
        return errors.Throttled(
            f"{at} gets too many requests at the moment.",
            hint=_throttled_hint(found.asked),
            code=found.code,
            request_id=found.request_id,
            retry_after=found.asked,
        )
    kind, sentence, hint = _row(status, number)
    return _made(kind, found, sentence.format(at=at), hint)


_Kind = Callable[..., errors.UpstreamError]

_UNKNOWN_IMAGE = frozenset({"6404", "6797"})
# For a 200 that carries an error: the status the same code has elsewhere.
_STATUS_OF_CODE = {
    **dict.fromkeys(("6404", "6797", "6400", "0101", "0104", "0107", "0102", "7005"), 400),
    **dict.fromkeys(("0201", "0202", "0203", "0205", "0207", "0212", "0301", "0307"), 401),
    **dict.fromkeys(("0108", "0112", "0206", "0302", "0310"), 403),
    **dict.fromkeys(("0308", "6101", "4206"), 429),
}

_NO_IMAGE = "It may have been deleted. Search for its name instead."
_OPERATOR = "Ask the person who runs the bot to check "
_RIGHTS = "modelarts:image:list, modelarts:image:get and modelarts:image:listGroup"
_BY_STATUS: dict[int, tuple[_Kind, str, str]] = {
    401: (
        errors.LoginRefused,
        "{at} does not accept the bot's login.",
        f"{_OPERATOR}its token or access keys, and the clock of its machine.",
    ),
    403: (
        errors.AccessDenied,
        "The bot is not allowed to read the images of this project.",
        f"An administrator of the cloud account can grant it, in IAM, {_RIGHTS}.",
    ),
    404: (
        errors.EndpointMissing,
        "{at} does not know this address.",
        f"{_OPERATOR}the region, the endpoint and the project id.",
    ),
    408: (
        errors.UpstreamTimeout,
        "{at} did not answer in time.",
        "Try again in a minute.",
    ),
}
_BAD_VALUES = "A value of this search is not accepted by {at}."
_BY_NUMBER = {
    "0102": ("This workspace does not exist.", f"{_OPERATOR}the workspace id."),
    "7005": ("This workspace does not exist.", f"{_OPERATOR}the workspace id."),
    "0204": ("The bot's login does not belong to this project.", f"{_OPERATOR}the project id."),
    "0210": ("The bot's login does not belong to this project.", f"{_OPERATOR}the project id."),
    "0101": (_BAD_VALUES, "Try the search with fewer filters."),
    "0104": (_BAD_VALUES, "Try the search with fewer filters."),
    "0107": (_BAD_VALUES, "Try the search with fewer filters."),
}


def _row(status: int, number: str) -> tuple[_Kind, str, str]:
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500:
        return (errors.UpstreamDown, "{at} has a problem of its own.", "Try again in a minute.")
    if status >= 400:
        unnamed = ("{at} refused the request.", "Try the search with fewer filters.")
        return (errors.UpstreamRefused, *_BY_NUMBER.get(number, unnamed))
    if status >= 300:
        redirect = "{at} points to another address, which the bot does not follow."
        return (errors.EndpointMissing, redirect, f"{_OPERATOR}the endpoint.")
    return (
        errors.ProtocolError,
        "{at} sent something that is no answer.",
        f"Try again in a minute. {_OPERATOR}the endpoint if it stays so.",
    )


def _made(kind: _Kind, found: Refusal, sentence: str, hint: str) -> errors.UpstreamError:
    return kind(
        sentence, hint=hint, status=found.status, code=found.code, request_id=found.request_id
    )


def _throttled_hint(asked: float | None) -> str:
    if asked is None or asked < 2:
        return "Try again in a minute."
    return f"Try again in {round(asked)} seconds."


def _error_object(raw: bytes) -> Mapping[str, Any]:
    try:
        body = from_json(raw, allow_inf_nan=False)
    except ValueError:
        return {}
    if isinstance(body, dict) and isinstance(body.get("error"), dict):
        body = body["error"]
    return body if isinstance(body, dict) else {}


def _first(body: Mapping[str, Any], *names: str) -> str:
    """The first of these that is a text, or nothing."""
    return next((body[name] for name in names if isinstance(body.get(name), str)), "")
