# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one table of the benchmark, and the figures that the project has set itself."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from .cases import (
    BARE,
    CALLER,
    COMMUNITY,
    CONVERGE,
    CREATE,
    LOOPS,
    NO_CHANGE,
    PLAN,
    ROLE,
    TABLE,
    TABLE_LEVEL,
    TABLES,
    Case,
)
from .limits import Limited
from .measuring import Sample, of

# How many times as long as caller_info and the bare calls together a thousand tables may take.
MOST = {
    (NO_CHANGE, TABLES): 1.4,
    (NO_CHANGE, ROLE): 1.6,
    (NO_CHANGE, CONVERGE): 1.9,
    (NO_CHANGE, PLAN): 1.9,
    (TABLE_LEVEL, TABLES): 1.6,
    (CREATE, TABLES): 2.2,
}
EXPONENT, MEMORY = 0.95, 150

COLUMNS = (
    "scenario",
    "tables",
    "added",
    "bare calls (at a time)",
    "caller_info",
    "dynamodb_tables",
    "÷ bare",
    "÷ (caller_info + bare)",
    "loop of dynamodb_table",
    "loop of community.aws",
    "calls a table: bare, tables, loop, community",
    "peak MiB",
)


class Figure(NamedTuple):
    """Something that was to be reached, and what was."""

    about: str
    aim: str
    measured: str
    reached: bool


class Results:
    """What was measured, and what follows from it. Ratios are of one round each, and then their median."""

    def __init__(
        self, samples: Sequence[Sample], workers: Mapping[tuple[int, float], int], memory: Mapping[Case, float]
    ) -> None:
        self._samples = samples
        self._workers = workers
        self._memory = memory
        self._cases = list(dict.fromkeys(sample.case for sample in samples))

    def seconds(self, case: Case, variant: str) -> float | None:
        """The median of what a variant took."""
        times = [sample.seconds for sample in of(self._samples, case, variant).values()]
        return statistics.median(times) if times else None

    def ratio(self, case: Case, above: str, *below: str) -> float | None:
        """How many times as long one variant takes as others together."""
        over, under = (of(self._samples, case, above), [of(self._samples, case, variant) for variant in below])
        rounds = set(over).intersection(*under)
        if not rounds:
            return None
        return statistics.median(over[n].seconds / sum(one[n].seconds for one in under) for n in rounds)

    def loop_ratio(self, case: Case, loop: str) -> tuple[float, bool] | None:
        """How many times as long a loop takes as dynamodb_tables, and whether that was measured."""
        measured = self.ratio(case, loop, TABLES)
        if measured is not None:
            return measured, True
        smaller = [one for one in self._cases if one == case._replace(tables=one.tables) and one.tables < case.tables]
        ours = of(self._samples, case, TABLES)
        for base in sorted(smaller, key=lambda one: -one.tables):
            # Of the same rounds too: the machine may have been busier in others.
            loops = of(self._samples, base, loop)
            ratios = [loops[n].seconds / ours[n].seconds for n in set(loops) & set(ours)]
            if ratios:
                return statistics.median(ratios) * case.tables / base.tables, False
        return None

    def calls(self, case: Case, variant: str) -> float | None:
        """Calls a table; the most of all rounds."""
        samples = of(self._samples, case, variant).values()
        return max((sum(sample.calls.values()) / case.tables for sample in samples), default=None)

    def growth(self, smaller: Case, larger: Case, variant: str) -> tuple[float, float] | None:
        """How many times as long the larger one takes, and as which power of the number of tables that is."""
        below, above = of(self._samples, smaller, variant), of(self._samples, larger, variant)
        rounds = set(below) & set(above)
        if not rounds:
            return None
        times = statistics.median(above[n].seconds / below[n].seconds for n in rounds)
        return times, math.log(times) / math.log(larger.tables / smaller.tables)

    def table(self) -> str:
        """Return the table, as Markdown."""
        lines = [COLUMNS, tuple("---" if number == 0 else "---:" for number in range(len(COLUMNS)))]
        lines += [self._row(case) for case in self._cases]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)

    def _row(self, case: Case) -> tuple[str, ...]:
        bare = _shown(self.seconds(case, BARE), "{:.2f} s")
        workers = self._workers.get((case.tables, case.latency))
        counts = (self.calls(case, variant) for variant in (BARE, TABLES, TABLE, COMMUNITY))
        return (
            case.scenario,
            str(case.tables),
            f"{case.latency:g} ms",
            f"{bare} ({workers})" if workers else bare,
            _shown(self.seconds(case, CALLER), "{:.2f} s"),
            _shown(self.seconds(case, TABLES), "{:.2f} s"),
            _shown(self.ratio(case, TABLES, BARE), "{:.2f}"),
            _shown(self.ratio(case, TABLES, CALLER, BARE), "{:.2f}"),
            *(self._loop(case, loop) for loop in LOOPS),
            ", ".join(_shown(count, "{:.3g}") for count in counts),
            _shown(self._memory.get(case), "{:.0f}"),
        )

    def _loop(self, case: Case, loop: str) -> str:
        found = self.loop_ratio(case, loop)
        return "" if found is None else f"{'' if found[1] else '~'}{found[0]:.1f} x"

    def figures(self) -> list[Figure]:
        """The figures of the table."""
        latencies = sorted({case.latency for case in self._cases})
        found = [figure for latency in latencies for figure in self._fleet(latency)]
        for case in self._cases:
            most = {NO_CHANGE: 7, TABLE_LEVEL: 1}.get(case.scenario)
            count = self.calls(case, TABLES)
            if most and count is not None:
                about = f"calls a table, {case.scenario}, {case.tables} tables, {case.latency:g} ms"
                found.append(Figure(about, f"at most {most}", f"{count:.3g}", count <= most))
        return found

    def _fleet(self, latency: float) -> list[Figure]:
        hundred, thousand = Case(NO_CHANGE, 100, latency), Case(NO_CHANGE, 1000, latency)
        name = f"no change of 100 tables at {latency:g} ms"
        growth = self.growth(hundred, thousand, TABLES)
        loop = self.loop_ratio(hundred, COMMUNITY)
        return [
            *_figure(f"{name}: task over bare process", self.ratio(hundred, TABLES, BARE), at_most(1.5)),
            *_figure(f"{name}: task over caller_info + bare", self.ratio(hundred, TABLES, CALLER, BARE), at_most(1.5)),
            *_figure(f"{name}: community.aws over task", loop[0] if loop else None, at_least(40)),
            *self._thousand(latency),
            *_figure(f"1000 tables over 100 at {latency:g} ms", growth[0] if growth else None, at_most(12)),
            *_figure(
                f"1000 tables over 100 at {latency:g} ms, as an exponent",
                growth[1] if growth else None,
                at_most(EXPONENT),
            ),
            *_figure("peak MiB with 1000 tables", self._memory.get(thousand), at_most(MEMORY)),
        ]

    def _thousand(self, latency: float) -> list[Figure]:
        """The figures of a thousand tables, by what is asked for and through what."""
        found = []
        for (scenario, variant), most in MOST.items():
            ratio = self.ratio(Case(scenario, 1000, latency), variant, CALLER, BARE)
            found += _figure(f"{scenario} of 1000 tables at {latency:g} ms, {variant}: over both", ratio, at_most(most))
        return found


