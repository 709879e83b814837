# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The collection's own rules on a manifest, told at its fields; what upstream's rules say as well is said once."""

from __future__ import annotations

import typing as t

from .._fields.model import Fault, parsed_path
from .._plan.rules import violations
from .._settings.desired import desired_from_options
from .._settings.manifest import ManifestFields
from .._settings.manifests import MANIFESTS
from .._settings.plannings import planning_of

if t.TYPE_CHECKING:
    from .._fields.manifest import Manifest
    from .._fields.model import Path
    from .._settings.violations import Violation

# What each option is in manifests. What belongs to no setting is the ordinary case.
OF_OPTION = {option: each for each in MANIFESTS for option in each.entry.options}
OTHER = ManifestFields()


def own_faults(manifest: Manifest, options: dict[str, t.Any]) -> list[Fault]:
    """Return what validation says of the options, but for what hangs on a field that could not be read."""
    sound = {name: value for name, value in options.items() if _of(name).sound(manifest, name)}
    desired = desired_from_options({**sound, "name": options["name"]})
    # A manifest describes the whole resource, so what it leaves out is none, also of a table that is there.
    own = desired.settings
    missing = [each for setting, value in own.items() for each in planning_of(setting).creation_refusals(value, own)]
    told = [*violations(desired, options.get("region")), *missing]
    unread = [fault.path for fault in manifest.notes.faults if fault.breaks]
    untellable = _untellable(manifest)
    return [
        fault
        for fault in (_fault(manifest, each) for each in told)
        if fault.rule not in untellable and not any(_around(fault.path, path) for path in unread)
    ]


def _of(option: str) -> ManifestFields:
    return OF_OPTION.get(option, OTHER)


def _untellable(manifest: Manifest) -> set[str]:
    """Return the rules that need to know every key, if one could not be read."""
    known = all(manifest.sound(field) for each in MANIFESTS for field in each.key_fields)
    return set() if known else {rule for each in MANIFESTS for rule in each.need_all_keys}


def _fault(manifest: Manifest, violation: Violation) -> Fault:
    return Fault(violation.rule, _place(manifest, violation.path), violation.message, violation.hint)


def _place(manifest: Manifest, text: str) -> Path:
    """Return where the manifest has what an option was made of."""
    option = str(parsed_path(text)[0])
    return ("metadata", "name") if option == "name" else _of(option).place(text, manifest.newer)


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
    same = any(own.rule in each.same.get(upstream.rule, ()) for each in MANIFESTS)
    return same and _around(upstream.path, own.path)


def _around(one: Path, other: Path) -> bool:
    """Tell whether one of two places is the other, or is inside it."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]
