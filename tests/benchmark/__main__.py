# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The benchmark: scripts/benchmark, or python -m tests.benchmark at the root of the checkout; see docs/benchmark.md."""

from __future__ import annotations

import argparse
import dataclasses
import json
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from devkit.engines import running  # noqa: E402
from devkit.workspace import linked_tree  # noqa: E402

from .cases import LOOPS, NO_CHANGE, SCENARIOS, TABLES, VARIANTS, Case  # noqa: E402
from .engine import Desk  # noqa: E402
from .limits import creating, reading  # noqa: E402
from .measuring import Bench, Plan, Sample  # noqa: E402
from .noop_ratio import one_table_ratios  # noqa: E402
from .plays import Workplace  # noqa: E402
from .quick import complaints  # noqa: E402
from .report import Results, figure_lines, limit_figures, start_figures  # noqa: E402

SIZES, LATENCIES = (1, 20, 100, 1000), (0.0, 30.0)
QUICK_SIZES, QUICK_ROUNDS = (1, 20), 2
# Full tables that are read at the pace that AWS has: two seconds each.
READ_LIMITED = 20
INTERRUPTED = 130


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/benchmark", description="Measure dynamodb_tables beside what else there is; print one table."
    )
    add = parser.add_argument
    add(
        "--quick", action="store_true", help="for continuous integration: 1 and 20 tables, and fail where counts differ"
    )
    add("-n", "--tables", type=int, nargs="+", metavar="N", default=SIZES, help="how many tables; %(default)s")
    add("--latency", type=float, nargs="+", metavar="MS", default=LATENCIES, help="added to each call; %(default)s")
    add("--rounds", type=int, default=5, help="rounds of all but the loops; %(default)s")
    add("--loop-rounds", type=int, default=1, help="rounds of the loops; %(default)s")
    add("--loop-most", type=int, default=100, metavar="N", help="loops over more tables are extrapolated; %(default)s")
    add("--scenarios", nargs="+", choices=SCENARIOS, default=SCENARIOS)
    add("--variants", nargs="+", choices=VARIANTS, default=VARIANTS)
    add("--start-rounds", type=int, default=20, metavar="N", help="rounds of one table in one play; 0 for none")
    add("--limited", type=int, default=100, metavar="N", help="tables created at the rate of an account; 0 for none")
    add("--save", type=Path, metavar="FILE", help="write every sample to a file, as JSON")
    return parser.parse_args(arguments)


def plan_of(options: argparse.Namespace) -> Plan:
    if options.quick:
        cases = [Case(scenario, number, 0.0) for scenario in SCENARIOS for number in QUICK_SIZES]
        variants = [variant for variant in VARIANTS if variant not in LOOPS[1:]]
        return Plan(cases, variants, QUICK_ROUNDS, loop_rounds=1, loop_most=QUICK_SIZES[-1])
    cases = [
        Case(scenario, number, latency)
        for scenario in options.scenarios
        for number in options.tables
        for latency in options.latency
    ]
    return Plan(cases, options.variants, options.rounds, options.loop_rounds, options.loop_most)


@contextmanager
def benches(tries: int) -> Iterator[Bench]:
    """A bench on an engine of its own."""
    with tempfile.TemporaryDirectory() as place, linked_tree() as tree, running("strict", scale=1.0) as engine:
        yield Bench(Desk(engine), Workplace(Path(place), tree, engine.url), tries)


def measure(options: argparse.Namespace) -> int:
    """Measure everything and print it."""
    # As if interrupted from the keyboard: what runs is ended, what was measured is shown, and nothing more is begun.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    plan = plan_of(options)
    with benches(1 if options.quick else 3) as bench:
        samples = bench.run(plan)
        if options.save:
            _save(options.save, samples)
        watched = TABLES in plan.variants and not options.quick and not bench.interrupted
        results = Results(samples, bench.workers, _memory(bench, plan) if watched else {})
        print(results.table())
        if options.quick and not bench.interrupted:
            return _told(complaints(samples, results))
        print(f"\n{figure_lines(results.figures())}", flush=True)
        if bench.interrupted:
            return INTERRUPTED
        _more(bench, options)
    return 0


def _memory(bench: Bench, plan: Plan) -> dict[Case, float]:
    """Peak memory without latency, in runs of their own: watching a process costs time."""
    found: dict[Case, float] = {}
    for case in plan.cases:
        quick = case._replace(latency=0.0)
        if quick not in found:
            found[quick] = bench.memory(quick)
        found[case] = found[quick]
    return found


def _more(bench: Bench, options: argparse.Namespace) -> None:
    if options.start_rounds:
        print(figure_lines(start_figures(one_table_ratios(bench, options.start_rounds))), flush=True)
    if options.limited:
        print(figure_lines(limit_figures([creating(bench, options.limited), reading(bench, READ_LIMITED)])), flush=True)
    first = bench.account(Case(NO_CHANGE, 1, 0.0))
    bench.desk.add_latency(0)
    print(f"- the engine alone answers {bench.desk.calls_a_second(first, 'bench-0000'):.0f} calls a second")


def _told(texts: list[str]) -> int:
    for text in texts:
        print(f"scripts/benchmark: {text}", file=sys.stderr)
    return 1 if texts else 0


def _save(path: Path, samples: list[Sample]) -> None:
    path.write_text(json.dumps([dataclasses.asdict(sample) for sample in samples], indent=1))


if __name__ == "__main__":
    sys.exit(measure(parse(sys.argv[1:])))
