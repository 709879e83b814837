# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs modules, each in a process of its own that starts with everything imported already.

A script: it reads one job a line, as JSON, and answers each with the exit code of the module. What a module prints goes
to files. Beside that a module is run as Ansible runs it: its own main(), options as JSON, an environment of its own.
"""

from __future__ import annotations

import faulthandler
import importlib
import json
import os
import sys
import traceback
from typing import Any, NoReturn

PACKAGE = "ansible_collections.planton.dynamodb.plugins.modules"


def serve() -> None:
    modules = {name: importlib.import_module(f"{PACKAGE}.{name}") for name in sys.argv[1:]}
    for line in sys.stdin:
        job = json.loads(line)
        child = os.fork()
        if child == 0:
            _run(modules[job["module"]], job)
        _child, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run(module: Any, job: dict[str, Any]) -> NoReturn:
    for number, path in enumerate((os.devnull, job["stdout"], job["stderr"])):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT), number)
    os.environ.clear()
    os.environ.update(job["environ"])
    # A module that hangs ends, and shows where it was.
    faulthandler.dump_traceback_later(job["seconds"], exit=True)
    sys.argv = [job["module"], job["arguments"]]
    code = 1
    try:
        module.main()
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    serve()
