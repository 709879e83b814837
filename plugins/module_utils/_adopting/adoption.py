# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""From a table as it was read to the fewest options that describe it."""

from __future__ import annotations

import typing as t

from .._settings.adoptings import ADOPTINGS
from .._settings.catalog import ENTRIES
from .doubts import unread, unsettled
from .notes import beyond_options, owning_stack

Words = t.Mapping[str, t.Any]
Options = dict[str, t.Any]

DELETING = "DELETING"
DEFAULTS = {name: value for entry in ENTRIES for name, value in {**entry.options, **entry.usual}.items()}
# What a table has of which nothing is said, in the order in which options are written.


class Adopted(t.NamedTuple):
    """A table as it was found: its place, the options that describe it, and ``notes`` of what none describes.

    ``unsettled`` is what was changing or had failed, ``unread`` what could not be read, and ``stack`` the stack of
    CloudFormation that owns the table. ``spec`` is all that was read, in the words of the specification, and
    ``unknown`` what could not be read and why.
    """

    name: str
    region: str
    account: str
    options: Options
    notes: tuple[str, ...]
    unsettled: tuple[str, ...]
    unread: tuple[str, ...]
    stack: str
    spec: Words
    unknown: Words


def adopted(found: Words) -> Adopted:
    """Return what dynamodb_table_info found of one table, fit to be written down."""
    spec, table = _as_meant(found), found.get("table") or {}
    found = {**found, "spec": spec}
    region, account = place_of(str(table.get("table_arn") or ""))
    return Adopted(
        name=spec["name"],
        region=region,
        account=account,
        options=fewest(spec),
        notes=tuple(beyond_options(found)),
        unsettled=tuple(unsettled(found)),
        unread=tuple(unread(found)),
        stack=owning_stack(table.get("tags") or {}),
        spec=spec,
        unknown=table.get("unknown") or {},
    )


def place_of(arn: str) -> tuple[str, str]:
    """Return the region and the account of an ARN, empty where there is none."""
    parts = [*arn.split(":"), *[""] * 5]
    return parts[3], parts[4]


def _as_meant(found: Words) -> Words:
    """Return the spec in the words that describe the table best."""
    spec = dict(found["spec"])
    for each in ADOPTINGS:
        spec |= each.meant(spec, found)
    return spec


def adoptable(found: t.Iterable[Words], tags: Words) -> list[Words]:
    """Return the tables that have all of these tags, sorted by name, without those that are being deleted."""
    chosen = [each for each in found if _status(each) != DELETING and has_tags(each, tags)]
    return sorted(chosen, key=lambda each: str(each["spec"]["name"]))


def has_tags(found: Words, tags: Words) -> bool:
    """Tell whether a table has all of these tags."""
    own = found["spec"].get("tags") or {}
    return all(own.get(str(key)) == str(value) for key, value in tags.items())


def fewest(spec: Words) -> Options:
    """Return the options without the name, and without those that say what a table is without them."""
    given = ((name, spec.get(name), default) for name, default in DEFAULTS.items())
    options = {name: value for name, value, default in given if value is not None and value != default}
    for each in ADOPTINGS:
        options |= each.fewest(options, DEFAULTS)
    return options


def _status(found: Words) -> str:
    return str((found.get("table") or {}).get("table_status") or "")
