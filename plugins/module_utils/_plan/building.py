# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The operations of a plan, from its changes."""

from __future__ import annotations

import dataclasses
import typing as t

from .._observed.model import CREATING
from .chain import chain
from .conditions import TABLE_EXISTS, TABLE_GONE
from .creation import creation
from .decreases import perhaps_put_off
from .diff import before_and_after
from .index_work import index_work
from .refusals import replacement_changes, replacement_settings
from .removal import removal
from .subresources import modes_there, subresource_operations

if t.TYPE_CHECKING:
    from .._observed.model import Observed
    from .._spec.model import Desired, Settings
    from .model import Change, Operation, Plan

__all__ = ["creation", "removal", "with_changes"]


def with_changes(
    plan: Plan, desired: Desired, wanted: Settings, observed: Observed, changes: t.Sequence[Change]
) -> Plan:
    """Return the plan of an existing table with the operations that bring the changes about."""
    replaced = bool(replacement_changes(changes, wanted))
    before, after = before_and_after(changes)
    operations = _replacement(desired, wanted, observed) if replaced else _update(wanted, observed, changes)
    return dataclasses.replace(
        plan,
        operations=tuple(operations),
        changes=tuple(changes),
        before=before,
        after=after,
        warnings=(*plan.warnings, *_warnings(wanted, observed, changes, replaced=replaced)),
    )


def _update(wanted: Settings, observed: Observed, changes: t.Sequence[Change]) -> list[Operation]:
    """Return the calls that change a table in place; while it is being created they wait for it."""
    operations = [*chain(wanted, observed, changes), *subresource_operations(wanted, observed, changes)]
    if observed.status != CREATING:
        return operations
    return [dataclasses.replace(step, needs=tuple(dict.fromkeys((TABLE_EXISTS, *step.needs)))) for step in operations]


def _replacement(desired: Desired, wanted: Settings, observed: Observed) -> list[Operation]:
    """Delete and create: what the specification leaves out comes back as it was, but for the items."""
    backup = desired.replacement == "backup_and_replace"
    remove = removal(observed, backup=backup or desired.backup_before_delete, check_empty=not backup)
    return [*remove, *creation(desired.name, replacement_settings(wanted), (TABLE_GONE,), modes_there(observed))]


def _warnings(wanted: Settings, observed: Observed, changes: t.Sequence[Change], *, replaced: bool) -> t.Iterator[str]:
    """Tell what the changes bring with them that is easily overlooked."""
    if replaced:
        yield f"{observed.name}: the table is replaced; its items are not carried over"
        return
    options = {change.path[0] for change in changes}
    for name in index_work(wanted, changes).rebuilt:
        yield f"{observed.name}: index {name} is built anew and cannot be queried for minutes [V67]"
        if "insights" in observed.unknown:
            yield f"{observed.name}: if index {name} has contributor insights, they go: {observed.unknown['insights']}"
    if "stream_view_type" in options and observed.stream_arn and wanted.stream and wanted.stream.enabled:
        yield f"{observed.name}: another view type means a new stream; its ARN changes [V70]"
    before, after = observed.settings.ttl, wanted.ttl
    if "ttl" in options and before and before.enabled and after and after.enabled:
        yield f"{observed.name}: AWS takes the new time to live attribute about 31 minutes after the old is off [V71]"
    yield from _decreases(wanted, observed, index_work(wanted, changes).resize)
    if "table_class" in options and observed.class_changed_at:
        when = observed.class_changed_at
        yield f"{observed.name}: the table class was changed at {when}; AWS allows 2 changes in 30 days [V73]"


def _decreases(wanted: Settings, observed: Observed, resized: t.Sequence[str]) -> t.Iterator[str]:
    """V72: what AWS may put off, and since when, as far as the table says it; a new index has no past."""
    for index in (name for name in perhaps_put_off(wanted, observed) if name in ("", *resized)):
        count = observed.index_decreases[index] if index else observed.decreases_today
        when = observed.index_last_decreases.get(index) if index else observed.last_decrease_at
        what = f"capacity of index {index}" if index else "capacity"
        last = f", last at {when}" if when else ""
        yield f"{observed.name}: {what} was lowered {count} times today{last}; AWS allows one more an hour [V72]"
