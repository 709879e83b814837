# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The scenarios on an AWS account, or on another endpoint, and a report of it to send to the project."""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import re
import signal
import subprocess
from pathlib import Path

from devkit.environments import BUILD, ROOT, clean_environ, ensure

CORE = "core-2.19"
REPORTS = BUILD / "scenarios"
MATRIX = "tests/scenarios/test_matrix.py"
ACCOUNT = re.compile(r"(?<![0-9a-f-])\d{12}(?![0-9a-f-])")
VERSION = re.compile(r"^version: (\S+)$", re.M)
# As tests/scenarios/conftest.py ends a run that was not confirmed.
UNCONFIRMED = 7
# Passed, failed, interrupted: other codes are those of runs that have tried nothing.
RAN = (0, 1, 2)
DESCRIPTION = """\
Try on an AWS account whether AWS does what tests/scenarios say, and what the strict engine does.
Without --confirm nothing is done: the estimate is printed, with what it costs.
"""


def main(arguments: list[str], prog: str) -> int:
    parser = argparse.ArgumentParser(
        prog=prog, description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("endpoint", help="aws, or the URL of another endpoint")
    parser.add_argument("--region", default="", help="AWS_REGION by default")
    parser.add_argument("--confirm", action="store_true", help="after reading the estimate: do it")
    parser.add_argument("--slow", action="store_true", help="build indexes too, and wait for cooldowns")
    parser.add_argument("--kms-key", default="", metavar="ARN", help="a customer managed key, for its scenarios")
    parser.add_argument("--only", default="", metavar="WORDS", help="just these, as in pytest -k")
    parser.add_argument("--prefix", default="", help="what table names begin with; something random by default")
    parser.add_argument("--delete-leftovers", action="store_true", help="delete tables that have that prefix already")
    options = parser.parse_args(arguments)
    core = ensure(CORE)
    command = [core.python, "-m", "pytest", "--tb=short", MATRIX, *(("-k", options.only) if options.only else ())]
    report = REPORTS / f"{datetime.datetime.now():%Y-%m-%d-%H%M%S}.txt"
    code = _run(command, {**_kept(), **_variables(options)}, report)
    if code == UNCONFIRMED:
        print("To do it, give --confirm.")
    if code not in RAN:
        report.unlink()
    else:
        print(f"Account numbers are left out of the report: {report.relative_to(ROOT)}")
        print("tests/scenarios/README.md says where to send it.")
    return code


def _kept() -> dict[str, str]:
    """The environment, with the credentials in it that other tools of the project take no notice of."""
    own = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
    return {**clean_environ(), **own}


def _variables(options: argparse.Namespace) -> dict[str, str]:
    """The options as the variables that tests/scenarios reads."""
    given = {
        "SCENARIO_ENDPOINT": options.endpoint,
        "SCENARIO_CONFIRM": "yes" if options.confirm else "",
        "SCENARIO_SLOW": "yes" if options.slow else "",
        "SCENARIO_KMS_KEY": options.kms_key,
        "SCENARIO_PREFIX": options.prefix,
        "SCENARIO_LEFTOVERS": "delete" if options.delete_leftovers else "",
        "AWS_REGION": options.region,
    }
    return {name: value for name, value in given.items() if value}


def _run(command: list[str], environ: dict[str, str], report: Path) -> int:
    """Run the scenarios, show what they print, and write it down without the numbers of accounts."""
    report.parent.mkdir(parents=True, exist_ok=True)
    with report.open("w") as file:
        file.write(_head())
        process = subprocess.Popen(
            command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        # Ctrl-C reaches the scenarios too. They delete their tables then, which has to be waited for.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        previous = signal.signal(signal.SIGTERM, lambda number, _frame: process.send_signal(number))
        try:
            for line in process.stdout or ():
                print(line, end="", flush=True)
                file.write(ACCOUNT.sub("(account)", line))
            return process.wait()
        finally:
            signal.signal(signal.SIGINT, before)
            signal.signal(signal.SIGTERM, previous)


def _head() -> str:
    version = VERSION.search((ROOT / "galaxy.yml").read_text())
    commit = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return (
        f"planton.dynamodb {version[1] if version else ''}, commit {commit.stdout.strip() or 'unknown'}, "
        f"Python {platform.python_version()}, {datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC\n\n"
    )
