"""Everything that can be set, and what follows from it; `.env.example` explains it to operators.

Settings are read in `bot.app`, `bot.cli` and the demo's stage; everyone else gets values.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from bot.addresses import region_in, service_url
from bot.errors import SettingsError
from bot.settings.rules import contradictions, unknown_names
from bot.settings.sources import tidied, written_settings
from bot.settings.values import (
    Ambiguous,
    AppToken,
    BaseUrl,
    BotToken,
    DatabaseUrl,
    Format,
    Hosts,
    Level,
    LongSecret,
    Origin,
    Region,
    Secret,
    SecretUrl,
)

_BUTTON_PURPOSE = b"imagebot: state of buttons, version 1"
_MESSAGE_PURPOSE = b"imagebot: metadata of messages, version 1"
_PLAIN = "one line of plain characters without blanks"
_ORIGIN_FORM = (
    "https and a host, with nothing after it, such as {}; http is for this machine alone"
)


class Settings(BaseModel):
    """One checked configuration.  Descriptions complete the sentence “… must be”."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, regex_engine="python-re"
    )

    slack_bot_token: BotToken | None = Field(
        None, description="a bot token, which begins with xoxb-"
    )
    slack_signing_secret: Secret | None = Field(None, description=_PLAIN)
    slack_app_token: AppToken | None = Field(
        None, description="an app-level token, which begins with xapp-"
    )
    slack_api_url: BaseUrl = Field(
        "https://slack.com/api/", description="an https address; http is for this machine alone"
    )
    slack_allow_response_hosts: Hosts = Field(
        ("hooks.slack.com",), description="hosts separated by commas, such as hooks.slack.com"
    )

    modelarts_region: Region | None = Field(None, description="a region such as cn-north-4")
    modelarts_endpoint: Origin | None = Field(
        None, description=_ORIGIN_FORM.format("https://modelarts.eu-de.otc.t-systems.com")
    )
    modelarts_project_id: Annotated[str, StringConstraints(pattern=r"\A[0-9a-f]{32}\Z")] | None = (
        Field(None, description="a project's id, 32 characters of 0-9 and a-f")
    )
    modelarts_workspace_id: Annotated[str, StringConstraints(pattern=r"\A(0|[0-9a-z]{32})\Z")] = (
        Field("0", description="0 or a workspace's id, 32 characters of 0-9 and a-z")
    )

    modelarts_token: Secret | None = Field(None, description=_PLAIN)
    modelarts_access_key: Secret | None = Field(None, description=_PLAIN)
    modelarts_secret_key: Secret | None = Field(None, description=_PLAIN)
    modelarts_security_token: Secret | None = Field(None, description=_PLAIN)
    iam_username: str | None = None
    iam_password: SecretStr | None = None
    iam_domain: str | None = None
    iam_endpoint: Origin | None = Field(
        None, description=_ORIGIN_FORM.format("https://iam.eu-de.otc.t-systems.com")
    )

    modelarts_page_limit: int = Field(
        200, ge=1, le=1000, description="the rows asked for at once, a whole number from 1 to 1000"
    )
    modelarts_timeout: float = Field(
        10, ge=0.1, le=300, allow_inf_nan=False, description="a number of seconds from 0.1 to 300"
    )

    database_url: DatabaseUrl = Field(
        SecretStr("sqlite:///imagebot.db"),
        description="sqlite:///a-file.db or postgresql://user:password@host/database",
    )
    poll_interval: float = Field(
        60, ge=1, le=86_400, allow_inf_nan=False, description="a number of seconds, at least 1"
    )
    on_ambiguous: Ambiguous = Field("resend", description="resend or hold")
    heartbeat_url: SecretUrl | None = Field(None, description="an https address")

    host: Annotated[str, StringConstraints(pattern=r"\A[0-9A-Za-z.:_-]{1,253}\Z")] = Field(
        "127.0.0.1", description="a host or an address, such as 127.0.0.1 or 0.0.0.0"
    )
    port: int = Field(
        3000, ge=0, le=65535, description="a whole number from 0 (any free port) to 65535"
    )
    log_level: Level = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")
    log_format: Format | None = Field(None, description="text or json")
    imagebot_secret: LongSecret | None = Field(
        None, description="at least 16 characters that nobody can guess"
    )

    @property
    def endpoint(self) -> str:
        """Where ModelArts answers, without a slash at the end."""
        return self.modelarts_endpoint or service_url("modelarts", self.modelarts_region or "")

    @property
    def region_name(self) -> str:
        """The region, which is also the name of its main project; empty if nothing tells it."""
        return self.modelarts_region or region_in(self.modelarts_endpoint or "")

    @property
    def iam_url(self) -> str:
        """Where IAM answers; empty if nothing tells it, which is refused where IAM is needed."""
        if self.iam_endpoint:
            return self.iam_endpoint
        return service_url("iam", self.region_name) if self.region_name else ""

    @property
    def uses_socket_mode(self) -> bool:
        """Whether Slack is reached over a socket instead of reaching us over HTTP."""
        return self.slack_app_token is not None

    def button_key(self) -> bytes:
        """The key that signs the state of buttons; the same after every restart."""
        source = self.imagebot_secret or self.slack_signing_secret or self.slack_bot_token
        secret = source.get_secret_value() if source else ""
        return hmac.new(secret.encode(), _BUTTON_PURPOSE, hashlib.sha256).digest()

    def metadata_key(self) -> bytes:
        """The key that marks our own messages in Slack; the same after every restart."""
        return hmac.new(self.button_key(), _MESSAGE_PURPOSE, hashlib.sha256).digest()

    def secrets(self) -> tuple[str, ...]:
        """Every secret value, so that the log can hide it."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return tuple(v.get_secret_value() for v in values if isinstance(v, SecretStr))


NAMES = frozenset(name.upper() for name in Settings.model_fields)
"""Every setting's name as it is written."""


