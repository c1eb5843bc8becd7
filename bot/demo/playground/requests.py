"""What the page may ask, field by field, and how a wrong question is refused."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, RootModel, StringConstraints, ValidationError

Id = Annotated[str, StringConstraints(min_length=1, max_length=255)]
"""Of a person, a channel, a view, a block or an action."""
Stamp = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}\.[0-9]{1,9}$")]
Value = Annotated[str, StringConstraints(max_length=12_000)]
"""What was typed or chosen; longer than anything that Slack lets through."""
Values = Annotated[list[Value], Field(max_length=100)]
Choice = Value | Values | None

ModelArtsMode = Literal["well", "slow", "down", "unauthorised"]
SlackMode = Literal["well", "slow", "ratelimited", "refusing", "dropping"]

Model = TypeVar("Model", bound=BaseModel)

_STRICT = ConfigDict(extra="forbid", frozen=True, strict=True)
_LONGEST_FIELD = 50
_WRONG = {
    "extra_forbidden": " is not known here",
    "missing": " is missing",
    "string_too_long": " is too long",
    "string_too_short": " is empty",
    "too_long": " holds too much",
}
"""What is said of a field, by the library's kind of error; of others only their name is said."""


class Refused(Exception):
    """A sentence for the person, and the HTTP status it goes with."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


class Asked(BaseModel):
    """Any act; ``user`` is the id of the person who does it."""

    model_config = _STRICT

    user: Id


class Heard(Asked):
    """``GET events``; ``page`` and ``since`` as in `bot.demo.playground.snapshot.Seat`."""

    page: Id | None = None
    since: Id | None = None


class Entered(Asked):
    """``POST enter``; ``zone``: the time zone of the person's browser, as IANA names it."""

    zone: Id | None = None


class Place(BaseModel):
    """Where an element stands: a message by channel and ``ts``, or a view by its id."""

    model_config = _STRICT

    channel: Id | None = None
    ts: Stamp | None = None
    view: Id | None = None


class Looked(BaseModel):
    """``GET images``."""

    model_config = _STRICT

    words: Annotated[str, StringConstraints(max_length=500)] = ""


class Inspected(Asked, Place):
    """``GET verdict``."""


Filled = Annotated[
    dict[Id, Annotated[dict[Id, Choice], Field(max_length=25)]], Field(max_length=100)
]
"""What a view holds, by block and action."""


class Said(Asked):
    """``POST say``."""

    channel: Id
    text: Value
    thread_ts: Stamp | None = None


class Pressed(Asked, Place):
    """``POST press``; ``values``: what else was filled in by then."""

    block_id: Id
    action_id: Id
    value: Value | None = None
    option: Choice = None
    values: Filled | None = None


class Suggested(Asked, Place):
    """``POST options``; ``values`` as in `Pressed`."""

    block_id: Id
    action_id: Id
    value: Value
    values: Filled | None = None


class Submitted(Asked):
    """``POST submit``."""

    view: Id
    values: Filled


class Closed(Asked):
    """``POST close``."""

    view: Id
    all: bool = False


class ImageTurn(Asked):
    """``image``: its id, its path, or its name and tag."""

    act: Literal["fail", "recover", "vanish"]
    image: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=512)]


class SpeedTurn(Asked):
    """``rate``: demo seconds in a real one."""

    act: Literal["speed"]
    rate: float


class SkipTurn(Asked):
    """``seconds`` on the demo's clock."""

    act: Literal["skip"]
    seconds: float


class ModelArtsTurn(Asked):
    """How ModelArts is from now on."""

    act: Literal["modelarts"]
    mode: ModelArtsMode


class SlackTurn(Asked):
    """How Slack is from now on."""

    act: Literal["slack"]
    mode: SlackMode


class BotTurn(Asked):
    """The bot is stopped and started again."""

    act: Literal["bot"]
    mode: Literal["restart"]


class ChannelTurn(Asked):
    """The bot is invited or removed, or the channel is archived or brought back."""

    act: Literal["invite", "kick", "archive", "unarchive"]
    channel: Id


AnyTurn = ImageTurn | SpeedTurn | SkipTurn | ModelArtsTurn | SlackTurn | BotTurn | ChannelTurn


class Turned(RootModel[Annotated[AnyTurn, Field(discriminator="act")]]):
    """``POST world``."""


def body_of(model: type[Model], body: bytes) -> Model:
    """A request's JSON as what it should be.

    Raises:
        Refused: It is something else, or it says one thing twice.
    """
    try:
        said = json.loads(
            body.decode("utf-8"), object_pairs_hook=_each_once, parse_constant=_no_number
        )
    except (ValueError, RecursionError) as error:
        raise Refused("The playground cannot read this: it is not JSON.") from error
    return _checked(model, said)


def query_of(model: type[Model], query: dict[str, str]) -> Model:
    """A request's query as what it should be; else as `body_of`."""
    return _checked(model, query)


def _checked(model: type[Model], said: object) -> Model:
    try:
        return model.model_validate(said)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        # Of an act the path begins with the kind of turn that was taken for it.
        path = first["loc"][1:] if issubclass(model, RootModel) else first["loc"]
        if first["type"].startswith("union_tag"):
            path = ("act",)
        field = str(path[0])[:_LONGEST_FIELD] if path else "it is no object"
        what = _WRONG.get(first["type"], "") if len(path) == 1 else ""
        raise Refused(f"The playground cannot read this: {field}{what}.") from error


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a name that comes twice, two readers may take different values."""
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError("a name stands twice")
    return read


def _no_number(constant: str) -> None:
    raise ValueError(constant)
