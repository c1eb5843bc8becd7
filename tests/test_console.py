"""Tables in the terminal: what fits, and what is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.console import choice_table, detail_table, page_table
from bot.errors import UpstreamTimeout
from bot.query.page import Relaxation
from tests.factories import image, image_group
from tests.paper import HOUR, NOW, drawn, group_page, search_page, shown


def test_a_page_says_how_many_of_how_many_and_how_old():
    text = drawn(page_table(search_page(image(), total=6, page=1, pages=2), 100))

    assert text.splitlines()[0] == "6 of 107 images · page 1 of 2 · read 20 s ago"
    assert "Next: add page=2" in text


def test_a_row_shows_what_people_choose_by():
    one = image(
        size=4_200_000_000,
        resource_categories=("CPU", "ASCEND"),
        update_at=NOW - 3 * HOUR,
        status="CREATE_FAILED",
    )

    text = drawn(page_table(search_page(one), 120))

    for part in ("pytorch_2_1", "1.0", "DEDICATED", "AARCH64", "CPU/ASCEND", "4.2 GB", "3 h ago"):
        assert part in text
    assert "CREATE_FAILED" in text


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(width: int):
    one = image(
        name="a" * 90 + "_tail", tag="t" * 60, resource_categories=("CPU", "GPU", "ASCEND")
    )

    text = drawn(page_table(replace(search_page(one), filtered_here=()), width))

    rows = [line.rstrip() for line in text.splitlines() if "AARCH64" in line or "_tail" in line]
    assert rows
    assert max(map(len, rows)) <= width
    assert "_tail" in rows[-1]


def test_a_pipe_gets_whole_names():
    name = "a" * 200 + "_tail"

    assert name in drawn(page_table(search_page(image(name=name)), 1000), 1000)


def test_a_column_without_a_value_takes_no_room():
    text = drawn(page_table(search_page(image(tag=None)), 100))

    assert "tag" not in text.splitlines()[1].split()
    assert "size" not in text.splitlines()[1].split()


def test_a_tag_that_repeats_the_name_shows_only_what_differs():
    one = image(name="pytorch_2.1-cuda", tag="pytorch_2.1-cuda-20240101-abcdef")

    row = drawn(page_table(search_page(one), 120)).splitlines()[2]

    assert row.split()[:2] == ["pytorch_2.1-cuda", "20240101-abcdef"]


def test_groups_show_their_number_of_versions():
    text = drawn(page_table(group_page(image_group(version_count=37, namespace="team")), 100))

    assert text.startswith("1 image name · read 20 s ago\n")
    assert "37" in text
    assert "team" in text


def test_an_empty_answer_says_what_removed_everything_and_what_would_find_something():
    page = search_page(
        total=0,
        pages=1,
        blame="arch=AARCH64",
        relaxations=(Relaxation("without arch=AARCH64", "find pytorch size>5GB", 9),),
        closest=("pytorch_2_1",),
        command="find pytorch arch=AARCH64",
    )

    text = drawn(page_table(page, 100))

    assert "No image matches · 107 images looked at" in text
    assert "arch=AARCH64 alone removes every one of them." in text
    assert "without arch=AARCH64 finds 9: imagebot find pytorch 'size>5GB'" in text
    assert "Closest names: pytorch_2_1" in text


def test_that_nothing_has_failed_is_said_as_good_news():
    assert drawn(page_table(search_page(command="failed"), 80)).startswith("No image has failed")


def test_doubts_and_age_are_told():
    page = search_page(
        image(),
        claimed=200,
        trouble=UpstreamTimeout("ModelArts did not answer."),
        as_of_ms=NOW - HOUR,
    )

    text = drawn(page_table(page, 100))

    assert "ModelArts did not answer. What is shown is 60 min old." in text
    assert "ModelArts counts 200 images but sent 107" in text


def test_details_show_every_field_under_its_api_name_with_the_path_whole():
    path = "swr.example/" + "long" * 40 + ":1"
    one = image(swr_path=path, create_at=NOW - HOUR, size=4_200_000_000, status_message="a" * 300)

    lines = drawn(detail_table(shown(one))).splitlines()

    fields = {line.split()[0]: line.partition(" ")[2].strip() for line in lines}
    assert fields["swr_path"] == path
    assert fields["create_at"] == "2026-02-02 01:40 UTC (60 min ago)"
    assert fields["size"] == "4.2 GB (4200000000 as sent)"
    assert fields["status_message"] == "a" * 300
    assert lines[-1] == "read 20 s ago"


def test_several_images_of_one_name_are_offered_by_id():
    text = drawn(choice_table(shown(None, image(id="i-1"), image(id="i-2")), 120))

    assert "2 images may be meant" in text
    assert "i-1" in text
    assert "i-2" in text
