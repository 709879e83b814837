# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The task ``adopt``: reads existing tables, and returns the files that describe them."""

from __future__ import annotations

import os
import typing as t

from ansible.errors import AnsibleFilterError

from ..filter.adoption_files import adoption_files
from ._adopting import FORMATS
from ._table_outcome import refusal
from ._task_context import TABLE_INFO, Context, Options
from ._variable_names import ADOPT, CONNECTION, PREFIX


def adopt(context: Context) -> Options:
    """Return the files, and the directory on the controller for them."""
    variables = context.variables
    variables.check_names()
    values = variables.read({**CONNECTION, **ADOPT})
    faults = list(variables.faults)
    if faults:
        return refusal(faults)
    names, regions = words(values.get("adopt_names")), words(values.get("adopt_regions"))
    warnings: list[t.Any] = []
    tables = [*_tables(context, values, names, regions or [str(values.get("region", ""))], faults, warnings)]
    # Tables with masked values are refused first; otherwise their masked names would be reported as missing tables.
    files = [] if faults else _files(values, tables, faults, by_region=bool(regions))
    missing = [name for name in names if name not in {table["spec"]["name"] for table in tables}]
    if missing and not faults:
        faults.append(f"There is no table {', '.join(missing)}. See {PREFIX}adopt_names.")
    if faults:
        return refusal(faults)
    place = directory(values, context.host)
    return {"changed": False, "files": files, "directory": place, "warnings": warnings}


def words(value: t.Any) -> list[str]:
    """Return a list of words without repetitions, from a list or, as surveys give it, from text with commas."""
    items = value if isinstance(value, (list, tuple)) else [] if value is None else [value]
    found = (part.strip() for item in items for part in str(item).split(","))
    return list(dict.fromkeys(word for word in found if word))


def directory(values: t.Mapping[str, t.Any], host: str) -> str:
    """Return the directory for the files, below the working directory, with a subdirectory for each remote host.

    Ansible would take a relative path as relative to the playbook, which is in the installed collection.
    """
    place = os.path.expanduser(str(values.get("adopt_directory", "adopted")))
    return os.path.join(os.getcwd(), place, *([host] if host != "localhost" else []))


def _tables(
    context: Context, values: Options, names: list[str], regions: list[str], faults: list[str], warnings: list[t.Any]
) -> t.Iterator[Options]:
    options: Options = {"unmanaged": True, "other_regions": True}
    if names:
        options["names"] = names
    if "adopt_prefix" in values:
        options["prefix"] = values["adopt_prefix"]
    for region in regions:
        answer = context.run_module(TABLE_INFO, options, values, region)
        if answer.get("failed") or "tables" not in answer:
            where = f"Region {region}: " if region else ""
            faults.append(f"{where}{answer.get('msg') or 'the module gave no answer'}")
        warnings += answer.get("warnings") or ()
        yield from answer.get("tables") or ()


def _files(values: Options, tables: list[Options], faults: list[str], *, by_region: bool) -> list[Options]:
    try:
        return adoption_files(
            tables,
            formats=words(values.get("adopt_formats")) or list(FORMATS),
            one_file=values.get("adopt_one_file", False),
            by_region=by_region,
            generation=values.get("adopt_generation", "G3"),
            tags=values.get("adopt_tags", {}),
        )
    except AnsibleFilterError as error:
        faults.append(str(error))
        return []
