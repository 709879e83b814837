# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs dynamodb_table in a process of its own on a table that is as specified, and counts what that imported.

test_imports.py starts it with a specification and the answers of the service, both as JSON. It prints the lines of each
file of module_utils that was imported.
"""

from __future__ import annotations

import concurrent.futures
import json
import sys
from pathlib import Path
from typing import Any

from ansible_collections.planton.dynamodb.plugins.module_utils import _argspec
from ansible_collections.planton.dynamodb.plugins.module_utils._python import require_python
from ansible_collections.planton.dynamodb.plugins.module_utils._run import table as module

PACKAGE = "ansible_collections.planton.dynamodb.plugins.module_utils."


class Api:
    """The calls of a run that has nothing to do."""

    region, listing = "eu-central-1", None

    def __init__(self, answers: dict[str, Any]) -> None:
        self._answers = answers

    def describe_table(self, _name: str) -> Any:
        return self._answers["DescribeTable"]

    def read(self, read: Any, _table: Any) -> Any:
        return self._answers[f"{read.operation} of the stream" if read.part else read.operation]


class Module:
    """What a run asks of Ansible."""

    check_mode = False
    region = Api.region

    def __init__(self, options: dict[str, Any]) -> None:
        defaults = {name: option.get("default") for name, option in _argspec.one_table_argument_spec().items()}
        self.params = {**defaults, **options}


def main(options: dict[str, Any], answers: dict[str, Any]) -> dict[str, int]:
    """Return the lines by file; ``table_result`` is all of the module but for its beginning and its end."""
    require_python()
    module.connector = lambda _module: None
    module.TableApi = lambda _connect: Api(answers)
    result = module.with_text(options["name"], module.table_result(Module(options)))
    assert (result["changed"], result["converged"]) == (False, True), result
    assert isinstance(concurrent.futures.ThreadPoolExecutor, type)
    files = {name: sys.modules[name].__file__ for name in sys.modules if name.startswith(PACKAGE)}
    lines = {name.removeprefix(PACKAGE): Path(file).read_text() for name, file in files.items() if file}
    return {name: len(text.splitlines()) for name, text in lines.items()}


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]), json.loads(sys.argv[2]))))
