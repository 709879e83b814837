# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The whole table as the user wants it: what the specification names, over what is there already."""

from __future__ import annotations

import dataclasses
import typing as t

from .._spec.model import PAY_PER_REQUEST, Insights, Recovery, Settings, used_attributes, with_ordered_keys

if t.TYPE_CHECKING:
    from .._observed.model import Observed
    from .._spec.model import Attribute, Desired, Index


def effective(desired: Desired, observed: Observed) -> Settings:
    """Return the settings that the table will have; what is left out of the specification is as observed."""
    own, base = with_ordered_keys(desired.settings), observed.settings
    merged = own.over(base)
    on_demand = merged.billing_mode == PAY_PER_REQUEST
    indexes = own.global_indexes if own.global_indexes is not None else _left_alone(base, on_demand)
    return dataclasses.replace(
        merged,
        attributes=_definitions(own, base, merged),
        throughput=own.throughput if on_demand else merged.throughput,
        global_indexes=indexes if on_demand else _with_capacity(indexes, base),
        recovery=_recovery(own.recovery, base.recovery),
        insights=_insights(own.insights, base.insights, indexes),
        tags=_tags(desired, base),
    )


def _definitions(own: Settings, base: Settings, merged: Settings) -> tuple[Attribute, ...]:
    """Return the definitions of the specification, and those there are of keys that it leaves alone."""
    named = {attribute.name for attribute in own.attributes or ()}
    used = used_attributes(merged)
    kept = (item for item in base.attributes or () if item.name in used and item.name not in named)
    return (*(own.attributes or ()), *kept)


def _left_alone(base: Settings, on_demand: bool) -> tuple[Index, ...]:
    """Return the indexes there are; a change to on-demand takes their capacity away."""
    indexes = base.global_indexes or ()
    return tuple(index._replace(throughput=None) for index in indexes) if on_demand else indexes


def _with_capacity(indexes: tuple[Index, ...], base: Settings) -> tuple[Index, ...]:
    """Leave the capacity of an existing index alone where the specification names none."""
    known = {index.name: index.throughput for index in base.global_indexes or ()}
    return tuple(index._replace(throughput=index.throughput or known.get(index.name)) for index in indexes)


def _recovery(own: Recovery | None, base: Recovery | None) -> Recovery | None:
    """Leave the period alone where the specification names none, so that a new table in place of the old one has it."""
    if own and base and own.enabled and base.enabled and own.days is None:
        return base
    return own or base


def _insights(own: Insights | None, base: Insights | None, present: tuple[Index, ...]) -> Insights | None:
    """Return the insights that there will be; what is left alone goes with its index, and the mode with the last."""
    if base is None:
        return own
    names = {index.name for index in present}
    kept = tuple(name for name in base.indexes or () if name in names)
    wanted = own or Insights()
    indexes = kept if wanted.indexes is None else wanted.indexes
    enabled = base.enabled if wanted.enabled is None else wanted.enabled
    return Insights(enabled, wanted.mode or (base.mode if enabled or indexes else None), indexes)


def _tags(desired: Desired, base: Settings) -> t.Mapping[str, str] | None:
    own = desired.settings.tags
    if own is None:
        return base.tags
    return own if desired.purge_tags else {**(base.tags or {}), **own}
