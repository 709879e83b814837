# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The decision: from what is wanted and what is there to the plan, without a clock, a network or a guess.

What builds operations is imported where it is used: most runs find nothing to change, and a module compiles all that
it imports anew in every task.
"""

from __future__ import annotations

import dataclasses
import typing as t

from .._observed.model import DELETING
from .._spec.rule_model import InvalidSpecError
from .._spec.rules import advice
from .._spec.words import settings_words
from .changes import GLOBAL, differences, unknown_but_unneeded, unreadable
from .conditions import ENCRYPTION_SETTLED, TABLE_ACTIVE, TABLE_GONE, index_built
from .diff import keyed
from .effective import effective
from .encryption import encryption_warning
from .model import Change, Plan
from .refusals import change_refusals, completed, creation_refusals, index_refusals, unusable
from .refusals_removal import absence_refusals, replacement_changes, replacement_refusals

if t.TYPE_CHECKING:
    from .._observed.model import Observed
    from .._spec.model import Desired, Settings
    from .conditions import Condition
    from .model import Words


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
    wanted, changes = _compared(desired, observed)
    return bool(replacement_changes(changes, wanted))


def rebuilds_indexes(desired: Desired, observed: Observed | None) -> bool:
    """Tell whether an index goes and comes back, so that the reader has to look at what it takes along."""
    wanted, changes = _compared(desired, observed)
    if not any(change.path[0] in (GLOBAL, "attribute_definitions") for change in changes):
        return False
    from .index_work import index_work

    return bool(index_work(wanted, changes).rebuilt)


def _compared(desired: Desired, observed: Observed | None) -> tuple[Settings, list[Change]]:
    """Return the wanted settings and what differs; nothing does where no table is there to be changed."""
    if observed is None or desired.state == "absent" or observed.status == DELETING:
        return desired.settings, []
    wanted = effective(desired, observed)
    return wanted, differences(wanted, observed)


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
    refusals = absence_refusals(desired, observed)
    if refusals:
        raise InvalidSpecError(refusals)
    from .building import removal

    words = keyed(settings_words(observed.settings))
    return dataclasses.replace(
        base,
        operations=tuple(removal(observed, backup=desired.backup_before_delete)),
        changes=(Change(("state",), "present", "absent"),),
        before={"state": "present", **words},
        after={"state": "absent"},
    )


def _create(desired: Desired, observed: Observed | None, start: Words, region: str | None) -> Plan:
    refusals = creation_refusals(desired, region)
    if refusals:
        raise InvalidSpecError(refusals)
    from .building import creation

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
    moving = encryption_warning(desired.settings.encryption, observed)
    warnings = (
        *advice(desired, observed.settings),
        *unknown_but_unneeded(desired, observed),
        *((moving,) if moving else ()),
    )
    unchanged = Plan(desired.name, warnings=warnings, start=start, settles=settled_when(desired))
    if not changes:
        return unchanged
    from .building import with_changes

    return with_changes(unchanged, desired, wanted, observed, changes)
