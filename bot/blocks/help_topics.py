"""What the help says: every example runs as it stands."""

from __future__ import annotations

from dataclasses import dataclass

from bot.blocks.mrkdwn import MARK
from bot.query.fields import FIELDS, Field, Kind


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of help.

    ``title``: the word on its button, too.  ``intro``: one sentence.  ``examples``: a command
    without ``/images``, and what it does.  ``closing``: lines below them, mrkdwn of ours.
    ``tried``: whether its first examples are buttons; not where they would change something.
    """

    name: str
    title: str
    intro: str
    examples: tuple[tuple[str, str], ...]
    closing: tuple[str, ...] = ()
    tried: bool = True


OVERVIEW = Topic(
    name="",
    title="Overview",
    intro="Find container images of ModelArts. Only you see the answers, until you share one.",
    examples=(
        ("find pytorch arm", "images for Arm with pytorch in their name"),
        ("show pytorch_1_8", "one image: its path to copy, its state, its fields"),
        ("groups mindspore", "image names, and how many versions each has"),
        ("failed", "images that are broken now, newest first"),
        ("explain find pytorch arm", "what is asked of ModelArts, and what is filtered here"),
        ("subscribe", "tell this channel of every image that fails"),
    ),
)

TOPICS = (
    Topic(
        name="search",
        title="Searching",
        intro="Words and filters must all match. Upper and lower case are the same.",
        examples=(
            ("pytorch", "find may be left out"),
            ('find "pytorch_1_8"', "exactly this name"),
            ("find pytorch ascend", "known words such as arm, gpu or ascend become filters"),
            ("find arch=AARCH64 type=DEDICATED", "a field has this value"),
            ("find status=ERROR,CREATE_FAILED", "any of several values"),
            ("find pytorch -arch=X86_64", "without this value"),
            ("find description~notebook", "the field contains this text"),
            ("find pytorch limit=20 page=2", "20 rows, second page"),
        ),
    ),
    Topic(
        name="fields",
        title="Fields",
        intro="Every field of an image can be filtered and sorted by its name or a short one.",
        examples=(
            ("find device=ASCEND visibility=PUBLIC", "two fields with closed values"),
            ("find namespace=atelier", "images of one SWR organization"),
        ),
    ),
    Topic(
        name="sorting",
        title="Sorting",
        intro="The order is the same on every page; a minus in front turns it round.",
        examples=(
            ("find pytorch sort=-updated", "last changed first"),
            ("find pytorch sort=-size,name", "largest first, then by name"),
            ("groups sort=-versions", "names with the most versions first"),
        ),
    ),
    Topic(
        name="amounts",
        title="Sizes and dates",
        intro="Sizes have units, times are ages or dates in UTC.",
        examples=(
            ("find size>5GB", "larger than 5 GB"),
            ("find size<=800MB", "800 MB or less"),
            ("find updated<7d", "changed in the last seven days"),
            ("find created>1y", "older than a year"),
            ("find created>=2024-05-01", "from the first of May 2024"),
        ),
        closing=("Ages: `30m` `12h` `7d` `3w` `6mo` `1y`",),
    ),
    Topic(
        name="show",
        title="One image",
        intro="An id, a name, a name with its tag or a path all lead to the image.",
        examples=(
            ("show pytorch_1_8", "by name; if several match, you choose"),
            ("show nb-snapshot:20260404", "by name and tag"),
        ),
    ),
    Topic(
        name="groups",
        title="Image names",
        intro="One row for each name in a namespace, however many versions it has.",
        examples=(
            ("groups pytorch", "names with pytorch in them"),
            ("groups type=DEDICATED sort=name", "your own, by name"),
        ),
    ),
    Topic(
        name="failed",
        title="Failures",
        intro="Images whose saving failed (CREATE_FAILED) or that are broken (ERROR).",
        examples=(
            ("failed", "all of them, newest first"),
            ("failed namespace=nlp-team updated<7d", "of one namespace, in the last week"),
        ),
    ),
    Topic(
        name="alerts",
        title="Alerts",
        intro="A channel can be told of every image that fails: one message each, which also says "
        "when it is over.",
        examples=(
            ("subscribe", "tell this channel of every failure"),
            ("subscribe namespace=team-a -name~test", "only of these images"),
            ("subscriptions", "what this channel is told, with a button to end it"),
            ("unsubscribe 3f2a9c1e", "end one, by the id that subscriptions shows"),
            ("why nb-snapshot", "why an alert came, or did not"),
            ("status", "how old the data is, and whether messages wait"),
        ),
        closing=("Invite the bot to the channel first: `/invite @imagebot`",),
        tried=False,
    ),
    Topic(
        name="silences",
        title="Silences and watches",
        intro="Hear less of what is known, or more of the one image you wait for.",
        examples=(
            ("silence nb-snapshot for 4h", "nothing new here about this image"),
            ("silence namespace=team-a until tomorrow", "about what this search finds"),
            ("silence nb-snapshot until it changes", "until its status is another"),
            ("silence all for 1h", "nothing new at all in this channel"),
            ("silences", "what is silenced here, with a button to lift it"),
            ("watch nb-snapshot", "one direct message when it is ready or has failed"),
            ("watches", "the images you wait for"),
        ),
        closing=("A silence without a length lasts four hours, and 30 days at most.",),
        tried=False,
    ),
    Topic(
        name="explain",
        title="Explanations",
        intro="The exact requests, what was filtered where, and lines for hcloud and ma-cli.",
        examples=(
            ("explain find pytorch arch=AARCH64", "of a search"),
            ("explain failed", "of the failures"),
        ),
    ),
)

_ALIASES = {
    "find": "search",
    "filter": "search",
    "filters": "search",
    "field": "fields",
    "sort": "sorting",
    "order": "sorting",
    "size": "amounts",
    "sizes": "amounts",
    "date": "amounts",
    "dates": "amounts",
    "time": "amounts",
    "times": "amounts",
    "group": "groups",
    "alert": "alerts",
    "subscribe": "alerts",
    "subscription": "alerts",
    "subscriptions": "alerts",
    "unsubscribe": "alerts",
    "why": "alerts",
    "status": "alerts",
    "silence": "silences",
    "watch": "silences",
    "watches": "silences",
    "failures": "failed",
    "image": "show",
}
_MOST_SHOWN = 6


def topic_called(name: str | None) -> Topic | None:
    """The page of this name; the overview for none; None if there is no such page."""
    if not name:
        return OVERVIEW
    wanted = _ALIASES.get(name.strip().lower(), name.strip().lower())
    return next((topic for topic in TOPICS if topic.name == wanted), None)


def field_lines() -> list[str]:
    """Every field with its short names and known values, a line each."""
    return [_field_line(row) for row in FIELDS.values()]


def _field_line(row: Field) -> str:
    names = ", ".join(f"`{name}`" for name in (row.name, *row.aliases[:2]))
    names += "" if row.images else " (groups)"
    if row.values:
        more = f" {MARK}" if len(row.values) > _MOST_SHOWN else ""
        return f"{names}: {', '.join(row.values[:_MOST_SHOWN])}{more}"
    kinds = {Kind.SIZE: ": a size", Kind.TIME: ": an age or a date", Kind.NUMBER: ": a number"}
    return f"{names}{kinds.get(row.kind, '')}"
