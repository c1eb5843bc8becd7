"""Whatever the API, the log or a person sends: Slack takes the message, and nothing in it is live.

Every string field gets every kind of character, Slack's controls, back-ticks, bidi marks, and a
hundred thousand characters at once.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.blocks.elements import Message
from bot.blocks.explanation import explanation
from bot.blocks.help import help_message
from bot.blocks.image_detail import image_choice, image_detail, shared_detail
from bot.blocks.image_groups import group_list
from bot.blocks.image_list import image_list
from bot.blocks.problem import notice, problem
from bot.blocks.shared_list import shared_groups, shared_list
from bot.errors import BotError, GrammarError, ImageMissing, UpstreamError
from bot.modelarts.models import Image
from bot.query.page_token import ButtonState
from bot.query.requests import Failed, Find, Groups
from tests.blocks.hostile import (
    AROUND_PAGE,
    CHIPS,
    GROUPS,
    HOSTILE,
    IMAGES,
    MAYBE,
    PIECES,
    QUERIES,
    TROUBLE,
)
from tests.blocks.samples import ANYONE, SEAL, group_page, search_page, shown
from tests.blocks.slack_rules import check, complete

SOME = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def told_in_full(message: Message) -> bool:
    """Every number of the blocks, unless the text had to be cut, which it says."""
    return message.text.endswith("\n…") or complete(message)


@SOME
@given(
    search=st.builds(Find, QUERIES) | st.builds(Failed, QUERIES),
    rows=st.lists(IMAGES, max_size=8).map(tuple) | IMAGES.map(lambda image: (image,) * 20),
    around=AROUND_PAGE,
    changed=st.booleans(),
    sharer=HOSTILE | st.just("U12"),
)
def test_lists(search, rows, around, changed, sharer):
    """Alone, shared and explained."""
    page = search_page(**{"search": search, "rows": rows, **around})
    message = image_list(page, SEAL, changed=changed)

    check(message)
    assert told_in_full(message)
    assert not rows or rows_accounted_for(message, len(rows))
    check(shared_list(page, ANYONE, sharer), sharer="U12")
    check(explanation(page, SEAL))


def rows_accounted_for(message: Message, rows: int) -> bool:
    """As many rows as there are, or a word about those left out."""
    drawn = sum(block["type"] == "section" for block in message.blocks) - 1
    return drawn == rows or "left out" in message.text or message.text.endswith("\n…")


@SOME
@given(
    rows=st.lists(GROUPS, max_size=8).map(tuple),
    query=QUERIES,
    around=AROUND_PAGE,
)
def test_groups(rows, query, around):
    """Alone, shared and explained."""
    page = group_page(**{"search": Groups(query), **around, "rows": rows})
    message = group_list(page, SEAL)

    check(message)
    assert told_in_full(message)
    check(shared_groups(page, ANYONE, "U12"), sharer="U12")
    check(explanation(page, SEAL))


@SOME
@given(image=IMAGES, reference=HOSTILE, trouble=TROUBLE)
def test_details(image, reference, trouble):
    """Alone, shared, and as a choice."""
    one = shown(image, reference=reference, trouble=trouble)
    message = image_detail(one, SEAL)

    check(message)
    assert told_in_full(message)
    check(shared_detail(one, ANYONE, "U12"), sharer="U12")
    check(image_choice(shown(*[image] * 3, reference=reference, trouble=trouble), SEAL))


@SOME
@given(
    text=HOSTILE,
    message=HOSTILE,
    place=st.tuples(st.integers(-5, 200_000), st.integers(-5, 200_000)),
    suggestion=MAYBE,
    names=CHIPS,
)
def test_problems(text, message, place, suggestion, names):
    """Of every kind, with and without buttons."""
    errors = [
        BotError(message, hint=text),
        GrammarError(
            message, text=text, position=place[0], length=place[1], suggestion=suggestion
        ),
        ImageMissing(message, hint=text, closest=names),
        UpstreamError(message, hint=text, status=500, code=text, request_id=text),
    ]
    for error in errors:
        check(problem(error, reference=text, retry=ButtonState(text), seal=SEAL))
        check(problem(error))
    check(notice(message))


@SOME
@given(topic=HOSTILE)
def test_help(topic):
    """A topic nobody wrote about."""
    check(help_message(topic, seal=SEAL))


@pytest.mark.parametrize("piece", PIECES)
def test_each_piece_alone_in_every_field(piece):
    """Nothing is left to chance for the worst ones."""
    image = Image.model_construct(
        id=piece,
        name=piece,
        tag=piece,
        arch=piece,
        status="ERROR",
        status_message=piece,
        swr_path=piece,
        resource_categories=(piece,),
        description=piece,
    )
    page = search_page(image, filtered_here=(piece,), blame=piece)

    check(image_list(page, SEAL))
    check(shared_list(page, ANYONE, piece))
    check(image_detail(shown(image), SEAL))
    check(notice(f"x{piece}"))
