"""Which image a command about alerts means."""

from __future__ import annotations

import pytest

from bot.alerts.desk_model import Ledger
from bot.errors import UpstreamDown
from tests.factories import image
from tests.handlers.desk import NOW, scene
from tests.handlers.test_alert_commands import typed

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("command", ["watch", "silence", "why"])
async def test_several_images_of_a_name_are_named_so_that_one_can_be_chosen(command: str):
    rows = [image(id="i-1", name="cuda", tag="1"), image(id="i-2", name="cuda", tag="2")]
    here = scene(*rows)

    said = await typed(here, f"{command} cuda")

    assert here.desk.done == []
    assert "2 images are called that" in said
    assert "cuda:1" in said
    assert "cuda:2" in said


async def test_images_that_share_even_the_tag_are_named_by_id():
    here = scene(*(image(id=f"i-{number}", name="cuda", tag="1") for number in range(7)))

    said = await typed(here, "watch cuda")

    assert "i-0" in said
    assert "and 2 more" in said


async def test_why_tells_what_is_remembered_of_an_image():
    here = scene(image(id="i-7", name="cuda"))
    here.desk.ledgers["i-7"] = Ledger("i-7", "cuda:1.0", "ERROR", NOW)

    assert "cuda" in await typed(here, "why cuda")


async def test_an_image_that_is_gone_is_remembered_by_its_id():
    here = scene()
    here.desk.ledgers["i-7"] = Ledger("i-7", "cuda:1.0", "ERROR", NOW)

    assert "cuda:1.0" in await typed(here, "why i-7")


async def test_what_is_remembered_is_told_when_modelarts_is_away():
    here = scene()
    here.source.fail(UpstreamDown("ModelArts is away."))
    here.desk.ledgers["i-7"] = Ledger("i-7", "cuda:1.0", "ERROR", NOW)

    assert "cuda:1.0" in await typed(here, "why i-7", "t1")
    assert "ModelArts is away" in await typed(here, "why cuda", "t2")


async def test_an_image_nobody_looked_at_yet_has_no_history():
    here = scene(image())

    assert "has seen this image yet" in await typed(here, "why pytorch_2_1")


COMMANDS = pytest.mark.parametrize("command", ["watch", "silence", "why"])


@COMMANDS
async def test_an_image_that_the_polls_remember_is_found_without_modelarts(command: str):
    here = scene()
    here.desk.seen = [image(id="i-7", name="cuda", tag="1")]
    here.desk.ledgers["i-7"] = Ledger("i-7", "cuda:1", "ERROR", NOW)

    said = await typed(here, f"{command} cuda:1")

    assert "cuda:1" in said
    assert "called that" not in said
    assert here.source.asked == []


@COMMANDS
async def test_several_that_the_polls_remember_are_named(command: str):
    here = scene()
    here.desk.seen = [image(id=f"i-{tag}", name="cuda", tag=tag) for tag in "12"]

    said = await typed(here, f"{command} cuda")

    assert here.desk.done == []
    assert "2 images are called that" in said
    assert "cuda:1, cuda:2" in said


@COMMANDS
async def test_for_an_unknown_name_the_closest_are_named_to_be_typed(command: str):
    """A button would show an image, and look as if the command were done."""
    here = scene(image(id="i-7", name="pytorch_2_1"))

    said = await typed(here, f"{command} pytorch_2_2")

    assert here.desk.done == []
    assert "No image has" in said
    assert f"Closest names: pytorch_2_1. Type `/images` {command} again" in said
    assert here.told.buttons == []


async def test_only_why_means_an_image_that_is_gone():
    here = scene()
    here.desk.vanished = [image(id="i-7", name="cuda", tag="1")]
    here.desk.ledgers["i-7"] = Ledger("i-7", "cuda:1", "ERROR", NOW, gone_ms=NOW)

    assert "not in the list any more" in await typed(here, "why cuda", "t1")
    assert "No image has" in await typed(here, "watch cuda", "t2")


async def test_a_watch_of_a_remembered_image_knows_its_status():
    here = scene()
    here.desk.seen = [image(id="i-7", name="cuda", tag="1", status="ACTIVE")]

    said = await typed(here, "watch cuda")

    assert "Waiting for cuda:1; its status was ACTIVE" in said
    assert "when it fails or disappears" in said
