# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Shows the progress of a module in the output of Ansible, if the module writes its file on this machine."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
import threading
import time
import typing as t

from ansible.utils.display import Display

from ._progress import CALM, NEWS, Teller
from ._text_display import read_by_machines

if t.TYPE_CHECKING:
    from ansible.plugins.action import ActionBase

LOCAL = ("local", "ansible.builtin.local", "ansible.legacy.local")
# Seconds between two reads of the file that the module writes.
SECONDS = 1.0
# Whether the output is a terminal; otherwise there is a line a minute. Ansible imports this file before it starts the
# process of a task, which has no terminal, so only here the answer is right.
TERMINAL = sys.stdout.isatty()

display = Display()


@contextlib.contextmanager
def progress_option(action: ActionBase, task_vars: t.Mapping[str, t.Any]) -> t.Iterator[dict[str, str]]:
    """Yield the option that makes a module write its progress, and show the progress while the block runs.

    The option is empty if the module runs on another machine or as another user, or if the task has ``no_log``.
    """
    if not _can_be_shown(action):
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="dynamodb-tables-") as directory:
        path = os.path.join(directory, "progress.json")
        with _shown(path, str(task_vars.get("inventory_hostname", "localhost"))):
            yield {"progress_file": path}


def _can_be_shown(action: ActionBase) -> bool:
    connection = action._connection
    local = connection.transport in LOCAL or connection.ansible_name in LOCAL
    become = connection.become
    other_user = become is not None and (become.get_option("become_user") or "root") != "root"
    return local and not other_user and not action._task.no_log


@contextlib.contextmanager
def _shown(path: str, host: str) -> t.Iterator[None]:
    """Show the progress in the file while the block runs."""
    end = threading.Event()
    watcher = threading.Thread(target=_watch, args=(path, host, end), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        end.set()
        watcher.join()


def _watch(path: str, host: str, end: threading.Event) -> None:
    teller, start = Teller(NEWS if TERMINAL else CALM), time.monotonic()
    while not end.wait(SECONDS):
        with contextlib.suppress(OSError, ValueError):
            with open(path, encoding="utf-8") as file:
                snapshot = json.load(file)
            lines = teller.lines(snapshot, time.monotonic() - start)
            if lines:
                display.display("\n".join([f"progress: [{host}] {lines[0]}", *lines[1:]]), stderr=read_by_machines())
