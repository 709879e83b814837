# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Rules V2, V3 and V18 to V31: names, number, projection and capacity of indexes, and the capacity of the table."""

from __future__ import annotations

import typing as t

from .flow import flow
from .model import PAY_PER_REQUEST, PROVISIONED, Index, Settings, Throughput, ordered_keys
from .rule_model import RESOURCE_NAME, Violation, duplicates
from .rules_keys import NAME_LIMIT

GLOBAL_LIMIT = 20
LOCAL_LIMIT = 5
INCLUDE_LIMIT = 20
INCLUDE_TOTAL = 100
UNIT_LIMIT = 40_000


def index_violations(settings: Settings) -> t.Iterator[Violation]:
    """Judge names, number, projections and capacity of the indexes, and billing mode and capacity of the table."""
    for path, index in _with_paths(settings):
        if not RESOURCE_NAME.fullmatch(index.name):
            message = f"'{index.name}' is not 3 to 255 characters of a-z, A-Z, 0-9, '_', '.' and '-'"
            yield Violation("V2", f"{path}.name", message, "rename the index")
        yield from _projection(f"{path}.projection", index)
    yield from together_violations(settings)
    yield from _billing(settings)


def index_warnings(settings: Settings, present: Settings) -> t.Iterator[str]:
    """Tell of quotas that AWS raises on request (V19, V38) and of attributes projected twice (V27).

    Nothing is told of what the table has: a quota that it shows to be raised, and an index that stays as it is. To
    follow a warning about such an index would be to build it anew.
    """
    if len(settings.global_indexes or ()) > max(GLOBAL_LIMIT, len(present.global_indexes or ())):
        yield f"global_secondary_indexes: AWS allows {GLOBAL_LIMIT} a table unless the quota was raised [V19]"
    yield from _projected_twice(settings, present)
    had = {"": present.throughput, **{index.name: index.throughput for index in present.global_indexes or ()}}
    names = ["", *(index.name for index in settings.global_indexes or ())]
    for name, (path, throughput) in zip(names, _capacities(settings), strict=True):
        if _most(throughput) > max(UNIT_LIMIT, _most(had.get(name))):
            yield f"{path}: AWS allows {UNIT_LIMIT} units unless the quota was raised [V38]"


def _most(throughput: Throughput | None) -> int:
    return max(throughput.read or 0, throughput.write or 0) if throughput else 0


def _projected_twice(settings: Settings, present: Settings) -> t.Iterator[str]:
    """V27: every index has its own key and that of the table, listed or not; AWS takes and keeps the list (L-366)."""
    key = settings.keys or present.keys
    table = {each.attribute_name for each in key or ()}
    there = {index.name: index for _path, index in _with_paths(present)}
    for path, index in _with_paths(settings):
        old = there.get(index.name)
        if old and old.keys == ordered_keys(index.keys) and old.copies(key) == index.copies(key):
            continue
        own = {each.attribute_name for each in index.keys}
        for name in sorted((own | table) & set(index.projection.non_key_attributes)):
            what = "the index" if name in own else "the table"
            yield f"{path}.projection.non_key_attributes: '{name}' is a key of {what} and copied anyway [V27]"


def _with_paths(settings: Settings) -> t.Iterator[tuple[str, Index]]:
    for option, indexes in (
        ("global_secondary_indexes", settings.global_indexes),
        ("local_secondary_indexes", settings.local_indexes),
    ):
        for position, index in enumerate(indexes or ()):
            yield f"{option}[{position}]", index


def _capacities(settings: Settings) -> t.Iterator[tuple[str, Throughput | None]]:
    yield "provisioned_throughput", settings.throughput
    for position, index in enumerate(settings.global_indexes or ()):
        yield f"global_secondary_indexes[{position}].provisioned_throughput", index.throughput


