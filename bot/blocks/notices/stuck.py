"""An image that is being saved for too long: a soft word, no alarm."""

from __future__ import annotations

from bot.alerts.delivery_model import NoticeView
from bot.alerts.model import Closing, Incident
from bot.blocks.images.row import FAILED_MARK
from bot.blocks.notices.alert import closed, facts_line, replacement
from bot.blocks.notices.parts import Story, Titled, details, notes, silence_menu
from bot.blocks.notices.words import OVER, SOFT, name_of, saving_time
from bot.query.page_token import Seal

_ADVICE = (
    "Large images take long. The notebook it comes from cannot be used meanwhile; if nothing "
    "changes, look at it in the ModelArts console."
)
_FAILED = "The failure has a message of its own where somebody subscribed to it."


def stuck(view: NoticeView, room: int, seal: Seal) -> Story:
    """Still being saved, or how that ended."""
    incident = view.incidents[0]
    if incident.closing is not None:
        story = closed(view, incident, _end(incident, view.now_ms), room, seal, why=False)
        return story if incident.closing is not Closing.FAILED else story.advised(_FAILED)
    menu, state = silence_menu(view, seal)
    time = saving_time(incident, view.now_ms)
    so_long = f"after {time}" if time else "and has been for long"
    return Story(
        Titled(f"{SOFT} ", name_of(incident), f" is still being saved {so_long}"),
        grey=[facts_line(incident, "noticed")],
        advice=_ADVICE,
        notes=notes(view, over=False),
        row=[*menu, *details(incident.image_id, seal)],
        menu_state=state,
    )


def _end(incident: Incident, now_ms: int) -> Titled:
    name, time = name_of(incident), saving_time(incident, now_ms)
    after = f" after {time}" if time else ""
    match incident.closing:
        case Closing.RECOVERED:
            return Titled(f"{OVER} ", name, f" is ready{after}")
        case Closing.FAILED:
            return Titled(f"{FAILED_MARK} Saving ", name, f" failed{after}")
        case Closing.DELETED:
            how = "was deleted while being saved"
        case Closing.REPLACED:
            how = f"was replaced{replacement(incident)} while being saved"
        case Closing.GONE:
            how = "is gone from the list"
        case _:
            return Titled(f"{SOFT} Saving ", name, f" began anew{after}")
    return Titled(f"{OVER} ", name, f" {how}{after and f',{after}'}")
