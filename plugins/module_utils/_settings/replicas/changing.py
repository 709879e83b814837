# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Which replicas need a call of their own, and what it has: what follows the table is neither sent nor touched."""

from __future__ import annotations

import typing as t

from .replica import CLASS, INHERIT, NO_READS, STANDARD, Group, Reads
from .setting import REPLICAS, base_reads, by_region

if t.TYPE_CHECKING:
    from ..comparison import Comparison
    from .replica import Replica


def changed(comparison: Comparison) -> set[str]:
    """Return the Regions whose replica is not as specified once the table's own changes are made."""
    own, there = comparison.own.of(REPLICAS), by_region((comparison.there(REPLICAS) or Group()).replicas)
    wanted = (own.replicas if own else None) or ()
    return {each.region for each in wanted if each.region in there and _differs(there[each.region], each, comparison)}


def _differs(there: Replica, own: Replica, comparison: Comparison) -> bool:
    """Tell whether a replica needs a call of its own.

    A class and a number of reads that a replica has as the table change with those of the table (L-250, L-294).
    """
    sides = (comparison.observed.settings, comparison.wanted)
    classes = (side.named(CLASS) or STANDARD for side in sides)
    values = [(there.table_class or STANDARD, own.table_class, *classes)]
    for name in ("", *own.indexes):
        bases = (base_reads(side, name) for side in sides)
        values += zip(_reads(there, name), _reads(own, name), *bases, strict=True)
    return any(
        wanted is not None and (after if wanted == INHERIT else wanted) != (after if now in (None, before) else now)
        for now, wanted, before, after in values
    )


def with_call(there: Replica, asked: Replica) -> Replica:
    """Return a replica as it is when a call for it has taken effect."""
    indexes = {name: reads.over(there.indexes.get(name, NO_READS), NO_READS) for name, reads in asked.indexes.items()}
    return there._replace(
        table_class=asked.table_class or there.table_class,
        reads=asked.reads.over(there.reads, NO_READS),
        indexes={**there.indexes, **indexes},
    )


def named_only(own: Replica, wanted: Replica) -> Replica:
    """Return a replica with what the specification names of it: the rest is not sent, as it may follow the table."""
    indexes = {name: _given(reads, wanted.indexes[name]) for name, reads in own.indexes.items()}
    return wanted._replace(table_class=own.table_class, reads=_given(own.reads, wanted.reads), indexes=indexes)


def _given(own: Reads, wanted: Reads) -> Reads:
    return Reads(*(None if named is None else number for named, number in zip(own, wanted, strict=True)))


def _reads(replica: Replica, index: str) -> Reads:
    return replica.indexes.get(index, NO_READS) if index else replica.reads
