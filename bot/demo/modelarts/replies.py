"""The fake ModelArts' answers: JSON replies, and refusals in the real services' shapes."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

JSON_TYPE = "application/json;charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer before it is put on the wire."""

    status: int
    body: bytes
    content_type: str = JSON_TYPE
    headers: Mapping[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """An error answer.

    Args:
        status: HTTP status.
        code: ``error_code``; its prefix says who speaks.  ``ModelArts.`` and ``IAM.`` send code
            and text, ``APIGW.`` adds ``request_id``, and plain digits stand for IAM's older
            shape ``{"error": {"code", "message", "title"}}``.
        text: ``error_msg``.
    """

    def __init__(self, status: int, code: str, text: str) -> None:
        super().__init__(f"{status} {code}: {text}")
        self.status = status
        self.code = code
        self.text = text


def json_reply(
    payload: object, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Reply:
    """A reply as the service writes it: no spaces, UTF-8 unescaped."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return Reply(status, text.encode("utf-8", "surrogatepass"), headers=headers or {})


def refusal_reply(refusal: Refusal, headers: Mapping[str, str] | None = None) -> Reply:
    """A refusal in the shape of whoever sends this code."""
    payload: dict[str, Any] = {"error_code": refusal.code, "error_msg": refusal.text}
    own = dict(headers or {})
    if refusal.code.startswith(("APIGW.", "APIG.")):
        own["x-request-id"] = uuid.uuid4().hex
        payload = {
            "error_msg": refusal.text,
            "error_code": refusal.code,
            "request_id": own["x-request-id"],
        }
    elif refusal.code.isdigit():
        title = {400: "Bad Request", 401: "Unauthorized", 404: "Not Found"}[refusal.status]
        payload = {"error": {"code": refusal.status, "message": refusal.text, "title": title}}
    return json_reply(payload, status=refusal.status, headers=own)


def html_reply(status: int, title: str, headers: Mapping[str, str] | None = None) -> Reply:
    """What a proxy in front of the service answers with."""
    page = f"<html>\n<head><title>{title}</title></head>\n<body><h1>{title}</h1></body>\n</html>\n"
    return Reply(status, page.encode(), "text/html", headers or {})
