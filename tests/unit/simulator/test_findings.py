# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of findings: every finding of the published lab is there, with what became of it."""

from __future__ import annotations

import ast
import collections
from pathlib import Path

import pytest
from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
FILES = sorted((ROOT / "tests/simulator/findings").glob("*.yml"))
# How many findings the lab has of each kind; they are numbered from 001.
LAB = {
    "TABLE": 464,
    "BACKUP": 29,
    "EXPORT": 26,
    "IMPORT": 20,
    "GLOBALTABLE": 6,
    "GLOBALTABLESETTINGS": 2,
    "TABLEREPLICAAUTOSCALING": 1,
}
VERDICTS = ("held", "outside", "open", "duplicate")
TABLE: dict[str, dict[str, str]] = {}
for file in FILES:
    TABLE |= read_yaml(file)


def counted() -> dict[str, int]:
    """How many findings have each verdict, and how many are held in part."""
    counts = collections.Counter(next(iter(row)) for row in TABLE.values())
    return {**counts, "in part": sum("but" in row for row in TABLE.values())}


def test_none_is_missing() -> None:
    """548 findings, each once."""
    every = [f"DDB-{kind}-{number:03}" for kind, count in LAB.items() for number in range(1, count + 1)]
    written = [
        line[:-1] for file in FILES for line in file.read_text(encoding="utf-8").splitlines() if line[-1:] == ":"
    ]
    assert len(every) == 548
    assert sorted(written) == sorted(every) == sorted(TABLE)


@pytest.mark.parametrize("finding", TABLE)
def test_a_row(finding: str) -> None:
    """One verdict each; what is held in part says what is not, what is not held says why."""
    row = TABLE[finding]
    assert next(iter(row)) in VERDICTS
    assert {*row} - {"held", "but"} == set() or len(row) == 1
    assert all(len(text) >= 8 for text in row.values())


def test_each_named_test_is_there() -> None:
    """A test is named by its file and its function."""
    there = set()
    for file in HERE.glob("test_*.py"):
        functions = (
            node for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)
        )
        there |= {f"{file.name}::{function.name}" for function in functions}
    assert {row["held"] for row in TABLE.values() if "held" in row} <= there


def test_duplicates() -> None:
    """33, each of a finding that is none itself."""
    twice = [row["duplicate"] for row in TABLE.values() if "duplicate" in row]
    assert len(twice) == 33
    assert not any("duplicate" in TABLE[finding] for finding in twice)


@pytest.mark.parametrize("page", ["docs/checked.md", "tests/simulator/README.md"])
def test_the_counts_that_are_told(page: str) -> None:
    """Two pages tell them; they have to be those of the table."""
    counts = counted()
    lines = [
        f"| held by a test | {counts['held']}, of them {counts['in part']} in part |",
        f"| no matter of this engine | {counts['outside']} |",
        f"| open | {counts['open']} |",
        f"| duplicates | {counts['duplicate']} |",
    ]
    assert "\n".join(lines) in (ROOT / page).read_text(encoding="utf-8")
