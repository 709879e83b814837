# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes to a file how long each task took, as one JSON object a line: its name, the seconds, whether it changed."""

from __future__ import annotations

DOCUMENTATION = """
name: durations
type: aggregate
short_description: Writes the duration of each task to a file
description: For the benchmarks, which read the file after the run.
options:
  path:
    description: The file to write.
    type: path
    required: true
    env:
      - name: DURATIONS_PATH
"""

import json  # noqa: E402
import time  # noqa: E402

from ansible.plugins.callback import CallbackBase  # noqa: E402


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "durations"
    CALLBACK_NEEDS_ENABLED = True

    def v2_playbook_on_task_start(self, task, is_conditional):
        self.start = time.perf_counter()

    def v2_runner_on_ok(self, result):
        seconds = time.perf_counter() - self.start
        entry = {"task": result.task.get_name(), "seconds": seconds, "changed": result.is_changed()}
        with open(self.get_option("path"), "a", encoding="utf-8") as output:
            print(json.dumps(entry), file=output)
