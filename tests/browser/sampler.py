"""A small app of every element, so that the page is tried with more than imagebot uses.

It is plain Bolt and knows nothing of the playground.  ``/images <word>`` shows the sample of that
name; whatever is chosen then is told to the person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from tests.browser import sampler_blocks as sample
from tests.browser.sampler_blocks import PICK

PLANTS = ("palm", "pansy", "peony", "poppy")
NOON = 1_784_030_400
"""14 July 2026, 12:00 UTC: in Berlin 14:00, in Kolkata 17:30."""
Body = dict[str, Any]


def sampler(token: str, secret: str, api_url: str) -> AsyncApp:
    """The app, not yet listening."""
    client = AsyncWebClient(token=token, base_url=api_url)
    app = AsyncApp(client=client, signing_secret=secret, process_before_response=True)
    app.command("/images")(_command)
    app.action(re.compile(f"^{PICK}"))(_picked)
    app.options(f"{PICK}external_select")(_plants)
    app.action("push")(_push)
    app.action("rename")(_rename)
    app.action("grow")(_grow)
    app.action("greet")(_greet)
    app.view("form")(_submitted)
    app.view_closed("form")(_closed)
    opened: list[str] = []

    async def home(event: Body, client: AsyncWebClient) -> None:
        opened.append(event["user"])
        await client.views_publish(user_id=event["user"], view=sample.home(len(opened)))

    app.event("app_home_opened")(home)
    return app


async def _command(
    ack: AsyncAck, respond: AsyncRespond, command: Body, client: AsyncWebClient
) -> None:
    await ack()
    word, channel = command["text"], command["channel_id"]
    if word in SHOWN:
        await respond(text=word, blocks=SHOWN[word]())
    elif word == "form":
        await client.views_open(trigger_id=command["trigger_id"], view=sample.form(1))
    elif word == "grow":
        blocks = [sample.section("Size 1", sample.button("Grow", "grow"))]
        await client.chat_postMessage(channel=channel, text="Size 1", blocks=blocks)
    elif word == "date":
        text = f"At <!date^{NOON}^{{date_num}} {{time}}|noon> sharp"
        await client.chat_postMessage(channel=channel, text=text)
    elif word == "links":
        text = "<https://example.com|good> <javascript:alert(1)|bad> <script>alert(2)</script>"
        await client.chat_postMessage(channel=channel, text=text)
    elif word == "file":
        await client.files_upload_v2(
            channel=channel,
            content="fruit,count\napple,1\n",
            filename="fruits.csv",
            title="Fruits",
        )


SHOWN = {
    "menus": sample.menus,
    "ticks": sample.ticks,
    "confirm": sample.confirmed,
    "table": sample.table,
}
"""Samples that are shown to the person alone."""


async def _picked(ack: AsyncAck, respond: AsyncRespond, action: Body) -> None:
    await ack()
    await respond(text=f"You chose {_chosen(action)}", replace_original=False)


def _chosen(action: Mapping[str, Any]) -> str:
    """What was chosen, as a person would read it out of the payload."""
    for name in ("selected_option", "selected_date", "selected_time", "selected_user", "value"):
        if name in action:
            found = action[name]
            return str(found["value"] if isinstance(found, dict) else found)
    return " and ".join(option["value"] for option in action["selected_options"]) or "nothing"


async def _plants(ack: AsyncAck, options: Body) -> None:
    typed = options["value"].lower()
    await ack(options=[sample.option(name) for name in PLANTS if name.startswith(typed)])


async def _push(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
    await ack()
    number = int(body["view"]["private_metadata"]) + 1
    await client.views_push(trigger_id=body["trigger_id"], view=sample.form(number))


async def _rename(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
    await ack()
    number = int(body["view"]["private_metadata"])
    renamed = sample.form(number) | {"title": sample.plain(f"Renamed {number}")}
    await client.views_update(view_id=body["view"]["id"], view=renamed)


async def _grow(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
    await ack()
    place = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
    blocks = [sample.section("Size 2", sample.button("Grow", "grow"))]
    await client.chat_update(**place, text="Size 2", blocks=blocks)
    await client.chat_postMessage(
        channel=place["channel"], thread_ts=place["ts"], text="It grew by one"
    )


async def _greet(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
    await ack()
    await client.chat_postMessage(channel=body["user"]["id"], text="Good day from the Home tab")


async def _submitted(ack: AsyncAck, body: Body, view: Body, client: AsyncWebClient) -> None:
    typed = view["state"]["values"]["word"]["typed"]["value"]
    if typed == "wrong":
        await ack(response_action="errors", errors={"word": "Any word but this one"})
        return
    if typed == "all":
        await ack(response_action="clear")
        return
    await ack()
    await client.chat_postMessage(channel=body["user"]["id"], text=f"You sent {typed}")


async def _closed(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
    await ack()
    text = f"You closed form {body['view']['private_metadata']}"
    await client.chat_postMessage(channel=body["user"]["id"], text=text)
