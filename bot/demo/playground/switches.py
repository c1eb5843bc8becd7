"""The switches of the demo's world: how well ModelArts and Slack are, how fast time runs.

What a mode of Slack spoils: posts and edits of the bot (``chat.postMessage``, ``chat.update``)
and answers to a ``response_url``.  ``dropping`` spares the latter: those are answers, which the
person would only see twice; a notice is what must come once.  ``chat.postEphemeral`` and
``views.*`` always work, so that a bot which knows another way can be seen to take it.
``ratelimited`` is no fault but Slack's own rule, with a longer pace: it concerns posts alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.demo.modelarts.faults import Fault
from bot.demo.playground.requests import (
    ImageTurn,
    ModelArtsMode,
    Refused,
    SlackMode,
)
from bot.demo.playground.staging import PlayableStage
from bot.demo.slack.faults import RESPONSE_URL
from bot.demo.switches import DOWN, FASTEST, LONGEST_SKIP, SLOWEST, image_named

POSTS = ("chat.postMessage", "chat.update")
PACE = 10.0
"""Seconds on the demo's clock between two messages in one channel, while the rate is limited."""
LATE = 2.0
"""Seconds by which a slow Slack answers late."""
BROKEN = frozenset({"ERROR", "CREATE_FAILED"})
MOST_IMAGES = 20

_MODELARTS: Mapping[ModelArtsMode, Fault | None] = {
    "well": None,
    "slow": Fault(kind="latency", seconds=4.0),
    "down": DOWN,
    "unauthorised": Fault(kind="status", status=401),
}


@dataclass(frozen=True, slots=True)
class SlackFault:
    """A kind of `bot.demo.slack.faults.Fault` that hits every call of some methods."""

    kind: str
    methods: tuple[str, ...] = (*POSTS, RESPONSE_URL)


_SLACK: Mapping[SlackMode, SlackFault | None] = {
    "well": None,
    "slow": SlackFault("slow"),
    "ratelimited": None,
    "refusing": SlackFault("http_500"),
    "dropping": SlackFault("accept_then_drop", POSTS),
}


class Switches:
    """Turns them, knows how they stand, and tells whoever listens that one was turned."""

    def __init__(self, stage: PlayableStage) -> None:
        self._stage = stage
        self._modelarts: ModelArtsMode = "well"
        self._slack: SlackMode = "well"
        self._listeners: list[Callable[[], None]] = []

    def world(self) -> dict[str, Any]:
        """How everything stands at this moment, as the page shows it."""
        clock = self._stage.clock
        return {
            "now": clock.now_ms(),
            "rate": clock.rate,
            "poll": self._stage.poll,
            "modelarts": self._modelarts,
            "slack": self._slack,
            "bot": self._stage.state,
        }

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` after every turn, and when the bot starts or stops.

        Returns:
            Ends that.
        """
        self._listeners.append(listener)
        leave = self._stage.watch(listener)

        def end() -> None:
            leave()
            self._listeners.remove(listener)

        return end

    def speed(self, rate: float) -> None:
        """Let time run faster or slower."""
        if not SLOWEST <= rate <= FASTEST:
            raise Refused(f"Time runs {SLOWEST:g} to {FASTEST:g} times as fast, not otherwise.")
        self._stage.clock.set_rate(rate)
        self.tell()

    def skip(self, seconds: float) -> None:
        """Leap ahead."""
        if not 0 < seconds <= LONGEST_SKIP:
            raise Refused("Time can be skipped forwards only, by 30 days at most.")
        self._stage.clock.skip(seconds)
        self.tell()

    def modelarts(self, mode: ModelArtsMode) -> None:
        """Let ModelArts be well or not until this is turned again."""
        self._stage.modelarts.faults.standing = _MODELARTS[mode]
        self._modelarts = mode
        self.tell()

    def slack(self, mode: SlackMode) -> None:
        """Let Slack be well or not until this is turned again."""
        faults, fault = self._stage.slack.faults, _SLACK[mode]
        faults.stand_down()
        if fault is not None:
            for method in fault.methods:
                faults.stand(fault.kind, method, seconds=LATE)
        self._limit(mode == "ratelimited")
        self._slack = mode
        self.tell()

    def _limit(self, limited: bool) -> None:
        """Let one message through in `PACE`, the first of them only after that too."""
        platform = self._stage.slack.platform
        platform.pace = PACE if limited else 0.0
        if limited:
            channels = platform.workspace.channels
            platform.last_post.update(dict.fromkeys(channels, platform.now()))

    def image(self, turn: ImageTurn) -> None:
        """Let an image fail, recover or vanish from the list.

        Raises:
            LookupError: There is no such image, or several.
        """
        modelarts = self._stage.modelarts
        acts = {"fail": modelarts.fail, "recover": modelarts.recover, "vanish": modelarts.vanish}
        acts[turn.act](image_named(modelarts, turn.image))

    def tell(self) -> None:
        """Say that something in the world is not as it was."""
        for listener in tuple(self._listeners):
            listener()


def images_found(images: list[dict[str, Any]], words: str) -> list[dict[str, str]]:
    """The images that hold every word in name, tag, id or namespace, broken ones first."""
    wanted = words.lower().split()
    shown = ("id", "name", "tag", "status")
    found = []
    for image in images:
        name, tag, known_as, space = (
            str(image.get(part) or "") for part in ("name", "tag", "id", "namespace")
        )
        # The way alerts name it, so that what is copied from there is found.
        told = f"{space}/{name}:{tag}\n{known_as}"
        if all(word in told.lower() for word in wanted):
            found.append({key: str(image.get(key) or "") for key in shown})
    found.sort(key=lambda row: (row["status"] not in BROKEN, row["name"], row["tag"], row["id"]))
    return found[:MOST_IMAGES]
