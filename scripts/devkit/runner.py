# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the stages of scripts/test and tells how each went."""

from __future__ import annotations

import argparse
import sys
import time

from devkit import environments
from devkit.environments import ENVIRONMENTS, Environment, SetupError
from devkit.run import Run, StageError
from devkit.stages import STAGES


def _cores(stages: dict[str, object]) -> tuple[list[Environment], list[str]]:
    names = ["core-2.19", "core-newest", "engine-strict", "engine-ministack", "engine-moto"]
    if "build" in stages:
        names.append("importer")
    left_out = environments.ensure_all(names)
    cores = [ENVIRONMENTS["core-2.19"]]
    if not left_out:
        cores.append(ENVIRONMENTS["core-newest"])
    return cores, left_out


def main(arguments: list[str], prog: str) -> int:
    parser = argparse.ArgumentParser(prog=prog, description="Set up and run every check of the project.")
    parser.add_argument("--only", action="append", choices=STAGES, metavar="STAGE", help="just this one; repeatable")
    parser.add_argument("--list", action="store_true", help="list the stages and end")
    parser.add_argument("--whole", action="store_true", help="leave nothing out for time's sake")
    options = parser.parse_args(arguments)
    if options.list:
        for name, stage in STAGES.items():
            print(f"{name:12} {(stage.__doc__ or '').splitlines()[0]}")
        return 0
    chosen = {name: stage for name, stage in STAGES.items() if not options.only or name in options.only}

    began = time.monotonic()
    print("== setup", flush=True)
    cores, left_out = _cores(dict(chosen))
    print(f"  ready in {time.monotonic() - began:.1f} s", flush=True)
    run = Run(cores, options.whole, left_out=left_out)
    summary = [("setup", "ok", time.monotonic() - began)]
    for name, stage in chosen.items():
        run.stage, run.failures = name, 0
        began = time.monotonic()
        print(f"== {name}", flush=True)
        try:
            stage(run)
        except (StageError, SetupError) as error:
            run.fail(f"{name} ended early: {error}")
        summary.append((name, "FAILED" if run.failures else "ok", time.monotonic() - began))
    _report(run, summary)
    return 1 if any(verdict != "ok" for _name, verdict, _seconds in summary) else 0


def _report(run: Run, summary: list[tuple[str, str, float]]) -> None:
    print("== summary")
    for name, verdict, seconds in summary:
        print(f"  {name:12} {verdict:7} {seconds:7.1f} s")
    print(f"  {'together':12} {'':7} {sum(seconds for _n, _v, seconds in summary):7.1f} s")
    for line in run.left_out:
        print(line)
    for line in run.closing_lines:
        label, _colon, closing = line.partition(": ")
        print(f"{label}\n{closing}")
    sys.stdout.flush()
