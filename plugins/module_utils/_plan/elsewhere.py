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
from .._settings.setting import Change
from .._settings.settings import Settings, from_options
from .._settings.stand_ins import ACCOUNT, STREAM_ARN
from .._settings.states import ACTIVE
from .compare import comparable, compare
from .diff import before_and_after, keyed

if t.TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

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
    settings = dataclasses.replace(_settings_there(wanted), planned_at=desired.settings.planned_at, elsewhere=True)
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


def _as_written(change: Change, wanted: Elsewhere, *, is_there: bool) -> Change:
    """Return a change in another Region as the specification has it: what has another name there is a part of it."""
    path, before, after = change.path, change.before if is_there else None, change.after
    for name, written in wanted.names.items():
        *outer, inner = name.split(".")
        if list(path) == outer:
            path, before, after = (written,), *((value or {}).get(inner) for value in (before, after))
    return Change((*wanted.option, *path), before, after)


def shared_settings(desired: Desired, observed: Observed | None) -> Settings:
    """Return the settings that the table will have when its own changes are made, as far as all Regions share them."""
    there = comparable(desired, observed)
    whole = compare(desired, there).wanted if there else desired.settings
    names = {entry.name for entry in ENTRIES if {*entry.shown_in} & {*SHARED}}
    return dataclasses.replace(whole, values={name: value for name, value in whole.values.items() if name in names})


def as_it_will_be(desired: Desired, observed: Observed, shared: Settings, shows: Collection[str] = ()) -> Observed:
    """Return the table of another Region with what all Regions will share; ``shows`` are members that it has anyway.

    Of what they do not share it has what the specification names there, and nothing else.
    """
    own = {entry.name for entry in ENTRIES if {*entry.shown_in} & {*shows}}
    named = {name: value for name, value in observed.settings.values.items() if name in desired.settings.values}
    known = {name: observed.settings.values[name] for name in own if name in observed.settings.values}
    values = {name: value for name, value in shared.values.items() if value is not None and name not in own}
    settings = dataclasses.replace(observed.settings, values={**named, **known, **values})
    return dataclasses.replace(observed, settings=settings)


def expected(name: str, region: str, home: Observed | None, shows: Answer, home_region: str) -> Observed:
    """Return the replica as it will be when it is added: like the table, with nothing that belongs to a Region."""
    parts = (home.arn if home else "").split(":")
    arn = ":".join(["arn", parts[1], "dynamodb", region, *parts[4:]]) if home else ""
    table: dict[str, t.Any] = {
        "TableName": name,
        "TableStatus": ACTIVE,
        "TableArn": arn or f"arn:aws:dynamodb:{region}:{ACCOUNT}:table/{name}",
        "Replicas": [{"RegionName": home_region, "ReplicaStatus": ACTIVE}],
        **({member: home.table[member] for member in SHARED if member in home.table} if home else {}),
        **shows,
    }
    if "StreamSpecification" in table:
        table["LatestStreamArn"] = STREAM_ARN
    return observe(Answers(table, {entry.name: entry.read.nothing for entry in ENTRIES if entry.read}))


def with_elsewhere(
    plan: Plan, wanted: Mapping[str, Elsewhere], plans: Mapping[str, Plan], there: Collection[str]
) -> Plan:
    """Return the plan with those for other Regions: their differences stand where the user wrote the replicas.

    ``there`` are the Regions that have a replica: one that is still to come has nothing before. That a table leaves the
    global table is a difference of the home Region already.
    """
    changes = [
        _as_written(change, wanted[region], is_there=region in there)
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
