"""The help: nothing in it that does not exist."""

from __future__ import annotations

import pytest

from bot.blocks import ids
from bot.blocks.help import help_message
from bot.blocks.help_topics import OVERVIEW, TOPICS, topic_called
from bot.query.fields import FIELDS
from bot.query.grammar import parse_request
from tests.blocks.golden import golden
from tests.blocks.reading import pressable, words
from tests.blocks.samples import SEAL
from tests.blocks.slack_rules import check

EXAMPLES = [command for topic in (OVERVIEW, *TOPICS) for command, _ in topic.examples]


@pytest.mark.parametrize("command", EXAMPLES)
def test_every_example_runs(command):
    """As it stands, and is the whole of what was asked."""
    assert parse_request(command).text()


@pytest.mark.parametrize("topic", [None, *(topic.name for topic in TOPICS)])
def test_every_page(topic):
    """Within the limits, and as somebody read it."""
    message = help_message(topic, seal=SEAL)

    check(message)
    golden(f"help_{topic or 'overview'}", message)


def test_every_page_leads_to_every_other():
    """By buttons that say which."""
    pages = {topic.name for topic in (OVERVIEW, *TOPICS)}
    for topic in (OVERVIEW, *TOPICS):
        others = {
            name.removeprefix(ids.HELP)
            for name in pressable(help_message(topic.name))
            if name.startswith(ids.HELP)
        }

        assert others == pages - {topic.name}


def test_the_page_of_fields_names_every_field():
    """From the one table."""
    message = help_message("fields")

    assert all(f"`{name}`" in words(message) for name in FIELDS)
    assert all(name in message.text for name in FIELDS)


@pytest.mark.parametrize("name", ["find", "sort", "size", "SEARCH", " dates "])
def test_other_words_for_a_page(name):
    """What people would type."""
    assert topic_called(name) in TOPICS


def test_an_unknown_page_says_so():
    """And gives the overview."""
    message = help_message("weather")

    check(message)
    assert words(message).startswith("There is no help on “weather”.")
    assert "/images find pytorch arm" in words(message)
