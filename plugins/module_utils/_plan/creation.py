# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The operations that make a table that is not there."""

from __future__ import annotations

import typing as t

from .._spec.model import Insights, Recovery, Ttl
from . import requests
from .conditions import TABLE_ACTIVE, TABLE_EXISTS
from .kept import kept_words
from .model import Operation
from .subresources import insights_operation, recovery_operation, ttl_operation

if t.TYPE_CHECKING:
    from .._spec.model import Settings
    from .conditions import Condition

CREATE = "create"


def creation(
    name: str,
    settings: Settings,
    needs: tuple[Condition, ...] = (),
    modes: t.Mapping[str, str] | None = None,
    kept: t.Mapping[str, dict[str, t.Any]] | None = None,
) -> list[Operation]:
    """Return CreateTable with all that it can hold, and after it, side by side, what it cannot.

    Time to live, recovery and insights have no place in CreateTable and are refused until the table exists. ``modes``
    are those of the insights of a table that is replaced, where they differ, by index, ``kept`` what else it and its
    indexes keep.
    """
    kept = kept or {}
    warm = "; ".join(f"{index or 'the table'}{kept_words(part)}" for index, part in kept.items() if part)
    what = [f"{len(indexes)} {kind}" for kind, indexes in _counted(settings) if indexes]
    create = Operation(
        operation="CreateTable",
        target=name,
        request=requests.create_table(name, settings, kept),
        reason=f"create the table{' with ' if what else ''}{' and '.join(what)}{'; ' if warm else ''}{warm}",
        key=CREATE,
        needs=needs,
        settles=(TABLE_ACTIVE,),
    )
    return [create, *_beside(name, settings, modes or {})]


def _counted(settings: Settings) -> list[tuple[str, t.Sized | None]]:
    return [
        ("global secondary index(es)", settings.global_indexes),
        ("local secondary index(es)", settings.local_indexes),
    ]


def _beside(name: str, settings: Settings, modes: t.Mapping[str, str]) -> t.Iterator[Operation]:
    follows, needs = frozenset({CREATE}), (TABLE_EXISTS,)
    ttl = settings.ttl or Ttl(False)
    recovery = settings.recovery or Recovery(False)
    insights = settings.insights or Insights()
    if ttl.enabled:
        yield ttl_operation(name, ttl, follows=follows, needs=needs)
    if recovery.enabled:
        yield recovery_operation(name, recovery, follows=follows, needs=needs)
    for index in insights.targets:
        mode = insights.mode or modes.get(index)
        yield insights_operation(name, index, True, mode, follows=follows, needs=(TABLE_ACTIVE,))
