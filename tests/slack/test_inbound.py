"""Only what Slack signed is read, and nothing malformed raises."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier

from bot.slack.inbound import MAX_BODY, Refused, checked_payload

SECRET = "demo-secret"
FORM = "application/x-www-form-urlencoded"


def signed(body: bytes, *, at: float | None = None, content_type: str = FORM) -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
    return {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
        "Content-Type": content_type,
    }


def check(body: bytes, headers: dict[str, str]) -> object:
    return checked_payload(SignatureVerifier(SECRET), headers, body)


def test_a_signed_command_is_read_as_its_form_fields():
    body = urlencode({"command": "/images", "text": "find pytorch"}).encode()

    assert check(body, signed(body)) == {"command": "/images", "text": "find pytorch"}


def test_the_word_payload_in_a_command_does_not_hide_the_command():
    """Bolt's own reader takes such a form for an interaction and finds nothing in it."""
    body = urlencode({"command": "/images", "text": "find payload"}).encode()

    assert check(body, signed(body)) == {"command": "/images", "text": "find payload"}


def test_an_interaction_is_read_out_of_its_payload_field():
    pressed = {"type": "block_actions", "actions": [{"action_id": "img:retry"}]}
    body = urlencode({"payload": json.dumps(pressed)}).encode()

    assert check(body, signed(body)) == pressed


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "block_actions"},
        {"type": "block_actions", "actions": []},
        {"type": "block_actions", "actions": "x"},
        {"type": "block_actions", "actions": [None]},
        {"type": "block_actions", "actions": [{"action_id": 5}]},
        {"type": "block_actions", "actions": [{"selected_option": "x"}]},
        {"type": "block_actions", "actions": [{}], "container": "x"},
        {"type": "block_actions", "actions": [{}], "channel": "C1"},
        {"command": "/images", "text": ["a"]},
        {"command": "/images", "team_id": {}},
        {"type": "event_callback", "event": None},
        {"type": "event_callback", "event": "x"},
    ],
)
def test_a_payload_of_a_shape_slack_never_sends_is_refused(payload: dict[str, object]):
    body = urlencode({"payload": json.dumps(payload)}).encode()

    assert check(body, signed(body)) == Refused(401, "bad_body")


def test_an_event_is_read_as_json():
    body = b'{"type": "url_verification", "challenge": "x"}'

    payload = check(body, signed(body, content_type="application/json; charset=utf-8"))

    assert payload == {"type": "url_verification", "challenge": "x"}


@pytest.mark.parametrize("stamp", ["", "abc", "-1", "1.5", "9" * 5000, "١٢٣", "1e9", " 1", "0x10"])
def test_a_malformed_timestamp_is_unauthorised(stamp: str):
    body = b"command=%2Fimages"

    refused = check(body, signed(body) | {"X-Slack-Request-Timestamp": stamp})

    assert isinstance(refused, Refused)
    assert refused.status == 401


@pytest.mark.parametrize("signature", ["", "v0=", "v0=é", "v1=00", "v0=" + "0" * 64, "x" * 9999])
def test_a_malformed_or_wrong_signature_is_unauthorised(signature: str):
    body = b"command=%2Fimages"

    refused = check(body, signed(body) | {"X-Slack-Signature": signature})

    assert refused == Refused(401, "bad_signature")


@pytest.mark.parametrize("offset", [-301, 302])
def test_a_signature_older_or_newer_than_five_minutes_is_unauthorised(offset: int):
    body = b"command=%2Fimages"

    refused = check(body, signed(body, at=time.time() + offset))

    assert isinstance(refused, Refused)


def test_a_changed_body_is_unauthorised():
    headers = signed(b"text=find+a")

    assert check(b"text=find+b", headers) == Refused(401, "bad_signature")


def test_a_body_over_the_limit_is_too_large_before_it_is_hashed():
    body = b"x" * (MAX_BODY + 1)

    assert check(body, {}) == Refused(413, "too_large")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", FORM),
        (b"payload=%7Bnot+json", FORM),
        (b"payload=[]", FORM),
        (b"payload=" + b"[" * 100_000, FORM),
        (b"&".join(b"a=1" for _ in range(300)), FORM),
        (b"[1]", "application/json"),
        (b"nonsense", "application/json"),
        (b"9" * 5000, "application/json"),
    ],
)
def test_a_signed_body_nobody_can_read_is_refused_without_a_traceback(
    body: bytes, content_type: str
):
    refused = check(body, signed(body, content_type=content_type))

    assert refused == Refused(401, "bad_body")


def test_bytes_that_are_not_utf8_are_refused():
    body = b"text=\xff\xfe"

    assert check(body, signed(body)) == Refused(401, "bad_encoding")


@given(st.binary(max_size=300), st.text(max_size=80), st.text(max_size=80))
def test_no_bytes_and_headers_raise(body: bytes, stamp: str, signature: str):
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}

    assert isinstance(check(body, headers), Refused)
