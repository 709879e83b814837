# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the stages of scripts/test share: commands with their logs, and what they report."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from devkit import environments
from devkit.environments import BUILD, ROOT, Environment

LOGS = BUILD / "logs"
TAIL = 200
# What pip says on the way is in the log.
NOISE = re.compile(r"^\s*(Collecting|Downloading|Installing|Successfully|Using cached|━|$)")
CLOSING_LINE = re.compile(r"^=+ .*\b(passed|failed|errors?|skipped|no tests ran)\b.* in [0-9.]+s.*=+$")


class StageError(Exception):
    """A command failed without which the rest of the stage has nothing to work on."""


@dataclass
class Run:
    """What the stages share: the cores to run on, and what they report."""

    cores: list[Environment]
    # Leave nothing out for time's sake.
    whole: bool = False
    stage: str = ""
    failures: int = 0
    left_out: list[str] = field(default_factory=list)
    closing_lines: list[str] = field(default_factory=list)
    printing: threading.Lock = field(default_factory=threading.Lock)

    def at_once(self, *checks: Callable[[], object]) -> None:
        """Run checks that keep one processor busy each."""
        with ThreadPoolExecutor(max_workers=2) as pool:
            for running in [pool.submit(check) for check in checks]:
                running.result()

    def command(
        self,
        label: str,
        command: list[str],
        cwd: Path = ROOT,
        environ: dict[str, str] | None = None,
        show: re.Pattern[str] | None = None,
        must: bool = False,
    ) -> str:
        """Run one command to its end and return its output, which goes to a log, and to the terminal on failure.

        show picks lines to print in any case, or only its groups of them; must ends the stage on failure.
        """
        began = time.monotonic()
        result = subprocess.run(
            command,
            cwd=cwd,
            env={**environments.clean_environ(), **(environ or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        log = LOGS / f"{self.stage}-{re.sub('[^a-z0-9.]+', '-', label.lower())}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(result.stdout)
        lines = result.stdout.splitlines()
        with self.printing:
            self._tell(label, result.returncode, time.monotonic() - began, lines, show)
            if result.returncode:
                told = "\n".join([line for line in lines if not NOISE.match(line)][-TAIL:])
                self.fail(f"{' '.join(command)}\n{told}\n(all of it in {log})")
        if result.returncode and must:
            raise StageError(label)
        return result.stdout

    def _tell(self, label: str, code: int, seconds: float, lines: list[str], show: re.Pattern[str] | None) -> None:
        print(f"  {label}: {f'FAILED ({code})' if code else 'ok'}, {seconds:.1f} s", flush=True)
        self.closing_lines += [f"{label}: {line}" for line in lines if CLOSING_LINE.match(line)]
        for line in lines:
            found = show.search(line) if show else None
            if found:
                print(f"    {' '.join(found.groups()) or line}", flush=True)

    def fail(self, text: str) -> None:
        """Note that the stage has failed; its other checks still run."""
        self.failures += 1
        print(text, flush=True)


def venv_environ(environment: Environment, *more: str) -> dict[str, str]:
    """PATH with the environment first and no version manager's shims, which ansible-test cannot use."""
    system = [path for path in ("/usr/local/bin", "/usr/bin", "/bin") if os.path.isdir(path)]
    return {"PATH": os.pathsep.join([str(environment.bin), *more, *system]), "LC_ALL": "C.UTF-8"}
