# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The plan file: the playbook ``plan`` writes the plans of all hosts to it, and ``converge`` carries out exactly those.

Ansible reads it as extra variables, ``-e @plan.json``. It has the approval, the tables and the connection of each host,
so ``converge`` needs nothing else. It has no keys. Its values are never templated.
"""

from __future__ import annotations

import json
import os
import tempfile
import typing as t

from ._table_calls import Call, Options, Place
from ._variable_names import CONNECTION, PREFIX, SECRET

# The options of the connection in the file: all but the access keys.
KEPT = tuple(name for name in CONNECTION if name not in (*SECRET, "access_key"))
PLANNED = f"{PREFIX}planned"


def planned_words(values: t.Mapping[str, t.Any], calls: t.Sequence[Call]) -> Options:
    """Return what a host planned: the connection without keys, and the tables of each Region."""
    connection = {name: values[name] for name in KEPT if name in values}
    return {"connection": connection, "calls": [{"region": call.region, "tables": call.tables} for call in calls]}


def planned_calls(planned: t.Mapping[str, t.Any]) -> list[Call]:
    """Return the calls of a host as they were planned."""
    found = []
    for call in planned.get("calls", ()):
        places = [Place(f"the planned table {table.get('name')}", ": ") for table in call["tables"]]
        found.append(Call(str(call["region"]), [dict(table) for table in call["tables"]], places))
    return found


def write_plan_file(path: str, hosts: t.Mapping[str, Options]) -> str:
    """Write the plans of hosts to a file, atomically, and return its absolute path.

    Each host has ``statistics``, with the approval, and ``planned``. Raises ``OSError`` if the file cannot be written.
    """
    approval: Options = {}
    planned: Options = {}
    for host, run in hosts.items():
        approval |= run["statistics"][f"{PREFIX}approval"]
        planned[host] = run["planned"]
    place = os.path.abspath(os.path.expanduser(path))
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(place), prefix=".plan-")
    with open(handle, "w", encoding="utf-8") as file:
        json.dump({f"{PREFIX}approval": approval, PLANNED: planned}, file, indent=2, sort_keys=True)
        file.write("\n")
    os.replace(temporary, place)
    return place
