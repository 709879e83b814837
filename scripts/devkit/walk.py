# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Longer walks than those of scripts/test, and other ones: see docs/checked.md."""

from __future__ import annotations

import argparse
import subprocess

from devkit.environments import ROOT, clean_environ, ensure

CORE = "core-2.19"


def main(arguments: list[str], prog: str) -> int:
    parser = argparse.ArgumentParser(
        prog=prog, description="Walk over random specifications on the strict engine, and check every step."
    )
    parser.add_argument(
        "--steps", type=int, default=10_000, help="so many, half of them in each world; 10000 by default"
    )
    parser.add_argument("--seed", type=int, help="repeat the walk of that seed; another one each time by default")
    parser.add_argument("--shrink", action="store_true", help="look for the smallest walk that shows a breach")
    options = parser.parse_args(arguments)
    core = ensure(CORE)
    environ = {**clean_environ(), "WALK_STEPS": str(options.steps), **({"WALK_SHRINK": "1"} if options.shrink else {})}
    command = [core.python, "-m", "pytest", "-n", "2", "tests/walks/test_walk.py"]
    if options.seed is not None:
        command.append(f"--hypothesis-seed={options.seed}")
    return subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode
