# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A process that has Ansible imported, and forks a run of ansible-playbook for each request: a line of JSON.

Importing Ansible and packing a module takes longer than most playbooks of the tests. A fork has both already: the
process is started with the environment of the runs, so its configuration is theirs, and Ansible keeps packed modules
in a directory that belongs to its configuration. Each run is a process of its own, with its own output and exit code.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Any

from ansible.cli.playbook import PlaybookCLI

# What every playbook needs, so that it is imported once.
NEEDED = (
    *("ansible.executor.module_common", "ansible.executor.playbook_executor", "ansible.executor.task_executor"),
    *("ansible.plugins.callback.default", "ansible.plugins.connection.local", "ansible.plugins.strategy.linear"),
)


def main() -> None:
    """Answer each request with the exit code of its run, until the input ends."""
    for name in NEEDED:
        importlib.import_module(name)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _become(json.loads(line))
        _child, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _become(request: dict[str, Any]) -> None:
    """Be ansible-playbook with the arguments, environment, directory and output that the request has."""
    os.environ.clear()
    os.environ.update(request["environ"])
    os.chdir(request["directory"])
    for name, descriptor, flags in (
        (os.devnull, 0, os.O_RDONLY),
        (request["output"], 1, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        os.dup2(os.open(name, flags), descriptor)
    os.dup2(1, 2)
    sys.argv = request["command"]
    code: object = 1
    try:
        PlaybookCLI.cli_executor(sys.argv)
    except SystemExit as ended:
        code = ended.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # The directory of packed modules belongs to the process that forks, so what runs at an exit must not run here.
        os._exit(code if isinstance(code, int) else int(code is not None))


if __name__ == "__main__":
    main()
