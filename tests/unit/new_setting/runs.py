# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs in a copy of the collection that has the setting ``colour``; test_new_setting.py starts it.

It writes what came out as JSON. The service is that of the unit tests, with two calls more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ansible_collections.planton.dynamodb.plugins.module_utils._adopting.adoption import adopted
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.inline import Inline
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.rules import violations
from ansible_collections.planton.dynamodb.plugins.module_utils._run.converge import Converger, Rules
from ansible_collections.planton.dynamodb.plugins.module_utils._run.result import ended, with_text
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import desired_from_options
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.read import Read
from ansible_collections.planton.dynamodb.tests.unit.service import FakeClock, FakeService
from ansible_collections.planton.dynamodb.tests.unit.table_model import TableModel

KEYED = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}


class Coloured(FakeService):
    """Tables have a colour."""

    colour: dict[str, str] = {}  # noqa: RUF012 - one table, one colour

    def read(self, read: Read, table: Mapping[str, Any], **more: Any) -> Any:
        return self.colour if read.operation == "DescribeColour" else super().read(read, table, **more)

    def send(self, operation: str, request: Mapping[str, Any]) -> Any:
        if operation != "UpdateColour":
            return super().send(operation, request)
        self.colour["Colour"] = request["Colour"]
        return {}


def main() -> dict[str, Any]:
    service = Coloured(TableModel(), FakeClock())
    found: dict[str, Any] = {}
    for name, colour, apply in (
        ("check mode", "RED", False),
        ("create", "RED", True),
        ("again", "RED", True),
        ("change", "BLUE", True),
        ("back", "GREY", True),
        ("left alone", None, True),
    ):
        options = {"name": "orders", **KEYED, **({"colour": colour} if colour else {})}
        desired = desired_from_options(options)
        assert violations(desired) == []
        run = Converger(service, service.clock, Inline()).run(desired, Rules(apply))  # type: ignore[arg-type]
        found[name] = with_text("orders", ended(run))
    service.colour["Colour"] = "BLUE"
    desired = desired_from_options({"name": "orders", **KEYED, "colour": "BLUE"})
    there = ended(Converger(service, service.clock, Inline()).run(desired, Rules()))  # type: ignore[arg-type]
    found["adopted"] = adopted({"spec": there["spec"], "table": there["table"]}).options
    wrong = violations(desired_from_options({"name": "orders", "colour": "PINK"}))
    found["wrong"] = [each._asdict() for each in wrong]
    return found


if __name__ == "__main__":
    print(json.dumps(main(), default=str))
