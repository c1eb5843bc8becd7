"""Whatever goes wrong in an answer, the person gets one message and the log the rest."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from bot.blocks.elements import Message
from bot.blocks.problem import notice
from bot.catalog import Catalog
from bot.errors import BotError, RequestError, UpstreamDown
from bot.metrics import Metrics
from bot.ports import Outcome
from bot.query.page_token import ButtonState
from bot.slack.later import Tasks
from handlers.context import Services
from handlers.errors import answered
from tests.factories import FakeClock
from tests.sources import MemorySource

pytestmark = pytest.mark.anyio


class Told:
    """A way back that keeps what it is told.  ``blocks``: of the last message."""

    def __init__(self) -> None:
        self.channel, self.user = "C1", "U1"
        self.messages: list[tuple[str, bool]] = []
        self.blocks: list[dict[str, Any]] = []

    @property
    def controls(self) -> dict[str, dict[str, Any]]:
        """What can be pressed on the last message, by its label."""
        rows = [block.get("elements", []) for block in self.blocks if block["type"] == "actions"]
        beside = [block["accessory"] for block in self.blocks if "accessory" in block]
        return {
            (each.get("text") or each["placeholder"])["text"]: each
            for row in (*rows, beside)
            for each in row
        }

    @property
    def buttons(self) -> list[str]:
        """Their labels."""
        return list(self.controls)

    async def __call__(
        self, *, text: str, blocks: list[dict[str, Any]], replace_original: bool = False
    ) -> bool:
        self.blocks = blocks
        self.messages.append((text, replace_original))
        return True

    async def publish(self, *, text: str, blocks: list[dict[str, Any]]) -> Outcome:
        del text, blocks
        return Outcome(True, "ok")


def services(told: Told) -> Services:
    clock = FakeClock()
    return Services(
        catalog=Catalog(MemorySource([]), clock),
        reply_to=lambda _: told,
        later=Tasks(),
        clock=clock,
        metrics=Metrics(),
        button_key=b"k" * 32,
        is_home=lambda *_: True,
    )


async def fails(error: BaseException) -> Message:
    raise error


async def test_a_bug_is_a_sentence_with_a_reference_and_the_traceback_is_logged(
    caplog: pytest.LogCaptureFixture,
):
    told = Told()
    with caplog.at_level(logging.ERROR):
        await answered(services(told), told, fails(KeyError("secret detail")))

    ((text, _),) = told.messages
    assert "went wrong on our side" in text
    assert "secret detail" not in text
    assert "secret detail" in caplog.text


@pytest.mark.parametrize("error", [UpstreamDown("ModelArts is away."), RequestError("No.")])
async def test_a_problem_leaves_the_list_it_came_from(error: BotError):
    told = Told()

    await answered(services(told), told, fails(error), replace=True)

    assert [replaced for _, replaced in told.messages] == [False]


async def test_a_problem_takes_the_place_of_a_problem():
    told = Told()
    problem = fails(UpstreamDown("ModelArts is away."))

    await answered(services(told), told, problem, replace=True, replace_on_error=True)

    assert [replaced for _, replaced in told.messages] == [True]


async def test_an_answer_that_takes_too_long_ends_in_a_sentence():
    told = Told()

    async def never() -> Message:
        await asyncio.Event().wait()
        return notice("never")

    await answered(services(told), told, never(), within=0.01, retry=ButtonState("find"))

    assert "did not answer" in told.messages[0][0]
