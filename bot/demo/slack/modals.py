"""What people do with an open modal: fill it in and submit it, or close it.

Source: docs.slack.dev/surfaces/modals and
reference/interaction-payloads/view-interactions-payload.  Not settled there, and so chosen: when a
whole stack is closed, every view in it that asked to be told of gets its own ``view_closed``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.demo.slack.deliveries import INTERACTION, ack_answer
from bot.demo.slack.journal import Delivery
from bot.demo.slack.payloads import closing_payload, submission_payload
from bot.demo.slack.platform import ApiError
from bot.demo.slack.presses import Presses
from bot.demo.slack.states import Filled, let_go, states
from bot.demo.slack.surfaces import Surface, modals_of, open_modal
from bot.demo.slack.views import answer_submission
from bot.demo.workspace import U_ANNA, User


class Modals(Presses):
    """The hands of a person before whom a modal is open."""

    async def submit(
        self, view: Mapping[str, Any] | str, values: Filled | None = None, *, user: str = U_ANNA
    ) -> Delivery:
        """Fill the modal on top in and submit it; the ack says whether it closes.

        Args:
            view: The view or its id.
            values: What is typed or chosen, by ``block_id`` or ``action_id``, or by both as
                ``state.values`` has them; what is not named stays as it was chosen before, or as
                the view shows it.

        Returns:
            The delivery; its ``errors`` are what the bot found wrong, and the view is then still
            open.

        Raises:
            LookupError: The person has no such modal on top, it has no such input, or Slack
                itself does not let it go yet.
        """
        person = self.workspace.user(user)
        shown = open_modal(self.workspace, person, _name(view))
        form = Surface(shown["id"], shown)
        state = states(form, values or {}, self.drafts, workspace=self.workspace, person=person)
        let_go(form, state)
        delivery = self.record.delivery("view_submission", user=person.id, channel="")
        delivery.trigger_id = self.platform.triggers.give(person.id)
        payload = submission_payload(shown, state, user=person, trigger_id=delivery.trigger_id)
        await self.courier.send(delivery, INTERACTION, payload)
        if delivery.acked and shown["id"] in self.workspace.views:
            self._answer_view(delivery, shown)
        return delivery

    async def close(
        self,
        view: Mapping[str, Any] | str,
        *,
        user: str = U_ANNA,
        all: bool = False,  # noqa: A002 - the word on the button's tooltip
    ) -> list[Delivery]:
        """Close the modal on top without submitting it; what lies below is seen again.

        It is gone at once, whatever the bot says to it.

        Args:
            all: Close those below it too, as a view with ``clear_on_close`` does by itself.

        Returns:
            What was delivered: ``view_closed``, if the view asked for it.

        Raises:
            LookupError: The person has no such modal on top.
        """
        person = self.workspace.user(user)
        shown = open_modal(self.workspace, person, _name(view))
        cleared = all or bool(shown["clear_on_close"])
        names = modals_of(self.workspace, person.id)[::-1] if cleared else [shown["id"]]
        return await self._close(person, names, cleared=cleared)

    async def leave_modals(self, user: str) -> list[Delivery]:
        """Close all of a person's modals, as when they load Slack anew; else as `close`."""
        person = self.workspace.user(user)
        names = modals_of(self.workspace, person.id)[::-1]
        return await self._close(person, names, cleared=True)

    async def _close(self, person: User, names: Sequence[str], *, cleared: bool) -> list[Delivery]:
        closed = [self.workspace.views[name] for name in names]
        for name in names:
            self.workspace.close_view(name)
        told: list[Delivery] = []
        for view in closed:
            if view["notify_on_close"]:
                delivery = self.record.delivery("view_closed", user=person.id, channel="")
                payload = closing_payload(view, user=person, cleared=cleared)
                await self.courier.send(delivery, INTERACTION, payload)
                told.append(delivery)
        return told

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


def _name(view: Mapping[str, Any] | str) -> str:
    return view if isinstance(view, str) else str(view["id"])
