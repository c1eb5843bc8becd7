"""Who may know whom: rules of the house, each from a module to what is wrong with it.

The order of the levels and the reasons stand in docs/architecture.md.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[1]

LEVELS = {
    "bot": 4,
    "bot.__version__": 0,
    "bot.__main__": 8,
    "bot.cli": 8,
    "bot.demo": 7,
    "bot.terminal": 7,
    "bot.running": 7,
    "bot.app": 6,
    "bot.alerting": 6,
    "bot.source": 6,
    "handlers": 5,
    "bot.slack": 5,
    "bot.modelarts.auth": 5,
    "bot.modelarts.client": 5,
    "bot.modelarts.exchange": 5,
    "bot.modelarts.flight": 5,
    "bot.modelarts.iam": 5,
    "bot.modelarts.message": 5,
    "bot.modelarts.reading": 5,
    "bot.storage": 5,
    "bot.jobs.scheduler": 5,
    "bot.console": 4,
    "bot.ports": 3,
    "bot.blocks": 3,
    "bot.alerts": 2,
    "bot.query": 2,
    "bot.modelarts": 1,
    "bot.addresses": 0,
    "bot.clock": 0,
    "bot.errors": 0,
    "bot.logs": 0,
    "bot.marks": 0,
    "bot.metrics": 0,
    "bot.redaction": 0,
    "bot.settings": 0,
}
"""The longest prefix counts; a module of ``bot`` that is not named is a use case."""

EDGE = 5
APART = {3, 5, 7}
"""Levels on which one package does not import another."""

PURE = (
    "bot.modelarts",
    "bot.query",
    "bot.alerts",
    "bot.blocks",
    "bot.marks",
    "bot.addresses",
    "bot.errors",
    "bot.ports",
)

_IMPURE_LIBRARIES = (
    "asyncio logging os time random secrets socket threading subprocess tempfile pathlib shutil "
    "slack_sdk slack_bolt httpx aiohttp sqlalchemy apscheduler "
    "psycopg anyio sniffio rich pydantic_settings"
)
IMPURE_LIBRARIES = frozenset(_IMPURE_LIBRARIES.split())
CLOCKS = {"now", "utcnow", "today"}

READS_SETTINGS = {
    "bot.app",
    "bot.alerting",
    "bot.source",
    "bot.running",
    "bot.terminal",
    "bot.cli",
}
READS_SETTINGS |= {"bot.demo.stage"}


@dataclass(frozen=True)
class Module:
    """One source file."""

    name: str
    source: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)


PAGE = PROJECT / "bot" / "demo" / "web"
"""What the browser runs; libraries of others lie in it."""


def modules(*folders: str) -> list[Module]:
    """Every module under the project's folders."""
    found = []
    for path in sorted(path for folder in folders for path in sources(PROJECT / folder)):
        parts = list(path.relative_to(PROJECT).with_suffix("").parts)
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found.append(Module(name, path.read_text(encoding="utf-8")))
    return found


def sources(folder: Path) -> Iterator[Path]:
    """Every Python file below a folder, without those of the page's libraries."""
    for path in folder.iterdir():
        if path.is_dir() and path != PAGE:
            yield from sources(path)
        elif path.suffix == ".py":
            yield path


def page_sources() -> list[Path]:
    """Every TypeScript file of the page that is ours."""
    return sorted([*(PAGE / "src").rglob("*.ts"), *(PAGE / "src").rglob("*.tsx")])


def is_in(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def level(name: str) -> int:
    best = max((prefix for prefix in LEVELS if is_in(name, prefix)), key=len)
    # The package itself holds the version, which everybody may know.
    return 0 if name == "bot" else LEVELS[best]


def component(name: str) -> str:
    """``handlers``, ``bot.slack``: what an import on one level must not leave."""
    if name.startswith("bot.") and not is_in(name, "bot.modelarts"):
        return ".".join(name.split(".")[:2])
    return "bot.modelarts" if name.startswith("bot.") else name.partition(".")[0]


def imports(module: Module) -> Iterator[str]:
    """Every module that is imported, wherever in the file; ``from a import b`` gives ``a.b``."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def called(node: ast.Call) -> str:
    """The last name of what is called."""
    function = node.func
    while isinstance(function, ast.Subscript):
        function = function.value
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ast.unparse(function)


def _ours(module: Module) -> Iterator[str]:
    return (name for name in imports(module) if is_in(name, "bot") or is_in(name, "handlers"))


def directions(module: Module) -> Iterator[str]:
    """Imports go down only, and neighbours on an edge leave each other alone."""
    here = level(module.name)
    for name in _ours(module):
        there = level(name)
        if there > here:
            yield f"{module.name} (level {here}) imports {name} (level {there})"
        elif there == here and here in APART and component(name) != component(module.name):
            yield f"{module.name} imports {name}, its neighbour"


def purity(module: Module) -> Iterator[str]:
    """No I/O, clock or chance in what decides and draws."""
    if level(module.name) >= EDGE or not any(is_in(module.name, pure) for pure in PURE):
        return
    for name in imports(module):
        if name.partition(".")[0] in IMPURE_LIBRARIES:
            yield f"{module.name} is pure and imports {name}"
        if is_in(name, "bot") and name != "bot" and not any(is_in(name, pure) for pure in PURE):
            yield f"{module.name} is pure and imports {name}"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and called(node) in CLOCKS:
            yield f"{module.name} is pure and asks a clock in line {node.lineno}"


def environment(module: Module) -> Iterator[str]:
    """Settings are read in one place, and known to those who build."""
    if module.name.startswith("bot.settings"):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv"}:
            yield f"{module.name} reads the environment in line {node.lineno}"
    for name in imports(module):
        if name in {"os.environ", "os.getenv"} or name.startswith(("dotenv", "pydantic_settings")):
            yield f"{module.name} imports {name}"
        if name.startswith("bot.settings") and module.name not in READS_SETTINGS:
            yield f"{module.name} reads settings"


def stage(module: Module) -> Iterator[str]:
    """The bot knows of no demo, and the fakes of no bot."""
    for name in _ours(module):
        if is_in(name, "bot.demo") and not is_in(module.name, "bot.demo"):
            if module.name != "bot.cli":
                yield f"{module.name} imports {name}"
        elif _is_fake(module.name) and not (_is_fake(name) or name.startswith(KNOWN_TO_FAKES)):
            yield f"{module.name} is a fake and imports {name}"


_FAKE_PARTS = ("modelarts", "slack", "blockkit")
_KNOWN_PARTS = ("images", "loopback", "workspace")
KNOWN_TO_FAKES = (*(f"bot.demo.{part}" for part in _KNOWN_PARTS), "bot.errors", "bot.clock")


def _is_fake(name: str) -> bool:
    return name.startswith(("bot.demo.fake_", *(f"bot.demo.{part}" for part in _FAKE_PARTS)))
