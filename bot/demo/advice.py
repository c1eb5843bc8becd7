"""What to type next, for somebody who has the project's sources, or only the bot."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).parents[2]


def demo_command(arguments: str, project: Path = PROJECT) -> str:
    """What to type, with arguments that need no quotes of their own.

    Args:
        project: The folder in which the package ``bot`` lies.
    """
    if not _is_checkout(project):
        return f"imagebot demo {arguments}"
    return f'make demo ARGS="{arguments}"' if " " in arguments else f"make demo ARGS={arguments}"


def page_advice(project: Path = PROJECT) -> str:
    """What to do without a built page; ``project`` as in `demo_command`."""
    if _is_checkout(project):
        return "Run make web, or imagebot demo --terminal."
    return "Play in the terminal instead: imagebot demo --terminal"


def _is_checkout(project: Path) -> bool:
    return (project / "pyproject.toml").is_file()
