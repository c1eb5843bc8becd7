"""When something is wrong: one plain sentence, a way out, and nothing of upstream's own words."""

from __future__ import annotations

import asyncio
import logging
import re

import pytest

from bot.demo.images import demo_images
from bot.demo.modelarts.faults import Fault
from bot.demo.slack.signing import form_body
from bot.demo.stage import Stage, open_stage
from bot.demo.workspace import C_ML, TEAM, U_ANNA, U_BEN
from tests.journeys.acts import control, labels, press, said, say

pytestmark = pytest.mark.anyio

LEAK = "ak LEAKEDAK1234567 not exist: verify aksk signature fail, canonicalRequest:GET LEAKED"


def broken(status: int, code: str) -> Fault:
    return Fault(kind="status", status=status, code=code, text=LEAK)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (broken(401, "APIGW.0301"), "does not accept"),
        (broken(403, "ModelArts.0108"), "modelarts:image:list"),
        (broken(404, "APIGW.0101"), "region"),
        (broken(400, "ModelArts.0104"), "not accepted"),
        (broken(429, "APIGW.0308"), "too many"),
        (broken(500, "ModelArts.0010"), "ModelArts"),
        (broken(503, "APIG.0613"), "ModelArts"),
        (Fault(kind="html"), "ModelArts"),
        (Fault(kind="truncated"), "ModelArts"),
        (Fault(kind="reset"), "ModelArts"),
        (Fault(kind="redirect"), "ModelArts"),
    ],
    ids=lambda value: value.kind if isinstance(value, Fault) else value,
)
async def test_a_broken_upstream_is_one_plain_sentence_with_a_reference(
    fault: Fault, words: str, caplog: pytest.LogCaptureFixture
):
    async with open_stage(demo_images(), changes={"MODELARTS_TIMEOUT": "3"}) as stage:
        stage.modelarts.faults.standing = fault
        with caplog.at_level(logging.INFO):
            message = await say(stage, "find pytorch")
        stage.modelarts.faults.clear()
        retried = await press(stage, message, "Retry")

    text = said(message) + message["text"]
    assert words.lower() in text.lower()
    assert "LEAKED" not in text
    assert "canonical" not in text
    reference = re.search(r"Reference \W*([0-9a-f]{8})", message["text"])
    assert reference is not None
    assert reference[1] in caplog.text
    assert "LEAKED" not in caplog.text
    assert retried["ts"] == message["ts"]
    assert "pytorch" in retried["text"]


async def test_a_hanging_upstream_delays_no_ack_and_ends_in_one_answer_with_retry():
    async with open_stage(demo_images(), changes={"MODELARTS_TIMEOUT": "2"}) as stage:
        ready = await say(stage, "find mindspore")
        stage.modelarts.faults.standing = Fault(kind="hang", seconds=20)
        deliveries = [await stage.slack.command(f"find word{n}") for n in range(20)]
        deliveries.append(await stage.slack.press(ready, control(ready, "Details"), user=U_ANNA))
        answers = await asyncio.gather(*(stage.slack.settled(one) for one in deliveries))

    assert all(one.acked for one in deliveries)
    assert [len(messages) for messages in answers] == [1] * len(deliveries)
    assert all("did not answer" in messages[0]["text"] for messages in answers)
    assert all("Retry" in labels(messages[0]) for messages in answers)


async def test_older_data_is_shown_with_its_age_when_upstream_fails(http_stage: Stage):
    await say(http_stage, "find pytorch")
    http_stage.modelarts.faults.standing = broken(503, "APIG.0613")

    message = await say(http_stage, "find pytorch")

    assert "pytorch" in message["text"]


async def test_an_unknown_image_is_not_found_and_the_nearest_names_are_offered(http_stage: Stage):
    message = await say(http_stage, "show pytorch1.8-cuda10.2-cudnn7-ubuntu18.05")
    found = await press(http_stage, message, "pytorch1.8-cuda10.2-cudnn7-ubuntu18.04")

    assert "18.05" in message["text"]
    assert "pytorch1.8" in found["text"]


async def test_an_unknown_id_is_not_found(http_stage: Stage):
    message = await say(http_stage, "show 00000000-0000-4000-8000-000000000000")

    assert "no image" in message["text"].lower()
    assert "Reference" not in message["text"]


async def test_a_typing_mistake_is_pointed_at_and_one_press_runs_the_right_command(
    http_stage: Stage,
):
    message = await say(http_stage, "find pytorch archh=arm")
    put_right = [label for label in labels(message) if "arch=" in label or "Run" in label]
    found = await press(http_stage, message, put_right[0])

    assert "^" in said(message)
    assert "26" in found["text"]


async def test_an_empty_answer_offers_looser_searches_with_true_counts(http_stage: Stage):
    message = await say(http_stage, "find pytorch arm type=DEDICATED chip=snt9")
    offers = [label for label in labels(message) if " · " in label]
    assert offers, labels(message)

    found = await press(http_stage, message, offers[0])

    count = offers[0].rsplit(" · ", 1)[1].split()[0]
    assert count in found["text"]


