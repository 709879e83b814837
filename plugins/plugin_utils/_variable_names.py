# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The names and types of all variables ``aws_dynamodb_*``, and suggestions for misspelt names."""

from __future__ import annotations

import typing as t

from ..module_utils._argspec import LIST_OPTIONS, table_argument_spec
from ..module_utils._texts.meant import meant_by, snake_case

PREFIX = "aws_dynamodb_"

Type = t.Literal["str", "bool", "int", "path", "list", "dict", "json", "raw"]

# The options of one table, as variables of the role.
TABLE: dict[str, Type] = {name: option["type"] for name, option in table_argument_spec().items()}
SEVERAL: dict[str, Type] = {
    "tables": "list",
    "table_defaults": "dict",
    "expected_plans": "dict",
    "concurrency": "int",
    "detail": "str",
    "tags_from": "str",
    "accumulate_results": "bool",
}
# The values of those of them that take only some; the module judges the options of a table.
CHOICES: dict[str, list[str]] = {
    name: option["choices"] for name, option in LIST_OPTIONS.items() if "choices" in option
}
MANIFESTS: dict[str, Type] = {
    "manifests": "raw",
    "manifest_values": "dict",
    "manifest_outputs": "dict",
    "manifest_names": "dict",
    "manifest_tags": "raw",
}
CONNECTION: dict[str, Type] = {
    "region": "str",
    "profile": "str",
    "access_key": "str",
    "secret_key": "str",
    "session_token": "str",
    "endpoint_url": "str",
    "validate_certs": "bool",
    "aws_ca_bundle": "path",
    "aws_config": "dict",
}
# The variables that the role reads.
ROLE: dict[str, Type] = {**TABLE, **SEVERAL, **MANIFESTS, **CONNECTION}
SECRET = ("secret_key", "session_token")

# The facts that the role sets. Extra variables of the same names would hide them.
FACTS = ("outputs", "results")
# Statistics that a playbook sets; in a workflow of AWX the next playbook gets them as extra variables.
STATISTICS: dict[str, Type] = {"approval": "dict", "plans": "dict", "drift": "dict", "planned": "dict"}
ADOPT: dict[str, Type] = {
    "adopt_names": "raw",
    "adopt_regions": "raw",
    "adopt_prefix": "str",
    "adopt_formats": "raw",
    "adopt_generation": "str",
    "adopt_one_file": "bool",
    "adopt_directory": "path",
    "adopt_tags": "dict",
}
PLAYBOOKS: dict[str, Type] = {
    "hosts": "str",
    "destroy_confirm": "bool",
    "plan_file": "path",
    "fail_on_changes": "bool",
    "all_outputs": "bool",
    "report_path": "path",
    "report_json": "path",
    "report_date": "str",
    "report_fail_on_errors": "bool",
    "report_fail_on_drift": "bool",
    **ADOPT,
}
# The tasks that read each of these variables; for other tasks, the variable has no effect.
READ_BY: dict[str, tuple[str, ...]] = {
    "destroy_confirm": ("destroy",),
    "plan_file": ("plan",),
    "fail_on_changes": ("plan",),
    "all_outputs": ("converge", "destroy"),
    **{name: ("compare",) for name in PLAYBOOKS if name.startswith("report_")},
    **dict.fromkeys(ADOPT, ("adopt",)),
}
# Variables by which a user prevents something: a task that does not read them must fail.
GUARDS = ("plan_file", "fail_on_changes")
AWX = tuple(
    f"awx_{name}"
    for name in (
        *("organization", "create_organization", "project", "project_url", "project_branch", "project_credential"),
        *("inventory", "inventory_path", "inventory_variables", "localhost_variables"),
        *("credential", "access_key", "secret_key", "session_token", "update_secrets", "reading_credential"),
        *("execution_environment", "execution_environment_image", "execution_environment_pull"),
        *("workflow", "approval", "approval_timeout", "approval_description"),
        *("schedule", "schedule_enabled", "schedule_rrule", "schedule_answers"),
        *("hosts", "forks", "timeout", "directory", "changes", "templates", "survey", "playbook_options"),
    )
)
KNOWN = frozenset((*ROLE, *FACTS, *STATISTICS, *PLAYBOOKS, *AWX))

# Other names of options, such as aliases of the module and names in Terraform, with the name of the option here.
OTHERWISE = {
    **{alias: name for name, option in table_argument_spec().items() for alias in option.get("aliases", ())},
    "hash_key": "key_schema",
    "range_key": "key_schema",
    "attribute": "attribute_definitions",
    "global_secondary_index": "global_secondary_indexes",
    "local_secondary_index": "local_secondary_indexes",
    "point_in_time_recovery": "point_in_time_recovery_enabled",
    "deletion_protection": "deletion_protection_enabled",
    "stream": "stream_enabled",
    "sse": "server_side_encryption",
    "confirm": "destroy_confirm",
}


def unknown_names(names: t.Iterable[str]) -> list[str]:
    """Return a message for each variable that begins with ``aws_dynamodb_`` and is unknown."""
    found = sorted(name for name in names if name.startswith(PREFIX) and name[len(PREFIX) :] not in KNOWN)
    return [_unknown(name) for name in found]


def _unknown(name: str) -> str:
    told, plain = f"{name}: no variable of the collection has this name; ", snake_case(name[len(PREFIX) :])
    meant = OTHERWISE.get(plain) or meant_by(plain, KNOWN)
    if meant:
        return f"{told}did you mean {PREFIX}{meant}?"
    return f"{told}names that begin with {PREFIX} belong to the collection, so rename or remove it"
