# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What scripts/test, setup and demo do: they have nox run sessions of noxfile.py, and show what these had to tell."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from devkit.environments import BUILD, ENVIRONMENTS, NOX, ROOT, clean_environ, ensure

# The tags of the sessions.
STAGES = ("lint", "docs", "unit", "walks", "scenarios", "integration", "mesh", "awx", "sanity", "build")
# Set for sessions: leave nothing out for time's sake; the file for what is to be said at the end.
WHOLE, REPORT = "TEST_WHOLE", "TEST_REPORT"
LEFT_OUT = "left out: "
TAIL = 200
# What pip says on the way is in the log.
NOISE = re.compile(r"^\s*(Collecting|Downloading|Installing|Successfully|Using cached|━|$)")
CLOSING_LINE = re.compile(r"^=+ .*\b(passed|failed|errors?|skipped|no tests ran)\b.* in [0-9.]+s.*=+$")


def tell(label: str, failed: bool, seconds: float, output: str, show: re.Pattern[str] | None) -> None:
    """Say how a command went, and what of its output everybody should see."""
    print(f"  {label}: {'FAILED' if failed else 'ok'}, {seconds:.1f} s", flush=True)
    lines = output.splitlines()
    for found in filter(None, map(show.search, lines) if show else ()):
        print(f"    {' '.join(found.groups()) or found.string}", flush=True)
    for line in filter(CLOSING_LINE.match, lines):
        _report(f"{label}\n{line}")


def left_out(what: str) -> None:
    """Say what a session leaves out, and why."""
    _report(f"{LEFT_OUT}{what}")


def _report(text: str) -> None:
    """Keep this for the end, if somebody called for that."""
    path = os.environ.get(REPORT)
    if path is None:
        print(text, flush=True)
    else:
        with open(path, "a") as file:
            file.write(f"{text}\n\n")


def tail(output: str) -> str:
    return "\n".join([line for line in output.splitlines() if not NOISE.match(line)][-TAIL:])


def nox(*arguments: str, **environ: str) -> int:
    """Run nox, which is made first where it is missing; its own messages go where those of the sessions go."""
    command = [ensure(NOX).tool("nox"), "--noxfile", str(ROOT / "noxfile.py"), *arguments]
    # ansible-lint colours what it prints into files too.
    plain = {} if sys.stdout.isatty() else {"NO_COLOR": "1"}
    settings = {**clean_environ(), **plain, **environ}
    return subprocess.run(command, env=settings, stderr=subprocess.STDOUT, check=False).returncode


def test(arguments: list[str], prog: str) -> int:
    parser = argparse.ArgumentParser(prog=prog, description="Set up and run every check of the project.")
    parser.add_argument("--only", action="append", choices=STAGES, metavar="STAGE", help="just this one; repeatable")
    parser.add_argument("--list", action="store_true", help="list the sessions and end")
    parser.add_argument("--whole", action="store_true", help="leave nothing out for time's sake")
    options = parser.parse_args(arguments)
    if options.list:
        return nox("--list")
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD, prefix="test-") as place:
        results, report = Path(place, "results.json"), Path(place, "report")
        environ = {REPORT: str(report), **({WHOLE: "1"} if options.whole else {})}
        chosen = ["--tags", *options.only] if options.only else []
        # One more than two processors can run: some session always waits, for an engine or the package index.
        code = nox("--parallel", "3", "--report", str(results), *chosen, **environ)
        if results.exists():
            _summary(json.loads(results.read_text())["sessions"])
        told = dict.fromkeys(report.read_text().split("\n\n")) if report.exists() else {}
    # The lines that a runner ends with are the last ones, because they are looked for there.
    for text in sorted(filter(None, told), key=lambda text: not text.startswith(LEFT_OUT)):
        print(text, flush=True)
    return code


def _summary(sessions: list[dict[str, Any]]) -> None:
    """Say how long the sessions took, some of which ran at once."""
    for session in sessions:
        name = max(session["signatures"] or [session["name"]], key=len)
        verdict = {"success": "ok", "skipped": "skipped"}.get(session["result"], "FAILED")
        print(f"  {name:32} {verdict:8} {session['duration']:7.1f} s", flush=True)


def setup(arguments: list[str], prog: str) -> int:
    parser = argparse.ArgumentParser(prog=prog, description="Make the virtual environments, below .venvs/.")
    parser.add_argument("names", nargs="*", help=f"which ones; all by default: {', '.join(ENVIRONMENTS)}")
    return nox("--session", "setup", "--", *parser.parse_args(arguments).names)


def demo(arguments: list[str], prog: str) -> int:
    return nox("--session", "demo", "--", *arguments)