def load_settings(*, slack: bool, env_file: str | Path | None = ".env") -> Settings:
    """Read the environment and the file.

    Args:
        slack: Whether the bot is to be run; look-ups in the terminal need nothing of Slack.

    Raises:
        SettingsError: With one sentence for each mistake, and no value of any setting.
    """
    return settings_from(written_settings(env_file), slack=slack)


def load_database_url(env_file: str | Path | None = ".env") -> SecretStr:
    """Only where the data is; raises as `load_settings`."""
    written = {n: v for n, v in written_settings(env_file).items() if n == "DATABASE_URL"}
    field = Settings.model_fields["database_url"]
    try:
        return TypeAdapter(DatabaseUrl).validate_python(
            written.get("DATABASE_URL") or field.default
        )
    except ValidationError:
        raise _refused([f"DATABASE_URL must be {field.description}."]) from None


def settings_from(values: Mapping[str, str], *, slack: bool) -> Settings:
    """Check settings that are given by name; `load_settings` says the rest."""
    values = tidied(values)
    if not slack:
        values = {n: v for n, v in values.items() if not n.startswith("SLACK_")}
        values = {n: v for n, v in values.items() if n not in {"HOST", "PORT"}}
    mistakes = [*unknown_names(values, NAMES)]
    ours = {name.lower(): value for name, value in values.items() if name in NAMES}
    settings = None
    try:
        settings = Settings.model_validate(ours)
    except ValidationError as error:
        names = dict.fromkeys(str(entry["loc"][0]) for entry in error.errors(include_input=False))
        mistakes += [
            f"{name.upper()} must be {Settings.model_fields[name].description}." for name in names
        ]
    mistakes += contradictions(values, slack=slack)
    if settings is None or mistakes:
        raise _refused(mistakes)
    return settings


def _refused(mistakes: list[str]) -> SettingsError:
    lines = mistakes if len(mistakes) == 1 else [f"- {mistake}" for mistake in mistakes]
    head = [] if len(mistakes) == 1 else ["The settings cannot work:"]
    return SettingsError(
        "\n".join(head + lines),
        hint="Settings come from the environment or a .env file here; "
        ".env.example explains each of them.",
    )
