# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What cannot be done to the table as it is: rules that take both sides to judge, still before any write."""

from __future__ import annotations

import dataclasses
import typing as t

from .._spec.flow import flow
from .._spec.model import PROVISIONED, Settings, used_attributes, with_ordered_keys
from .._spec.rule_model import Violation
from .._spec.rules import violations
from .._spec.rules_indexes import missing_capacities, on_demand_violations, together_violations
from .._spec.rules_settings import idle_mode, too_many_tags, unknown_indexes
from .changes import GLOBAL
from .conditions import LOST

if t.TYPE_CHECKING:
    from .._observed.model import Observed
    from .._spec.model import Desired, Index
    from .model import Change

# The view that replicas are fed with; AWS turns it on with the first of them.
REPLICATED_VIEW = "NEW_AND_OLD_IMAGES"
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
    if observed.status not in LOST:
        return []
    since = f" since {observed.encryption_lost_at}" if observed.encryption_lost_at else ""
    hint = f"{what_mends(observed)}; deleting it still works"
    return [Violation("V76", "name", f"the table is {observed.status}{since}", hint)]


def what_mends(observed: Observed) -> str:
    """Return what to do about a table that is lost; of an archived one AWS names the backup that it made."""
    return f"{LOST[observed.status]} {observed.archived_to}".rstrip()


def change_refusals(desired: Desired, wanted: Settings, observed: Observed) -> list[Violation]:
    """Judge what the specification adds to an existing table."""
    return [
        *_unused(desired.settings, wanted),
        *_undefined(wanted),
        *_capacity(desired, wanted, observed),
        *_insights(desired, wanted),
        *_stream_of_replicas(wanted, observed),
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


def _stream_of_replicas(wanted: Settings, observed: Observed) -> t.Iterator[Violation]:
    """V41: the stream that feeds replicas stays as it is; AWS refuses to disable it, and another view disables it."""
    before, after = observed.settings.stream, wanted.stream
    if not observed.replicas or after is None or before is None or before == after:
        return
    if before.enabled or after.view_type != REPLICATED_VIEW:
        option = "stream_view_type" if after.enabled else "stream_enabled"
        message = f"the table has replicas in {', '.join(observed.replicas)}, which its stream feeds"
        hint = "leave stream_enabled and stream_view_type out, or remove the replicas first"
        if not before.enabled:
            hint = f"use {REPLICATED_VIEW}, or leave stream_enabled and stream_view_type out"
        yield Violation("V41", option, message, hint)


def fixed(change: Change, hint: str) -> Violation:
    """V66: what only a new table, or a new index, can change."""
    message = (
        f"cannot be changed on an existing table: it has {flow(change.before)}, and {flow(change.after)} is wanted"
    )
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
    return [fixed(change, hint) for change in retyped if change.path[1] in keys]
