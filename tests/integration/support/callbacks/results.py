# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what every task returned to a file, one JSON document a line, beside the ordinary output."""

from __future__ import annotations

DOCUMENTATION = """
name: results
type: aggregate
short_description: Writes every task result to a file
description: For the integration tests, which read the file after the run.
options:
  path:
    description: The file to write.
    type: path
    required: true
    env:
      - name: RESULTS_PATH
"""

import json

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "results"
    CALLBACK_NEEDS_ENABLED = True

    def v2_runner_on_ok(self, result):
        self._write("ok", result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._write("ignored" if ignore_errors else "failed", result)

    def v2_runner_on_skipped(self, result):
        self._write("skipped", result)

    def v2_runner_on_unreachable(self, result):
        self._write("unreachable", result)

    def _write(self, status, result):
        record = {
            "task": result.task.get_name(),
            "action": result.task.resolved_action or result.task.action,
            "status": status,
            "result": result.result,
        }
        with open(self.get_option("path"), "a", encoding="utf-8") as output:
            print(json.dumps(record, default=str), file=output)
