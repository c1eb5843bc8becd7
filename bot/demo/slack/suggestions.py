"""The app's answer to an external menu: is it one, and what does it offer?

Source: docs.slack.dev/reference/interaction-payloads/block_suggestion-payload.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.demo.blockkit.checks import Refusal, refused_blocks
from bot.demo.blockkit.inputs import offered

LEAST_TYPED = 3
"""Characters before Slack asks, where the menu does not say (``min_query_length``)."""
SILENT: Mapping[str, str] = {
    "operation_timeout": "The app did not answer within 3 seconds, so the menu stays empty.",
    "dispatch_failed": "The app could not be reached, so the menu stays empty.",
}
EMPTY = "No results: the app answered without any options."
_KEYS = ("options", "option_groups")


def suggested(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The options of an answer, those in groups too; none is an answer as well."""
    return offered(answer)


def refused_answer(answer: Mapping[str, Any] | None) -> Refusal | None:
    """What Slack would not take of an answer; None when it would show it.

    Options obey the same rules as those of a menu that brings its own.
    """
    given = {name: answer[name] for name in _KEYS if name in answer} if answer else {}
    if not given:
        return Refusal("no_options")
    if list(given.values()) == [[]]:
        return None
    menu = {"type": "static_select", **given}
    block = {"type": "actions", "elements": [menu]}
    refusal = refused_blocks([block], surface="modal", at="")
    if refusal is None:
        return None
    return Refusal("invalid_options", _from_the_answer(refusal.messages))


def _from_the_answer(messages: Sequence[str]) -> tuple[str, ...]:
    return tuple(message.replace("/0/elements/0/", "/", 1) for message in messages)
