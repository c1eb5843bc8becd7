"""What a file may be and do: rules of the house, each from a module to what is wrong with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture import Module, called

FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager"}
FORBIDDEN_NAMES |= {"managers", "service", "misc"}

CATCHES_EVERYTHING = {"handlers.errors", "bot.jobs.scheduler", "bot.jobs.deliver"}

_VALUES = (
    "compile escape frozenset set dict tuple list str bytes int float len range sorted reversed "
    "enumerate zip map filter ord chr min max sum any all fromkeys maketrans join split encode "
    "decode strip rstrip lstrip upper lower format replace items keys values union partial cast "
    "with_variant is_not getLogger dataclass field overload lru_cache "
    "attrgetter itemgetter startswith endswith"
)
VALUES = frozenset(_VALUES.split())
"""What may be called while a module is imported, beside classes: it makes a value, no more."""

LONGEST_FILE = 250
LONGEST_FUNCTION = 40


def sizes(module: Module) -> Iterator[str]:
    if (lines := len(module.source.splitlines())) > LONGEST_FILE:
        yield f"{module.name} has {lines} lines"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield f"{module.name}.{node.name} has {lines} lines"


def names(module: Module) -> Iterator[str]:
    for part in module.name.split("."):
        if FORBIDDEN_NAMES & set(part.split("_")):
            yield f"{module.name} says nothing about what is in it"


def calls_on_import(module: Module) -> Iterator[str]:
    """Importing makes values and nothing else; ``if __name__`` is no import."""
    for node in _run_on_import(module.tree.body):
        if isinstance(node, ast.Call):
            name = called(node)
            if not (name.lstrip("_")[:1].isupper() or name in VALUES):
                yield f"{module.name} calls {name} on import, line {node.lineno}"


def _run_on_import(body: list[ast.stmt]) -> Iterator[ast.AST]:
    for statement in body:
        if isinstance(statement, ast.If) and ast.unparse(statement.test).startswith("__name__"):
            continue
        yield from _outside_functions(statement)


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            # Its body runs later; decorators and defaults run now.
            if child is node.args or child in getattr(node, "decorator_list", ()):
                yield from _outside_functions(child)
        else:
            yield from _outside_functions(child)


def catching(module: Module) -> Iterator[str]:
    """Who catches everything raises it again, or is one of the places that answer for it."""
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.ExceptHandler) or module.name in CATCHES_EVERYTHING:
            continue
        caught = ast.unparse(node.type) if node.type else "everything"
        raises = any(isinstance(each, ast.Raise) and each.exc is None for each in node.body)
        if caught in {"everything", "Exception", "BaseException"} and not raises:
            yield f"{module.name} catches {caught} in line {node.lineno}"
