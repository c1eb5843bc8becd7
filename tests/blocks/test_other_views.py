"""Groups, shared answers, one image, the choice of images, explanations."""

from __future__ import annotations

import pytest

from bot.blocks import ids
from bot.blocks.explanation import explanation
from bot.blocks.image_detail import image_choice, image_detail, shared_detail
from bot.blocks.image_groups import group_list
from bot.blocks.shared_list import shared_groups, shared_list
from bot.errors import UpstreamDown
from bot.query.grammar import parse_request
from bot.query.model import Condition, Op, Query
from bot.query.requests import Failed, Find
from tests.blocks.golden import golden
from tests.blocks.reading import pressable, words
from tests.blocks.samples import (
    ANYONE,
    NOW,
    SEAL,
    arm,
    failed,
    full_image,
    group_page,
    no_images,
    search_page,
    shown,
)
from tests.blocks.slack_rules import check, complete
from tests.factories import image_group


def test_groups():
    """Names with their versions; the button opens exactly these."""
    message = group_list(group_page(), SEAL)
    state = SEAL.open(pressable(message)[f"{ids.OPEN}0"]["value"])

    check(message)
    golden("group_list", message)
    assert parse_request(state.command) == Find(
        Query(
            exact="pytorch_2_1",
            conditions=(
                Condition("type", Op.IS, ("DEDICATED",)),
                Condition("namespace", Op.IS, ("team",)),
            ),
        )
    )


def test_a_group_whose_name_the_api_would_refuse_is_looked_up_by_name():
    """No search can be exact about it."""
    message = group_list(group_page(image_group(name="My Image")), SEAL)

    assert SEAL.open(pressable(message)[f"{ids.OPEN}0"]["value"]).command == "show My Image"


def test_no_groups():
    """Says so in the same words as other searches."""
    page = group_page(rows=(), total=0, known=4, first=0, closest=("pytorch",))
    message = group_list(page, SEAL)

    check(message)
    golden("group_list_empty", message)


def test_shared_list():
    """Who, what, the rows with their paths, and one button that works for everybody."""
    message = shared_list(search_page(), ANYONE, "U123")

    check(message, sharer="U123")
    golden("shared_list", message)
    assert pressable(message).keys() == {ids.MINE}
    assert (
        ANYONE.open(pressable(message)[ids.MINE]["value"]).command == "find pytorch arch=AARCH64"
    )


def test_an_id_that_is_none_is_not_mentioned():
    """Only Slack's own ids become a mention."""
    message = shared_list(search_page(), ANYONE, "!channel")

    check(message)
    assert words(message).startswith("Shared: `/images find")


def test_an_empty_answer_is_shared_without_its_offers():
    """They were made for one person."""
    message = shared_list(no_images(closest=("pytorch",)), ANYONE, "W9")

    check(message, sharer="W9")
    assert pressable(message).keys() == {ids.MINE}


def test_shared_groups():
    """Without buttons on the rows."""
    message = shared_groups(group_page(), ANYONE, "U123")

    check(message, sharer="U123")
    golden("shared_groups", message)


def test_detail_has_every_field():
    """The path stands alone, exactly as it was sent."""
    message = image_detail(shown(full_image()), SEAL)
    path = full_image().swr_path

    check(message)
    golden("image_detail", message)
    assert f"```\n{path}\n```" in [
        block["text"]["text"] for block in message.blocks if "text" in block
    ]
    assert f"docker pull {path}" in words(message)
    assert complete(message)


def test_detail_of_a_failure_leads_with_the_reason():
    """And says what to do."""
    message = image_detail(shown(failed()), SEAL)

    check(message)
    golden("image_detail_failed", message)


def test_a_failure_without_a_reason_says_so():
    """An empty reason is usual (facts: catalogues)."""
    message = image_detail(shown(failed(status="ERROR", status_message="")), SEAL)

    check(message)
    assert "ModelArts gave no reason." in words(message)


@pytest.mark.parametrize("path", ["swr.x/a b:1`", "swr.x/a\u202eb:1", "swr.x/a\nb"])
def test_a_path_that_cannot_be_shown_is_not_offered_to_copy(path):
    """What is copied must be what was sent."""
    message = image_detail(shown(arm(1, swr_path=path)), SEAL)

    check(message)
    assert "do not copy it" in words(message)
    assert "docker pull" not in words(message)


def test_a_path_with_a_shell_in_it_gets_no_pull_line():
    """The path itself can be shown and copied."""
    message = image_detail(shown(arm(1, swr_path="swr.x/a;b&c:1")), SEAL)

    check(message)
    assert "```\nswr.x/a;b&amp;c:1\n```" in words(message)
    assert "docker pull" not in words(message)


def test_detail_from_older_data():
    """Says from when it is."""
    trouble = UpstreamDown("ModelArts has a problem of its own.")
    message = image_detail(shown(arm(1), trouble=trouble, as_of_ms=NOW - 600_000), SEAL)

    check(message)
    assert "10 min old" in words(message)
    assert "10 min old" in message.text


def test_other_versions_opens_the_exact_name():
    """Beside *Share here*."""
    drawn = pressable(image_detail(shown(failed()), SEAL))

    assert SEAL.open(drawn[f"{ids.OPEN}0"]["value"]).command == 'find "nb-snapshot"'
    assert SEAL.open(drawn[ids.SHARE]["value"]).command == f"show {failed().id}"


def test_shared_detail():
    """Who shared it, the image, one button."""
    message = shared_detail(shown(failed()), ANYONE, "U123")

    check(message, sharer="U123")
    golden("shared_detail", message)


def test_choice():
    """Several images of one name, each with *Details*."""
    message = image_choice(shown(failed(), failed(id="i-2", tag="20260505")), SEAL)

    check(message)
    golden("image_choice", message)


def test_a_long_choice_says_how_many_are_not_shown():
    """Twenty at most."""
    many = [failed(id=f"i-{number}", tag=str(number)) for number in range(30)]
    message = image_choice(shown(*many), SEAL)

    check(message)
    assert "10 more are not shown" in message.text


def test_explanation_of_a_search():
    """The requests as they were sent, both filters, figures, lines for two tools."""
    message = explanation(search_page(), SEAL)

    check(message)
    golden("explanation", message)
    assert complete(message)


def test_explanation_of_groups_and_failures():
    """ma-cli has no groups; many pages are one line for the tools."""
    pages = tuple(
        f"/v1/p/images?limit=200&offset={offset}&type=DEDICATED" for offset in range(0, 2000, 200)
    )
    failures = explanation(search_page(search=Failed(Query()), requests=pages), SEAL)

    golden("explanation_groups", explanation(group_page(), SEAL))
    assert "and 2 more like these" in words(failures)
    assert words(failures).count("hcloud ModelArts ListImage --type=DEDICATED") == 1


def test_explanation_without_a_request():
    """Nothing can match, so nothing was asked."""
    message = explanation(no_images(requests=()), SEAL)

    check(message)
    assert "nothing, because no image can match" in words(message)
