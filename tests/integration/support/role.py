# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role in a playbook: its variables, and the facts that it leaves."""

from __future__ import annotations

from typing import Any

from .playbooks import PlaybookRun

INCLUDE = {"name": "Include", "include_role": {"name": "planton.dynamodb.aws_dynamodb"}}
FACTS = {
    "name": "Facts",
    "debug": {"msg": {"outputs": "{{ aws_dynamodb_outputs }}", "results": "{{ aws_dynamodb_results }}"}},
}
ROLE = [INCLUDE, FACTS]


def prefixed(**options: Any) -> dict[str, Any]:
    """Options as the variables of the role."""
    return {f"aws_dynamodb_{name}": value for name, value in options.items()}


def facts(run: PlaybookRun) -> dict[str, Any]:
    return dict(run.result("Facts")["msg"])
