# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs modules, each in a process of its own that starts with everything imported already.

A script: it reads one job a line, as JSON, and answers each with the id of the process that the module is, at once, and
with its exit code when it has ended. What a module prints goes to files. Beside that a module is run as Ansible runs
it: its own main(), options as JSON, an environment of its own. The descriptions of the services, which the client
library reads from files, are read already too.
"""

from __future__ import annotations

import faulthandler
import gc
import importlib
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

from ansible_collections.planton.dynamodb.tests.integration.support.descriptions import read_descriptions

PLUGINS = "ansible_collections.planton.dynamodb.plugins"
# What the modules import when they run, with all settings.
RUNS = ("_settings", "_plan", "_aws", "_run")


def import_what_runs_need() -> None:
    """A run imports a setting when it meets one; here all are there before."""
    utils = Path(*importlib.import_module(f"{PLUGINS}.module_utils").__path__)
    for path in sorted(path for package in RUNS for path in (utils / package).rglob("*.py")):
        importlib.import_module(".".join((f"{PLUGINS}.module_utils", *path.relative_to(utils).with_suffix("").parts)))


def serve() -> None:
    read_descriptions()
    import_what_runs_need()
    modules = {name: importlib.import_module(f"{PLUGINS}.modules.{name}") for name in sys.argv[1:]}
    # What is there stays as it is in every child, so that its memory is not copied.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        job = json.loads(line)
        child = os.fork()
        if child == 0:
            _run(modules[job["module"]], job)
        print(child, flush=True)
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
