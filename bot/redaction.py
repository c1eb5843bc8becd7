"""Hiding secrets in text: those we know by value, and those that show by their form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

HIDDEN = "[hidden]"

_SHORTEST = 4
"""Characters.  Shorter values stand in half of all words; hiding them would hide the log."""

_FORMS = (
    # Slack's tokens: bot, user, app, configuration and refresh tokens.
    (re.compile(r"\b(xox[a-z]|xapp|xoxe\.xox[a-z])-[\w.%-]+"), rf"\1-{HIDDEN}"),
    # Headers as a line, a dictionary, a list of pairs or a JSON object, also of bytes.
    (
        re.compile(
            r"""(?ix) \b((?:x-(?:auth|subject|security)-token|(?:proxy-)?authorization|cookie)
            (?: ["']?\s*[:=] | ["']\s*, ) \s* b?) (?: "[^"]*(?:"|$) | '[^']*(?:'|$) | [^\r\n]+ )"""
        ),
        rf"\1{HIDDEN}",
    ),
    # The signature of a request, wherever it is quoted (upstream does so in its error texts).
    (re.compile(r"(?i)\b(SDK-HMAC-SHA256)\b[^\r\n\"']*"), rf"\1 {HIDDEN}"),
    (re.compile(r"(?i)\b(Access|Signature)=[^\s,&\"']+"), rf"\1={HIDDEN}"),
    (re.compile(r"\bak [A-Z0-9]{10,}"), f"ak {HIDDEN}"),
    # Fields of JSON and forms.
    (
        re.compile(
            r"""(?ix) (["']?\b(?:password|passcode|secret|secret_key|secretkey|access_key|token)
            ["']? \s*:\s* b?) (?: "[^"]*(?:"|$) | '[^']*(?:'|$) )"""
        ),
        rf"\1{HIDDEN}",
    ),
    # Whoever has one of these addresses can speak for us: a socket's ticket, a response_url.
    (re.compile(r"(?i)\b(ticket|password|token|client_secret)=[^\s&\"']+"), rf"\1={HIDDEN}"),
    (re.compile(r"(?i)(hooks\.slack\.com(?:/|%2F))[^\s\"'<>]+"), rf"\1{HIDDEN}"),
    # IAM's tokens are signed messages, which begin like this in base64.
    (re.compile(r"\bMII[A-Za-z0-9+/=_-]{40,}"), HIDDEN),
)


class Redactor:
    """Hides what must not be read.

    Args:
        secrets: Values to hide wherever they stand, also when they are quoted or encoded.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        spelled = {form for secret in secrets for form in _spellings(secret)}
        longest_first = sorted((s for s in spelled if len(s) >= _SHORTEST), key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def redacted(self, text: str) -> str:
        """The text with every secret replaced by `HIDDEN`."""
        text = self._known.sub(HIDDEN, text)
        for form, replacement in _FORMS:
            text = form.sub(replacement, text)
        return text


def _spellings(secret: str) -> tuple[str, ...]:
    """The same value in an address, in JSON and in Python's own notation."""
    return (
        secret,
        quote(secret, safe=""),
        quote_plus(secret),
        json.dumps(secret)[1:-1],
        repr(secret)[1:-1],
    )
