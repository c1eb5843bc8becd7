"""What a reply that is no answer means."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import errors
from bot.modelarts.refusals import LONGEST_LOGGED, masked, problem, refusal

NOW_MS = 1_767_323_045_000


def service(code: str, text: str = "text") -> bytes:
    """The body of an error as the service sends it."""
    return json.dumps({"error_code": code, "error_msg": text}).encode()


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (400, "ModelArts.0104", errors.UpstreamRefused),
        (400, "ModelArts.0102", errors.UpstreamRefused),
        (400, "ModelArts.0210", errors.UpstreamRefused),
        (400, "ModelArts.6400", errors.UpstreamRefused),
        (400, "ModelArts.6404", errors.ImageUnknown),
        (400, "ModelArts.6797", errors.ImageUnknown),
        (401, "ModelArts.0203", errors.LoginRefused),
        (401, "APIGW.0301", errors.LoginRefused),
        (401, "IAM.0062", errors.LoginRefused),
        (403, "ModelArts.0203", errors.AccessDenied),
        (403, "APIGW.0302", errors.AccessDenied),
        (404, "APIGW.0101", errors.EndpointMissing),
        (302, "", errors.EndpointMissing),
        (408, "ModelArts.6100", errors.UpstreamTimeout),
        (413, "APIG.0201", errors.UpstreamRefused),
        (429, "APIG.0308", errors.Throttled),
        (429, "ModelArts.6101", errors.Throttled),
        (500, "ModelArts.0010", errors.UpstreamDown),
        (502, "APIG.0201", errors.UpstreamDown),
        (503, "ModelArts.4302", errors.UpstreamDown),
        (504, "APIG.0610", errors.UpstreamDown),
        (204, "", errors.ProtocolError),
    ],
)
def test_status_decides_first_and_code_second(
    status: int, code: str, error: type[errors.UpstreamError]
) -> None:
    """One code comes with several statuses."""
    found = problem(refusal(status, {}, service(code), NOW_MS))

    assert type(found) is error
    assert found.status == status
    assert found.code == (code or None)
    assert found.message.endswith(".")


def test_a_missing_right_says_which_and_who_can_grant_it() -> None:
    """A person without the right cannot find that out alone."""
    found = problem(refusal(403, {}, service("ModelArts.0108"), NOW_MS))

    assert "administrator" in found.hint
    for right in ("modelarts:image:list", "modelarts:image:get", "modelarts:image:listGroup"):
        assert right in found.hint


def test_throttling_carries_how_long_to_wait() -> None:
    """From the header, or from the gateway's text."""
    text = (
        "The throttling threshold has been reached: policy ip over ratelimit,limit:5,time:1 minute"
    )

    by_text = problem(refusal(429, {}, service("APIG.0308", text), NOW_MS))
    by_header = problem(refusal(429, {"retry-after": "7"}, b"", NOW_MS))
    unsaid = problem(refusal(429, {}, b"", NOW_MS))

    assert isinstance(by_text, errors.Throttled)
    assert by_text.retry_after == 60
    assert isinstance(by_header, errors.Throttled)
    assert by_header.retry_after == 7
    assert "7 seconds" in by_header.hint
    assert isinstance(unsaid, errors.Throttled)
    assert unsaid.retry_after is None


@pytest.mark.parametrize(
    ("body", "code", "text"),
    [
        ({"error_code": "ModelArts.0203", "error_msg": "m"}, "ModelArts.0203", "m"),
        ({"errorCode": "APIGW.0301", "errorMsg": "m"}, "APIGW.0301", "m"),
        ({"code": "IAM.0012", "message": "m"}, "IAM.0012", "m"),
        ({"error": {"code": 404, "message": "m", "title": "Not Found"}}, None, "m"),
        ({"error": {"error_code": "IAM.0062", "error_msg": "m"}}, "IAM.0062", "m"),
        ({"error_code": "not a code", "error_msg": "m"}, None, "m"),
        ({"error_code": "ModelArts.0203\nevil", "error_msg": "m"}, None, "m"),
    ],
)
def test_every_shape_of_an_error_is_read(
    body: dict[str, object], code: str | None, text: str
) -> None:
    """Service, gateway, IAM, and what the SDK accepts; a code only if it looks like one."""
    found = refusal(400, {}, json.dumps(body).encode(), NOW_MS)

    assert (found.code, found.text) == (code, text)


def test_the_request_id_comes_from_the_header_or_the_body() -> None:
    """Only if it can be one."""
    body = json.dumps({"request_id": "b-1"}).encode()

    assert refusal(401, {"x-request-id": "h-1"}, body, NOW_MS).request_id == "h-1"
    assert refusal(401, {}, body, NOW_MS).request_id == "b-1"
    assert refusal(401, {"x-request-id": "<!channel>"}, b"", NOW_MS).request_id is None


@pytest.mark.parametrize(
    "secret",
    [
        "ak HSTTESTACCESSKEY1234 not exist",
        "ak TESTAK not exist",
        "verify aksk signature fail, canonicalRequest:GET\n/v1/0123456789abcdef/images/\n\nhost:h",
        "Authorization: SDK-HMAC-SHA256 Access=TESTAK, Signature=deadbeef",
        "X-Auth-Token: MIIEvgIBADANBgkqhkiG9w0BAQEFAASC",
        '{"access": "TESTAK", "secret":"TESTSK"}',
        "token gAAAAABfakeTOKENfakeTOKENfakeTOKENfake",
        "password=hunter2",
        "The access key ABCDEFGH12 does not exist",
        "The secret access key is abcdefgh1",
        "AccessKeyId: AKIA12345",
        "secretKey: 'abcdefgh'",
        "sk=abcdefgh",
        "password 'hunter2' is wrong",
        'password "hunter2',
    ],
)
def test_the_log_never_holds_a_key_or_a_canonical_request(secret: str) -> None:
    """The gateway echoes both in its text (APIGW.0301)."""
    shown = masked(secret)

    for word in (
        "HSTTESTACCESSKEY1234",
        "TESTAK",
        "TESTSK",
        "0123456789abcdef",
        "deadbeef",
        "MIIE",
        "gAAAA",
        "hunter2",
        "ABCDEFGH12",
        "AKIA12345",
        "abcdefgh",
    ):
        assert word not in shown


def test_plain_words_stay_readable_in_the_log() -> None:
    """Or nobody could find the cause."""
    text = "fromIndex(200) > toIndex(33)"

    assert masked(text) == text
    assert masked("policy ip over ratelimit,limit:5") == "policy ip over ratelimit,limit:5"
    assert masked("The user name or password is wrong.") == "The user name or password is wrong."
    assert masked("The access key does not exist.") == "The access key does not exist."


@given(st.text(max_size=2000))
def test_a_logged_text_is_one_short_line(text: str) -> None:
    """No control codes, nothing that could pass for another line of the log."""
    shown = masked(text)

    assert len(shown) <= LONGEST_LOGGED
    assert shown.isprintable()


@given(st.integers(100, 599), st.binary(max_size=200))
def test_any_reply_becomes_an_error_of_ours(status: int, raw: bytes) -> None:
    """And upstream's words are not in it."""
    found = problem(refusal(status, {}, b'{"error_msg": "ZQZQ"}' + raw, NOW_MS))

    assert isinstance(found, errors.UpstreamError)
    assert "ZQZQ" not in f"{found.message}{found.hint}"
