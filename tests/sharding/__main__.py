# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Simulates a fleet over accounts and Regions: scripts/sharding, or python -m tests.sharding; see docs/sharding.md."""

from __future__ import annotations

import argparse
import importlib
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from typing import Any

# The collection can be imported by its full name only after this.
importlib.import_module("conftest")
PACKAGE = "ansible_collections.planton.dynamodb.tests.sharding"
report, slices, targets = (importlib.import_module(f"{PACKAGE}.{name}") for name in ("report", "slices", "targets"))


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/sharding",
        description="Simulate a fleet over accounts and Regions at the pace of AWS; print the tables of a page.",
    )
    add = parser.add_argument
    add("--accounts", type=int, default=5, help="%(default)s")
    add("--regions", type=int, default=4, help="of each account; %(default)s")
    add("--tables", type=int, default=500, help="of each account in each Region; %(default)s")
    add("--parts", type=int, nargs="+", default=(2, 4, 8), help="runs at once over one target; %(default)s")
    add("--processes", type=int, default=2, help="of this simulation; %(default)s")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Simulate each target by itself: accounts and Regions have nothing in common that would slow one down."""
    options, began = parse(arguments), time.monotonic()
    hosts, kinds = slices.targets(options.accounts, options.regions), list(targets.KINDS)
    with ProcessPoolExecutor(options.processes, multiprocessing.get_context("fork")) as pool:
        asked: Any = {
            kind: [pool.submit(targets.simulate, kind, options.tables, 1, seed) for seed in range(len(hosts))]
            for kind in kinds
        }
        at_once: Any = {
            kind: {parts: pool.submit(targets.simulate, kind, options.tables, parts) for parts in options.parts}
            for kind in kinds
        }
        fleets = {
            kind: dict(zip(hosts, (each.result() for each in found), strict=True)) for kind, found in asked.items()
        }
        shared = {kind: {parts: each.result() for parts, each in found.items()} for kind, found in at_once.items()}
    print(f"{len(hosts) * options.tables} tables, {len(hosts)} targets, all at the same time\n")
    print("\n".join(report.fleet_lines(fleets, options.tables)))
    print("\nfull tables, created, by slices: makespan ÷ bound (targets that one slice works on)\n")
    print("\n".join(report.slice_lines(fleets["full"], "create")))
    print("\none target in several runs\n")
    alone = {kind: {1: fleet[hosts[0]]} for kind, fleet in fleets.items()}
    print("\n".join(report.shared_lines({kind: {**alone[kind], **found} for kind, found in shared.items()})))
    print(f"\nsimulated in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
