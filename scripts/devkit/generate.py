# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What scripts/generate does: it writes the files that nobody writes by hand, in an environment that has PyYAML."""

from __future__ import annotations

import argparse
import subprocess
import sys

from devkit.environments import ROOT, clean_environ, ensure

CORE = "core-2.19"
# What repeats the options of tables, and the pages that runs of the code give.
WRITERS = ("devkit.generator", "tests.docs")


def main(arguments: list[str], prog: str) -> int:
    parser = argparse.ArgumentParser(
        prog=prog,
        description="Write what repeats plugins/module_utils/_settings, docs/iam.md and docs/troubleshooting.md.",
    )
    parser.add_argument("--check", action="store_true", help="write nothing, and fail if a file is stale")
    flags = ["--check"] if parser.parse_args(arguments).check else []
    core = ensure(CORE)
    environ = {**clean_environ(), "PYTHONPATH": str(ROOT / "scripts")}
    commands = [[core.python, "-m", writer, *flags] for writer in WRITERS]
    failed = [subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode for command in commands]
    if flags and any(failed):
        print("write the stale files anew: scripts/generate", file=sys.stderr)
    return 1 if any(failed) else 0
