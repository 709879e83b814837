# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The decision: from what is wanted and what is there to the plan, without a clock, a network or a guess."""

from __future__ import annotations

import dataclasses
import typing as t

from .._observed.model import CREATING, DELETING
from .._spec.rule_model import InvalidSpecError, Violation
from .._spec.rules import advice
from .._spec.words import settings_words
from .chain import chain, index_work
from .changes import differences, unreadable
from .conditions import ENCRYPTION_SETTLED, TABLE_ACTIVE, TABLE_EXISTS, TABLE_GONE, index_built
from .creation import creation
from .diff import before_and_after, keyed
from .effective import effective
from .model import Change, Plan
from .refusals import (
    change_refusals,
    completed,
    creation_refusals,
    index_refusals,
    replacement_changes,
    replacement_refusals,
    replacement_settings,
    unusable,
)
from .removal import removal
from .subresources import subresource_operations

if t.TYPE_CHECKING:
    from .._observed.model import Observed
    from .._spec.model import Desired, Settings
    from .conditions import Condition
    from .model import Operation, Words


def make_plan(desired: Desired, observed: Observed | None, region: str | None = None) -> Plan:
    """Return the operations that make the table match.

    Raises :class:`InvalidSpecError` with every reason why it cannot be done; ``region`` tells one plan from another
    where no table is there to do it.
    """
    start = _start(observed, region)
    if desired.state == "absent":
        return _absent(desired, observed, start)
    if observed is None or observed.status == DELETING:
        return _create(desired, observed, start, region)
    return _change(desired, observed, start)


def needs_replacement(desired: Desired, observed: Observed | None) -> bool:
    """Tell whether only a new table can match, so that the reader has to look at all that the old one holds."""
    if observed is None or desired.state == "absent" or observed.status == DELETING:
        return False
    wanted = effective(desired, observed)
    return bool(replacement_changes(differences(wanted, observed), wanted))


def remaining(desired: Desired, observed: Observed | None) -> list[Change]:
    """Return what still differs, for the look back after the writes."""
    if desired.state == "absent":
        return [] if observed is None else [Change(("state",), "present", "absent")]
    if observed is None:
        return [Change(("state",), "absent", "present")]
    return differences(effective(desired, observed), observed)


def settled_when(desired: Desired) -> tuple[Condition, ...]:
    """Return what must have come to rest for the table to be as the specification says, whoever moved it."""
    if desired.state == "absent":
        return (TABLE_GONE,)
    indexes = tuple(index_built(index.name) for index in desired.settings.global_indexes or ())
    return (TABLE_ACTIVE, *indexes, *((ENCRYPTION_SETTLED,) if desired.settings.encryption else ()))


def _start(observed: Observed | None, region: str | None) -> Words:
    if observed is None:
        return {"region": region}
    return {"arn": observed.arn, "table_id": observed.table_id, "spec": settings_words(observed.settings)}


def _absent(desired: Desired, observed: Observed | None, start: Words) -> Plan:
    base = Plan(desired.name, start=start, settles=settled_when(desired))
    if observed is None or observed.status == DELETING:
        return base
    if observed.settings.deletion_protection and not desired.force:
        raise InvalidSpecError(_protected(desired))
    words = keyed(settings_words(observed.settings))
    return dataclasses.replace(
        base,
        operations=tuple(removal(observed, backup=desired.backup_before_delete)),
        changes=(Change(("state",), "present", "absent"),),
        before={"state": "present", **words},
        after={"state": "absent"},
    )


def _protected(desired: Desired) -> list[Violation]:
    hint = "set force: true to lift the protection in the same run"
    return [Violation("V4", "state", f"the table {desired.name} is protected against deletion", hint)]


def _create(desired: Desired, observed: Observed | None, start: Words, region: str | None) -> Plan:
    refusals = creation_refusals(desired, region)
    if refusals:
        raise InvalidSpecError(refusals)
    settings = completed(desired.settings)
    needs = (TABLE_GONE,) if observed else ()
    return Plan(
        name=desired.name,
        operations=tuple(creation(desired.name, settings, needs)),
        changes=(Change(("state",), "absent", "present"),),
        before={"state": "absent"},
        after={"state": "present", **keyed(settings_words(settings))},
        warnings=tuple(advice(desired)),
        start=start,
        settles=settled_when(desired),
    )


def _change(desired: Desired, observed: Observed, start: Words) -> Plan:
    wanted = effective(desired, observed)
    changes = differences(wanted, observed)
    fixed = replacement_changes(changes, wanted)
    refusals = [*unusable(observed), *unreadable(desired, observed), *change_refusals(desired, wanted, observed)]
    if fixed:
        refusals += replacement_refusals(desired, wanted, observed, fixed)
    else:
        refusals += index_refusals(desired, wanted, changes)
    if refusals:
        raise InvalidSpecError(refusals)
    before, after = before_and_after(changes)
    return Plan(
        name=desired.name,
        operations=tuple(_replace(desired, wanted, observed) if fixed else _update(wanted, observed, changes)),
        changes=tuple(changes),
        before=before,
        after=after,
        warnings=(*advice(desired), *_warnings(wanted, observed, changes, replaced=bool(fixed))),
        start=start,
        settles=settled_when(desired),
    )


def _update(wanted: Settings, observed: Observed, changes: t.Sequence[Change]) -> list[Operation]:
    operations = [*chain(wanted, observed, changes), *subresource_operations(wanted, observed, changes)]
    if observed.status != CREATING:
        return operations
    return [dataclasses.replace(step, needs=(TABLE_EXISTS, *step.needs)) for step in operations]


def _replace(desired: Desired, wanted: Settings, observed: Observed) -> list[Operation]:
    """Delete and create: what the specification leaves out comes back as it was, but for the items."""
    backup = desired.replacement == "backup_and_replace"
    remove = removal(observed, backup=backup or desired.backup_before_delete, check_empty=not backup)
    return [*remove, *creation(desired.name, replacement_settings(wanted), (TABLE_GONE,))]


def _warnings(wanted: Settings, observed: Observed, changes: t.Sequence[Change], *, replaced: bool) -> t.Iterator[str]:
    if replaced:
        yield f"{observed.name}: the table is replaced; its items are not carried over"
        return
    options = {change.path[0] for change in changes}
    for name in index_work(wanted, changes).rebuilt:
        yield f"{observed.name}: index {name} is built anew and cannot be queried for minutes [V67]"
    if "stream_view_type" in options and observed.stream_arn and wanted.stream and wanted.stream.enabled:
        yield f"{observed.name}: another view type means a new stream; its ARN changes [V70]"
    before, after = observed.settings.ttl, wanted.ttl
    if "ttl" in options and before and before.enabled and after and after.enabled:
        yield f"{observed.name}: AWS takes the new time to live attribute about 31 minutes after the old is off [V71]"
    if observed.decreases_today >= 4 and options & {"provisioned_throughput"}:
        yield (
            f"{observed.name}: capacity was lowered {observed.decreases_today} times today, last at"
            f" {observed.last_decrease_at}; AWS allows one more an hour [V72]"
        )
    if "table_class" in options and observed.class_changed_at:
        when = observed.class_changed_at
        yield f"{observed.name}: the table class was changed at {when}; AWS allows 2 changes in 30 days [V73]"
