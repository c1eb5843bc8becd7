"""What the asker of a search sees."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.blocks import ids
from bot.blocks.image_list import image_list
from bot.blocks.limits import characters
from bot.errors import AccessDenied, UpstreamTimeout
from bot.query.model import Condition, Op, Query, SortKey
from bot.query.page import Facet, Relaxation
from bot.query.page_token import Seal
from bot.query.requests import Failed, Find
from tests.blocks.golden import golden
from tests.blocks.reading import pressable, words
from tests.blocks.samples import HOUR, NOW, PYTORCH_ARM, SEAL, arm, failed, no_images, search_page
from tests.blocks.slack_rules import check, complete


def test_first_page():
    """The page as somebody looked at it."""
    message = image_list(search_page(), SEAL)

    check(message)
    golden("image_list_first_page", message)


def test_last_page_with_a_failure_and_a_changed_list():
    """Previous is there, Next is not; the failure has a mark and its word."""
    page = search_page(failed(), arm(5), page=2, first=4, page_size=3, total=5)
    message = image_list(page, SEAL, changed=True)

    check(message)
    golden("image_list_last_page", message)


def test_older_data_and_a_wrong_count_are_said():
    """With the reason, the moment and the age."""
    trouble = UpstreamTimeout("ModelArts did not answer in 10 seconds.")
    page = search_page(trouble=trouble, as_of_ms=NOW - 240_000, claimed=120, filtered_here=())
    message = image_list(page, SEAL)

    check(message)
    golden("image_list_stale", message)


def test_a_denied_refresh_gives_its_own_reason():
    """Only silence is called silence."""
    page = search_page(trouble=AccessDenied("The bot may not read images."))

    assert "The bot may not read images. This is from" in words(image_list(page, SEAL))


def test_contradicting_pages_are_said():
    """Although the count is right."""
    assert "contradict each other" in words(image_list(search_page(complete=False), SEAL))


def test_only_the_jumps_that_lead_somewhere_are_drawn():
    """In the middle all four; a screen reader hears where they lead."""
    message = image_list(search_page(page=3, pages=5, first=7, total=13), SEAL)
    drawn = pressable(message)

    assert drawn.keys() >= ids.PAGES
    assert drawn[ids.PAGE_NEXT]["accessibility_label"] == "Next page, images 10 to 12"
    assert drawn[ids.PAGE_LAST]["accessibility_label"] == "Last page, images 13 to 13"
    assert SEAL.open(drawn[ids.PAGE_NEXT]["value"]).page == 4


def test_one_page_has_no_jumps_and_one_row_no_menus():
    """Nothing is offered that does nothing."""
    message = image_list(search_page(arm(1), total=1, pages=1, page_size=10), SEAL)

    assert pressable(message).keys() == {f"{ids.SHOW}0", ids.SHARE}


def test_a_button_carries_the_search_without_its_page():
    """The page travels beside it."""
    query = PYTORCH_ARM.with_page(2)
    message = image_list(search_page(search=Find(query), page=2, first=4), SEAL)
    state = SEAL.open(pressable(message)[ids.SHARE]["value"])

    assert (state.command, state.page) == ("find pytorch arch=AARCH64", 2)
    assert (state.at_ms, state.digest) == (NOW, "abcdefgh")


def test_the_sort_menu_shows_the_order_there_is():
    """Nothing is chosen when the search does not say."""
    query = replace(PYTORCH_ARM, sort=(SortKey("size", descending=True),))
    sorted_list = image_list(search_page(search=Find(query)), SEAL)

    assert pressable(sorted_list)[ids.SORT]["initial_option"]["value"] == "-size"
    assert "initial_option" not in pressable(image_list(search_page(), SEAL))[ids.SORT]


def test_the_filter_menu_leaves_out_what_narrows_nothing():
    """A value that every row has, and one that an option cannot carry."""
    facets = (Facet("type=BUILD_IN", 6), Facet("arch=" + "A" * 150, 2), Facet("arch=AARCH64", 2))
    menu = pressable(image_list(search_page(facets=facets), SEAL))[ids.FILTER]

    assert [option["value"] for option in menu["options"]] == ["arch=AARCH64"]
    assert menu["options"][0]["text"]["text"] == "AARCH64 · 2"


def test_a_search_too_long_for_a_menu_gets_sort_buttons():
    """Each with the sorted search; a menu's state stands in its block's id, at most 255."""
    query = Query(words=tuple(f"word{number:03}" for number in range(30)))
    message = image_list(search_page(search=Find(query)), SEAL)
    drawn = pressable(message)

    check(message)
    golden("image_list_long_search", message)
    assert ids.SORT not in drawn
    assert ids.FILTER not in drawn
    command = SEAL.open(drawn[f"{ids.SORT_BUTTON}0"]["value"]).command
    assert command.endswith("sort=-update_at")


def test_versions_of_one_name_are_told_apart_by_their_tags():
    """A long tag is shown only where the name is not enough."""
    tags = ("x86-20221118143845-d65d817", "x86-20220926104358-041ba2e")
    rows = [arm(1, id=tag, name="pytorch1.8", tag=tag) for tag in tags]
    twice = words(image_list(search_page(*rows), SEAL))
    once = words(image_list(search_page(rows[0]), SEAL))

    assert all(tag in twice for tag in tags)
    assert tags[0] not in once


def test_an_image_with_nothing_but_an_id_is_still_a_row():
    """Absent values are left out."""
    bare = arm(1, name=None, tag=None, swr_path=None, type=None, arch=None, status=None)
    bare = bare.model_copy(update={"resource_categories": None, "size": None, "update_at": None})
    message = image_list(search_page(bare), SEAL)

    check(message)
    assert f"*{bare.id}*\n–" in words(message)


def test_nothing_found_offers_ways_out():
    """What removed everything, looser searches with their counts, names that are near."""
    page = no_images(
        blame="arch=AARCH64",
        relaxations=(
            Relaxation("without arch=AARCH64", "find pytorch", 11),
            Relaxation("without pytorch", "find arch=AARCH64", 57),
        ),
        closest=("pytorch_2_1", "pytorch 1.8"),
    )
    message = image_list(page, SEAL)

    check(message)
    golden("image_list_empty", message)
    assert {"11", "57"} <= set(message.text.replace("\n", " ").split(" "))


def test_a_long_way_out_keeps_its_count_on_a_small_button():
    """A screen shows about 30 characters; a screen reader hears all of it."""
    looser = Relaxation("without name contains pytorh and arch=AARCH64", "find gpu", 1234)
    run = pressable(image_list(no_images(relaxations=(looser,)), SEAL))[f"{ids.RUN}0"]

    assert run["text"]["text"] == "Without nam…rch=AARCH64 · 1234"
    assert run["accessibility_label"] == f"1234 {looser.label}"


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        (no_images(known=0), "ModelArts has no image for `name contains pytorch`."),
        (no_images(search=Failed(Query())), "No image has failed."),
        (
            no_images(search=Failed(Query(words=("x",)))),
            "No failed image matches: `name contains x`.",
        ),
    ],
)
def test_nothing_found_says_which_nothing(page, sentence):
    """No image at all, none broken, none of these broken."""
    assert words(image_list(page, SEAL)).startswith(sentence)


def test_failures_are_called_so():
    """The heading says that the list is of failures."""
    page = search_page(failed(), search=Failed(Query()), filtered_here=("status=ERROR",), total=1)
    message = image_list(page, SEAL)

    check(message)
    golden("failed_list", message)


def test_twenty_ordinary_rows_stay_below_ten_thousand_characters():
    """All rows are there, each with its button."""
    rows = [arm(number, update_at=NOW - number * HOUR) for number in range(20)]
    facets = tuple(Facet(f"arch=WORD{number}", number) for number in range(1, 13))
    page = search_page(*rows, total=200, pages=10, page=5, first=81, page_size=20, facets=facets)
    message = image_list(page, SEAL)

    check(message)
    assert characters(message.blocks) <= 10_000
    assert sum("accessory" in block for block in message.blocks) == 20
    assert all(f"pytorch_2.{number}.0-cann" in message.text for number in range(20))
    assert complete(message)


def test_rows_that_found_no_room_are_named():
    """Never silently: Slack would refuse the whole message."""
    hungry = Seal(b"k" * 32, "U1")
    rows = [arm(number, id="i" * 100 + str(number)) for number in range(60)]
    page = search_page(*rows, total=60, pages=1, first=1, page_size=60)
    message = image_list(page, hungry)

    assert characters(message.blocks) <= 12_000
    assert "to 60 are left out" in message.text
    assert "to 60 are left out" in words(message)


def test_an_id_no_command_can_hold_has_no_details_button():
    """The row itself stays."""
    message = image_list(search_page(arm(1, id="a b\n'")), SEAL)

    assert f"{ids.SHOW}0" not in pressable(message)


def test_a_condition_is_a_chip_in_words():
    """Chips are code, so that nothing in them formats."""
    query = Query(conditions=(Condition("tag", Op.HAS, ("*x*",)),))

    assert "`tag contains *x*`" in words(image_list(search_page(search=Find(query)), SEAL))


def test_a_page_that_is_shorter_than_asked_for_says_why():
    """`limit=100` would not fit a message."""
    page = search_page(search=Find(Query(limit=100)), page_size=20, pages=3, total=60)

    assert "at most 20 rows a page" in image_list(page, SEAL).text


def test_a_list_of_failures_says_why_each_failed():
    """The reason is what the asker is after."""
    image = failed(status_message="Commit failed: the image is too large")
    page = search_page(image, search=Failed(Query()), total=9, pages=3)

    shown = words(image_list(page, SEAL))

    assert "Commit failed: the image is too large" in shown
