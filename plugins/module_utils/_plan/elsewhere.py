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
from .._settings.places import INDEXES
from .._settings.settings import Settings, from_options
from .._settings.stand_ins import ACCOUNT
from .._settings.states import ACTIVE
from .diff import before_and_after, keyed

if t.TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from .._settings.calls import Operation
    from .._settings.desired import Desired
    from .._settings.elsewhere import Elsewhere
    from .._settings.setting import Answer
    from .._settings.violations import Violation
    from .plan import Plan

# What a new replica has of the table, of the members of DescribeTable.
SHARED = (
    *("AttributeDefinitions", "KeySchema", "BillingModeSummary", "ProvisionedThroughput", "GlobalSecondaryIndexes"),
    *("LocalSecondaryIndexes", "StreamSpecification"),
)


def desired_there(desired: Desired, wanted: Elsewhere) -> Desired:
    """Return the specification of the table in one other Region."""
    settings = dataclasses.replace(_settings_there(wanted), planned_at=desired.settings.planned_at)
    removal = LEAVE if wanted.leaves else desired.replica_removal
    return dataclasses.replace(desired, settings=settings, replacement="never", replica_removal=removal, origins=())


def _settings_there(wanted: Elsewhere) -> Settings:
    """Return the settings that are wanted there, without those whose items were only to be looked into."""
    given = from_options({**wanted.options, **wanted.inside})
    only_inside = {entry.name for entry in ENTRIES if wanted.inside.keys() & entry.options.keys()}
    return Settings({name: value for name, value in given.values.items() if name not in only_inside})


def violations_there(region: str, wanted: Elsewhere) -> Iterator[Violation]:
    """Judge what is wanted in one other Region by the rules of the settings."""
    own = dataclasses.replace(_settings_there(wanted), region=region)
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


def expected(
    name: str, region: str, home: Observed | None, shows: Answer, calls: Iterable[Operation], home_region: str = ""
) -> Observed:
    """Return the replica as it will be when it is added: like the table, with nothing that belongs to a Region.

    ``calls`` are those for the table itself, which come before.
    """
    parts = (home.arn if home else "").split(":")
    arn = ":".join(["arn", parts[1], "dynamodb", region, *parts[4:]]) if home else ""
    table: dict[str, t.Any] = {
        "TableName": name,
        "TableStatus": ACTIVE,
        "TableArn": arn or f"arn:aws:dynamodb:{region}:{ACCOUNT}:table/{name}",
        "Replicas": [{"RegionName": home.region if home else home_region, "ReplicaStatus": ACTIVE}],
        **_shared(home.table if home else {}, calls),
        **shows,
    }
    if "StreamSpecification" in table:
        table["LatestStreamArn"] = f"{table['TableArn']}/stream/"
    return observe(Answers(table, {entry.name: entry.read.nothing for entry in ENTRIES if entry.read}))


def as_it_will_be(there: Observed, calls: Iterable[Operation]) -> Observed:
    """Return a replica that is there as it will be after the calls for the table itself."""
    return observe(dataclasses.replace(there.answers, table={**there.table, **_shared(there.table, calls)}))


def _shared(table: Answer, calls: Iterable[Operation]) -> dict[str, t.Any]:
    """Return what all Regions have alike after these calls, as DescribeTable shows it."""
    found = {member: table[member] for member in SHARED if member in table}
    for call in calls:
        asked = call.request if call.operation in ("CreateTable", "UpdateTable") else {}
        found |= {member: asked[member] for member in SHARED if member in asked}
        if "BillingMode" in asked:
            found["BillingModeSummary"] = {"BillingMode": asked["BillingMode"]}
        for update in asked.get("GlobalSecondaryIndexUpdates", ()):
            found[INDEXES] = _with_index(found.get(INDEXES) or (), update)
    return found


def _with_index(indexes: Iterable[Answer], update: Answer) -> list[Answer]:
    """Return the indexes after one is created or deleted; a change of one is nothing that another Region asks for."""
    new, gone = update.get("Create"), (update.get("Delete") or {}).get("IndexName")
    return [*(each for each in indexes if each["IndexName"] != gone), *([new] if new else [])]


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
