# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Makes calls of the module dynamodb_tables, one for each Region, from the values of the role's variables."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from ._variable_names import PREFIX, TABLE, Type
from ._variables import is_blank, typed

Options = dict[str, t.Any]
Values = t.Mapping[str, t.Any]

TABLES, DEFAULTS = f"{PREFIX}tables", f"{PREFIX}table_defaults"
# Variables that have an effect only together with manifests.
OF_MANIFESTS = ("manifest_values", "manifest_outputs", "manifest_names", "manifest_tags")
NO_TABLE = (
    f"Set {PREFIX}name for one table, or {TABLES} for a list of them, or {PREFIX}manifests. None of them has a value."
)


class Place(t.NamedTuple):
    """Where the user wrote the options of a table: at ``base``, except for those in ``defaults``.

    ``joint`` is the text between ``base`` and the name of an option; ``manifest`` means that a manifest describes the
    table.
    """

    base: str
    joint: str = "."
    manifest: bool = False
    defaults: frozenset[str] = frozenset()

    def of(self, path: str) -> str:
        """Return the place that ``path`` means to the user; a path begins with the name of an option, or is empty."""
        option = re.match(r"\w*", path)
        if option and option[0] in self.defaults:
            return f"{DEFAULTS}.{path}"
        return f"{self.base}{self.joint}{path}" if path else self.base


ONE_TABLE = Place(PREFIX, "")


@dataclasses.dataclass
class Call:
    """The tables of one Region, with the place of each; ``region`` is empty if no variable names it."""

    region: str
    tables: list[Options]
    places: list[Place]


def contradictions(values: Values) -> t.Iterator[str]:
    """Return messages about variables that contradict each other, or that describe no table."""
    one, several = _one(values), _several(values)
    if several and one:
        names = ", ".join(f"{PREFIX}{name}" for name in one)
        yield (
            f"{PREFIX}{several} is set, so these variables, which describe one table alone, would not be read: "
            f"{names}. Put them into the items of the list or into {DEFAULTS}, "
            f"or set {PREFIX}{several} to an empty list."
        )
    if not several and "name" not in one and (one or not {"tables", "manifests"} & values.keys()):
        yield NO_TABLE


def unused(values: Values) -> t.Iterator[str]:
    """Return warnings about variables that have no effect because another one is missing."""
    if "manifests" not in values:
        for name in OF_MANIFESTS:
            if values.get(name):
                yield f"{PREFIX}{name} has no effect without {PREFIX}manifests"


def calls_of(values: Values, manifests: t.Sequence[Options], overrides: Values) -> tuple[list[Call], list[str]]:
    """Return the calls, and messages about wrong items in the list of tables.

    ``manifests`` are the tables of manifests, by Region. ``overrides`` replace the options from variables; null removes
    an option.
    """
    faults: list[str] = []
    calls: dict[str, Call] = {}
    defaults = _options(values.get("table_defaults", {}), DEFAULTS, faults)
    for region, table, place in (*_listed(values, faults), *_from_manifests(manifests, values)):
        call = calls.setdefault(region, Call(region, [], []))
        merged = {**defaults, **table, **overrides}
        call.tables.append({name: value for name, value in merged.items() if not is_blank(value)})
        call.places.append(place._replace(defaults=frozenset(defaults) - frozenset(table)))
    return [*calls.values()], faults


def _one(values: Values) -> Options:
    return {name: values[name] for name in TABLE if name in values}


def _several(values: Values) -> str:
    """Return the name of the variable that describes several tables, or ``""``; an empty list describes none."""
    return next((name for name in ("tables", "manifests") if values.get(name)), "")


def _listed(values: Values, faults: list[str]) -> t.Iterator[tuple[str, Options, Place]]:
    region = str(values.get("region", ""))
    if not _several(values) and _one(values):
        yield region, _one(values), ONE_TABLE
    for number, item in enumerate(values.get("tables", ())):
        place = f"{TABLES}[{number}]"
        yield region, _options(item, place, faults), Place(place)


def _from_manifests(regions: t.Sequence[Options], values: Values) -> t.Iterator[tuple[str, Options, Place]]:
    for each in regions:
        for table in each["tables"]:
            yield (
                each["region"] or str(values.get("region", "")),
                table,
                Place(f"the manifest of {table['name']}", ": ", manifest=True),
            )


def _options(item: t.Any, place: str, faults: list[str]) -> Options:
    """Return the options of one item; values that are text are converted, as in variables."""
    try:
        options: Options = dict(typed(item, "dict"))
    except ValueError as error:
        faults.append(f"{place}: {error}")
        # With this name, the table is not also reported as one without a name.
        return {"name": place}
    for name, kind in TABLE.items():
        if isinstance(options.get(name), str) and not is_blank(options[name]):
            options[name] = _read(options[name], kind, f"{place}.{name}", faults)
    return options


def _read(text: str, kind: Type, place: str, faults: list[str]) -> t.Any:
    try:
        return typed(text, kind)
    except ValueError as error:
        faults.append(f"{place}: {error}")
        return None
