# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UpdateTable: what counts against a quota or a cooldown (control_plane.md, 5)."""

from __future__ import annotations

from ..settings import named_in
from ..state import NOTHING, PAY_PER_REQUEST, Part, Table
from ..world import World


def check_budgets(world: World, table: Table, after: Table, request: Part) -> None:
    """Refuse what was done too often (5)."""
    if not world.behaviour.budgets or world.behaviour.instant:
        return
    now, budgets = world.now(), table.budgets
    for what in _lowered(table, after):
        budgets.check_decrease(what, now)
    for setting in named_in(request):
        setting.check_budget(world, table, after)


def _pairs(table: Table, after: Table) -> list[tuple[str, Part, Part]]:
    indexes = [
        (name, index.throughput or NOTHING, after.global_indexes[name].throughput or NOTHING)
        for name, index in table.global_indexes.items()
        if name in after.global_indexes
    ]
    return [("", table.throughput, after.throughput), *indexes]


def _lowered(table: Table, after: Table) -> list[str]:
    """The table (``""``) and the indexes whose capacity goes down; a change of mode is none of it."""
    if table.billing_mode != after.billing_mode:
        return []
    return [name for name, old, new in _pairs(table, after) if any(new[unit] < old[unit] for unit in old)]


def count(world: World, table: Table, after: Table, request: Part) -> None:
    """Write down what counts against a budget."""
    now, budgets = world.now(), after.budgets
    lowered = _lowered(table, after)
    for name in lowered:
        budgets.decreases.setdefault(name, []).append(now)
    for name, old, new in _pairs(table, after):
        if any(new[unit] > old[unit] for unit in old):
            budgets.increases[name] = now
        if name and after.billing_mode == PAY_PER_REQUEST != table.billing_mode:
            # L-153: a switch to on demand is a decrease of each index, and none of the table.
            budgets.decreases.setdefault(name, []).append(now)
    for setting in named_in(request):
        setting.count(world, table, after)
