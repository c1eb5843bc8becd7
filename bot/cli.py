"""The command line.  Only standard library at the top, so that ``--help`` answers at once.

Exit codes: 0, 1 (nothing found, or ModelArts or Slack failed), 2 (usage), 78 (configuration),
130 (interrupted).
"""

from __future__ import annotations

import argparse
import asyncio
import difflib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot import __version__
from bot.errors import BotError, GrammarError, SettingsError

USAGE = 2
CONFIGURATION = 78
INTERRUPTED = 130

LOOK_UPS = {
    "find": "find images by words and filters",
    "show": "show everything about one image",
    "groups": "list image names and how many versions each has",
    "failed": "list the images that are broken now, newest first",
    "explain": "show what a search asks of ModelArts and what it filters here",
}

_EXAMPLES = """\
examples:
  imagebot find pytorch arch=AARCH64
  imagebot find 'size>5GB' --json        (a shell takes a bare > for itself)
  imagebot find '"pytorch_2_1"'          (this very name; a shell takes the outer quotes)
  imagebot show pytorch_2_1:1.0
  imagebot demo --once "/images find pytorch arch=AARCH64"

Settings come from the environment or a .env file here; .env.example explains them.
"""

_WORDS = """\
Words must all match; key=value, key!=value, key~part, 'size>5GB', 'updated<7d', sort=-updated,
limit= and page= narrow, sort and page.  Everything after -- belongs to the search.
"""


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code; argparse exits by itself for its own mistakes."""
    try:
        code = _dispatch(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except BotError as error:
        return _refused(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has seen enough; closing must not fail a second time.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _dispatch(arguments: Sequence[str]) -> int:
    parser = _parser()
    name = arguments[0] if arguments else ""
    if not arguments or list(arguments) == ["help"]:
        parser.print_help()
        return 0 if arguments else USAGE
    if name in LOOK_UPS:
        return _look_up(parser, name, list(arguments[1:]))
    if not name.startswith("-") and name not in _COMMANDS:
        return _unknown(name)
    options = parser.parse_args(list(arguments))
    command: Callable[[argparse.Namespace], int] = options.command
    return command(options)


def _parser() -> argparse.ArgumentParser:
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="imagebot",
        description="Finds the container images of ModelArts, in Slack and in this terminal.",
        epilog=_EXAMPLES,
        formatter_class=shape,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"imagebot {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    run = commands.add_parser("run", help="run the bot in Slack", allow_abbrev=False)
    run.set_defaults(command=_run)
    _add_demo(commands)
    for name, summary in LOOK_UPS.items():
        look_up = commands.add_parser(
            name, help=summary, description=_WORDS, formatter_class=shape, allow_abbrev=False
        )
        look_up.add_argument("words", nargs="*", help="as after /images in Slack")
        look_up.add_argument("--json", action="store_true", help="print JSON for programs")
        look_up.set_defaults(command=look_up.print_help, parser=look_up)
    manifest = commands.add_parser(
        "manifest", help="print the manifest of the Slack app", allow_abbrev=False
    )
    way = manifest.add_mutually_exclusive_group(required=True)
    way.add_argument("--socket", action="store_true", help="for Socket Mode")
    way.add_argument("--url", metavar="https://…", help="for HTTP: where Slack reaches the bot")
    manifest.set_defaults(command=_manifest, parser=manifest)
    migrate = commands.add_parser(
        "migrate", help="bring the database's tables up to date", allow_abbrev=False
    )
    migrate.set_defaults(command=_migrate)
    return parser


def _add_demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = commands.add_parser(
        "demo", help="try the bot without any account, key or network", allow_abbrev=False
    )
    way = demo.add_mutually_exclusive_group()
    way.add_argument("--once", metavar="COMMAND", help='answer one, such as "/images failed"')
    way.add_argument("--terminal", action="store_true", help="ask here instead of in a browser")
    way.add_argument("--modelarts-only", action="store_true", help="only the fake ModelArts")
    demo.add_argument("--catalog", type=Path, metavar="FILE", help="a saved reply of ListImage")
    demo.add_argument(
        "--port",
        type=_port,
        metavar="N",
        help="of the page (3030) or with --modelarts-only (any free one, as 0)",
    )
    demo.set_defaults(command=_demo, parser=demo)


_COMMANDS = ("run", "demo", *LOOK_UPS, "manifest", "migrate")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise argparse.ArgumentTypeError("a port is a whole number from 0 to 65535")
    return int(text)


def _run(_: argparse.Namespace) -> int:
    from bot.running import run  # noqa: PLC0415 - start-up time of everything else

    asyncio.run(run())
    return 0


def _demo(options: argparse.Namespace) -> int:
    parser: argparse.ArgumentParser = options.parser
    if options.port is not None and (options.terminal or options.once is not None):
        parser.error("--port goes with the page or with --modelarts-only")
    from bot import logs  # noqa: PLC0415 - start-up time of everything else

    # Whoever plays with failures knows of them.
    logs.configure("WARNING" if options.modelarts_only else "ERROR", "text")
    if options.modelarts_only:
        from bot.demo.modelarts.alone import serve_modelarts  # noqa: PLC0415 - start-up time

        asyncio.run(serve_modelarts(options.port or 0, options.catalog, _say))
        return 0
    from bot.demo import show  # noqa: PLC0415 - start-up time of everything else
    from bot.demo.playground.server import PORT  # noqa: PLC0415 - the same

    if options.once is not None:
        return asyncio.run(show.show_once(options.once, options.catalog))
    if options.terminal:
        asyncio.run(show.show_terminal(options.catalog))
    else:
        port = PORT if options.port is None else options.port
        asyncio.run(show.show_page(port, options.catalog, _say))
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    # Somebody waits for the address while we go on running.
    sys.stdout.flush()


def _look_up(parser: argparse.ArgumentParser, name: str, arguments: list[str]) -> int:
    """The search's own ``-key=value`` and ``--key value`` must not be taken for our options."""
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    ours, rest = arguments[:cut], arguments[cut + 1 :]
    if "--help" in ours or "-h" in ours:
        parser.parse_args([name, "--help"])
    as_json = "--json" in ours
    words = [word for word in ours if word != "--json"] + rest
    from bot.terminal import look_up  # noqa: PLC0415 - start-up time of everything else

    code = look_up(name, words, as_json=as_json)
    if code is None:
        parser.parse_args([name]).parser.print_help()
        return USAGE
    return code


