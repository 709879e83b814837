# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What goes with an index in other Regions, and comes back where that index is built anew."""

from __future__ import annotations

import dataclasses
import typing as t

from .._settings.catalog import ENTRIES
from .._settings.plannings import planning_of
from .compare import compare

if t.TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from .._settings.comparison import Comparison
    from .._settings.desired import Desired
    from .._settings.elsewhere import Elsewhere
    from .._settings.entry import Entry
    from .._settings.observed import Observed
    from .._settings.planning import Planning
    from .._settings.setting import Change
    from .._settings.settings import Settings
    from .plan import Plan


def indexes_lost(comparison: Comparison) -> tuple[str, ...]:
    """Return the indexes that the changes of the table delete, for good or to build them anew."""
    plannings = (planning_of(setting) for setting, _wanted in comparison.wanted.items())
    return tuple(name for planning in plannings for name in planning.indexes_lost(comparison))


def members(comparison: Comparison) -> dict[str, Elsewhere]:
    """Return the other Regions that have the table before and after."""
    plannings = (planning_of(setting) for setting, _wanted in comparison.wanted.items())
    return {region: wanted for planning in plannings for region, wanted in planning.members(comparison).items()}


def _going() -> Iterator[tuple[Entry, Planning[t.Any]]]:
    """Return the settings that go with an index."""
    for entry in ENTRIES:
        planning = planning_of(entry.load())
        if planning.asks_nothing is not None:
            yield entry, planning


def asked(desired: Desired) -> Desired:
    """Return the specification with what goes with an index in it, so that it is read; nothing more is wanted."""
    nothing = {entry.name: planning.asks_nothing for entry, planning in _going()}
    return _with(desired, {**nothing, **desired.settings.values})


def kept(desired: Desired, observed: Observed, lost: Collection[str], table: Settings) -> Desired:
    """Return the specification of a Region with what the indexes that are built anew have there now."""
    values = {**desired.settings.values}
    for entry, planning in _going():
        there = observed.settings.values.get(entry.name)
        if there is not None:
            values[entry.name] = planning.kept_without(values[entry.name], there, lost, table)
        elif values[entry.name] == planning.asks_nothing:
            # It may not be read, which is no fault where nothing is wanted.
            del values[entry.name]
    return _with(desired, values)


def _with(desired: Desired, values: dict[str, t.Any]) -> Desired:
    return dataclasses.replace(desired, settings=dataclasses.replace(desired.settings, values=values))


def without(observed: Observed, lost: Collection[str]) -> Observed:
    """Return the table of another Region as it is when the indexes are gone."""
    values = {**observed.settings.values}
    for entry, planning in _going():
        if values.get(entry.name) is not None:
            values[entry.name] = planning.without(values[entry.name], lost)
    return dataclasses.replace(observed, settings=dataclasses.replace(observed.settings, values=values))


def told(plan: Plan, desired: Desired, observed: Observed) -> Plan:
    """Return a plan that was made from what is left, with its changes beside what is there now."""
    options = {option for entry, _planning in _going() for option in entry.options}
    rest: list[Change] = [change for change in plan.changes if change.path[0] not in options]
    real = (change for change in compare(desired, observed).changes if change.path[0] in options)
    return dataclasses.replace(plan, changes=(*rest, *real))


def unread(observed: Observed, lost: Collection[str]) -> list[str]:
    """Return warnings about what goes with an index and could not be read."""
    names = ", ".join(sorted(lost))
    reasons = ((entry.option, observed.unknown.get(entry.name)) for entry, _planning in _going())
    return [f"{observed.name}: what {option} says of {names} goes: {reason}" for option, reason in reasons if reason]
