"""The switches of the page: each one does what it says to the bot that is running."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.demo.slack.faults import RESPONSE_URL
from bot.demo.workspace import C_ALERTS, C_ML, U_BEN
from tests.demo.visitor import Json, Visitor, playing, rows

pytestmark = pytest.mark.anyio


def line(title: str, status: int) -> Callable[[Json], bool]:
    """Whether a line of the journal is about a call that ended so."""
    return lambda data: title in data["title"] and data["status"] == status


async def asked(visitor: Visitor, words: str = "find llama") -> None:
    await visitor.says(f"/images {words}")


async def test_the_world_is_told_to_every_page() -> None:
    async with playing() as world:
        anna, ben = await world.visitor(), await world.visitor(U_BEN)
        await anna.turns("speed", rate=60)
        heard = [await page.hears("world") for page in (anna, ben)]
        later = await world.visitor()

        assert [told["rate"] for told in (*heard, later.snapshot["world"])] == [60, 60, 60]


async def test_time_leaps() -> None:
    async with playing() as world:
        anna = await world.visitor()
        await anna.turns("skip", seconds=86_400)
        told = await anna.hears("world")

        assert told["now"] - anna.snapshot["world"]["now"] >= 86_400_000


@pytest.mark.parametrize(
    ("act", "how"),
    [
        ("speed", {"rate": 0.09}),
        ("speed", {"rate": 1001}),
        ("skip", {"seconds": 0}),
        ("skip", {"seconds": -5}),
        ("skip", {"seconds": 30 * 86_400 + 1}),
        ("modelarts", {"mode": "dropping"}),
        ("slack", {"mode": "down"}),
        ("bot", {"mode": "stop"}),
        ("format", {}),
        ("fail", {"image": ""}),
        ("invite", {"channel": "x" * 300}),
    ],
)
async def test_no_switch_goes_further_than_it_should(act: str, how: dict[str, Any]) -> None:
    async with playing() as world:
        anna = await world.visitor()
        refused = await anna.ask("world", 400, act=act, **how)

        assert refused["error"].endswith(".")
        assert anna.told("world") == []


@pytest.mark.parametrize("image", ["i-3", "llama-03:1", "swr.example.com/team/llama-03:1"])
async def test_an_image_fails_under_each_of_its_names(image: str) -> None:
    async with playing() as world:
        anna = await world.visitor()
        await anna.turns("fail", image=image)
        failed = world.stage.modelarts.image("i-3")["status"]
        await anna.turns("recover", image=image)
        recovered = world.stage.modelarts.image("i-3")["status"]
        await anna.turns("vanish", image=image)
        missing = await anna.ask("world", 409, act="fail", image=image)

        assert (failed, recovered) == ("CREATE_FAILED", "ACTIVE")
        assert missing["error"] == f"There is no image {image}."


async def test_a_failure_is_announced_by_the_bot() -> None:
    async with playing(rate=20) as world:
        anna = await world.visitor()
        await anna.says("/images subscribe", C_ALERTS)
        await anna.sees("Edit")
        first = await anna.hears("log", line("/images?", 200))
        await anna.hears("log", lambda data: line("/images?", 200)(data) and data != first)
        await anna.turns("fail", image="llama-05:1")
        notice = await anna.sees("llama-05")

        assert (notice["channel"], notice["is_ephemeral"]) == (C_ALERTS, False)


async def test_modelarts_is_down_until_it_is_mended() -> None:
    async with playing() as world:
        anna = await world.visitor()
        await anna.turns("modelarts", mode="down")
        told = await anna.hears("world")
        await asked(anna)
        await anna.hears("log", line("/images?", 503))
        await anna.sees("ModelArts")
        await anna.turns("modelarts", mode="well")
        since = len(anna.events)
        await asked(anna)

        assert told["modelarts"] == "down"
        assert await anna.sees("llama-00", since=since)


async def test_modelarts_does_not_know_the_bots_keys() -> None:
    async with playing() as world:
        anna = await world.visitor()
        await anna.turns("modelarts", mode="unauthorised")
        await asked(anna)
        refused = await anna.hears("log", line("/images?", 401))
        answer = await anna.sees("ModelArts")

        assert "APIGW.0301" in str(refused["detail"])
        assert "llama" not in answer["text"]


async def test_modelarts_is_slow() -> None:
    async with playing() as world:
        anna = await world.visitor()
        await anna.turns("modelarts", mode="slow")
        await asked(anna)
        late = await anna.hears("log", line("/images?", 200))

        assert late["ms"] >= 4000


async def test_slack_refuses_answers_and_the_bot_finds_another_way() -> None:
    async with playing() as world:
        anna = await world.visitor()
        await anna.turns("slack", mode="refusing")
        await asked(anna)
        await anna.hears("log", line("response_url", 500))
        await anna.hears("log", line("chat.postEphemeral", 200))

        assert (await anna.sees("llama-00"))["is_ephemeral"]


async def test_slack_is_slow() -> None:
    async with playing() as world:
        anna = await world.visitor()
        await anna.turns("slack", mode="slow")
        await asked(anna)
        late = await anna.hears("log", line("response_url", 200))

        assert late["ms"] >= 2000


async def test_slack_takes_one_message_at_a_time() -> None:
    """It refuses the first one with the time to wait, and takes it once that is over."""
    async with playing() as world:
        anna = await world.visitor()
        await asked(anna, "find llama-03")
        answer = await anna.sees("llama-03")
        await anna.turns("slack", mode="ratelimited")
        await anna.presses(answer, "Share here")
        await anna.hears("log", line("chat.postMessage", 429))
        await anna.turns("skip", seconds=10)
        await anna.presses(answer, "Share here")
        await anna.hears("log", line("chat.postMessage", 200))

        (shared,) = world.stage.slack.workspace.messages(C_ML)
        assert "llama-03" in str(shared["blocks"])


async def test_slack_that_is_well_again_asks_for_no_patience() -> None:
    async with playing() as world:
        anna = await world.visitor()
        await anna.turns("slack", mode="ratelimited")
        await anna.turns("slack", mode="well")

        assert world.stage.slack.platform.pace == 0


async def test_each_state_of_slack_ends_the_one_before() -> None:
    """``dropping`` spares the answers, which ``refusing`` does not; ``well`` spares everything."""
    async with playing() as world:
        anna, faults = await world.visitor(), world.stage.slack.faults
        hit = []
        for mode in ("refusing", "dropping", "well"):
            await anna.turns("slack", mode=mode)
            hit.append([bool(faults.take(name)) for name in ("chat.update", RESPONSE_URL)])

        assert hit == [[True, True], [True, False], [False, False]]


async def test_slack_posts_but_its_answer_is_lost() -> None:
    """What was shared is there; the bot does not know, and posts no second one."""
    async with playing() as world:
        anna = await world.visitor()
        await asked(anna, "find llama-03")
        answer = await anna.sees("llama-03")
        await anna.turns("slack", mode="dropping")
        await anna.presses(answer, "Share here")
        await anna.hears("log", line("chat.postMessage", 0))

        (shared,) = world.stage.slack.workspace.messages(C_ML)
        assert "llama-03" in str(shared["blocks"])


async def test_the_bot_is_started_anew() -> None:
    """The page sees it go and come, and may not ask twice."""
    async with playing() as world:
        anna = await world.visitor()
        await anna.turns("bot", mode="restart")
        again = await anna.ask("world", 409, act="bot", mode="restart")
        await anna.hears("world", lambda data: data["bot"] == "running")
        await asked(anna)
        await anna.sees("llama-00")

        assert again["error"] == "imagebot is being restarted already."
        assert [told["bot"] for told in anna.told("world")] == ["stopped", "starting", "running"]


async def test_the_playground_ends_while_the_bot_is_started_anew() -> None:
    async with playing() as world:
        anna = await world.visitor()
        await anna.turns("bot", mode="restart")

    assert world.stage.state == "stopped"


async def test_images_are_found_by_all_words_with_the_broken_ones_first() -> None:
    images = rows(40)
    images[7] |= {"status": "ERROR"}
    images[30] |= {"status": "CREATE_FAILED", "namespace": None}
    async with playing(images) as world:
        found = {}
        for words in ("", "TEAM llama-3", "llama nothing"):
            params = {"words": words}
            async with world.session.get(f"{world.url}/play/images", params=params) as answer:
                found[words] = (await answer.json())["images"]

        assert [row["id"] for row in found[""][:3]] == ["i-7", "i-30", "i-0"]
        assert len(found[""]) == 20
        assert [row["id"] for row in found["TEAM llama-3"]] == [f"i-{n}" for n in range(31, 40)]
        assert found["llama nothing"] == []
        assert set(found[""][0]) == {"id", "name", "tag", "status"}
