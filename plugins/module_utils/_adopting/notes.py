# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What a table has and no option describes: one line each, for people."""

from __future__ import annotations

import typing as t

from .._fields.told import in_order
from .._settings.adoptings import ADOPTINGS
from .._settings.beside import LEGACY_GLOBAL

Words = t.Mapping[str, t.Any]
Lines = t.Iterator[str]

OF_AWS = "aws:"
STACK = "aws:cloudformation:stack-name"
OF_STACKS = "aws:cloudformation:"


def beyond_options(found: Words) -> Lines:
    """Return the lines of one table that dynamodb_table_info found."""
    table = found.get("table") or {}
    yield from _owners(table.get("tags") or {})
    yield from (told.what for told in in_order(*(each.notes(found["spec"]) for each in ADOPTINGS)))
    yield from _global_table(table)
    backup = (table.get("archival_summary") or {}).get("archival_backup_arn")
    if backup:
        yield f"the table was archived to the backup {backup}"


def owning_stack(tags: Words) -> str:
    """Return the name of the CloudFormation stack that made a table, by the tags of the table; empty if none did."""
    return str(tags.get(STACK) or "")


def _owners(tags: Words) -> Lines:
    """Tell of the tags that AWS itself has set: nobody else can write them, and a stack owns what it has tagged."""
    stack = owning_stack(tags)
    if stack:
        yield f"the CloudFormation stack {stack} owns the table: its next update may undo what is changed here"
    others = [key for key in tags if key.lower().startswith(OF_AWS) and not (stack and key.startswith(OF_STACKS))]
    if others:
        yield f"tags of AWS itself: {listed(f'{key}={tags[key]}' for key in others)}"


def _global_table(table: Words) -> Lines:
    if table.get("global_table_version") == LEGACY_GLOBAL:
        yield f"place in a global table of version {LEGACY_GLOBAL}, which does not show its replicas here"


def listed(names: t.Iterable[t.Any]) -> str:
    """Return names as a sentence has them, sorted."""
    return ", ".join(sorted(str(name) for name in names))
