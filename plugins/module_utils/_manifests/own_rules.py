# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The collection's own rules on a manifest, told at its fields; what upstream's rules say as well is said once."""

from __future__ import annotations

import typing as t

from .._plan.rules import violations
from .._settings.desired import desired_from_options
from .._settings.plannings import planning_of
from .model import Fault, Path, parsed_path
from .options import NESTED
from .tags import tag_source

if t.TYPE_CHECKING:
    from .._settings.violations import Violation
    from .reading import Manifest

# The collection's rules that mean the same as one of upstream's.
SAME = {
    "billing_mode_set": {"V28"},
    "table_key_schema_shape": {"V5"},
    "key_schema_required_unless_restored": {"V5"},
    "key_attributes_declared": {"V7"},
    "index_key_attributes_declared": {"V7"},
    "provisioned_requires_throughput": {"V29", "V31"},
    "on_demand_forbids_provisioned_throughput": {"V31"},
    "gsi_throughput_matches_billing": {"V30", "V31"},
    "stream_view_requires_enabled": {"V40"},
    "ttl_attribute_when_enabled": {"V45"},
    "gsi_key_schema_shape": {"V12"},
    "lsi_key_schema_shape": {"V14"},
    "include_requires_attributes": {"V22", "V23"},
    "recovery_period_requires_enabled": {"V46"},
    "kms_key_requires_enabled": {"V42"},
    "insights_fields_require_enabled": {"V51"},
    "insights_indexes_exist": {"V50"},
    "string.min_len": {"V2", "V11"},
    "repeated.unique": {"V24"},
    "int64.gte": {"V29", "V30"},
    "int32.gte_lte": {"V46"},
}
STREAM = ("stream_enabled", "stream_view_type")
KEYS = ("attribute_definitions", "key_schema", "global_secondary_indexes", "local_secondary_indexes")


def own_faults(manifest: Manifest, options: dict[str, t.Any]) -> list[Fault]:
    """Return what validation says of the options, but for what hangs on a field that could not be read."""
    sound = {name: value for name, value in options.items() if _sound(manifest, name)}
    desired = desired_from_options(sound)
    # A manifest describes the whole resource, so what it leaves out is none, also of a table that is there.
    own = desired.settings
    missing = [each for setting, value in own.items() for each in planning_of(setting).creation_refusals(value, own)]
    told = [*violations(desired, options.get("region")), *missing]
    found = [_fault(manifest, each) for each in told]
    broken = [fault.path for fault in manifest.notes.faults if fault.breaks]
    # Whether an attribute is used can be told where all keys could be read.
    whole = all(manifest.notes.sound("spec", field) for field in KEYS)
    return [
        fault
        for fault in found
        if (whole or fault.rule != "V8") and not any(_around(fault.path, path) for path in broken)
    ]


def _sound(manifest: Manifest, option: str) -> bool:
    """Tell whether the fields that an option is judged with could be read."""
    if manifest.newer and option in NESTED:
        return manifest.notes.sound("spec", NESTED[option][0])
    together = STREAM if option in STREAM else (option,)
    return all(manifest.notes.sound("spec", field) for field in together)


def _fault(manifest: Manifest, violation: Violation) -> Fault:
    return Fault(violation.rule, _place(manifest, violation.path), violation.message, violation.hint)


def _place(manifest: Manifest, text: str) -> Path:
    """Return where the manifest has what an option was made of."""
    if text.startswith("tags."):
        return tag_source(text.removeprefix("tags."))
    path = parsed_path(text)
    first = str(path[0])
    if first in ("name", "tags"):
        return ("metadata", "name") if first == "name" else ("metadata",)
    if manifest.newer and first in NESTED:
        return ("spec", *NESTED[first], *path[1:])
    if manifest.newer and first == "local_secondary_indexes" and path[2:3] == ("key_schema",):
        return ("spec", *path[:2], "range_key")
    return ("spec", *path)


def told_once(upstream: list[Fault], own: list[Fault]) -> list[Fault]:
    """Return all faults; one that upstream has a rule for too has both ids."""
    also: dict[int, list[str]] = {}
    rest = []
    for fault in own:
        number = next((number for number, other in enumerate(upstream) if _same(other, fault)), None)
        if number is None:
            rest.append(fault)
        elif fault.rule not in also.setdefault(number, []):
            also[number].append(fault.rule)
    both = [
        fault._replace(rule=", ".join([fault.rule, *also.get(number, [])])) for number, fault in enumerate(upstream)
    ]
    return both + rest


def _same(upstream: Fault, own: Fault) -> bool:
    """Tell whether two faults are one: rules that mean the same, and one place in the other."""
    return own.rule in SAME.get(upstream.rule, set()) and _around(upstream.path, own.path)


def _around(one: Path, other: Path) -> bool:
    """Tell whether one of two places is the other, or is inside it."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]
