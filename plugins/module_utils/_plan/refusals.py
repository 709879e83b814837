# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What cannot be done to the table as it is: rules that take both sides to judge, still before any write."""

from __future__ import annotations

import dataclasses
import typing as t

from .._spec.model import PROVISIONED, Settings, used_attributes, with_ordered_keys
from .._spec.rule_model import Violation
from .._spec.rules import violations
from .._spec.rules_indexes import missing_capacities, on_demand_violations, together_violations
from .._spec.rules_settings import idle_mode, too_many_tags, unknown_indexes
from .changes import GLOBAL, LOCAL
from .conditions import LOST
from .permissions import READS

if t.TYPE_CHECKING:
    from .._observed.model import Observed
    from .._spec.model import Desired, Index
    from .model import Change

# What a new table has where the specification is silent.
WITHOUT = Settings(attributes=(), keys=(), global_indexes=(), local_indexes=())


def completed(settings: Settings) -> Settings:
    """Return the settings of a new table: what is left out is none."""
    return with_ordered_keys(settings).over(WITHOUT)


def creation_refusals(desired: Desired, region: str | None) -> list[Violation]:
    """Judge a specification that must stand for a whole table."""
    whole = desired.settings.over(WITHOUT)
    found = [*violations(dataclasses.replace(desired, settings=whole), region), *missing_capacities(whole)]
    if desired.settings.insights and desired.settings.insights.mode and desired.settings.insights.enabled is None:
        found += idle_mode(desired.settings.insights)
    if desired.settings.billing_mode is None:
        hint = "set PAY_PER_REQUEST, or PROVISIONED with provisioned_throughput"
        found.insert(0, Violation("V28", "billing_mode", "the table must be created and has no billing mode", hint))
    return found


def unusable(observed: Observed) -> list[Violation]:
    """V76: a table whose key or replication is lost."""
    reason = LOST.get(observed.status)
    if reason is None:
        return []
    since = f" since {observed.encryption_lost_at}" if observed.encryption_lost_at else ""
    return [Violation("V76", "name", f"the table is {observed.status}{since}", f"{reason}; deleting it still works")]


def change_refusals(desired: Desired, wanted: Settings, observed: Observed) -> list[Violation]:
    """Judge what the specification adds to an existing table."""
    return [
        *_unused(desired.settings, wanted),
        *_undefined(wanted),
        *_capacity(desired, wanted, observed),
        *_insights(desired, wanted),
        *together_violations(wanted),
        *too_many_tags(wanted.tags or {}),
    ]


def _unused(own: Settings, wanted: Settings) -> t.Iterator[Violation]:
    """V8 for a specification without keys: AWS takes a definition only with the index that uses it."""
    if own.keys is not None:
        return
    used = used_attributes(wanted)
    for position, attribute in enumerate(own.attributes or ()):
        if attribute.name and attribute.name not in used:
            message = f"attribute '{attribute.name}' is used by no key of the table or of its indexes"
            yield Violation("V8", f"attribute_definitions[{position}]", message, "remove it, or add the index")


def _undefined(wanted: Settings) -> t.Iterator[Violation]:
    defined = wanted.attribute_types()
    for index in wanted.global_indexes or ():
        for key in index.keys:
            if key.attribute_name not in defined:
                message = f"key attribute '{key.attribute_name}' of the index '{index.name}' has no definition"
                yield Violation("V7", GLOBAL, message, "add it to attribute_definitions with its type")


def _capacity(desired: Desired, wanted: Settings, observed: Observed) -> t.Iterator[Violation]:
    own = desired.settings
    if own.billing_mode is None and own.throughput is None and own.global_indexes is None:
        return
    if wanted.billing_mode != PROVISIONED:
        yield from on_demand_violations(wanted)
        return
    named = wanted if own.global_indexes is not None else dataclasses.replace(wanted, global_indexes=())
    for found in missing_capacities(named):
        new = own.billing_mode is None and observed.settings.billing_mode == PROVISIONED
        yield found._replace(rule="V39") if new and found.rule == "V30" else found
    if own.global_indexes is None:
        yield from _unnamed_indexes(wanted.global_indexes or (), observed)


