"""Look-ups as a person makes them, from the command to the message, over both transports."""

from __future__ import annotations

import pytest

from bot.demo.images import demo_images
from bot.demo.stage import Stage, open_stage
from bot.demo.workspace import C_ML, U_ANNA, U_BEN
from tests.journeys.acts import labels, press, said, say, share

pytestmark = pytest.mark.anyio


async def test_find_next_last_details_and_share(stage: Stage):
    """The whole walk: every page in place, details beside the list, one public message."""
    first = await say(stage, "find pytorch arch=AARCH64")
    second = await press(stage, first, "Next")
    last = await press(stage, second, "Last")
    details = await press(stage, last, "Details")
    told = await share(stage, last)

    assert "26" in first["text"]
    assert (first["ts"], second["ts"]) == (last["ts"], last["ts"]), "paging edits in place"
    assert "1/3" in said(first)
    assert "2/3" in said(second)
    assert "3/3" in said(last)
    assert details["ts"] != last["ts"]
    assert "docker pull" in said(details)
    assert "Shared" in told["text"]
    public = stage.slack.workspace.messages(C_ML)
    assert len(public) == 1
    assert "pytorch" in public[0]["text"]


async def test_answers_are_seen_by_the_asker_alone(stage: Stage):
    await say(stage, "find pytorch")

    assert stage.slack.workspace.messages(C_ML) == []
    assert len(stage.slack.workspace.seen_by(U_ANNA, C_ML)) == 1
    assert stage.slack.workspace.seen_by(U_BEN, C_ML) == []


async def test_exactly_the_matching_images_of_both_types_on_all_pages(http_stage: Stage):
    wanted = {
        image["id"]
        for image in demo_images()
        if "pytorch" in image["name"].lower() and image["arch"].upper() == "AARCH64"
    }

    message = await say(http_stage, "find pytorch arch=AARCH64")
    shown = _details_of(message)
    while "Next" in labels(message):
        message = await press(http_stage, message, "Next")
        shown += _details_of(message)

    assert len(shown) == len(set(shown)) == len(wanted) == 26
    queries = [call.query for call in http_stage.modelarts.journal]
    assert {query["type"] for query in queries} == {"BUILD_IN", "DEDICATED"}
    assert all(query["name"] == "pytorch" and "arch" not in query for query in queries)


def _details_of(message: dict[str, object]) -> list[str]:
    blocks = message["blocks"]
    assert isinstance(blocks, list)
    return [
        block["accessory"]["value"]
        for block in blocks
        if block.get("accessory", {}).get("action_id", "").startswith("img:show:")
    ]


async def test_buttons_work_after_a_restart_of_the_bot():
    async with open_stage(demo_images()) as before:
        message = await say(before, "find pytorch arch=AARCH64")
        async with open_stage(demo_images()) as after:
            before.slack.connect_http(f"http://127.0.0.1:{after.bot.port}/slack/events")

            second = await press(before, message, "Next")

    assert "2/3" in said(second)


async def test_an_expired_response_url_does_not_lose_the_answer(http_stage: Stage):
    slack = http_stage.slack
    slack.faults.add("expired_url", "response_url")

    message = await say(http_stage, "find pytorch")

    assert "pytorch" in message["text"]
    assert [call.method for call in slack.journal if call.ok][-1] == "chat.postEphemeral"


async def test_a_press_brings_a_new_response_url_however_old_the_message_is(http_stage: Stage):
    message = await say(http_stage, "find pytorch")
    for _ in range(7):
        label = "Next" if "Next" in labels(message) else "Previous"
        message = await press(http_stage, message, label)

    assert all(call.ok for call in http_stage.slack.calls("response_url"))


async def test_sorting_and_filtering_from_the_menus(http_stage: Stage):
    message = await say(http_stage, "find pytorch")

    by_name = await press(http_stage, message, "Sort", option="name")
    arm = await press(http_stage, by_name, "Narrow down", option="arch=AARCH64")

    assert "sorted by name" in said(by_name)
    assert by_name["ts"] == message["ts"]
    assert "arch=AARCH64" in said(arm)
    assert "sorted by name" in said(arm)
    assert "26" in arm["text"]


async def test_groups_are_sorted_by_a_field_that_only_they_have(http_stage: Stage):
    message = await say(http_stage, "groups pytorch")

    sorted_ = await press(http_stage, message, "Sort", option="-version_count")

    assert sorted_["ts"] == message["ts"]
    assert "versions, largest first" in said(sorted_)


async def test_versions_of_a_group_open_beside_the_groups(http_stage: Stage):
    message = await say(http_stage, "groups pytorch")

    versions = await press(http_stage, message, "Versions")

    assert versions["ts"] != message["ts"]


async def test_every_command_has_an_answer(stage: Stage):
    for text in ("help", "", "groups", "failed", "explain pytorch arm", "help fields"):
        message = await say(stage, text)

        assert message["text"]


async def test_failed_shows_what_is_broken_and_why(http_stage: Stage):
    broken = [i for i in demo_images() if i["status"] in {"CREATE_FAILED", "ERROR"}]

    message = await say(http_stage, "failed limit=20")

    visible = [image for image in broken if image["workspace_id"] == "0"]
    assert str(len(visible)) in message["text"]


async def test_show_finds_an_image_by_id_name_tag_and_path(http_stage: Stage):
    image = next(i for i in demo_images() if i["type"] == "DEDICATED" and i["workspace_id"] == "0")
    references = [image["id"], image["swr_path"], image["swr_path"].split("/", 1)[1]]

    for reference in references:
        message = await say(http_stage, f"show {reference}")

        assert image["swr_path"] in said(message)


async def test_the_word_payload_is_a_search_like_any_other(stage: Stage):
    message = await say(stage, "find payload")

    assert "payload" in message["text"]
