"""Look-ups in the terminal, from the arguments to what is printed, against a fake ModelArts."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.images import demo_images
from bot.settings.rules import PREFIXES
from bot.terminal import requoted

Imagebot = Callable[..., Awaitable[tuple[int, str, str]]]


@pytest.fixture
def imagebot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Imagebot]:
    """Runs one command against a server; its exit code, output and errors."""
    for name in os.environ:
        if name.startswith((*PREFIXES, "HUAWEICLOUD_SDK_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    before = list(root.handlers), root.level

    async def run(fake: FakeModelArts, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.setenv("MODELARTS_ENDPOINT", fake.url)
        monkeypatch.setenv("MODELARTS_PROJECT_ID", fake.PROJECT_ID)
        monkeypatch.setenv("HUAWEICLOUD_SDK_AK", fake.ACCESS_KEY)
        monkeypatch.setenv("HUAWEICLOUD_SDK_SK", fake.SECRET_KEY)
        code = await asyncio.to_thread(main, list(arguments))
        return code, *capsys.readouterr()

    yield run
    root.handlers[:], root.level = before


def matching(word: str, **fields: str) -> list[dict[str, Any]]:
    """The images a person would pick by hand."""
    return [
        image
        for image in demo_images()
        if word in str(image.get("name", "")).lower()
        and all(str(image.get(field, "")).upper() == value for field, value in fields.items())
    ]


@pytest.mark.anyio
async def test_find_prints_every_match_of_both_types_as_json(imagebot: Imagebot):
    async with FakeModelArts(demo_images()) as fake:
        code, out, err = await imagebot(fake, "find", "pytorch", "--json", "arch=AARCH64")

    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert {i["id"] for i in answer["images"]} == {
        i["id"] for i in matching("pytorch", arch="AARCH64")
    }
    assert answer["total"] == len(answer["images"]) > 0
    assert answer["filtered_here"]
    assert all("name=pytorch" in request for request in answer["requests"])


@pytest.mark.anyio
async def test_json_gives_every_row_and_the_terminal_one_page(imagebot: Imagebot):
    async with FakeModelArts(demo_images()) as fake:
        _, everything, _ = await imagebot(fake, "find", "--json")
        _, three, _ = await imagebot(fake, "find", "--json", "limit=3", "page=2")
        _, table, _ = await imagebot(fake, "find")

    ids = {i["id"] for i in matching("", workspace_id="0")}
    assert len(ids) > 50
    assert {i["id"] for i in json.loads(everything)["images"]} == ids
    assert (len(json.loads(three)["images"]), json.loads(three)["page"]) == (3, 2)
    assert "page 1 of" in table
    assert len(table.splitlines()) < 60


@pytest.mark.anyio
async def test_a_pipe_gets_whole_names_without_colours(imagebot: Imagebot):
    async with FakeModelArts(demo_images()) as fake:
        code, out, _ = await imagebot(fake, "find", "pytorch", "arch=AARCH64", "limit=100")

    assert code == 0
    assert "\x1b" not in out
    for one in matching("pytorch", arch="AARCH64"):
        assert one["name"] in out


@pytest.mark.anyio
async def test_the_searchs_own_options_are_not_taken_for_ours(imagebot: Imagebot):
    async with FakeModelArts(demo_images()) as fake:
        _, dashes, _ = await imagebot(
            fake, "find", "--arch", "AARCH64", "-type=BUILD_IN", "--json"
        )
        _, after, _ = await imagebot(fake, "find", "--json", "--", "size>5GB")

    found = json.loads(dashes)["images"]
    assert {(i["arch"], i["type"]) for i in found} == {("AARCH64", "DEDICATED")}
    assert json.loads(after)["search"].startswith("find size>5")


@pytest.mark.anyio
async def test_nothing_found_is_exit_code_1_but_no_failure_is_good_news(imagebot: Imagebot):
    async with FakeModelArts([i for i in demo_images() if i.get("status") == "ACTIVE"]) as fake:
        nothing, out, _ = await imagebot(fake, "find", "no_such_name_at_all")
        none_failed, news, _ = await imagebot(fake, "failed")

    assert (nothing, none_failed) == (1, 0)
    assert out.startswith("No image matches")
    assert news.startswith("No image has failed")


@pytest.mark.anyio
async def test_show_prints_the_fields_of_one_image_and_offers_several(imagebot: Imagebot):
    images = demo_images()
    names = [i.get("name") for i in images]
    twice = next(name for name in names if names.count(name) > 1)
    async with FakeModelArts(images) as fake:
        code, out, _ = await imagebot(fake, "show", images[0]["id"])
        several, offered, _ = await imagebot(fake, "show", str(twice))
        missing, _, said = await imagebot(fake, "show", "no_such_image_at_all")

    assert code == 0
    assert f"swr_path               {images[0]['swr_path']}\n" in out
    assert several == 1
    assert all(i["id"] in offered for i in images if i.get("name") == twice)
    assert missing == 1
    assert said.startswith("imagebot: ")


@pytest.mark.anyio
async def test_groups_failed_and_explain_answer_too(imagebot: Imagebot):
    async with FakeModelArts(demo_images()) as fake:
        groups = await imagebot(fake, "groups", "pytorch", "--json")
        failed = await imagebot(fake, "failed", "--json")
        explained = await imagebot(fake, "explain", "find", "pytorch", "arch=AARCH64")
        helped = await imagebot(fake, "explain")

    assert json.loads(groups[1])["groups"][0]["version_count"]
    assert {i["status"] for i in json.loads(failed[1])["images"]} <= {"ERROR", "CREATE_FAILED"}
    assert "  GET /v1/" in explained[1]
    assert "usage: imagebot explain" in helped[1]
    assert (groups[0], failed[0], explained[0], helped[0]) == (0, 0, 0, 2)


@pytest.mark.anyio
async def test_a_refused_key_is_one_sentence_without_the_key(
    imagebot: Imagebot, monkeypatch: pytest.MonkeyPatch
):
    async with FakeModelArts(demo_images()) as fake:
        monkeypatch.setenv("MODELARTS_TOKEN", "CANARY-token")
        code, out, err = await imagebot(fake, "find", "pytorch")

    assert (code, out) == (1, "")
    assert err.startswith("imagebot: ")
    assert "CANARY" not in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("argument", "written"),
    [
        ("pytorch", "pytorch"),
        ("size>5GB", "size>5GB"),
        ('"pytorch_2_1"', '"pytorch_2_1"'),
        ("two words", '"two words"'),
        ("-cuda 10", '-"cuda 10"'),
        ("description~two words", 'description~"two words"'),
        ("-tag=a b", '-tag="a b"'),
        ('say "hi" now', "'say \"hi\" now'"),
        ("'in quotes'", "'in quotes'"),
        ("", '""'),
    ],
)
def test_an_argument_keeps_its_meaning_when_the_shell_has_taken_its_quotes(
    argument: str, written: str
):
    assert requoted(argument) == written