def _unnamed_indexes(indexes: tuple[Index, ...], observed: Observed) -> t.Iterator[Violation]:
    """V68: going to PROVISIONED takes a capacity for every index there is, named in the specification or not."""
    for index in indexes:
        if index.throughput is None and observed.settings.billing_mode != PROVISIONED:
            message = f"the table's index '{index.name}' needs a capacity when the table becomes PROVISIONED"
            yield Violation("V68", GLOBAL, message, "list the index with its provisioned_throughput")


def _insights(desired: Desired, wanted: Settings) -> t.Iterator[Violation]:
    own = desired.settings.insights
    if own and desired.settings.global_indexes is None:
        yield from unknown_indexes(wanted, own.indexes or ())
    if own and own.mode and wanted.insights:
        yield from idle_mode(wanted.insights)


def replacement_changes(changes: t.Sequence[Change], wanted: Settings) -> list[Change]:
    """Return the changes that only a new table can satisfy: keys, types of key attributes, local indexes (V66)."""
    fixed = {key.attribute_name for key in wanted.keys or ()}
    fixed |= {key.attribute_name for index in wanted.local_indexes or () for key in index.keys}
    return [change for change in changes if _needs_new_table(change, fixed)]


def _needs_new_table(change: Change, fixed: set[str]) -> bool:
    retyped = change.path[0] == "attribute_definitions" and bool(change.before and change.after)
    return change.path[0] in ("key_schema", LOCAL) or (retyped and change.path[1] in fixed)


def replacement_settings(wanted: Settings) -> Settings:
    """Return the settings of the table that takes the place of the old one: without definitions that nothing uses."""
    used = used_attributes(wanted)
    return dataclasses.replace(wanted, attributes=tuple(item for item in wanted.attributes or () if item.name in used))


def replacement_refusals(
    desired: Desired, wanted: Settings, observed: Observed, changes: t.Sequence[Change]
) -> list[Violation]:
    """Judge whether the user allows the table to be replaced, and whether that would lose anything."""
    if desired.replacement == "never":
        hint = (
            "set replacement to when_empty or backup_and_replace, give the table another name, or restore the old value"
        )
        return [_fixed(change, hint) for change in changes]
    found = []
    if desired.replacement == "when_empty" and observed.empty is not True:
        reason = getattr(observed.empty, "reason", "nobody looked")
        state = "has items" if observed.empty is False else f"may have items: {reason}"
        hint = "empty the table, or set replacement: backup_and_replace"
        found.append(Violation("V66", "replacement", f"the table must be replaced and {state}", hint))
    if observed.settings.deletion_protection and not desired.force:
        hint = "set force: true to lift the protection in the same run"
        found.append(
            Violation("V4", "replacement", "the table must be replaced and is protected against deletion", hint)
        )
    found += [_unmodelled(name) for name in observed.unmodelled]
    found += [
        _unread(aspect, reason)
        for aspect, reason in observed.unknown.items()
        if aspect not in observed.not_offered and getattr(desired.settings, aspect) is None
    ]
    return found + creation_refusals(dataclasses.replace(desired, settings=replacement_settings(wanted)), None)


def _unmodelled(name: str) -> Violation:
    message = f"the table must be replaced, and its {name} would be lost: no option describes it"
    return Violation("V66", "replacement", message, "remove it from the table first, or replace the table by hand")


def _unread(aspect: str, reason: str) -> Violation:
    message = f"the table must be replaced, and its {aspect} cannot be read to be kept: {reason}"
    return Violation("unreadable", "replacement", message, f"allow {READS[aspect]}, or give the option")


def _fixed(change: Change, hint: str) -> Violation:
    message = f"cannot be changed on an existing table: {change.before} there, {change.after} wanted"
    return Violation("V66", ".".join(change.path), message, hint)


def index_refusals(desired: Desired, wanted: Settings, changes: t.Sequence[Change]) -> list[Violation]:
    """Judge a changed attribute type that would rebuild indexes which the specification does not name."""
    if desired.settings.global_indexes is not None:
        return []
    keys = {key.attribute_name for index in wanted.global_indexes or () for key in index.keys}
    hint = "list the indexes that use it in global_secondary_indexes: they must be built anew"
    retyped = (
        change for change in changes if change.path[0] == "attribute_definitions" and change.before and change.after
    )
    return [_fixed(change, hint) for change in retyped if change.path[1] in keys]
