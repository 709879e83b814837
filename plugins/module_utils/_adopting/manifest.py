# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""From an adopted table to the AwsDynamodb manifest that leaves it as it is.

A manifest describes the whole resource, so one that cannot say a thing may turn it off. Such a table is written in the
other shape of manifests, or not at all, and each thing that a manifest leaves alone for want of a field is named.
"""

from __future__ import annotations

import typing as t

from .._manifests.model import camel
from .._manifests.reading import KIND, NEWEST_VERSION, SHARED_VERSION, is_newer
from .._settings.capacity.setting import BILLING_MODE
from .._settings.index import PROJECTION_TYPE
from .._settings.key_schema import HASH, KEY_TYPE, RANGE
from .._settings.keys.setting import ATTRIBUTE_TYPE
from .._settings.stream.setting import STREAM_VIEW_TYPE
from .._settings.table_class.setting import PREFIX as TABLE_CLASS
from .notes import mixed_modes

if t.TYPE_CHECKING:
    from .adoption import Adopted

Item = dict[str, t.Any]

OLDEST, OLDER, NEWEST = 1, 3, 5
VERSIONS = {
    1: "aws.project-planton.org/v1",
    2: "aws.openmcf.org/v1",
    3: SHARED_VERSION,
    4: SHARED_VERSION,
    5: NEWEST_VERSION,
}
PREFIXES = {
    "billing_mode": BILLING_MODE,
    "key_type": KEY_TYPE,
    "stream_view_type": STREAM_VIEW_TYPE,
    "table_class": TABLE_CLASS,
    "attribute_definitions": ATTRIBUTE_TYPE,
    "projection": PROJECTION_TYPE,
}
# Options that manifests have as parts of something, or not at all.
APART = (
    "tags",
    "point_in_time_recovery_enabled",
    "recovery_period_in_days",
    "contributor_insights_enabled",
    "contributor_insights_mode",
    "contributor_insights_indexes",
)
# How a reading tells that nobody can have turned the thing on.
NOT_OFFERED = "is not offered by the endpoint"


class Untold(t.NamedTuple):
    """A thing that a manifest does not say: what it is, and which one it is here."""

    what: str
    detail: str = ""


class Written(t.NamedTuple):
    """The manifest of a table, none if no generation can hold it; ``untold`` is what it does not say.

    ``refused`` is why the generation that was asked for was not taken.
    """

    document: Item | None
    generation: int
    untold: tuple[Untold, ...] = ()
    refused: tuple[str, ...] = ()


def manifest_of(table: Adopted, generation: int = OLDER) -> Written:
    """Return the manifest in the generation that is asked for, or else in one of the other shape."""
    refused = tuple(_refusals(table, generation))
    taken = generation
    if refused:
        taken = OLDER if generation > OLDER else NEWEST
        if tuple(_refusals(table, taken)):
            return Written(None, generation, refused=refused)
    return Written(_document(table, taken), taken, tuple(_untold(table, taken)), refused)


def _refusals(table: Adopted, generation: int) -> t.Iterator[str]:
    """Return what a manifest of that generation would change, because it has no words for how it is."""
    for aspect, reason in table.unknown.items():
        if aspect != "tags" and NOT_OFFERED not in str(reason):
            yield f"what is not known of a table would be turned off, and {aspect} could not be read"
    yield from _newer_refusals(table.spec) if generation > OLDER else _older_refusals(table.options)


def _older_refusals(options: Item) -> t.Iterator[str]:
    for index in options.get("global_secondary_indexes") or ():
        kinds = [key["key_type"] for key in index["key_schema"]]
        if kinds not in ([HASH], [HASH, RANGE]):
            yield f"index {index['name']} has several attributes in a part of its key"


def _newer_refusals(spec: t.Mapping[str, t.Any]) -> t.Iterator[str]:
    if spec.get("contributor_insights_indexes") and not spec.get("contributor_insights_enabled"):
        yield "contributor insights are on for indexes and off for the table"
    if mixed_modes(spec):
        yield "contributor insights of the table and of its indexes have different modes"
    if spec.get("point_in_time_recovery_enabled") and not spec.get("recovery_period_in_days"):
        yield "the endpoint does not tell the recovery period"


def _untold(table: Adopted, generation: int) -> t.Iterator[Untold]:
    """Return what the manifest leaves alone; whoever makes the table anew from it will miss it."""
    options = table.options
    if "tags" in options:
        yield Untold("tags", ", ".join(f"{key}={value}" for key, value in options["tags"].items()))
    if generation > OLDER:
        return
    if "recovery_period_in_days" in options:
        yield Untold("the recovery period", f"{options['recovery_period_in_days']} days")
    if "contributor_insights_mode" in options or mixed_modes(table.spec):
        yield Untold("the mode of contributor insights", options.get("contributor_insights_mode", ""))
    if "contributor_insights_indexes" in options:
        yield Untold("contributor insights of indexes", ", ".join(options["contributor_insights_indexes"]))


def _document(table: Adopted, generation: int) -> Item:
    version = VERSIONS[generation]
    region = {"region": table.region} if generation >= OLDER and table.region else {}
    spec = {**region, **(_newer if generation > OLDER else _older)(table.options, generation)}
    # Two shapes share an apiVersion; a field that only one of them has tells which this is.
    if generation > OLDER and not is_newer(version, spec):
        spec["pointInTimeRecovery"] = {"enabled": False}
    return {"apiVersion": version, "kind": KIND, "metadata": {"name": table.name}, "spec": spec}


def _older(options: Item, generation: int) -> Item:
    names = ("point_in_time_recovery_enabled", "contributor_insights_enabled")
    return _common(options, generation) | {camel(name): True for name in names if name in options}


def _newer(options: Item, generation: int) -> Item:
    spec = _common(options, generation)
    for index in spec.get("localSecondaryIndexes") or ():
        (index["rangeKey"],) = (key["attributeName"] for key in index.pop("keySchema") if key["keyType"] == RANGE)
    key = (spec.get("serverSideEncryption") or {}).get("kmsKeyArn")
    if key:
        spec["serverSideEncryption"]["kmsKeyArn"] = {"value": key}
    if "point_in_time_recovery_enabled" in options:
        days = options.get("recovery_period_in_days")
        spec["pointInTimeRecovery"] = {"enabled": True, **({"recoveryPeriodInDays": days} if days else {})}
    if "contributor_insights_enabled" in options:
        more = {"mode": "contributor_insights_mode", "gsiIndexNames": "contributor_insights_indexes"}
        given = {field: options[name] for field, name in more.items() if name in options}
        spec["contributorInsights"] = {"enabled": True, **given}
    return spec


def _common(options: Item, generation: int) -> Item:
    return {camel(name): _spelled(value, name, generation) for name, value in options.items() if name not in APART}


def _spelled(value: t.Any, name: str, generation: int) -> t.Any:
    """Return a value with the field names and the names of enumerations as that generation has them."""
    if isinstance(value, list):
        return [_spelled(item, name, generation) for item in value]
    if isinstance(value, dict):
        return {
            camel(field): _spelled(item, name if field == "type" else field, generation)
            for field, item in value.items()
        }
    return _enumerated(value, PREFIXES[name], generation) if name in PREFIXES and isinstance(value, str) else value


def _enumerated(value: str, prefix: str, generation: int) -> str:
    if generation == OLDEST:
        return f"{prefix}{value}"
    return (
        "KEYS_ONLY_PROJECTION" if (prefix, value) == (PROJECTION_TYPE, "KEYS_ONLY") and generation <= OLDER else value
    )
