"""The house keeps its own rules, and each rule can tell when it is broken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from bot.blocks import ids
from tests.architecture import (
    PROJECT,
    Module,
    directions,
    environment,
    modules,
    page_sources,
    purity,
    stage,
)
from tests.architecture_style import LONGEST_FILE, calls_on_import, catching, names, sizes
from tests.listeners import registered

Rule = Callable[[Module], Iterator[str]]
RULES: tuple[Rule, ...] = (
    directions,
    purity,
    sizes,
    names,
    calls_on_import,
    catching,
    environment,
    stage,
)

LONG = "def f():\n" + "    pass\n" * 41


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps(rule: Rule):
    assert [said for module in modules("bot", "handlers") for said in rule(module)] == []


def test_the_pages_own_files_are_short_and_named_for_what_is_in_them():
    files = page_sources()
    module = {path: Module(".".join(path.relative_to(PROJECT).parts), "") for path in files}

    assert files
    assert [
        path.name
        for path in files
        if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE
    ] == []
    assert [said for path in files for said in names(module[path])] == []


@pytest.mark.parametrize(
    ("rule", "name", "source"),
    [
        (directions, "bot.query.x", "from bot.blocks.ids import COMMAND"),
        (directions, "bot.catalog", "from bot.modelarts.client import ModelArtsClient"),
        (directions, "handlers.x", "from bot.app import open_bot"),
        (directions, "handlers.x", "from bot.slack.replies import Replies"),
        (directions, "handlers.x", "from bot import app"),
        (directions, "bot.slack.x", "import handlers.errors"),
        (directions, "bot.modelarts.client", "from bot.slack import later"),
        (directions, "bot.blocks.x", "from bot.ports import Reply"),
        (directions, "bot.query.x", "def f():\n    from bot.catalog import Catalog"),
        (purity, "bot.blocks.x", "import time"),
        (purity, "bot.query.x", "from asyncio import sleep"),
        (purity, "bot.modelarts.retry", "import httpx"),
        (purity, "bot.query.x", "from bot.logs import configure"),
        (purity, "bot.query.x", "moment = datetime.now(UTC)"),
        (sizes, "bot.x", "x = 1\n" * 251),
        (sizes, "bot.x", LONG),
        (sizes, "bot.x", f"class C:\n    async {LONG.replace(chr(10), chr(10) + '    ')}"),
        (names, "bot.utils", ""),
        (names, "bot.slack.reply_helpers", ""),
        (calls_on_import, "bot.x", "connect()"),
        (calls_on_import, "bot.x", "x = load('file')"),
        (calls_on_import, "bot.x", "class C:\n    y = connect()"),
        (calls_on_import, "bot.x", "def f(x=connect()):\n    pass"),
        (calls_on_import, "bot.x", "@app.command('/x')\ndef f():\n    pass"),
        (catching, "bot.x", "try:\n    f()\nexcept Exception:\n    pass"),
        (catching, "bot.x", "try:\n    f()\nexcept:\n    pass"),
        (
            catching,
            "handlers.x",
            "try:\n    f()\nexcept BaseException as e:\n    raise X from e",
        ),
        (environment, "bot.app", "import os\nx = os.environ['X']"),
        (environment, "bot.app", "from os import getenv"),
        (environment, "bot.slack.x", "from bot.settings import Settings"),
        (stage, "bot.app", "from bot.demo.fake_slack import FakeSlack"),
        (stage, "bot.demo.fake_modelarts", "from bot.modelarts.signing import encoded"),
        (stage, "bot.demo.slack.views", "from bot.blocks import limits"),
    ],
)
def test_a_broken_rule_is_noticed(rule: Rule, name: str, source: str):
    assert list(rule(Module(name, source)))


@pytest.mark.parametrize(
    ("rule", "name", "source"),
    [
        (
            directions,
            "bot.blocks.x",
            "from bot.query.page import Page\nfrom bot import __version__",
        ),
        (directions, "bot.modelarts.client", "from bot.modelarts.auth import Auth"),
        (directions, "handlers.x", "from handlers.y import z"),
        (purity, "bot.modelarts.client", "import asyncio, httpx, random"),
        (calls_on_import, "bot.x", "A = re.compile('x')\nB = TypeVar('B')\nC = frozenset({1})"),
        (
            calls_on_import,
            "bot.x",
            "log = logging.getLogger('x')\n_X: T[int] = TypeAdapter[int](int)",
        ),
        (
            calls_on_import,
            "bot.x",
            "@dataclass(frozen=True)\nclass C:\n    x: int = field(default=1)",
        ),
        (calls_on_import, "bot.x", "def f():\n    connect()\ng = lambda: connect()"),
        (calls_on_import, "bot.x", "if __name__ == '__main__':\n    main()"),
        (catching, "bot.x", "try:\n    f()\nexcept BaseException:\n    undo()\n    raise"),
        (catching, "handlers.errors", "try:\n    f()\nexcept Exception:\n    pass"),
        (environment, "bot.settings.sources", "import os\nx = os.environ"),
        (stage, "bot.cli", "from bot.demo.show import show_page"),
        (stage, "bot.demo.stage", "from bot.app import open_bot"),
    ],
)
def test_what_is_allowed_is_not_reported(rule: Rule, name: str, source: str):
    assert list(rule(Module(name, source))) == []


def action_ids() -> dict[str, str]:
    """Every id of a button or menu, by the name of its constant."""
    values = {name: getattr(ids, name) for name in dir(ids) if name.isupper()}
    return {
        name: value
        for name, value in values.items()
        if isinstance(value, str) and value.startswith(ids.PREFIX) and name != "PREFIX"
    }


def test_every_id_is_drawn_by_some_view():
    views = [m.source for m in modules("bot/blocks") if m.name != "bot.blocks.ids"]

    undrawn = [name for name in action_ids() if not any(f"ids.{name}" in view for view in views)]

    assert action_ids()
    assert undrawn == []


def test_every_id_is_listened_to():
    patterns = [what for kind, what in registered() if kind == "action"]

    assert patterns
    for value in action_ids().values():
        assert any(re.search(pattern, value) for pattern in patterns)


def test_ids_are_told_apart_by_their_beginning():
    """An id that ends in a colon is followed by more; none may begin like another."""
    values = list(action_ids().values())

    assert len(values) == len(set(values))
    for value in values:
        if value.endswith(":"):
            assert [other for other in values if other.startswith(value)] == [value]