Aim = tuple[str, Callable[[float], bool]]


def at_most(limit: float) -> Aim:
    return f"at most {limit:.4g}", lambda value: value <= limit


def at_least(limit: float) -> Aim:
    return f"at least {limit:.4g}", lambda value: value >= limit


def _figure(about: str, value: float | None, aim: Aim) -> list[Figure]:
    return [] if value is None else [Figure(about, aim[0], f"{value:.3g}", aim[1](value))]


def start_figures(ratios: Mapping[str, float]) -> list[Figure]:
    """Figures of one table in one task."""
    return [
        figure for name, ratio in ratios.items() for figure in _figure(f"{name}: over {CALLER}", ratio, at_most(1.03))
    ]


def limit_figures(limited: Sequence[Limited]) -> list[Figure]:
    """Figures of tasks that a rate holds back."""
    return [
        Figure(
            f"{one.title}: {one.seconds:.1f} s, {one.calls} calls, {one.refused} of them throttled",
            f"at most 1.15 of {one.bound:.1f} s",
            f"{one.ratio:.3f}",
            one.ratio <= 1.15,
        )
        for one in limited
    ]


def figure_lines(figures: Sequence[Figure]) -> str:
    """Return figures as lines of a list."""
    return "\n".join(
        f"- {figure.about}: {figure.measured} ({figure.aim}{'' if figure.reached else ', MISSED'})"
        for figure in figures
    )


def _shown(value: float | None, form: str) -> str:
    return "" if value is None else form.format(value)
