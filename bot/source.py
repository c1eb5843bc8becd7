"""From settings to look-ups: a ModelArts client with the right login, the catalog over it."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from pydantic import SecretStr

from bot.catalog import Catalog
from bot.modelarts.auth import AccessKeys, IamToken, ProjectByRegion, StaticToken
from bot.modelarts.client import ClientOptions, ModelArtsClient, ProjectId, open_http
from bot.modelarts.message import Auth
from bot.ports import Clock, ImageSource
from bot.settings import Settings

COLLECT_AFTER = (100_000, 20, 100)
"""New containers before a collection of the young, and how many of those before an older one."""


WATCH_AT_ONCE = 4
"""Requests of a poll under way at once: people's look-ups go first (reliability.md 7.1)."""


@dataclass(frozen=True, slots=True)
class Sources:
    """One project over one login: for people who wait, and for polls that do not."""

    lookups: ModelArtsClient
    watch: ModelArtsClient


@asynccontextmanager
async def open_sources(
    settings: Settings, clock: Clock, *, poll_deadline: float = 120.0
) -> AsyncIterator[Sources]:
    """The images of the configured project, `bot.ports.ImageSource` and `ImageScan`.

    Args:
        poll_deadline: Seconds for one whole reading of a poll.
    """
    # A long listing makes some hundred thousand objects of which none is garbage; with Python's
    # own thresholds the collector walks over them again and again and doubles the reading time
    # (docs/performance.md).
    gc.set_threshold(*COLLECT_AFTER)
    async with open_http() as http:
        auth, project = _login(settings, http, clock)
        limit = settings.modelarts_page_limit
        lookups = ClientOptions(page_limit=limit, deadline=settings.modelarts_timeout)
        watch = ClientOptions(page_limit=limit, deadline=poll_deadline, concurrency=WATCH_AT_ONCE)
        clients = (
            ModelArtsClient(
                http,
                endpoint=settings.endpoint,
                project=project,
                auth=auth,
                clock=clock,
                options=options,
            )
            for options in (lookups, watch)
        )
        yield Sources(*clients)


@asynccontextmanager
async def open_catalog(settings: Settings, clock: Clock) -> AsyncIterator[Catalog]:
    """Everything a look-up needs, and nothing of Slack."""
    async with open_sources(settings, clock) as sources:
        yield catalog_over(sources.lookups, settings, clock)


def catalog_over(source: ImageSource, settings: Settings, clock: Clock) -> Catalog:
    """Look-ups over any source of images."""
    return Catalog(
        source,
        clock,
        workspace_id=settings.modelarts_workspace_id,
        deadline_s=settings.modelarts_timeout,
    )


def _login(
    settings: Settings, http: httpx.AsyncClient, clock: Clock
) -> tuple[Auth, str | ProjectId]:
    project_id = settings.modelarts_project_id
    if settings.iam_username:
        token = IamToken(
            http,
            iam_endpoint=settings.iam_url,
            username=settings.iam_username,
            password=reveal(settings.iam_password),
            domain=settings.iam_domain or "",
            project=settings.region_name,
            project_id=project_id,
            clock=clock,
        )
        return token, project_id or token.project_id
    auth: Auth
    if settings.modelarts_token:
        auth = StaticToken(reveal(settings.modelarts_token))
    else:
        auth = AccessKeys(
            reveal(settings.modelarts_access_key),
            reveal(settings.modelarts_secret_key),
            reveal(settings.modelarts_security_token) or None,
            clock=clock,
        )
    if project_id:
        return auth, project_id
    finder = ProjectByRegion(
        http,
        iam_endpoint=settings.iam_url,
        region=settings.region_name,
        auth=auth,
        clock=clock,
    )
    return auth, finder


def reveal(value: SecretStr | None) -> str:
    """The secret, or nothing."""
    return value.get_secret_value() if value else ""
