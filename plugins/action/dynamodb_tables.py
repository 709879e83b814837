# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the module dynamodb_tables and shows meanwhile how far it is."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import threading
import time
import typing as t

from ansible import constants
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display
from ansible_collections.planton.dynamodb.plugins.plugin_utils._progress import Teller

MODULE = "planton.dynamodb.dynamodb_tables"
LOCAL = ("local", "ansible.builtin.local", "ansible.legacy.local")
# Between two looks at the file that the module writes.
SECONDS = 1.0

display = Display()


class ActionModule(ActionBase):
    """The module does all the work; this shows its progress where its files can be seen from here."""

    _requires_connection = True

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Run the module."""
        super().run(tmp, task_vars)
        arguments = dict(self._task.args)
        background = bool(self._task.async_val)
        if background or arguments.get("progress_file") or not self._shows():
            return self._execute_module(MODULE, arguments, task_vars=task_vars, wrap_async=background)
        host = (task_vars or {}).get("inventory_hostname", "localhost")
        with tempfile.TemporaryDirectory(prefix="dynamodb-tables-") as directory:
            path = os.path.join(directory, "progress.json")
            with shown(path, host):
                return self._execute_module(MODULE, {**arguments, "progress_file": path}, task_vars=task_vars)

    def _shows(self) -> bool:
        """Tell whether the module can write where this reads, and whether anybody may see it."""
        local = self._connection.transport in LOCAL or self._connection.ansible_name in LOCAL
        become = self._connection.become
        other_user = become is not None and (become.get_option("become_user") or "root") != "root"
        return local and not other_user and not self._task.no_log


@contextlib.contextmanager
def shown(path: str, host: str) -> t.Iterator[None]:
    """Show what the file tells as long as the block runs."""
    end = threading.Event()
    watcher = threading.Thread(target=_watch, args=(path, host, end), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        end.set()
        watcher.join()


def _watch(path: str, host: str, end: threading.Event) -> None:
    teller, start = Teller(), time.monotonic()
    while not end.wait(SECONDS):
        with contextlib.suppress(OSError, ValueError):
            with open(path, encoding="utf-8") as file:
                snapshot = json.load(file)
            lines = teller.lines(snapshot, time.monotonic() - start)
            if lines:
                display.display("\n".join([f"progress: [{host}] {lines[0]}", *lines[1:]]), stderr=_read_by_machines())


def _read_by_machines() -> bool:
    """Tell whether the output is a document that further lines would break."""
    return str(constants.DEFAULT_STDOUT_CALLBACK).rpartition(".")[2] in ("json", "jsonl")
