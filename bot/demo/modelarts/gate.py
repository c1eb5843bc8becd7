"""Who may call the fake ModelArts: tokens it knows and tokens that its IAM issued.

The static token and the keys are good for any project; a token from IAM only for its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.demo.modelarts.replies import Refusal, Reply, json_reply
from bot.demo.modelarts.signature import ALGORITHM, RawRequest, check_signature

TOKEN_LIFETIME = 24 * 3600
LOCK_AFTER = 5
LOCK_SECONDS = 15 * 60
TOKEN_LENGTH = 3000
"""Real tokens are long too: a client with a header limit of 2 KiB must fail here already."""
PROJECT_ID = re.compile(r"[0-9a-zA-Z_-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """What IAM remembers of a token.

    ``project_id``: None if the login named no project.
    """

    project_id: str | None
    expires_at: float


class Gate:
    """Checks requests and serves the two IAM calls.

    Args:
        token: The token that is always good.
        keys: Secret by access key id.
        users: Password by (account, user).
        projects: Project id by name.
        now: The clock, seconds since 1970.
    """

    def __init__(
        self,
        *,
        token: str,
        keys: Mapping[str, str],
        users: Mapping[tuple[str, str], str],
        projects: Mapping[str, str],
        now: Callable[[], float],
    ) -> None:
        self.projects = dict(projects)
        self._token = token
        self._keys = dict(keys)
        self._users = dict(users)
        self._now = now
        self._issued: dict[str, IssuedToken] = {}
        self._count = 0
        self._wrong: dict[tuple[str, str], list[float]] = {}
        self._revoked: set[str] = set()

    def revoke_tokens(self) -> None:
        """Make every token issued so far useless: 401 ``APIGW.0307`` from now on."""
        self._revoked |= self._issued.keys()

    def check(self, request: RawRequest, project_id: str | None) -> None:
        """Let a request in.

        Args:
            request: As it arrived.
            project_id: The project in its path; None for IAM's own calls.

        Raises:
            Refusal: 401 for the identity, 403 for its project, 400 for an impossible project.
        """
        issued = self._identity(request)
        if project_id is None:
            return
        if not PROJECT_ID.fullmatch(project_id):
            raise Refusal(400, "ModelArts.0210", "Invalid project ID.")
        if issued and issued.project_id is None:
            raise Refusal(400, "ModelArts.0204", "The token contains no project.")
        if issued and issued.project_id != project_id:
            raise Refusal(403, "ModelArts.0210", "The project does not match the token.")

    def _identity(self, request: RawRequest) -> IssuedToken | None:
        if request.headers.get("authorization", "").startswith(ALGORITHM):
            check_signature(request, self._keys, self._now())
            return None
        token = request.headers.get("x-auth-token")
        if not token:
            raise Refusal(401, "ModelArts.0201", "No token in the request.")
        if token == self._token:
            return None
        issued = self._issued.get(token)
        if issued is None:
            raise Refusal(401, "ModelArts.0203", "Invalid token.")
        if token in self._revoked:
            raise Refusal(401, "APIGW.0307", "The token must be updated.")
        if issued.expires_at <= self._now():
            raise Refusal(401, "ModelArts.0202", "The token has expired.")
        return issued

    def login(self, body: bytes) -> Reply:
        """``POST /v3/auth/tokens``: 201 with the token in ``X-Subject-Token``.

        Raises:
            Refusal: 401 ``IAM.0062``, from the fifth time on ``IAM.0061`` for 15 minutes; 404
                for an unknown project; 400 for a body that is no login by password.
        """
        try:
            auth = json.loads(body)["auth"]
            user = auth["identity"]["password"]["user"]
            who = (str(user["domain"]["name"]), str(user["name"]))
            password = str(user["password"])
            wanted = (auth.get("scope") or {}).get("project")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise Refusal(400, "400", "The request body is invalid.") from None
        self._check_password(who, password)
        name, project_id = self._project(wanted)
        return self._issue(who, name, project_id)

    def _check_password(self, who: tuple[str, str], password: str) -> None:
        since = self._now() - LOCK_SECONDS
        wrong = [at for at in self._wrong.get(who, []) if at > since]
        right = self._users.get(who) == password
        if not right and len(wrong) < LOCK_AFTER:
            wrong.append(self._now())
        self._wrong[who] = wrong
        if len(wrong) >= LOCK_AFTER:
            raise Refusal(401, "IAM.0061", "The account is locked. Try again 15 minutes later.")
        if not right:
            raise Refusal(401, "IAM.0062", "Incorrect username or password.")
        del self._wrong[who]

    def _project(self, wanted: object) -> tuple[str | None, str | None]:
        if not isinstance(wanted, dict):
            return None, None
        for name, project_id in self.projects.items():
            if wanted.get("name") == name or wanted.get("id") == project_id:
                return name, project_id
        asked = wanted.get("id") or wanted.get("name")
        raise Refusal(404, "404", f"Could not find project: {asked}.")

    def _issue(self, who: tuple[str, str], name: str | None, project_id: str | None) -> Reply:
        self._count += 1
        token = f"MIIdemo-{self._count}-".ljust(TOKEN_LENGTH, "A")
        expires = self._now() + TOKEN_LIFETIME
        self._issued[token] = IssuedToken(project_id, expires)
        domain = {"id": "0" * 31 + "d", "name": who[0]}
        about: dict[str, Any] = {
            "expires_at": _stamp(expires),
            "issued_at": _stamp(self._now()),
            "methods": ["password"],
            "user": {"domain": domain, "id": "0" * 31 + "e", "name": who[1]},
        }
        if project_id:
            about["project"] = {"domain": domain, "id": project_id, "name": name}
        return json_reply({"token": about}, status=201, headers={"X-Subject-Token": token})

    def project_list(self, name: str | None) -> Reply:
        """``GET /v3/projects``: all, or the one of this name."""
        rows = [
            {"id": project_id, "name": key, "enabled": True, "is_domain": False}
            for key, project_id in self.projects.items()
            if name in {None, key}
        ]
        return json_reply({"projects": rows, "links": {"next": None, "previous": None}})


def _stamp(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
