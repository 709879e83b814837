# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""awx_setup, run by Ansible against an AWX in memory."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansible_collections.planton.dynamodb.tests.awx.server.app import TOKEN, Awx
from devkit.environments import clean_environ

SECONDS = 300
SETUP = "planton.dynamodb.awx_setup"
ACCESS_KEY, SECRET_KEY = "210987654321", "not-a-real-secret-7f3a"


@dataclass
class Setup:
    """One run of the playbook, and the requests that it made."""

    code: int
    output: str
    writes: list[tuple[str, str, int]]

    @property
    def changed(self) -> int:
        """How many tasks changed something."""
        (count,) = re.findall(r"^localhost +: ok=\d+ +changed=(\d+) ", self.output, re.M)
        return int(count)


def set_up(awx: Awx, variables: Path, *arguments: str, environ: dict[str, str] | None = None) -> Setup:
    """Run the playbook with a file of variables."""
    before = len(awx.writes)
    tool = str(Path(sys.executable).with_name("ansible-playbook"))
    where = environ or {"CONTROLLER_OAUTH_TOKEN": TOKEN}
    done = subprocess.run(
        [tool, SETUP, "-e", f"@{variables}", *arguments],
        env={
            **clean_environ(),
            "ANSIBLE_COLLECTIONS_PATH": os.environ["ANSIBLE_COLLECTIONS_PATH"],
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_LOCALHOST_WARNING": "0",
            "CONTROLLER_HOST": awx.url,
            **where,
        },
        cwd=variables.parent,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    return Setup(done.returncode, done.stdout + done.stderr, awx.writes[before:])


def survey(awx: Awx, endpoint: str, name: str) -> dict[str, dict[str, Any]]:
    """The questions of a template by their variables."""
    spec = awx.store.surveys[awx.store.named(endpoint, name)["id"]]
    return {question["variable"]: question for question in spec["spec"]}