def _manifest(options: argparse.Namespace) -> int:
    from bot.slack.manifest import manifest_text  # noqa: PLC0415 - start-up time

    parser: argparse.ArgumentParser = options.parser
    try:
        text = manifest_text(url=options.url)
    except ValueError:
        parser.error("--url must be https and a host, such as https://bot.example.com")
    sys.stdout.write(text)
    return 0


def _migrate(_: argparse.Namespace) -> int:
    """What ``run`` does by itself, for those who want it done before."""
    from bot import logs  # noqa: PLC0415 - start-up time of everything else
    from bot.settings import load_database_url  # noqa: PLC0415 - the same
    from bot.storage.opening import migrate_database  # noqa: PLC0415 - the same

    url = load_database_url().get_secret_value()
    logs.configure("ERROR", secrets=(url,))
    done = asyncio.run(migrate_database(url))
    if done.before == done.after:
        _say(f"The tables have version {done.after} already.")
    else:
        _say(f"The tables were brought from version {done.before} to version {done.after}.")
    return 0


def _unknown(name: str) -> int:
    from bot.console import quoted_word  # noqa: PLC0415 - start-up time of everything else

    close = difflib.get_close_matches(name, _COMMANDS, n=1)
    shown = quoted_word(name)
    way_out = f"Did you mean imagebot {close[0]}?" if close else "See imagebot --help."
    sys.stderr.write(
        f"imagebot: {shown} is no command. {way_out}\nTo search for it: imagebot find {shown}\n"
    )
    return USAGE


def _refused(error: BotError) -> int:
    from rich.console import Console  # noqa: PLC0415 - start-up time of everything else

    from bot.console import problem_text  # noqa: PLC0415 - start-up time of everything else

    Console(stderr=True, highlight=False).print(problem_text(error), soft_wrap=True)
    if isinstance(error, SettingsError):
        return CONFIGURATION
    return USAGE if isinstance(error, GrammarError) else 1


if __name__ == "__main__":
    sys.exit(main())
