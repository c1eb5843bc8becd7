"""What settings must not do together: leave something out, or contradict each other."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass

from bot.addresses import region_in

Values = Mapping[str, str]
"""Settings as written, by name in upper case; none is empty."""

PREFIXES = ("SLACK_", "MODELARTS_", "IAM_", "IMAGEBOT_")
"""A name that begins like this is meant for us, so one we do not know is a mistake."""

_BOLT_READS = frozenset({"SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"})
_KUBERNETES = re.compile(r"_SERVICE_HOST|_SERVICE_PORT(_[A-Z0-9_]+)?|_PORT(_[0-9]+_(TCP|UDP).*)?")


@dataclass(frozen=True, slots=True)
class Way:
    """One way to log in to ModelArts: all of ``needed``, perhaps some of ``optional``."""

    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()

    def begun(self, values: Values) -> str | None:
        """The first of its settings that is there."""
        return next((name for name in self.needed + self.optional if name in values), None)


LOGIN = Way(("IAM_USERNAME", "IAM_PASSWORD", "IAM_DOMAIN"))

WAYS = (
    Way(("MODELARTS_TOKEN",)),
    Way(("MODELARTS_ACCESS_KEY", "MODELARTS_SECRET_KEY"), ("MODELARTS_SECURITY_TOKEN",)),
    LOGIN,
)


def unknown_names(values: Values, known: Set[str]) -> Iterator[str]:
    """A sentence for each name that looks like ours and is not."""
    for name in sorted(values):
        if name in known or not name.startswith(PREFIXES) or _from_kubernetes(name, values[name]):
            continue
        if name in _BOLT_READS:
            yield f"{name} must not be set: it would make Slack's library ignore SLACK_BOT_TOKEN."
            continue
        close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.75)
        yield f"{name} is no setting of imagebot{f'; {close[0]} is' if close else ''}."


def _from_kubernetes(name: str, value: str) -> bool:
    """Kubernetes sets names such as IMAGEBOT_PORT for every service next to a pod."""
    found = _KUBERNETES.search(name)
    if found is None or found.end() != len(name):
        return False
    return "SERVICE" in found[0] or re.match(r"(tcp|udp)://", value) is not None


def contradictions(values: Values, *, slack: bool) -> Iterator[str]:
    """A sentence for each rule that is broken.

    Args:
        slack: Whether the bot is to be run, which needs Slack's tokens.
    """
    rules: tuple[Callable[[Values], Iterator[str]], ...] = (_place, _authentication, _project)
    for rule in (_slack, *rules) if slack else rules:
        yield from rule(values)


def _slack(values: Values) -> Iterator[str]:
    if "SLACK_BOT_TOKEN" not in values:
        yield "SLACK_BOT_TOKEN is missing: the Slack app's bot token, which begins with xoxb-."
    if "SLACK_APP_TOKEN" not in values and "SLACK_SIGNING_SECRET" not in values:
        yield (
            "SLACK_SIGNING_SECRET is missing: without it nobody can tell Slack's requests from "
            "forged ones (or set SLACK_APP_TOKEN to use Socket Mode)."
        )


def _place(values: Values) -> Iterator[str]:
    if "MODELARTS_REGION" not in values and "MODELARTS_ENDPOINT" not in values:
        yield "MODELARTS_REGION is missing, for example cn-north-4 or eu-de."


def _authentication(values: Values) -> Iterator[str]:
    begun = {way: name for way in WAYS if (name := way.begun(values)) is not None}
    if not begun:
        yield (
            "No way to log in to ModelArts is set: set MODELARTS_TOKEN, or MODELARTS_ACCESS_KEY "
            "and MODELARTS_SECRET_KEY, or IAM_USERNAME, IAM_PASSWORD and IAM_DOMAIN."
        )
    elif len(begun) > 1:
        yield (
            f"{' and '.join(begun.values())} are different ways to log in to ModelArts: "
            "keep one and unset the others."
        )
    for way, there in begun.items():
        for name in way.needed:
            if name not in values:
                yield f"{name} is missing: {there} is of no use without it."


def _project(values: Values) -> Iterator[str]:
    """The project's id and the login are asked of IAM, which is known by the region."""
    if "MODELARTS_ENDPOINT" not in values or "MODELARTS_REGION" in values:
        return
    if region_in(values["MODELARTS_ENDPOINT"].lower().rstrip("/")):
        return
    project = "MODELARTS_PROJECT_ID" in values
    if not project:
        yield (
            "MODELARTS_PROJECT_ID is missing: MODELARTS_ENDPOINT does not tell the region "
            "by which it could be looked up."
        )
    if (not project or LOGIN.begun(values)) and "IAM_ENDPOINT" not in values:
        yield "IAM_ENDPOINT is missing: it cannot be told from MODELARTS_ENDPOINT."
