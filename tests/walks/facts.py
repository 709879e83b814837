# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A table as single facts, each with its path: from a specification, from what the engine holds, from a diff.

Written from the words of the specification alone, so that what the collection compares and tells is judged by something
that it does not share. What is true of each setting is said in its folder, in tests/settings/*/truth.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.planton.dynamodb.tests.settings import folders
from ansible_collections.planton.dynamodb.tests.settings.truths import Facts, Options, Path
from ansible_collections.planton.dynamodb.tests.simulator.state import Table

TRUTHS = folders.modules("truth")
# Words of a diff that are not compared as they are; what is read as None is no fact.
IN_A_DIFF = {word: read for truth in TRUTHS.values() for word, read in getattr(truth, "IN_A_DIFF", {}).items()}
# What a table that goes does not show.
NOT_IN_DESCRIBE_TABLE = {name for truth in TRUTHS.values() for name in getattr(truth, "NOT_IN_DESCRIBE_TABLE", ())}
# What a diff tells of the time before in words of its own, such as the warm throughput that comes by itself.
OWN_BEFORE = {name for truth in TRUTHS.values() for name in getattr(truth, "OWN_BEFORE", ())}
# A table that has nothing turned on, but for its key and its billing mode.
OFF = {name: value for truth in TRUTHS.values() for name, value in getattr(truth, "OFF", {}).items()}


def facts_of_options(options: Options) -> Facts:
    """Return what is true of a table that a whole specification describes."""
    facts = {path: value for truth in TRUTHS.values() for path, value in truth.facts(options).items()}
    return {path: value for path, value in facts.items() if value is not None}


def facts_of_table(table: Table) -> Facts:
    """Return what is true of a table that the engine holds."""
    return facts_of_options(options_of_table(table))


def options_of_table(table: Table) -> dict[str, Any]:
    """Return the specification that describes a table of the engine, whole."""
    return {name: value for truth in TRUTHS.values() for name, value in truth.of_table(table).items()}


def facts_of_diff(words: Options, path: Path = ()) -> Facts:
    """Return the facts that one side of a diff names."""
    facts: Facts = {}
    for name, value in words.items():
        here = (*path, name)
        if name in IN_A_DIFF:
            read = IN_A_DIFF[name](value)
            facts |= {here: read} if read is not None else {}
        elif isinstance(value, Mapping):
            facts |= facts_of_diff(value, here)
        else:
            facts[here] = tuple(sorted(value, key=repr)) if isinstance(value, list) else value
    return facts


def differing(one: Facts, other: Facts) -> Facts:
    """Return the facts of the one that are not so in the other."""
    return {path: value for path, value in one.items() if other.get(path, ...) != value}
