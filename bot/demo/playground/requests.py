"""What the page may ask, field by field, and how a wrong question is refused."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

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


class Refused(Exception):
    """A sentence for the person, and the HTTP status it goes with."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


class Asked(BaseModel):
    """Any act; ``user`` is the id of the person who does it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    user: Id


class Place(BaseModel):
    """Where an element stands: a message by channel and ``ts``, or a view by its id."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    channel: Id | None = None
    ts: Stamp | None = None
    view: Id | None = None


class Looked(BaseModel):
    """``GET images``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: Annotated[str, StringConstraints(max_length=500)] = ""


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
        Refused: It is something else.
    """
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise _unreadable(error) from error


def query_of(model: type[Model], query: dict[str, str]) -> Model:
    """A request's query as what it should be; else as `body_of`."""
    try:
        return model.model_validate(query)
    except ValidationError as error:
        raise _unreadable(error) from error


def _unreadable(error: ValidationError) -> Refused:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"])[:200]
    what = first["msg"][:200]
    return Refused(f"The playground cannot read this: {f'{where}: ' if where else ''}{what}.")
