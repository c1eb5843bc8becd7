"""How the fake ModelArts carries out a fault: replies of its own, and replies gone wrong."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from bot.demo.modelarts.faults import Fault
from bot.demo.modelarts.query import image_query
from bot.demo.modelarts.replies import Refusal, Reply, html_reply, json_reply, refusal_reply
from bot.demo.modelarts.signature import INTRODUCTION, RawRequest

NESTING = 100_000
ERRORS: Mapping[int, tuple[str, str]] = {
    400: ("ModelArts.0104", "Parameter error."),
    401: ("APIGW.0301", INTRODUCTION + "verify aksk signature fail, ak DEMOAK"),
    403: ("ModelArts.0108", "You are not authorized to perform this operation."),
    404: ("APIGW.0101", "The API does not exist or has not been published in the environment."),
    408: ("ModelArts.6100", "The request timed out."),
    429: (
        "APIGW.0308",
        (
            "The throttling threshold has been reached: "
            "policy ip over ratelimit,limit:5,time:1 minute"
        ),
    ),
    500: ("ModelArts.0010", "Internal error."),
    503: ("ModelArts.4302", "The gateway is unavailable."),
    504: ("APIGW.0610", "Backend timeout."),
}


def reply_instead(fault: Fault, request: RawRequest) -> Reply | None:
    """The fault's own answer; None if it only spoils the right one."""
    make = INSTEAD.get(fault.kind)
    return make(fault, request) if make else None


def spoiled(reply: Reply, fault: Fault) -> Reply:
    """The right answer after the fault went over it; an error stays as it is."""
    if reply.status >= 300:
        return reply
    if fault.kind == "truncated":
        return Reply(reply.status, reply.body[: len(reply.body) // 2], headers=reply.headers)
    if fault.kind not in {"nan", "empty_list"}:
        return reply
    payload: dict[str, Any] = json.loads(reply.body)
    if fault.kind == "nan":
        payload["total" if "total" in payload else "size"] = float("nan")
    else:
        payload |= {key: [] for key in ("data", "groups", "workspaces") if key in payload}
        payload |= {key: 0 for key in ("total", "pages", "total_count") if key in payload}
    return json_reply(payload, status=reply.status, headers=reply.headers)


def shift(images: list[dict[str, Any]], fault: Fault, sent: Mapping[str, str]) -> None:
    """Let an image come or go before the first one that this request lists."""
    if fault.kind not in {"insert", "delete"}:
        return
    rows = image_query(sent).rows(images)
    if not rows:
        return
    place = next(index for index, image in enumerate(images) if image is rows[0])
    if fault.kind == "delete":
        del images[place]
    else:
        new = {**rows[0], "id": f"inserted-{len(images)}"}
        images.insert(place, new)


def _status(fault: Fault, request: RawRequest) -> Reply:
    headers = {"Retry-After": fault.retry_after} if fault.retry_after is not None else {}
    if fault.status == 502 and fault.code is None:
        return html_reply(502, "502 Bad Gateway", headers)
    code, text = ERRORS.get(fault.status, ("ModelArts.0010", "Unexpected error."))
    if fault.status == 401:
        text += f", canonicalRequest:{request.method}|{request.path}/||host;x-sdk-date|"
    refusal = Refusal(fault.status, fault.code or code, fault.text or text)
    return refusal_reply(refusal, headers)


def _body(fault: Fault, _: RawRequest) -> Reply:
    status = 200 if fault.status == 503 else fault.status
    return Reply(status, (fault.text or "").encode(), fault.content_type)


def _html(_: Fault, __: RawRequest) -> Reply:
    return html_reply(200, "Welcome to nginx")


def _empty_body(_: Fault, __: RawRequest) -> Reply:
    return Reply(200, b"")


def _nesting(_: Fault, __: RawRequest) -> Reply:
    return Reply(200, b'{"data":' + b"[" * NESTING + b"]" * NESTING + b"}")


def _error_200(fault: Fault, _: RawRequest) -> Reply:
    code, text = fault.code or "ModelArts.0010", fault.text or "Internal error."
    return json_reply({"error_code": code, "error_msg": text})


def _redirect(fault: Fault, _: RawRequest) -> Reply:
    return Reply(302, b"", "text/html", {"Location": fault.location})


def _gzip_bomb(fault: Fault, _: RawRequest) -> Reply:
    return Reply(200, _spaces(fault.megabytes), headers={"Content-Encoding": "gzip"})


@lru_cache(maxsize=4)
def _spaces(megabytes: int) -> bytes:
    # 31: zlib's window of 15 bits, plus 16 for the gzip wrapping.
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    block = b" " * 1024 * 1024
    return b"".join([*(packer.compress(block) for _ in range(megabytes)), packer.flush()])


INSTEAD: Mapping[str, Callable[[Fault, RawRequest], Reply]] = {
    "status": _status,
    "body": _body,
    "html": _html,
    "empty_body": _empty_body,
    "nesting": _nesting,
    "error_200": _error_200,
    "redirect": _redirect,
    "gzip_bomb": _gzip_bomb,
}
