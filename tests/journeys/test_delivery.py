"""What becomes of an alert when Slack does not do, or does not say, what was asked of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from bot.demo.clock import DemoClock
from bot.demo.slack.platform import DEMO_SCOPES
from bot.demo.stage import open_stage
from bot.demo.workspace import C_ALERTS, U_BEN, U_BOT
from tests.journeys.acts import said
from tests.journeys.alerting import FAST, about, images, lines, polls, until
from tests.journeys.rest import (
    EDIT,
    LOOK,
    POST,
    at_rest,
    looks_between,
    posts,
    status,
    until_status,
    watching,
)

pytestmark = pytest.mark.anyio

BLIND = DEMO_SCOPES - {"channels:history", "groups:history"}
NAME = "team-a/train-1"


@pytest.mark.parametrize("fault", ["accept_then_drop", "accept_then_500"])
async def test_what_slack_took_without_saying_so_is_found_and_not_posted_again(fault: str):
    """A claim long enough for the SDK's own second try, were there one."""
    async with open_stage(images(3), timing=replace(FAST, claim=20_000)) as stage:
        await watching(stage)
        stage.slack.faults.add(fault, POST)
        stage.modelarts.fail("train-1")
        await until(lambda: bool(about(stage, NAME)))
        await at_rest(stage)

        assert len(posts(stage, NAME)) == len(about(stage, NAME)) == 1
        assert stage.slack.calls(LOOK)


@pytest.mark.parametrize("fault", ["drop", "http_500", "html", "internal_error"])
async def test_what_slack_did_not_take_comes_once_after_two_looks(fault: str):
    async with open_stage(images(3), timing=FAST) as stage:
        await watching(stage)
        stage.slack.faults.add(fault, POST)
        stage.modelarts.fail("train-1")
        await until(lambda: bool(about(stage, NAME)))
        await at_rest(stage)

        assert len(about(stage, NAME)) == 1
        assert looks_between(stage, posts(stage, NAME)) == [2]


async def test_a_history_that_lags_behind_doubles_nothing():
    """Slack gets time to settle before its history is believed."""
    async with open_stage(images(3), timing=FAST) as stage:
        await watching(stage)
        stage.slack.platform.history_lag = (FAST.settle + FAST.look_again) / 1000 - 0.05
        stage.slack.faults.add("accept_then_drop", POST)
        stage.modelarts.fail("train-1")
        await until(lambda: bool(about(stage, NAME)))
        await at_rest(stage)

        assert len(posts(stage, NAME)) == 1


async def test_a_message_is_found_below_what_people_wrote_since():
    """Slack gives history in pages, the newest first."""
    async with open_stage(images(3), timing=replace(FAST, settle=1_000)) as stage:
        await watching(stage)
        stage.slack.faults.add("accept_then_drop", POST)
        stage.modelarts.fail("train-1")
        await until(lambda: bool(about(stage, NAME)))
        for number in range(450):
            stage.slack.workspace.post(C_ALERTS, {"text": f"hello {number}"}, author=U_BEN)
        await at_rest(stage)

        assert len(posts(stage, NAME)) == 1
        assert len(stage.slack.calls(LOOK)) >= 3


@pytest.mark.parametrize("fault", ["ratelimited", "http_500", "drop", "html", "internal_error"])
async def test_a_history_that_cannot_be_read_now_is_read_later(fault: str):
    """What Slack does not say is not taken for a no."""
    async with open_stage(images(3), timing=FAST) as stage:
        await watching(stage)
        stage.slack.faults.add(fault, LOOK, times=2, retry_after=1)
        stage.slack.faults.add("accept_then_drop", POST)
        stage.modelarts.fail("train-1")
        await until(lambda: bool(about(stage, NAME)))
        await at_rest(stage)

        assert len(posts(stage, NAME)) == 1
        assert len(stage.slack.calls(LOOK)) >= 3


async def test_a_process_that_slept_before_its_call_does_not_make_it():
    """Its claim is over by then, and another may be at it."""
    asleep = Sleeper()
    async with open_stage(images(3), timing=FAST, clock=asleep.clock, mark=asleep) as stage:
        await watching(stage)
        asleep.posts = lambda: len(posts(stage, NAME))
        stage.modelarts.fail("train-1")
        await until(lambda: bool(about(stage, NAME)))
        await at_rest(stage)

        assert asleep.seen == [("claim.committed", 0), ("post.after", 0)]
        assert len(about(stage, NAME)) == 1


@dataclass
class Sleeper:
    """A process that is stopped for ten seconds between its first claim and the call.

    ``seen``: the marks it passed then, and how many posts there had been.
    """

    clock: DemoClock = field(default_factory=DemoClock)
    posts: Callable[[], int] | None = None
    seen: list[tuple[str, int]] = field(default_factory=list)

    def __call__(self, name: str) -> None:
        if self.posts is None or len(self.seen) == 2:
            return
        if name in {"claim.committed", "post.after"}:
            self.seen.append((name, self.posts()))
        if name == "claim.committed":
            self.clock.skip(10)


