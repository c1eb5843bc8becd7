"""Who we are in Slack: asked once at the start, never again.

Bolt would ask ``auth.test`` at the first request, and at every one of fifty simultaneous first
requests (facts: performance.md); that call would stand between a person and the ack.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import BotError, SettingsError


@dataclass(frozen=True, slots=True)
class Identity:
    """What ``auth.test`` says of our token; empty where Slack says nothing.

    ``url``: of the Slack workspace, with a slash at the end.  ``scopes``: what the token may do.
    """

    team_id: str
    enterprise_id: str
    bot_id: str
    bot_user_id: str
    url: str = ""
    scopes: frozenset[str] = frozenset()

    @property
    def reads_history(self) -> bool:
        """Whether the bot may look whether an unclear message was posted."""
        return {"channels:history", "groups:history"} <= self.scopes

    def is_home(self, team_id: str | None, enterprise_id: str | None) -> bool:
        """Whether a request comes from the workspace, or the organisation, we are installed in."""
        if not self.team_id or not team_id:
            return True
        return team_id in {self.team_id, self.enterprise_id} or (
            bool(self.enterprise_id) and enterprise_id == self.enterprise_id
        )


async def who_am_i(client: AsyncWebClient) -> Identity:
    """Ask Slack who the token belongs to.

    Raises:
        SettingsError: If Slack refuses the token.
        BotError: If Slack does not answer.
    """
    answer = await asked(
        client.auth_test(),
        "SLACK_BOT_TOKEN",
        "Copy the Bot User OAuth Token from the app's page under OAuth & Permissions.",
    )
    return Identity(
        team_id=str(answer.get("team_id") or ""),
        enterprise_id=str(answer.get("enterprise_id") or ""),
        bot_id=str(answer.get("bot_id") or ""),
        bot_user_id=str(answer.get("user_id") or ""),
        url=_base(str(answer.get("url") or "")),
        scopes=_scopes(answer.headers),
    )


def _base(url: str) -> str:
    """Only what can be the start of a link we write into a message."""
    plain = url.startswith(("https://", "http://")) and not set(url) & set("<>|\"' ")
    return url.rstrip("/") + "/" if plain else ""


def _scopes(headers: Mapping[str, str]) -> frozenset[str]:
    """Every answer of the Web API names the token's scopes."""
    for name, value in (headers or {}).items():
        if name.lower() == "x-oauth-scopes":
            return frozenset(part.strip() for part in value.split(",") if part.strip())
    return frozenset()


async def asked(
    call: Awaitable[AsyncSlackResponse], setting: str, hint: str
) -> AsyncSlackResponse:
    """Slack's answer to a question of the start.

    Raises:
        SettingsError: If Slack refuses the token, with the setting it came from and ``hint``.
        BotError: If Slack gives no answer that we can go by.
    """
    try:
        return await call
    except SlackApiError as error:
        code = code_of(error)
        if code not in REFUSED:
            raise unreachable() from error
        raise SettingsError(f"Slack refuses {setting} ({code}).", hint=hint) from error
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise unreachable() from error


REFUSED = frozenset(
    {
        *("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"),
        *("missing_scope", "not_allowed_token_type", "no_permission", "org_login_required"),
        *("ekm_access_denied", "access_denied", "two_factor_setup_required", "team_not_found"),
        *("app_access_restricted", "forbidden_team", "socket_mode_not_enabled"),
    }
)
"""Codes that no waiting mends (docs.slack.dev, auth.test and apps.connections.open)."""


def code_of(error: SlackApiError) -> str | None:
    """Slack's own code; None for HTML, a 5xx, or anything else that says nothing."""
    data = getattr(error.response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) else None


def unreachable() -> BotError:
    """Slack gave no answer that we can go by."""
    return BotError(
        "Slack did not answer at the start.",
        hint="Check the network and SLACK_API_URL, then start again.",
    )


class KnownAuthorize(AsyncAuthorize):
    """Bolt's authorization without a question to Slack."""

    def __init__(self, identity: Identity, token: str) -> None:
        self._result = AuthorizeResult(
            enterprise_id=identity.enterprise_id or None,
            team_id=identity.team_id or None,
            bot_id=identity.bot_id or None,
            bot_user_id=identity.bot_user_id or None,
            bot_token=token,
        )

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,  # noqa: ARG002 - Bolt's signature
        enterprise_id: str | None,  # noqa: ARG002 - Bolt's signature
        team_id: str | None,  # noqa: ARG002 - Bolt's signature
        user_id: str | None,  # noqa: ARG002 - Bolt's signature
        actor_enterprise_id: str | None = None,  # noqa: ARG002 - Bolt's signature
        actor_team_id: str | None = None,  # noqa: ARG002 - Bolt's signature
        actor_user_id: str | None = None,  # noqa: ARG002 - Bolt's signature
    ) -> AuthorizeResult:
        """Who we are, whoever asks; foreign workspaces are turned away by `handlers.access`."""
        return self._result