async def test_a_tampered_button_is_refused_with_a_sentence(http_stage: Stage):
    message = await say(http_stage, "find pytorch arch=AARCH64")
    button = control(message, "Next")
    value = button["value"]
    forged = value[:-1] + ("A" if value[-1] != "A" else "B")

    delivery = await http_stage.slack.press(message, button, user=U_ANNA, value=forged)
    (refused,) = await http_stage.slack.settled(delivery)

    assert "button" in refused["text"].lower()
    assert refused["ts"] != message["ts"]


async def test_somebody_elses_button_is_refused(http_stage: Stage):
    message = await say(http_stage, "find pytorch arch=AARCH64")
    await say(http_stage, "find pytorch arch=AARCH64", user=U_BEN)
    (bens,) = http_stage.slack.workspace.seen_by(U_BEN, C_ML)

    delivery = await http_stage.slack.press(
        bens, control(bens, "Next"), user=U_BEN, value=control(message, "Next")["value"]
    )
    (refused,) = await http_stage.slack.settled(delivery)

    assert "somebody else" in refused["text"]


async def test_forged_requests_reach_nobody(http_stage: Stage):
    slack, body = http_stage.slack, b"command=%2Fimages&text=find+pytorch"
    good = slack.signed_headers(body)
    forged = [
        good | {"X-Slack-Signature": "v0=" + "0" * 64},
        good | {"X-Slack-Request-Timestamp": "abc"},
        good | {"X-Slack-Request-Timestamp": "1"},
        {},
    ]
    statuses = [(await slack.deliver_raw(body, headers)).status for headers in forged]
    big = b"x" * (2 * 1024 * 1024)
    with pytest.warns(ResourceWarning, match="large body"):
        statuses.append((await slack.deliver_raw(big, slack.signed_headers(big))).status)

    assert statuses == [401, 401, 401, 401, 413]
    assert http_stage.modelarts.journal == []


async def test_slacks_own_checks_of_the_address_are_answered(http_stage: Stage):
    assert (await http_stage.slack.check_ssl()).status == 200
    verified = await http_stage.slack.verify_url("abc")
    assert verified.status == 200
    assert "abc" in (verified.ack_body or "")


async def test_a_flood_of_presses_ends_on_the_page_of_the_last_one(http_stage: Stage):
    message = await say(http_stage, "find")
    delivered = []
    for _ in range(5):
        button = control(message, "Next")
        delivered.append(await http_stage.slack.press(message, button, user=U_ANNA))
    for delivery in delivered:
        await http_stage.slack.settled(delivery)
    (shown,) = http_stage.slack.workspace.seen_by(U_ANNA, C_ML)

    assert "2/" in said(shown)


async def test_a_slow_slack_delays_no_ack(http_stage: Stage):
    """No call to Slack stands between a command and its ack either."""
    http_stage.slack.faults.add("slow", times=50, seconds=4)

    deliveries = [await http_stage.slack.command(f"find pytorch {n}") for n in range(3)]

    assert all(one.acked for one in deliveries)


async def test_the_same_delivery_twice_is_answered_once(http_stage: Stage):
    slack, body = (
        http_stage.slack,
        form_body(
            {
                "command": "/images",
                "text": "find pytorch",
                "team_id": TEAM,
                "user_id": U_ANNA,
                "channel_id": C_ML,
                "trigger_id": "1.2.3",
            }
        ),
    )
    headers = slack.signed_headers(body)

    statuses = [(await slack.deliver_raw(body, headers)).status for _ in range(3)]
    await slack.record.until(
        lambda: bool(slack.calls("chat.postEphemeral")), seconds=5, what="no answer"
    )
    await say(http_stage, "find pytorch")

    assert statuses == [200, 200, 200]
    assert len(slack.calls("chat.postEphemeral")) == 1


async def test_a_failed_page_leaves_the_list_and_its_retry_shows_the_page():
    async with open_stage(demo_images(), changes={"MODELARTS_TIMEOUT": "2"}) as stage:
        message = await say(stage, "find pytorch")
        details = control(message, "Details")
        stage.modelarts.faults.standing = broken(503, "APIG.0613")
        delivery = await stage.slack.press(message, details, user=U_ANNA)
        (shown,) = await stage.slack.settled(delivery)

    assert shown["ts"] != message["ts"]
    assert "docker pull" in said(shown) or "Retry" in labels(shown)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
async def test_a_packed_body_is_refused_before_it_is_unpacked(http_stage: Stage, coding: str):
    headers = {"Content-Encoding": coding, "Content-Type": "application/x-www-form-urlencoded"}

    delivery = await http_stage.slack.deliver_raw(b"garbage", headers)

    assert delivery.status == 401
