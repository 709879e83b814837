# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must hold on any machine: the counts of calls exactly, the times with room for a busy one."""

from __future__ import annotations

from collections.abc import Sequence

from .cases import BARE, CALLER, CHANGE, CREATE, NO_CHANGE, TABLE, TABLE_LEVEL, TABLES
from .measuring import Sample
from .report import Results
from .specs import pages

READ = {
    "DescribeTable": 1,
    "DescribeTimeToLive": 1,
    "DescribeContinuousBackups": 1,
    "ListContributorInsights": 1,
    "ListTagsOfResource": 1,
}
MADE = ("CreateTable", "UpdateTimeToLive", "UpdateContinuousBackups", "UpdateContributorInsights")
# The calls of a full table: exactly these reads, or exactly these writes.
READS = {NO_CHANGE: READ, TABLE_LEVEL: {"DescribeTable": 1}}
WRITES = {NO_CHANGE: {}, TABLE_LEVEL: {}, CREATE: dict.fromkeys(MADE, 1), CHANGE: {"TagResource": 1}}
# A fleet at rest, over caller_info and the bare calls together; 1.5 is the aim on a quiet machine.
SLOWEST = 3.0
# A loop starts a process for each table.
LEAST_GAIN = 3.0


def complaints(samples: Sequence[Sample], results: Results) -> list[str]:
    """Return what is wrong."""
    counted = [text for sample in samples if sample.variant in (TABLES, TABLE) for text in _miscounted(sample)]
    return counted + _slow(samples, results)


def _miscounted(sample: Sample) -> list[str]:
    case = sample.case
    found = {name: count / case.tables for name, count in sample.calls.items()}
    writes = {name: count for name, count in found.items() if not name.startswith(("Describe", "List"))}
    wanted = [(writes, WRITES[case.scenario])]
    if case.scenario in READS:
        wanted.append((found, READS[case.scenario] | _insights(sample)))
    about = f"{sample.variant}, {case.scenario}, {case.tables} tables"
    return [f"{about}: calls a table are {one}, not {other}" for one, other in wanted if one != other]


def _insights(sample: Sample) -> dict[str, float]:
    """Return how often insights are read for each table: those of several tables of a fleet come in a few pages."""
    case = sample.case
    together = sample.variant == TABLES and case.scenario == NO_CHANGE and case.tables > 1
    return {"ListContributorInsights": pages(case.tables) / case.tables} if together else {}


def _slow(samples: Sequence[Sample], results: Results) -> list[str]:
    found = []
    for case in dict.fromkeys(sample.case for sample in samples):
        ratio = results.ratio(case, TABLES, CALLER, BARE)
        if case.scenario in READS and ratio is not None and ratio > SLOWEST:
            found.append(f"{case.scenario}, {case.tables} tables: {ratio:.1f} times caller_info and the bare calls")
        gain = results.ratio(case, TABLE, TABLES)
        if case.tables >= 20 and gain is not None and gain < LEAST_GAIN:
            found.append(f"{case.scenario}, {case.tables} tables: a loop of dynamodb_table takes only {gain:.1f} times")
    return found