def _projection(path: str, index: Index) -> t.Iterator[Violation]:
    kind, names = index.projection
    listed = f"{path}.non_key_attributes"
    if kind not in ("ALL", "KEYS_ONLY", "INCLUDE"):
        message = f"'{kind}' is no projection type" if kind else f"the index '{index.name}' has no projection type"
        yield Violation("V21", f"{path}.type", message, "use ALL, KEYS_ONLY or INCLUDE")
    elif kind == "INCLUDE" and not 1 <= len(names) <= INCLUDE_LIMIT:
        message = f"INCLUDE needs 1 to {INCLUDE_LIMIT} attributes and has {len(names)}"
        yield Violation("V22", listed, message, "list the attributes to copy, or use ALL or KEYS_ONLY")
    elif kind != "INCLUDE" and names:
        message = f"{kind} takes no list of attributes"
        yield Violation("V23", listed, message, "remove the list, or use INCLUDE")
    for name in duplicates(names):
        yield Violation("V24", listed, f"attribute '{name}' is listed more than once", "list it once")
    if any(not 1 <= len(name) <= NAME_LIMIT for name in names):
        yield Violation("V25", listed, "an attribute name has 1 to 255 characters", "shorten or remove it")


def together_violations(settings: Settings) -> t.Iterator[Violation]:
    """Judge all indexes of the table together (V3, V18, V26)."""
    indexes = [index for _path, index in _with_paths(settings)]
    for name in duplicates(index.name for index in indexes):
        option = "global_secondary_indexes" if settings.global_indexes else "local_secondary_indexes"
        yield Violation("V3", option, f"the index name '{name}' is used more than once", "rename one of them")
    if len(settings.local_indexes or ()) > LOCAL_LIMIT:
        message = f"a table has at most {LOCAL_LIMIT} local secondary indexes"
        yield Violation("V18", "local_secondary_indexes", message, "use global secondary indexes for the rest")
    total = sum(len(index.projection.non_key_attributes) for index in indexes if index.projection.type == "INCLUDE")
    if total > INCLUDE_TOTAL:
        message = f"the INCLUDE lists of all indexes name {total} attributes together; AWS allows {INCLUDE_TOTAL}"
        yield Violation("V26", "global_secondary_indexes", message, "shorten the lists, or use ALL for one index")


def _billing(settings: Settings) -> t.Iterator[Violation]:
    mode = settings.billing_mode
    if mode in (None, PROVISIONED):
        for path, throughput in _capacities(settings):
            if throughput:
                yield from _units(path, throughput, _capacity_rule(path))
    elif mode == PAY_PER_REQUEST:
        yield from on_demand_violations(settings)
    else:
        yield Violation("V28", "billing_mode", f"'{mode}' is no billing mode", "use PROVISIONED or PAY_PER_REQUEST")


def _capacity_rule(path: str) -> str:
    return "V29" if path == "provisioned_throughput" else "V30"


def missing_capacities(settings: Settings) -> t.Iterator[Violation]:
    """Judge whether a PROVISIONED table has every capacity (V29, V30); one that exists may keep what it has."""
    if settings.billing_mode != PROVISIONED:
        return
    hint = "give read_capacity_units and write_capacity_units, or change billing_mode"
    for path, throughput in _capacities(settings):
        if throughput is None:
            message = "a PROVISIONED table needs read and write capacity here"
            yield Violation(_capacity_rule(path), path, message, hint)


def on_demand_violations(settings: Settings) -> t.Iterator[Violation]:
    """Judge the capacities of a PAY_PER_REQUEST table: there is none (V31)."""
    for path, throughput in _capacities(settings):
        if throughput:
            message = "a PAY_PER_REQUEST table has no provisioned capacity"
            yield Violation("V31", path, message, "remove it (0/0 counts as none), or use billing_mode PROVISIONED")


def _units(path: str, throughput: Throughput, rule: str) -> t.Iterator[Violation]:
    if throughput == (0, 0):
        hint = "give at least 1 of each, or leave it out where there is a capacity to be left alone"
        yield Violation(rule, path, "0/0 is no capacity of a PROVISIONED table", hint)
        return
    for member, value in (("read_capacity_units", throughput.read), ("write_capacity_units", throughput.write)):
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            message = f"{flow(value)} is no capacity"
            yield Violation(rule, f"{path}.{member}", message, "give a whole number of units, at least 1")
