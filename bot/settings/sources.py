"""Where settings are read: the environment, then a ``.env`` file.  Nothing else looks there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource

from bot.errors import SettingsError

KEYS = {
    "HUAWEICLOUD_SDK_AK": "MODELARTS_ACCESS_KEY",
    "HUAWEICLOUD_SDK_SK": "MODELARTS_SECRET_KEY",
    "HUAWEICLOUD_SDK_SECURITY_TOKEN": "MODELARTS_SECURITY_TOKEN",
}
"""The names the vendor's SDK reads; ours go first."""

PROJECT = "HUAWEICLOUD_SDK_PROJECT_ID"

_OWN_WAYS = frozenset(
    {*KEYS.values(), "MODELARTS_TOKEN", "IAM_USERNAME", "IAM_PASSWORD", "IAM_DOMAIN"}
)


class _Nothing(BaseSettings):
    """pydantic-settings reads sources for a class; the fields are in `bot.settings`."""


def written_settings(env_file: str | Path | None) -> dict[str, str]:
    """Everything that is set, by name in upper case; the environment wins over the file.

    Raises:
        SettingsError: If the file is there and cannot be read.
    """
    environment = EnvSettingsSource(_Nothing, case_sensitive=False, env_ignore_empty=True)
    try:
        file = DotEnvSettingsSource(
            _Nothing,
            env_file=env_file,
            # Editors on Windows put a mark before the first name.
            env_file_encoding="utf-8-sig",
            case_sensitive=False,
            env_ignore_empty=True,
        )
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The file {env_file} cannot be read.", hint="It must be a text file in UTF-8."
        ) from error
    return tidied({**file.env_vars, **environment.env_vars})


def tidied(values: Mapping[str, str | None]) -> dict[str, str]:
    """Names in upper case, no empty values, the SDK's names as ours."""
    settings = {
        name.upper(): value if name.upper() == "IAM_PASSWORD" else value.strip()
        for name, value in values.items()
        if value and value.strip()
    }
    if not settings.keys() & _OWN_WAYS:
        settings |= {ours: settings[theirs] for theirs, ours in KEYS.items() if theirs in settings}
    if PROJECT in settings:
        settings.setdefault("MODELARTS_PROJECT_ID", settings[PROJECT])
    return settings