async def test_an_unclear_message_is_one_that_people_can_use():
    """Found by its mark, it is edited and answered below as any other."""
    async with open_stage(images(3), timing=FAST) as stage:
        await watching(stage)
        stage.slack.faults.add("accept_then_drop", POST)
        stage.modelarts.fail("train-1")
        await until(lambda: bool(about(stage, NAME)))
        stage.modelarts.recover("train-1")
        await until(lambda: bool(about(stage, f"✅ {NAME}")))
        await at_rest(stage)

        (message,) = about(stage, NAME)
        assert len(lines(stage, message)) == 1


LATE = replace(FAST, sweeps=(500, 3_000))


async def test_a_copy_that_comes_after_both_looks_is_taken_away():
    """The earlier message stays, and shows how it is by then."""
    async with open_stage(images(3), timing=LATE) as stage:
        await watching(stage)
        stage.slack.faults.add("drop", POST)
        stage.modelarts.fail("train-1")
        await until(lambda: bool(about(stage, NAME)))
        first, _ = posts(stage, NAME)
        content = {key: first.arguments[key] for key in ("text", "blocks", "metadata")}
        stage.slack.workspace.post(C_ALERTS, content, author=U_BOT)
        earlier, later = about(stage, NAME)
        stage.modelarts.recover("train-1")
        await until(lambda: len(about(stage, NAME)) == 1, "the sweep")
        await until(lambda: bool(about(stage, f"✅ {NAME}")))
        await at_rest(stage)

        (kept,) = about(stage, NAME)
        assert kept["ts"] == earlier["ts"] != later["ts"]


async def test_a_message_that_history_shows_too_late_stays_and_the_later_one_goes():
    async with open_stage(images(3), timing=LATE) as stage:
        await watching(stage)
        stage.slack.platform.history_lag = 3_600
        stage.slack.faults.add("accept_then_drop", POST)
        stage.modelarts.fail("train-1")
        await until(lambda: len(about(stage, NAME)) == 2, "the second copy")
        earlier, _ = about(stage, NAME)
        stage.modelarts.recover("train-1")
        await until(lambda: bool(about(stage, f"✅ {NAME}")))
        stage.slack.platform.history_lag = 0
        await until(lambda: len(about(stage, NAME)) == 1, "the sweep")
        await until(lambda: bool(about(stage, f"✅ {NAME}")), "the newest state")

        (kept,) = about(stage, NAME)
        assert kept["ts"] == earlier["ts"]
        assert looks_between(stage, posts(stage, NAME)) == [2]


async def test_without_the_right_to_look_it_is_posted_again_and_says_so():
    async with open_stage(images(3), timing=FAST, scopes=BLIND) as stage:
        await watching(stage)
        stage.slack.faults.add("accept_then_drop", POST)
        stage.modelarts.fail("train-1")
        await until(lambda: len(about(stage, NAME)) == 2)
        await at_rest(stage)

        first, again = about(stage, NAME)
        assert "possible repeat" not in first["text"]
        assert "possible repeat" in again["text"]
        assert "marked as a possible repeat" in await status(stage)
        assert not stage.slack.calls(LOOK)


async def test_on_request_it_is_held_back_instead():
    changes = {"ON_AMBIGUOUS": "hold"}
    async with open_stage(images(3), timing=FAST, scopes=BLIND, changes=changes) as stage:
        await watching(stage)
        stage.slack.faults.add("accept_then_drop", POST)
        stage.modelarts.fail("train-1")
        shown = await until_status(stage, "1 of unclear fate")
        stage.modelarts.fail("train-2")
        await until(lambda: bool(about(stage, "team-a/train-2")))
        await polls(stage, 4)

        assert "it is held back" in shown
        assert len(posts(stage, NAME)) == 1


async def test_a_message_that_somebody_deleted_goes_on_in_a_new_one_with_a_link():
    async with open_stage(images(3), timing=FAST) as stage:
        await watching(stage)
        stage.modelarts.fail("train-1")
        await until(lambda: bool(about(stage, NAME)))
        (alert,) = about(stage, NAME)
        stage.slack.workspace.delete(C_ALERTS, alert["ts"])
        stage.modelarts.recover("train-1")
        await until(lambda: bool(about(stage, f"✅ {NAME}")))
        await at_rest(stage)

        (message,) = about(stage, NAME)
        link = f"{stage.slack.url}/archives/{C_ALERTS}/p{alert['ts'].replace('.', '')}"
        assert f"<{link}|Goes on from this message>" in said(message)
        assert len(stage.slack.calls(EDIT)) == 1
