# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Local DynamoDB engines, each in an environment of its own, bound to the loopback address only.

From a shell: `scripts/engine start ministack`. From a test: `with running("moto") as engine: engine.url`.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from devkit.environments import BUILD, ROOT, clean_environ, ensure

HOST = "127.0.0.1"
STATE = BUILD / "engine"
START_SECONDS = 60
STOP_SECONDS = 10


class EngineError(Exception):
    """An engine that does not start, or is not running."""


@dataclass(frozen=True)
class Kind:
    """How one engine is started and spoken to."""

    arguments: tuple[str, ...]
    environ: dict[str, str]
    health: str
    reset: str
    clock: bool = False


KINDS = {
    # Ours, and first: it refuses what AWS refuses, and takes the time that AWS takes on a clock of its own.
    "strict": Kind(
        arguments=("-m", "simulator", "--port", "{port}"),
        environ={"PYTHONPATH": str(ROOT / "tests")},
        health="/_simulator/health",
        reset="/_simulator/reset",
        clock=True,
    ),
    # Binds every address unless told otherwise; naming the services keeps it at 70 MiB.
    "ministack": Kind(
        arguments=("-m", "ministack"),
        environ={"BIND_HOST": HOST, "GATEWAY_PORT": "{port}", "SERVICES": "dynamodb,kinesis,kms,sts,iam,s3"},
        health="/_ministack/health",
        reset="/_ministack/reset",
    ),
    "moto": Kind(
        arguments=("-m", "moto.server", "-H", HOST, "-p", "{port}"),
        environ={},
        health="/moto-api/data.json",
        reset="/moto-api/reset",
    ),
}


@dataclass(frozen=True)
class Engine:
    """A running engine. The pid leads a process group that holds everything it started."""

    name: str
    url: str
    pid: int

    def healthy(self) -> bool:
        try:
            with urllib.request.urlopen(self.url + KINDS[self.name].health, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def reset(self) -> None:
        """Forget every table."""
        self._post(KINDS[self.name].reset, {})

    def settle(self) -> None:
        """Have all that is on its way arrive; where everything is instant, nothing is."""
        if KINDS[self.name].clock:
            self._post("/_simulator/settle", {})

    def later(self, seconds: float) -> None:
        """Let time pass, past cooldowns and quotas; an engine without a clock has none of them."""
        if KINDS[self.name].clock:
            self._post("/_simulator/clock", {"advance": seconds})

    def set_up(self, state: dict[str, object]) -> None:
        """Give an engine with an interface for it something that it must have; the others take whatever is named."""
        if KINDS[self.name].clock:
            self._post("/_simulator/state", state)

    def _post(self, path: str, body: dict[str, object]) -> None:
        request = urllib.request.Request(self.url + path, data=json.dumps(body).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=30):
            pass


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def _command(name: str, port: int, scale: float | None) -> tuple[list[str], dict[str, str]]:
    kind = KINDS[name]
    python = ensure(f"engine-{name}").python
    environ = {key: value.format(port=port) for key, value in kind.environ.items()}
    speed = () if scale is None else ("--scale", str(scale))
    return [python, *(part.format(port=port) for part in kind.arguments), *speed], {**clean_environ(), **environ}


def _launch(
    name: str, port: int | None, guarded: bool, scale: float | None = None
) -> tuple[Engine, subprocess.Popen[bytes]]:
    """Start an engine and wait until it answers."""
    if scale is not None and not KINDS[name].clock:
        raise EngineError(f"{name} has no clock of its own: leave --scale out")
    port = port or _free_port()
    command, environ = _command(name, port, scale)
    STATE.mkdir(parents=True, exist_ok=True)
    log = STATE / f"{name}-{port}.log"
    if guarded:
        command = [sys.executable, str(Path(__file__).with_name("guard.py")), *command]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=environ,
            cwd=STATE,
            stdin=subprocess.PIPE if guarded else subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # and so a process group, ended as one
        )
    engine = Engine(name, f"http://{HOST}:{port}", process.pid)
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if engine.healthy():
            return engine, process
        time.sleep(0.05)
    ended = process.poll() is not None
    _end_group(engine.pid)
    process.wait()
    what = "ended at once" if ended else f"did not answer within {START_SECONDS} s"
    raise EngineError(
        f"{name} {what} on port {port}; its output is in {log}:\n{log.read_text(errors='replace')[-2000:]}"
    )


