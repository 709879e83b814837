# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes to a file how long each task took, as one JSON object a line: its name, the seconds, whether it changed.

Ansible copies the whole result of a task for each callback, so this one takes the place of the default one, which
everybody has, instead of standing beside it.
"""

from __future__ import annotations

DOCUMENTATION = """
name: durations
type: stdout
short_description: Writes the duration of each task to a file
description: For the benchmarks, which read the file after the run.
extends_documentation_fragment:
  - default_callback
  - result_format_callback
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

from ansible.plugins.callback.default import CallbackModule as Default  # noqa: E402


class CallbackModule(Default):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "durations"

    def v2_playbook_on_task_start(self, task, is_conditional):
        self.start = time.perf_counter()
        super().v2_playbook_on_task_start(task, is_conditional)

    def v2_runner_on_ok(self, result):
        super().v2_runner_on_ok(result)
        seconds = time.perf_counter() - self.start
        entry = {"task": result.task.get_name(), "seconds": seconds, "changed": result.is_changed()}
        with open(self.get_option("path"), "a", encoding="utf-8") as output:
            print(json.dumps(entry), file=output)
