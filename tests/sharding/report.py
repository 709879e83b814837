# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of docs/sharding.md, from what was simulated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .slices import at_work, makespan
from .targets import Measured

# What was simulated of each target, by the name of the target, then by what was done.
Fleet = Mapping[str, Mapping[str, Measured]]
SLICES, FORKS = (1, 2, 3, 4, 5, 10, 20), (5, 10, 20)
DONE = ("create", "at rest")


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _table(head: Sequence[str], rows: Iterator[str]) -> Iterator[str]:
    yield _row(*head)
    yield _row(*("---" if number == 0 else "---:" for number in range(len(head))))
    yield from rows


def fleet_lines(fleets: Mapping[str, Fleet], number: int) -> Iterator[str]:
    """One row for each kind of table and what was done: all targets at the same time."""
    head = ("tables", "done", "bound", "makespan ÷ bound", "calls a table", "of them refused as too fast")
    yield from _table(head, _fleet_rows(fleets, number))


def _fleet_rows(fleets: Mapping[str, Fleet], number: int) -> Iterator[str]:
    for kind, fleet in fleets.items():
        for done in DONE:
            found = [target[done] for target in fleet.values()]
            bound, last = max(each.bound for each in found), max(each.seconds for each in found)
            calls, refused = sum(each.calls for each in found), sum(each.refused for each in found)
            ratio = f"{last / bound:.3f}" if bound else "no bound"
            share = f"{refused / calls:.1%}"
            yield _row(kind, done, f"{bound:.0f} s", ratio, f"{calls / len(found) / number:.1f}", share)


def slice_lines(fleet: Fleet, done: str) -> Iterator[str]:
    """Makespan over bound by the numbers of slices and of forks, with the targets that one slice works on."""
    seconds = {name: target[done].seconds for name, target in fleet.items()}
    bound = max(target[done].bound for target in fleet.values())
    head = ("slices", *(f"{forks} forks" for forks in FORKS))
    cells = (
        _row(
            slices,
            *(f"{makespan(seconds, slices, forks) / bound:.2f} ({at_work(seconds, slices, forks)})" for forks in FORKS),
        )
        for slices in SLICES
        if slices <= len(seconds)
    )
    yield from _table(head, cells)


def shared_lines(shared: Mapping[str, Mapping[int, Mapping[str, Measured]]]) -> Iterator[str]:
    """What it costs to cut one target: runs at once that share its pace and do not know of each other."""
    head = ("tables", "done", "runs at once", "time ÷ bound", "refused as too fast", "tables left")
    yield from _table(head, _shared_rows(shared))


def _shared_rows(shared: Mapping[str, Mapping[int, Mapping[str, Measured]]]) -> Iterator[str]:
    for kind, by_parts in shared.items():
        for done in DONE:
            for parts, found in by_parts.items():
                one = found[done]
                if one.bound:
                    yield _row(kind, done, parts, f"{one.ratio:.2f}", f"{one.refused / one.calls:.1%}", one.left)
