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
from .._spec.model import PROVISIONED
from .chain import chain
from .conditions import GONE, TABLE_EXISTS, TABLE_GONE
from .creation import creation
from .decreases import perhaps_put_off
from .diff import before_and_after
from .index_work import index_work
from .kept import warmth_kept, warmth_lost
from .refusals_removal import replacement_changes, replacement_settings
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
    if observed.status == CREATING:
        operations = [
            dataclasses.replace(step, needs=tuple(dict.fromkeys((TABLE_EXISTS, *step.needs)))) for step in operations
        ]
    return [_saying_less(step, observed) for step in operations]


def _saying_less(step: Operation, observed: Observed) -> Operation:
    """That the table is there, and a new index is not, holds already, and no call of an update changes it."""
    lasting = (need for need in step.needs if need == TABLE_EXISTS or need.kind == GONE)
    return dataclasses.replace(step, given=tuple(need for need in lasting if need.holds(observed)))


def _replacement(desired: Desired, wanted: Settings, observed: Observed) -> list[Operation]:
    """Delete and create: what the specification leaves out comes back as it was, but for the items."""
    backup = desired.replacement == "backup_and_replace"
    remove = removal(observed, backup=backup or desired.backup_before_delete, check_empty=not backup)
    kept = {name: warmth_kept(name, wanted, observed) for name in _places(wanted)}
    settings, modes = replacement_settings(wanted), modes_there(observed)
    return [*remove, *creation(desired.name, settings, (TABLE_GONE,), modes, kept)]


def _places(wanted: Settings) -> list[str]:
    """Return the table, by an empty name, and its indexes."""
    return ["", *(index.name for index in wanted.global_indexes or ())]


def _warnings(wanted: Settings, observed: Observed, changes: t.Sequence[Change], *, replaced: bool) -> t.Iterator[str]:
    """Tell what the changes bring with them that is easily overlooked."""
    if replaced:
        yield f"{observed.name}: the table is replaced; its items are not carried over{_scaling(wanted)}"
        yield from _warmth_lost(wanted, observed, _places(wanted))
        return
    options = {change.path[0] for change in changes}
    for name in index_work(wanted, changes).rebuilt:
        yield f"{observed.name}: index {name} is built anew and cannot be queried for minutes [V67]{_scaling(wanted)}"
        if "insights" in observed.unknown:
            yield f"{observed.name}: if index {name} has contributor insights, they go: {observed.unknown['insights']}"
    yield from _warmth_lost(wanted, observed, index_work(wanted, changes).rebuilt)
    if "stream_view_type" in options and observed.stream_arn and wanted.stream and wanted.stream.enabled:
        yield f"{observed.name}: another view type means a new stream; its ARN changes [V70]"
    before, after = observed.settings.ttl, wanted.ttl
    if "ttl" in options and before and before.enabled and after and after.enabled:
        yield f"{observed.name}: AWS takes the new time to live attribute about 31 minutes after the old is off [V71]"
    yield from _of_the_mode(wanted, observed, changes)
    yield from _decreases(wanted, observed, index_work(wanted, changes).resize)
    if "table_class" in options and observed.class_changed_at:
        when = observed.class_changed_at
        yield f"{observed.name}: the table class was changed at {when}; AWS allows 2 changes in 30 days [V73]"


def _warmth_lost(wanted: Settings, observed: Observed, names: t.Iterable[str]) -> t.Iterator[str]:
    for name in names:
        lost = warmth_lost(name, wanted, observed)
        what = f"index {name}" if name else "the table"
        if lost:
            yield (
                f"{observed.name}: {what} is warm for {lost}, perhaps from a capacity that was lowered since; the new"
                " one is warm for its capacity only"
            )


def _scaling(wanted: Settings) -> str:
    """Auto scaling knows tables and indexes by name alone, and nobody asks here whether there is any."""
    by_name = "; auto scaling, where there is any, goes by the name and applies to the new one"
    return by_name if wanted.billing_mode == PROVISIONED else ""


def _of_the_mode(wanted: Settings, observed: Observed, changes: t.Sequence[Change]) -> t.Iterator[str]:
    """Tell what PROVISIONED takes away, and what it asks of a table with replicas (V59)."""
    if wanted.billing_mode != PROVISIONED:
        return
    switch = any(change.path == ("billing_mode",) for change in changes)
    for index in observed.limits if switch else ():
        what = f"index {index}" if index else "the table"
        yield f"{observed.name}: the on-demand maximum of {what} goes with the change to PROVISIONED"
    if observed.replicas and (switch or index_work(wanted, changes).build):
        where = ", ".join(observed.replicas)
        text = "AWS wants the writes of the table and of every index auto scaled where there are replicas"
        yield f"{observed.name}: {text} ({where}), and may refuse this [V59]"


def _decreases(wanted: Settings, observed: Observed, resized: t.Sequence[str]) -> t.Iterator[str]:
    """V72: what AWS may put off, and since when, as far as the table says it; a new index has no past."""
    for index in (name for name in perhaps_put_off(wanted, observed) if name in ("", *resized)):
        count = observed.index_decreases[index] if index else observed.decreases_today
        when = observed.index_last_decreases.get(index) if index else observed.last_decrease_at
        what = f"capacity of index {index}" if index else "capacity"
        last = f", last at {when}" if when else ""
        yield f"{observed.name}: {what} was lowered {count} times today{last}; AWS allows one more an hour [V72]"