@contextmanager
def running(name: str, port: int | None = None, scale: float | None = None) -> Iterator[Engine]:
    """An engine for as long as the block runs; it ends with this process even if that is killed.

    An engine with a clock of its own has ``scale`` seconds pass in a real one.
    """
    engine, process = _launch(name, port, guarded=True, scale=scale)
    try:
        yield engine
    finally:
        _end_group(engine.pid)
        process.wait()
        if process.stdin:
            process.stdin.close()


def _end_group(group: int) -> None:
    """Ask the whole group to end, then insist."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(group, number)
        except (ProcessLookupError, PermissionError):
            return
        deadline = time.monotonic() + STOP_SECONDS
        while _members(group) and time.monotonic() < deadline:
            time.sleep(0.05)


def _members(group: int) -> list[int]:
    """The processes of a group that still run; those that ended and wait to be collected do not count."""
    members = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, of_group = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:  # it ended while we looked
            continue
        if int(of_group) == group and state != "Z":
            members.append(int(stat.parent.name))
    return members


def _record(name: str) -> Path:
    return STATE / f"{name}.json"


def recorded(name: str) -> Engine | None:
    """The engine that an earlier `start` left running, if it still answers as itself."""
    try:
        engine = Engine(**json.loads(_record(name).read_text()))
        command = Path("/proc", str(engine.pid), "cmdline").read_text()
    except OSError:
        return None
    # The number may have gone to another process since.
    return engine if str(KINDS[name].arguments[1]) in command else None


def start(name: str, port: int | None = None, scale: float | None = None) -> Engine:
    """Start an engine that stays until `stop`; the one that already runs, if there is one."""
    engine = recorded(name)
    if engine is None:
        engine, _process = _launch(name, port, guarded=False, scale=scale)
        _record(name).write_text(json.dumps(asdict(engine)))
    return engine


def stop(name: str) -> bool:
    """End a started engine; false if there was none."""
    engine = recorded(name)
    if engine:
        _end_group(engine.pid)
    _record(name).unlink(missing_ok=True)
    return engine is not None


def _running(name: str) -> Engine:
    engine = recorded(name)
    if engine is None:
        raise EngineError(f"{name} is not running; start it with: scripts/engine start {name}")
    return engine


def _show(engine: Engine, as_json: bool) -> None:
    print(json.dumps(asdict(engine)) if as_json else engine.url)


def _status(names: list[str], as_json: bool) -> None:
    engines = {name: recorded(name) for name in names}
    if as_json:
        print(json.dumps([asdict(engine) for engine in engines.values() if engine]))
        return
    for name, engine in engines.items():
        print(f"{name}: {f'{engine.url}, process {engine.pid}' if engine else 'not running'}")


def _carry_out(options: argparse.Namespace) -> None:
    if options.action == "start":
        _show(start(options.name, options.port, options.scale), options.json)
    elif options.action == "url":
        _show(_running(options.name), options.json)
    elif options.action == "reset":
        _running(options.name).reset()
    elif options.action == "stop":
        for name in [options.name] if options.name else list(KINDS):
            if stop(name):
                print(f"stopped {name}")
    else:
        _status([options.name] if options.name else list(KINDS), options.json)


def main(arguments: list[str], prog: str) -> int:
    parser = argparse.ArgumentParser(
        prog=prog, description="A local DynamoDB engine on 127.0.0.1, to try and test with."
    )
    actions = parser.add_subparsers(dest="action", required=True)
    for action, about in (
        ("start", "start it, unless it runs, and print its endpoint URL"),
        ("url", "print the endpoint URL"),
        ("reset", "forget every table"),
        ("stop", "end it, or all of them"),
        ("status", "tell which engines run"),
    ):
        sub = actions.add_parser(action, help=about, description=about)
        sub.add_argument("name", choices=KINDS, nargs="?" if action in ("stop", "status") else None)
        sub.add_argument("--json", action="store_true", help="print name, url and pid as JSON")
        if action == "start":
            sub.add_argument("--port", type=int, help="a free one by default")
            sub.add_argument("--scale", type=float, help="strict only: virtual seconds in a real one, 1 by default")
    try:
        _carry_out(parser.parse_args(arguments))
    except EngineError as error:
        print(f"{prog}: {error}", file=sys.stderr)
        return 1
    return 0
