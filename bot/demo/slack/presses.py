"""What people press and choose: in messages, in modals and on their Home tab."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from bot.demo.blockkit.content import Element, pressed_element
from bot.demo.slack.choices import EXTERNAL, SELECTED, Choice
from bot.demo.slack.deliveries import INTERACTION, Courier, ack_answer
from bot.demo.slack.drafts import Drafts, Option, Spot
from bot.demo.slack.journal import Delivery, Journal
from bot.demo.slack.membership import Membership
from bot.demo.slack.payloads import press_payload, pressed_action, suggestion_payload
from bot.demo.slack.platform import ApiError, Platform
from bot.demo.slack.states import Filled, States, check_dispatch, reach, spot, states
from bot.demo.slack.suggestions import EMPTY, LEAST_TYPED, SILENT, refused_answer, suggested
from bot.demo.slack.surfaces import Surface, surface
from bot.demo.workspace import U_ANNA, User

Place = Mapping[str, Any]
"""A message, a modal or a Home tab, as it is or as it once was."""


class Presses(Membership):
    """The hands of people on whatever can be pressed."""

    def __init__(self, platform: Platform, record: Journal, courier: Courier) -> None:
        super().__init__(platform, record, courier)
        self.drafts = Drafts()

    async def press(
        self,
        place: Place,
        action: Mapping[str, Any] | str,
        *,
        user: str = U_ANNA,
        value: str | None = None,
        option: Choice = None,
        block_id: str | None = None,
        values: Filled | None = None,
    ) -> Delivery:
        """Somebody presses a button or chooses from a menu that they see.

        Args:
            place: A message, their modal on top or their Home tab.
            action: The element, or its ``action_id``; the first one that fits.
            value: Which of several equal buttons.  A value that no button has is sent all the
                same, as an attacker would.  For a text, date, time or number, what was entered.
            option: Value or label of the choice in a menu, or id or name of whom or what was
                chosen; several for a menu that takes them; None takes the choice back.
            values: What else was filled in by then, as in `Modals.submit`.

        Raises:
            LookupError: The person sees no such message or view, it has no such element, or
                that cannot be chosen there.
        """
        person = self.workspace.user(user)
        seen = surface(self.workspace, person, place)
        given = {"action_id": action} if isinstance(action, str) else action
        value = given.get("value") if value is None else value
        block, element = _pressed(seen.item, given, block_id, value)
        choice = value if option is None else option
        check_dispatch(block, element, choice)
        known = self._known(seen, person, values)
        at = spot(person, seen, block, element)
        can = reach(self.workspace, person, self.drafts, at, element)
        now = self.platform.now()
        pressed = pressed_action(at[2], element, at=now, value=value, choice=choice, reach=can)
        self._keep(known, at, pressed)
        return await self._deliver_press(seen, pressed, known, person)

    async def suggest(
        self,
        place: Place,
        action: Mapping[str, Any] | str,
        typed: str,
        *,
        user: str = U_ANNA,
        block_id: str | None = None,
        values: Filled | None = None,
    ) -> list[Option]:
        """Somebody types into an external menu; what the app offers, in its order.

        Nothing is asked, and nothing offered, before ``min_query_length`` characters.

        Raises:
            LookupError: As for `press`; or there was no answer that Slack would show.
        """
        person = self.workspace.user(user)
        seen = surface(self.workspace, person, place)
        given = {"action_id": action} if isinstance(action, str) else action
        block, element = _pressed(seen.item, given, block_id, None)
        if element["type"] not in EXTERNAL:
            raise LookupError("The app is not asked what this menu offers.")
        if len(typed) < element.get("min_query_length", LEAST_TYPED):
            return []
        known = self._known(seen, person, values)
        menu = block["block_id"], element["action_id"]
        payload = suggestion_payload(seen, menu, typed, known, user=person)
        # No channel: nothing that the bot posts there is an answer to this.
        delivery = self.record.delivery("block_suggestion", user=person.id, channel="")
        await self.courier.send(delivery, INTERACTION, payload)
        options = self._options(delivery)
        self.drafts.offer(spot(person, seen, block, element), options)
        return options

    def _known(self, seen: Surface, person: User, values: Filled | None) -> States:
        return states(seen, values or {}, self.drafts, workspace=self.workspace, person=person)

    def _keep(self, known: States, at: Spot, pressed: Mapping[str, Any]) -> None:
        """A choice is part of the state that is sent with it, and of the next one."""
        row = known.get(pressed["block_id"], {}).get(pressed["action_id"])
        if row is not None:
            key = SELECTED[row["type"]]
            row[key] = pressed[key]
            self.drafts.keep(at, row["type"], row[key])

    async def _deliver_press(
        self, seen: Surface, pressed: Mapping[str, Any], known: States, person: User
    ) -> Delivery:
        channel = seen.channel.id if seen.channel else ""
        delivery = self.record.delivery("block_actions", user=person.id, channel=channel)
        delivery.trigger_id = self.platform.triggers.give(person.id)
        if seen.channel is not None:
            self.replies.open(delivery, original=(channel, seen.item["ts"]))
        payload = press_payload(
            seen,
            pressed,
            known,
            user=person,
            response_url=delivery.response_url,
            trigger_id=delivery.trigger_id,
        )
        await self.courier.send(delivery, INTERACTION, payload)
        return delivery

    def _options(self, delivery: Delivery) -> list[Option]:
        if delivery.problem is not None:
            raise LookupError(SILENT[delivery.problem])
        answer = ack_answer(delivery.ack_body)
        refusal = refused_answer(answer)
        outcome = {"ok": True} if refusal is None else ApiError.of(refusal).answer
        status = 200 if refusal is None else 400
        self.record.record("ack", "ack", answer or {}, outcome, status=status, delivery=delivery)
        if refusal is None:
            return suggested(answer or {})
        if not refusal.messages:
            raise LookupError(EMPTY)
        raise LookupError(f"Slack does not show what the app answered: {refusal.messages[0]}.")


def _pressed(
    item: Mapping[str, Any], given: Mapping[str, Any], block_id: str | None, value: str | None
) -> tuple[dict[str, Any], Element]:
    wanted = {name: given[name] for name in ("action_id", "block_id") if name in given}
    wanted |= {"block_id": block_id} if block_id else {}
    if value is not None:
        with contextlib.suppress(LookupError):
            return pressed_element(item, {**wanted, "value": value})
    return pressed_element(item, wanted)
