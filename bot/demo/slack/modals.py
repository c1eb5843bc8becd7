"""What people do with an open modal: fill it in and submit it, or close it.

Source: docs.slack.dev/reference/interaction-payloads/view-interactions-payload.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.demo.blockkit.content import Element, elements
from bot.demo.slack.deliveries import INTERACTION, ack_answer
from bot.demo.slack.journal import Delivery
from bot.demo.slack.membership import Membership
from bot.demo.slack.payloads import TEAM_DOMAIN, VERIFICATION_TOKEN, Choice, pressed_action
from bot.demo.slack.platform import ApiError
from bot.demo.slack.views import answer_submission
from bot.demo.workspace import APP, TEAM, U_ANNA, User

_TEXTS = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input"})
_STATELESS = frozenset({"button", "overflow", "workflow_button"})

Values = Mapping[str, Choice]


class Modals(Membership):
    """The hands of a person before whom a modal is open."""

    async def submit(
        self, view: Mapping[str, Any] | str, values: Values | None = None, *, user: str = U_ANNA
    ) -> Delivery:
        """Fill a modal in and submit it; the ack says whether it closes.

        Args:
            view: The view or its id.
            values: What is typed or chosen, by ``block_id`` or ``action_id``; what is not named
                stays as the view shows it.

        Returns:
            The delivery; its ``errors`` are what the bot found wrong, and the view is then still
            open.

        Raises:
            LookupError: The person has no such modal open, it has no such input, or Slack itself
                does not let it go yet.
        """
        person = self.workspace.user(user)
        shown = self._open_modal(person, view)
        state = _states(shown, values or {})
        delivery = self.record.delivery("view_submission", user=person.id, channel="")
        delivery.trigger_id = self.platform.triggers.give(person.id)
        payload = _submission(shown, state, user=person, trigger_id=delivery.trigger_id)
        await self.courier.send(delivery, INTERACTION, payload)
        if delivery.acked:
            self._answer_view(delivery, shown)
        return delivery

    def close(self, view: Mapping[str, Any] | str, *, user: str = U_ANNA) -> None:
        """Close a modal without submitting it."""
        shown = self._open_modal(self.workspace.user(user), view)
        self.workspace.close_view(shown["id"])

    def _open_modal(self, person: User, view: Mapping[str, Any] | str) -> dict[str, Any]:
        name = view if isinstance(view, str) else str(view["id"])
        shown = self.workspace.views.get(name)
        if shown is None or shown["type"] != "modal" or shown["user"] != person.id:
            raise LookupError(f"{person.name} has no such modal open (any more).")
        return shown

    def _answer_view(self, delivery: Delivery, view: Mapping[str, Any]) -> None:
        body = ack_answer(delivery.ack_body)
        answer: dict[str, Any] = {"ok": True}
        try:
            delivery.errors = answer_submission(self.platform, view, body)
        except ApiError as error:
            answer = error.answer
        if body is not None:
            status = 200 if answer["ok"] else 400
            self.record.record("ack", "ack", body, answer, status=status, delivery=delivery)


def _states(view: Mapping[str, Any], values: Values) -> dict[str, dict[str, Any]]:
    """What each block that asks for something holds, as ``view.state.values`` has it."""
    inputs = [pair for pair in elements(view["blocks"]) if pair[1]["type"] not in _STATELESS]
    known = {name for block, row in inputs for name in (block["block_id"], row["action_id"])}
    if unknown := set(values) - known:
        names = ", ".join(sorted(known))
        raise LookupError(f"The modal has no input {min(unknown)!r}; it has: {names or 'none'}.")
    states: dict[str, dict[str, Any]] = {}
    for block, element in inputs:
        keys = (block["block_id"], element["action_id"])
        row = _state(block, element, [values[key] for key in keys if key in values])
        if block["type"] == "input":
            _let_go(block, element, row)
        states.setdefault(block["block_id"], {})[element["action_id"]] = row
    return states


def _state(block: Mapping[str, Any], element: Element, given: Sequence[Choice]) -> dict[str, Any]:
    kind = str(element["type"])
    prefix = "" if kind in _TEXTS else "selected_"
    row: dict[str, Any] = {"type": kind} | ({"value": None} if kind in _TEXTS else {})
    for name, present in element.items():
        if name.startswith("initial_"):
            row[prefix + name.removeprefix("initial_")] = present
    for chosen in given:
        text = chosen if isinstance(chosen, str) else None
        if kind in _TEXTS:
            row["value"] = text or None
            continue
        action = pressed_action(block["block_id"], element, at=0, value=text, option=chosen)
        row |= {name: part for name, part in action.items() if name.startswith("selected")}
    return row


def _let_go(block: Mapping[str, Any], element: Element, row: Mapping[str, Any]) -> None:
    """Slack's own look at an input before anything is sent.

    Raises:
        LookupError: It is empty and must not be, or its text is too short or too long.
    """
    label = block["label"]["text"]
    held = [value for name, value in row.items() if name != "type" and value]
    if not held and not block.get("optional"):
        raise LookupError(f"Slack asks to complete “{label}” first.")
    text = row.get("value")
    if not isinstance(text, str):
        return
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if not least <= len(text) <= most:
        raise LookupError(f"Slack takes {least} to {most} characters for “{label}”.")


def _submission(
    view: Mapping[str, Any], state: Mapping[str, Any], *, user: User, trigger_id: str
) -> dict[str, Any]:
    shown = {name: part for name, part in view.items() if name != "user"}
    return {
        "type": "view_submission",
        "team": {"id": TEAM, "domain": TEAM_DOMAIN},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": TEAM},
        "api_app_id": APP,
        "token": VERIFICATION_TOKEN,
        "trigger_id": trigger_id,
        "view": {**shown, "state": {"values": state}},
        "response_urls": [],
        "is_enterprise_install": False,
        "enterprise": None,
    }
