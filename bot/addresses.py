"""Addresses of services: which are safe to send a secret to, and which follow from a region."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

DOMAINS = {
    # Open Telekom Cloud runs ModelArts in eu-de only; its IAM answers in both.
    "eu-de": "otc.t-systems.com",
    "eu-nl": "otc.t-systems.com",
    "eu-west-101": "myhuaweicloud.eu",
}
"""Where a region's services live, if not under `COMMON_DOMAIN`."""

COMMON_DOMAIN = "myhuaweicloud.com"

_SERVICE_HOST = re.compile(r"(?:modelarts|iam)\.([a-z0-9-]+)\.([a-z0-9.-]+)")
_HOST = re.compile(
    r"(?=.{1,253}(?::|$))[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?|\[::1\](:[0-9]{1,5})?"
)
_LOOPBACK = re.compile(r"localhost|127(\.[0-9]{1,3}){3}|::1")


def service_url(service: str, region: str) -> str:
    """The public address of ``modelarts`` or ``iam`` in a region, without a slash at the end."""
    return f"https://{service}.{region}.{DOMAINS.get(region, COMMON_DOMAIN)}"


def region_in(endpoint: str) -> str:
    """The region that a public address names; empty for any other address."""
    found = _SERVICE_HOST.fullmatch(urlsplit(endpoint).hostname or "")
    return found[1] if found and found[2] == DOMAINS.get(found[1], COMMON_DOMAIN) else ""


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by name or address."""
    return bool(_LOOPBACK.fullmatch(host))


def is_host(text: str) -> bool:
    """Whether this is ``host`` or ``host:port``, in lower case."""
    return bool(_HOST.fullmatch(text))


def address(value: str) -> str:
    """Check an address; refuse everything that could hide where a request goes.

    Raises:
        ValueError: Unless it is https (or http on this machine), a host, perhaps a port and a
            path, and nothing else.
    """
    if not re.fullmatch(r"[!-~]+", value):
        raise ValueError("blanks")
    parts = urlsplit(value)
    _ = parts.port  # ValueError for a port that is none
    safe = parts.scheme == "https" or (
        parts.scheme == "http" and is_loopback(parts.hostname or "")
    )
    if not safe or not parts.hostname or "?" in value or "#" in value:
        raise ValueError("address")
    if not is_host(parts.netloc.lower()):
        raise ValueError("host")
    return value


def origin(value: str) -> str:
    """An `address` without a path, and without a slash at the end."""
    value = address(value).rstrip("/")
    if urlsplit(value).path:
        raise ValueError("path")
    return value


def base_address(value: str) -> str:
    """An `address` with a slash at the end."""
    return address(value).rstrip("/") + "/"
