"""What one setting may hold, as types.  Rules between settings are in `bot.settings.rules`."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, SecretStr, StringConstraints

from bot.addresses import address, base_address, is_host, origin


def _hosts(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(part.strip().lower() for part in value.split(",") if part.strip())


def _known_form(hosts: tuple[str, ...]) -> tuple[str, ...]:
    if not hosts or not all(map(is_host, hosts)):
        raise ValueError("hosts")
    return hosts


def _one_line(value: SecretStr) -> SecretStr:
    """Secrets travel in headers: a line break in one would start another header."""
    if not re.fullmatch(r"[!-~]+", value.get_secret_value()):
        raise ValueError("blanks")
    return value


def _bot_token(value: SecretStr) -> SecretStr:
    return _prefixed(value, "xoxb-")


def _app_token(value: SecretStr) -> SecretStr:
    return _prefixed(value, "xapp-")


def _prefixed(value: SecretStr, prefix: str) -> SecretStr:
    if not value.get_secret_value().startswith(prefix):
        raise ValueError("prefix")
    return value


def _long(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < 16:
        raise ValueError("short")
    return value


def _secret_address(value: SecretStr) -> SecretStr:
    address(value.get_secret_value())
    return value


def _database(value: SecretStr) -> SecretStr:
    """Only the two kinds we know; the driver is ours to choose."""
    if not re.match(r"(sqlite:///.|postgres(ql)?://.)", value.get_secret_value()):
        raise ValueError("kind")
    return value


Origin = Annotated[str, AfterValidator(origin)]
"""Scheme, host and perhaps a port; https, or http on this machine; no slash at the end."""

BaseUrl = Annotated[str, AfterValidator(base_address)]
"""An `Origin` that may have a path; always with a slash at the end."""

Hosts = Annotated[tuple[str, ...], BeforeValidator(_hosts), AfterValidator(_known_form)]
"""A comma list of ``host`` or ``host:port``, lower case."""


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


Level = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)]
Format = Annotated[Literal["text", "json"], BeforeValidator(_lower)]
Region = Annotated[
    str, BeforeValidator(_lower), StringConstraints(pattern=r"\A[a-z][a-z0-9-]{1,39}\Z")
]

Ambiguous = Annotated[Literal["resend", "hold"], BeforeValidator(_lower)]

Secret = Annotated[SecretStr, AfterValidator(_one_line)]
"""Printable ASCII without blanks."""

BotToken = Annotated[Secret, AfterValidator(_bot_token)]
AppToken = Annotated[Secret, AfterValidator(_app_token)]
SecretUrl = Annotated[Secret, AfterValidator(_secret_address)]
"""An address that may have a path; who knows it may use it."""

DatabaseUrl = Annotated[Secret, AfterValidator(_database)]
"""``sqlite:///…`` or ``postgresql://…``; secret, because it may hold a password."""
LongSecret = Annotated[SecretStr, AfterValidator(_long)]
"""At least 16 characters."""
