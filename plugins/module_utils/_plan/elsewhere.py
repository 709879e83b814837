# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Plans for a table in other Regions: what is wanted of the replica there, and what it will be when it comes."""

from __future__ import annotations

import dataclasses
import typing as t

from .._settings.catalog import ENTRIES
from .._settings.elsewhere import LEAVE
from .._settings.observed import Answers, Observed, observe
from .._settings.settings import from_options
from .._settings.states import ACTIVE
from .diff import before_and_after, keyed

if t.TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from .._settings.desired import Desired
    from .._settings.elsewhere import Elsewhere
    from .._settings.setting import Answer
    from .._settings.violations import Violation
    from .plan import Plan

# Stands for the account in the ARN of a replica whose table is not there yet.
ACCOUNT = "__ACCOUNT__"
# What a new replica has of the table, of the members of DescribeTable.
SHARED = (
    *("AttributeDefinitions", "KeySchema", "BillingModeSummary", "ProvisionedThroughput", "GlobalSecondaryIndexes"),
    *("LocalSecondaryIndexes", "StreamSpecification"),
)


def desired_there(desired: Desired, wanted: Elsewhere) -> Desired:
    """Return the specification of the table in one other Region."""
    settings = dataclasses.replace(from_options(wanted.options), planned_at=desired.settings.planned_at)
    removal = LEAVE if wanted.leaves else desired.replica_removal
    return dataclasses.replace(desired, settings=settings, replacement="never", replica_removal=removal, origins=())


def violations_there(region: str, wanted: Elsewhere) -> Iterator[Violation]:
    """Judge what is wanted in one other Region by the rules of the settings."""
    own = dataclasses.replace(from_options(wanted.options), region=region)
    for setting, value in own.items():
        yield from (placed(fault, wanted) for fault in setting.rules(value, own))


def placed(fault: Violation, wanted: Elsewhere) -> Violation:
    """Return a violation in another Region with its path in the specification."""
    path = wanted.names.get(fault.path, fault.path)
    return fault._replace(path=f"{wanted.path}.{path}" if wanted.path else path)


def _as_written(path: tuple[str, ...], wanted: Elsewhere) -> tuple[str, ...]:
    """Return the path of a change in another Region as it is in the specification."""
    name = wanted.names.get(".".join(path))
    return (*wanted.option, *((name,) if name else path))


def expected(name: str, region: str, home: Observed | None, shows: Answer, home_region: str = "") -> Observed:
    """Return the replica as it will be when it is added: like the table, with nothing that belongs to a Region."""
    parts = (home.arn if home else "").split(":")
    arn = ":".join(["arn", parts[1], "dynamodb", region, *parts[4:]]) if home else ""
    table: dict[str, t.Any] = {
        "TableName": name,
        "TableStatus": ACTIVE,
        "TableArn": arn or f"arn:aws:dynamodb:{region}:{ACCOUNT}:table/{name}",
        "Replicas": [{"RegionName": home.region if home else home_region, "ReplicaStatus": ACTIVE}],
        **({member: home.table[member] for member in SHARED if member in home.table} if home else {}),
        **shows,
    }
    if "StreamSpecification" in table:
        table["LatestStreamArn"] = f"{table['TableArn']}/stream/"
    return observe(Answers(table, {entry.name: entry.read.nothing for entry in ENTRIES if entry.read}))


def with_elsewhere(
    plan: Plan, wanted: Mapping[str, Elsewhere], plans: Mapping[str, Plan], there: Collection[str]
) -> Plan:
    """Return the plan with those for other Regions: their differences stand where the user wrote the replicas.

    ``there`` are the Regions that have a replica: one that is still to come has nothing before. That a table leaves the
    global table is a difference of the home Region already.
    """
    changes = [
        change._replace(
            path=_as_written(change.path, wanted[region]), before=change.before if region in there else None
        )
        for region, each in plans.items()
        for change in each.changes
        if not wanted[region].leaves
    ]
    before, after = before_and_after(changes)
    warnings = [f"{region}: {text}" for region, each in plans.items() for text in each.warnings]
    return dataclasses.replace(
        plan,
        elsewhere=dict(plans),
        leaving=tuple(region for region, each in wanted.items() if each.leaves),
        before=_joined(plan.before, before),
        after=_joined(plan.after, keyed(after)),
        warnings=(*plan.warnings, *warnings),
    )


def _joined(one: Mapping[str, t.Any], other: Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return two nested facts as one."""
    both = {**one, **other}
    shared = (
        name for name in one.keys() & other.keys() if isinstance(one[name], dict) and isinstance(other[name], dict)
    )
    return both | {name: _joined(one[name], other[name]) for name in shared}
