"""The form that changes a subscription."""

from __future__ import annotations

from typing import Any

from bot.alerts.asked import Subscription
from bot.blocks import ids
from bot.blocks.elements import plain_text
from bot.blocks.mrkdwn import clean

LONGEST = 1000
"""Characters of filters that can be written here."""

_HINT = (
    "As in a search: namespace=team-a, -name~test, arch=AARCH64. Leave it empty for all images."
)


def edit_form(subscription: Subscription) -> dict[str, Any]:
    """A view for ``views.open``; filters too long for the input are not written into it.

    ``private_metadata`` is ``<channel> <subscription>``: a submission does not say its channel.
    """
    element: dict[str, Any] = {
        "type": "plain_text_input",
        "action_id": ids.EDIT_FILTERS,
        "max_length": LONGEST,
        "placeholder": plain_text("namespace=team-a -name~test", 150),
    }
    filters = clean(subscription.filters)
    if 0 < len(filters) <= LONGEST:
        element["initial_value"] = filters
    return {
        "type": "modal",
        "callback_id": ids.EDIT_VIEW,
        "private_metadata": f"{subscription.channel_id} {subscription.id}",
        "title": plain_text("Alerts of this channel", 24),
        "submit": plain_text("Save", 24),
        "close": plain_text("Cancel", 24),
        "blocks": [
            {
                "type": "input",
                "block_id": ids.EDIT_FILTERS,
                "optional": True,
                "label": plain_text("Which images", 150),
                "hint": plain_text(_HINT, 150),
                "element": element,
            }
        ],
    }
