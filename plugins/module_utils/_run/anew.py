# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Another Region where the table loses indexes: what goes with them comes back where they are built anew."""

from __future__ import annotations

import dataclasses
import typing as t

from .._aws.errors import ServiceError
from .._plan.anew import asked, kept, told, unread, without
from .._plan.elsewhere import as_it_will_be
from .._plan.plan import Plan
from .later import plan_for_later

if t.TYPE_CHECKING:
    from .._settings.observed import Observed
    from .converge import Converger
    from .elsewhere import Home, Region
    from .run import Run


def look_where_indexes_go(converger: Converger, region: Region, home: Home) -> None:
    """Read and plan a Region, also one of which nothing is wanted: there an error is a warning.

    Raises ``ServiceError`` if the specification wants something there, and the Region cannot be read.
    """
    own, silent = region.desired, not region.matters
    try:
        region.run = run = converger.look(asked(own), home.rules._replace(expected_plan=""))
    except ServiceError as error:
        if not silent:
            raise
        region.error = error
        return
    there = run.reading.observed
    if there is None:
        region.run = None if silent else run
        return
    _plan(region, run, there, home)
    if silent and (run.errors or not (run.plan.operations or run.plan.changes)):
        # Nothing goes there, or nothing can be done there, so the Region is left alone.
        left = (*run.plan.warnings, *(fault.message for fault in run.errors))
        region.run, region.desired, region.told = None, own, Plan(own.name, warnings=left)


def _plan(region: Region, run: Run, there: Observed, home: Home) -> None:
    run.desired = region.desired = kept(run.desired, there, home.lost, home.shared)
    later = without(as_it_will_be(run.desired, there, home.shared), home.lost)
    plan_for_later(region, run, later, home.lost)
    # What is asked for an index that is built anew would go with the one that is there.
    region.follows = True
    if not run.errors:
        run.plan = told(run.plan, run.desired, there)
    warnings = (*run.plan.warnings, *unread(there, home.lost))
    region.told = run.plan = dataclasses.replace(run.plan, warnings=warnings)
