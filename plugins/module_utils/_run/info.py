# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Reading tables back: one, several or all of them, in the words of the specification."""

from __future__ import annotations

import concurrent.futures
import typing as t

from .._aws.errors import ServiceError, Verdict
from .._aws.reading import READS, Reading, Wanted, read
from .._settings.observed import Answers
from .._settings.states import DELETING
from .result import outputs, spec_words, table_words
from .starts import WORKERS
from .unmanaged import read_unmanaged

if t.TYPE_CHECKING:
    from .._aws.api import TableApi

Words = dict[str, t.Any]

# DescribeTimeToLive has the smallest bucket of all reads; more tables at a time would only wait for it.
TABLES = 4


def read_tables(
    api: TableApi, names: t.Sequence[str] | None, prefix: str | None, unmanaged: bool = False
) -> tuple[list[Words], list[str]]:
    """Return the named tables, or those whose name starts with ``prefix``, or all, sorted by name; and warnings.

    A table that is not there, or goes away meanwhile, is left out. With ``unmanaged``, what has an API of its own and
    no option is read too.
    """
    chosen = api.list_tables() if names is None else sorted(set(names))
    chosen = [name for name in chosen if name.startswith(prefix or "")]
    # Each table at work waits for its own reads, so those have a pool of their own.
    with (
        concurrent.futures.ThreadPoolExecutor(TABLES) as tables,
        concurrent.futures.ThreadPoolExecutor(WORKERS) as pool,
    ):
        readings = list(tables.map(lambda name: _read(api, name, pool), chosen))
        more = read_unmanaged(api, [reading.observed for reading in readings if reading.observed], pool, unmanaged)
    found = [reading for reading in readings if reading.observed]
    warnings = [
        f"{reading.observed.name}: {aspect} is unknown: {reason}"
        for reading in found
        if reading.observed
        for aspect, reason in reading.observed.unknown.items()
    ]
    warnings += [
        f"{name}: {aspect} is unknown: {reason}"
        for name, words in more.items()
        for aspect, reason in words["unmanaged"].get("unknown", {}).items()
    ]
    return [_words(reading) | more.get(reading.observed.name, {}) for reading in found if reading.observed], warnings


def _read(api: TableApi, name: str, pool: concurrent.futures.Executor) -> Reading:
    try:
        return read(api, name, Wanted(READS), pool)
    except ServiceError as error:
        if error.verdict not in (Verdict.MISSING, Verdict.BUSY):
            raise
        table = api.describe_table(name)
        if table and table.get("TableStatus") != DELETING:
            raise
        return Reading.of(Answers(table)) if table else Reading()


def _words(reading: Reading) -> Words:
    name = reading.observed.name if reading.observed else ""
    return {"table": table_words(reading), "spec": spec_words(reading), "outputs": outputs(name, reading)}
