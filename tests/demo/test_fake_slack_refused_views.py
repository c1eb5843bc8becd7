"""Views that Slack refuses: what is wrong around the blocks, and which view may come when."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.blockkit.views import MAX_STACK
from bot.demo.workspace import SLACKBOT, U_ANNA, U_BEN, U_BOT
from tests.demo.slack_forms import answering, asked, form, opened, published, pushed
from tests.demo.slack_samples import Block, mark, plain, section
from tests.demo.slack_standin import StandIn, stand_in

pytestmark = pytest.mark.anyio
TEXT = asked({"type": "plain_text_input"})
HOME: Block = {"type": "home", "blocks": [section()]}


async def answered(bot: StandIn, method: str, view: object, **more: Any) -> dict[str, Any]:
    """What Slack says to a view for which somebody just asked."""
    if method in {"views.open", "views.push"}:
        more["trigger_id"] = (await bot.slack.command("subscriptions")).trigger_id
    return await bot.api(method, view=view, **more)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"title": "Form"}, "must provide an object [json-pointer:/view/title]"),
        ({"title": mark("Form")}, "must be a valid enum value [json-pointer:/view/title/type]"),
        ({"title": plain("")}, "must be more than 0 characters [json-pointer:/view/title/text]"),
        (
            {"title": plain() | {"colour": "red"}},
            "invalid additional property: colour [json-pointer:/view/title]",
        ),
        ({"submit": None}, "must provide an object [json-pointer:/view/submit]"),
        ({"submit": {"text": "Save"}}, "missing required field: type [json-pointer:/view/submit]"),
        ({"close": ["No"]}, "must provide an object [json-pointer:/view/close]"),
        (
            {"close": plain("x" * 25)},
            "must be less than 25 characters [json-pointer:/view/close/text]",
        ),
        ({"callback_id": 7}, "must provide a string [json-pointer:/view/callback_id]"),
        ({"private_metadata": {}}, "must provide a string [json-pointer:/view/private_metadata]"),
        ({"external_id": []}, "must provide a string [json-pointer:/view/external_id]"),
        ({"clear_on_close": 1}, "must provide a boolean [json-pointer:/view/clear_on_close]"),
        (
            {"notify_on_close": "true"},
            "must provide a boolean [json-pointer:/view/notify_on_close]",
        ),
        (
            {"submit_disabled": None},
            "must provide a boolean [json-pointer:/view/submit_disabled]",
        ),
        ({"size": "big"}, "invalid additional property: size [json-pointer:/view]"),
        ({"type": "home"}, "must be a valid enum value [json-pointer:/view/type]"),
        ({"blocks": None}, "must provide an array [json-pointer:/view/blocks]"),
        ({"blocks": [{}]}, "missing required field: type [json-pointer:/view/blocks/0]"),
    ],
)
async def test_a_modal_that_is_malformed(wrong: Block, pointer: str) -> None:
    async with stand_in() as bot:
        answer = await answered(bot, "views.open", form(TEXT, **wrong))

        assert answer["error"] == "invalid_arguments"
        assert answer["errors"] == [pointer]
        assert answer["response_metadata"]["messages"] == [f"[ERROR] {pointer}"]
        assert bot.slack.workspace.views == {}


@pytest.mark.parametrize("missing", ["type", "title", "blocks"])
async def test_what_a_modal_cannot_do_without(missing: str) -> None:
    async with stand_in() as bot:
        view = {name: part for name, part in form(TEXT).items() if name != missing}
        answer = await answered(bot, "views.open", view)

        assert answer["errors"] == [f"missing required field: {missing} [json-pointer:/view]"]


async def test_a_home_tab_has_no_title() -> None:
    async with stand_in() as bot:
        view = HOME | {"title": plain()}
        answer = await answered(bot, "views.publish", view, user_id=U_ANNA)

        assert answer["errors"] == ["invalid additional property: title [json-pointer:/view]"]


async def test_an_answer_with_a_malformed_modal_changes_nothing() -> None:
    async with stand_in() as bot:
        view = await opened(bot, TEXT)
        new = form(TEXT, clear_on_close="no")
        answering(bot, {"response_action": "update", "view": new})
        delivery = await bot.slack.submit(view, {"ask": "x"})

        (refused,) = [call.answer for call in delivery.answers]
        assert isinstance(refused, dict)
        assert refused["error"] == "invalid_arguments"
        assert bot.slack.workspace.views[view["id"]]["hash"] == view["hash"]


@pytest.mark.parametrize("user", [U_BOT, SLACKBOT, "UNOBODY"])
async def test_only_people_have_a_home_tab(user: str) -> None:
    async with stand_in() as bot:
        answer = await answered(bot, "views.publish", HOME, user_id=user)

        assert answer == {"ok": False, "error": "user_not_found"}
        assert bot.slack.workspace.views == {}


async def test_nothing_is_pushed_where_nothing_is_open() -> None:
    async with stand_in() as bot:
        await opened(bot, TEXT, user="ben")
        answer = await answered(bot, "views.push", form(TEXT))

        assert answer["error"] == "invalid_trigger_id"
        assert len(bot.slack.workspace.views) == 1


async def test_a_stack_has_its_limit() -> None:
    async with stand_in() as bot:
        await opened(bot, TEXT)
        for _ in range(MAX_STACK - 1):
            await pushed(bot, TEXT)
        answer = await answered(bot, "views.push", form(TEXT))

        assert answer["error"] == "push_limit_reached"
        assert len(bot.slack.workspace.views) == MAX_STACK == 3


SAME: Block = {"external_id": "same"}


async def test_an_external_id_is_taken_as_long_as_its_view_is_there() -> None:
    """Whoever looks at it; opening another modal in its place does not make it free."""
    async with stand_in() as bot:
        first = await opened(bot, TEXT, user="ben", **SAME)
        refused = [
            await answered(bot, "views.open", form(TEXT, **SAME)),
            await answered(bot, "views.publish", HOME | SAME, user_id=U_ANNA),
        ]
        await opened(bot, TEXT)
        refused += [await answered(bot, "views.push", form(TEXT, **SAME))]
        await bot.slack.close(first, user=U_BEN)
        again = await answered(bot, "views.push", form(TEXT, **SAME))

        assert [answer["error"] for answer in refused] == ["duplicate_external_id"] * 3
        assert again["ok"]


async def test_a_view_keeps_its_own_external_id() -> None:
    async with stand_in() as bot:
        home = HOME | SAME
        published_twice = [
            await answered(bot, "views.publish", home, user_id=U_ANNA) for _ in range(2)
        ]
        view = await opened(bot, TEXT, external_id="own")
        new = form(TEXT, external_id="own")
        updated = await answered(bot, "views.update", new, external_id="own")
        answering(bot, {"response_action": "update", "view": new})
        await bot.slack.submit(view, {"ask": "x"})
        other = await answered(bot, "views.update", form(TEXT, **SAME), view_id=view["id"])

        assert [answer["ok"] for answer in (*published_twice, updated)] == [True] * 3
        assert bot.slack.workspace.views[view["id"]]["hash"] != updated["view"]["hash"]
        assert other["error"] == "duplicate_external_id"


async def test_views_without_an_external_id_are_as_many_as_one_likes() -> None:
    async with stand_in() as bot:
        for user in (U_ANNA, U_BEN):
            await published(bot, section(), user=user)
            await opened(bot, TEXT, user=user, external_id="")

        assert len(bot.slack.workspace.views) == 4


@pytest.mark.parametrize(
    "view",
    [
        "[" * 100_000,
        '{"type": "modal", "title": ' + "[" * 200 + "]" * 200 + "}",
        '{"type": "modal", "blocks": NaN}',
        '{"blocks": [Infinity',
        "1" * 5000,
        "[]",
    ],
)
async def test_a_view_that_is_no_json_to_look_at_is_refused(view: str) -> None:
    async with stand_in() as bot:
        answer = await answered(bot, "views.open", view)

        assert (answer["ok"], answer["error"]) == (False, "invalid_arguments")
