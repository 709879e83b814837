# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Reading tables back: one, several or all of them, in the words of the specification."""

from __future__ import annotations

import typing as t

from .._aws.reading import ASPECTS, Reading, Wanted, read
from .result import outputs, spec_words, table_words

if t.TYPE_CHECKING:
    import concurrent.futures

    from .._aws.api import TableApi

Words = dict[str, t.Any]


def read_tables(
    api: TableApi, pool: concurrent.futures.Executor, names: t.Sequence[str] | None, prefix: str | None
) -> tuple[list[Words], list[str]]:
    """Return the named tables, or those whose name starts with ``prefix``, or all, sorted by name; and warnings.

    A table that is not there, or goes away meanwhile, is left out.
    """
    chosen = api.list_tables() if names is None else sorted(set(names))
    chosen = [name for name in chosen if name.startswith(prefix or "")]
    readings = [read(api, name, Wanted(frozenset(ASPECTS)), pool) for name in chosen]
    found = [reading for reading in readings if reading.observed]
    warnings = [
        f"{reading.observed.name}: {aspect} is unknown: {reason}"
        for reading in found
        if reading.observed
        for aspect, reason in reading.observed.unknown.items()
    ]
    return [_words(reading) for reading in found], warnings


def _words(reading: Reading) -> Words:
    name = reading.observed.name if reading.observed else ""
    return {"table": table_words(reading), "spec": spec_words(reading), "outputs": outputs(name, reading)}
