"""One line in the thread of another notice.

Facts, by ``what``; a label is raw text, times are milliseconds:

==============  ==================================================================================
``closed``      ``labels`` (up to 5), ``count`` (of all), ``closing`` (a `Closing` or ``mixed``),
                ``lasted_ms`` and ``replaced_by`` for a single image, ``status`` (at failure;
                CREATING for saving that took too long)
``changed``     ``labels``, ``count``, ``status`` (the new one)
``acked``       ``user``
``unacked``     ``user``, ``holder`` (who was on it, if that is somebody else)
``silenced``    ``user``, ``until_ms`` (0: until the status changes; absent: not known), ``labels``
``unsilenced``  ``user``, ``labels``
==============  ==================================================================================

Whatever is absent is left out of the sentence.
"""

from __future__ import annotations

from bot.alerts.delivery_model import NoticeView
from bot.alerts.model import Closing
from bot.blocks.images.row import FAILED_MARK
from bot.blocks.mrkdwn import date, duration
from bot.blocks.notices.alert import replaced_by
from bot.blocks.notices.parts import Story, Titled
from bot.blocks.notices.values import number_in, person, text_in, texts_in
from bot.blocks.notices.words import OVER, SOFT, failure, shown_name, word
from bot.modelarts.models import FAILED_STATUSES
from bot.query.page_token import Seal

_LABELS = 5
_SAVING = frozenset({"CREATING", "INIT"})
_ENDS = {
    "recovered": "ready again",
    "retried": "being saved again",
    "gone": "gone from the list",
    "mixed": "ready again or gone",
}


def line(view: NoticeView, room: int, seal: Seal) -> Story:  # noqa: ARG001 (one shape for all)
    """What happened, in one sentence."""
    match text_in(view.facts, "what"):
        case "closed":
            said = _closed(view)
        case "changed":
            said = _changed(view)
        case "acked":
            said = f"👍 {_user(view)} is on it."
        case "unacked":
            said = _unacked(view)
        case "silenced":
            said = _silenced(view)
        case "unsilenced":
            said = f"🔔 {_user(view)} ended the silence{_about(view)}."
        case _:
            said = "Something changed; the message above says how it is now."
    return Story(Titled(said))


def _user(view: NoticeView) -> str:
    return person(text_in(view.facts, "user"))


def _unacked(view: NoticeView) -> str:
    holder = text_in(view.facts, "holder")
    if not holder:
        return f"{_user(view)} is not on it any more."
    return f"{person(holder)} is not on it any more, says {_user(view)}."


def _closed(view: NoticeView) -> str:
    names, count = _names(view)
    closing, saving = text_in(view.facts, "closing"), text_in(view.facts, "status") in _SAVING
    mark = FAILED_MARK if closing == Closing.FAILED else OVER
    verb = "is" if count == 1 else "are"
    past = "was" if count == 1 else "were"
    end = "" if count != 1 else _lasted(view, saving=saving)
    match closing:
        case "deleted":
            return f"{mark} {names} {past} deleted{end}"
        case "replaced":
            by = replaced_by(text_in(view.facts, "replaced_by")) if count == 1 else ""
            return f"{mark} {names} {past} replaced{by}{end}"
        case "failed":
            return f"{mark} Saving {names} failed{end}"
        case "recovered" if saving:
            return f"{mark} {names} {verb} ready{end}"
        case _:
            return f"{mark} {names} {verb} {_ENDS.get(closing, 'over')}{end}"


def _lasted(view: NoticeView, *, saving: bool) -> str:
    time = number_in(view.facts, "lasted_ms")
    if time is None:
        return ""
    return f", after {duration(time)}" if saving else f", broken for {duration(time)}"


def _changed(view: NoticeView) -> str:
    names, count = _names(view)
    status = text_in(view.facts, "status").upper()
    verb = "is" if count == 1 else "are"
    if status in FAILED_STATUSES:
        return f"{FAILED_MARK} {names} {verb} {word(status)} now ({failure(status).lower()})."
    return f"{SOFT} {names} {verb} {word(status)} now." if status else f"{SOFT} {names} changed."


def _silenced(view: NoticeView) -> str:
    until = number_in(view.facts, "until_ms")
    end = (
        "" if until is None else f" until {date(until)}" if until else " until the status changes"
    )
    return f"🔕 {_user(view)} silenced new messages{_about(view)}{end}."


def _about(view: NoticeView) -> str:
    return f" about {_names(view)[0]}" if texts_in(view.facts, "labels", _LABELS) else ""


def _names(view: NoticeView) -> tuple[str, int]:
    """``env:1.4``, or ``3 images (a, b, c)``, and how many there are."""
    labels = texts_in(view.facts, "labels", _LABELS)
    count = max(number_in(view.facts, "count") or 0, len(labels), 1)
    shown = [shown_name(label, 60) for label in labels]
    if count == 1:
        return (shown[0] if shown else "The image"), 1
    more = [f"{count - len(shown)} more"] if shown and count > len(shown) else []
    listed = f" ({', '.join([*shown, *more])})" if shown else ""
    return f"{count} images{listed}", count
