"""Forks bots that have already imported everything: a kill then costs 50 ms and not a second.

It speaks JSON lines: ``{"fork": {…}}`` in, ``{"pid": n}`` out for each, ``{"gone": n}`` when one
has ended.  It has no threads and no event loop of its own, so that a fork is a clean copy.
"""

from __future__ import annotations

import json
import os
import select
import sys
import traceback

from tests.crash.child import Spec, run

_LOOK = 0.01
"""Seconds between two looks at who has ended."""


def serve() -> None:
    """Fork on demand until the input ends; then kill whoever is left."""
    children: set[int] = set()
    heard = b""
    while True:
        ready, _, _ = select.select([sys.stdin.buffer], [], [], _LOOK)
        if ready:
            said = os.read(sys.stdin.fileno(), 1 << 20)
            if not said:
                break
            *lines, heard = (heard + said).split(b"\n")
            for line in lines:
                children.add(_fork(Spec(**json.loads(line)["fork"])))
        _report_gone(children)
    for pid in children:
        os.kill(pid, 9)


def _fork(spec: Spec) -> int:
    pid = os.fork()
    if pid:
        _say({"pid": pid})
        return pid
    status = 1
    try:
        run(spec)
        status = 0
    except BaseException:  # noqa: BLE001 - the child's last word, then it is gone
        traceback.print_exc()
    finally:
        os._exit(status)


def _report_gone(children: set[int]) -> None:
    for pid in tuple(children):
        ended, _ = os.waitpid(pid, os.WNOHANG)
        if ended:
            children.discard(pid)
            _say({"gone": pid})


def _say(message: dict[str, int]) -> None:
    os.write(sys.stdout.fileno(), json.dumps(message).encode() + b"\n")


if __name__ == "__main__":
    serve()
