# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""From the options of the modules, in any accepted spelling, to a desired table."""

from __future__ import annotations

import typing as t

from .model import (
    PROVISIONED,
    Attribute,
    Desired,
    Encryption,
    Index,
    Insights,
    Key,
    Projection,
    Recovery,
    Settings,
    Stream,
    Throughput,
    Ttl,
)

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Options = t.Mapping[str, t.Any]

# The resource prefixes every enumeration value with the name of its enumeration.
BILLING_MODE = "BILLING_MODE_"
ATTRIBUTE_TYPE = "ATTRIBUTE_TYPE_"
KEY_TYPE = "KEY_TYPE_"
STREAM_VIEW_TYPE = "STREAM_VIEW_TYPE_"
PROJECTION_TYPE = "PROJECTION_TYPE_"
TABLE_CLASS = "TABLE_CLASS_"


def bare(value: str | None, prefix: str) -> str | None:
    """Return the AWS spelling of an enumeration value; the zero value (``..._UNSPECIFIED``) and ``""`` are unset."""
    text = (value or "").removeprefix(prefix)
    return None if text in ("", "UNSPECIFIED") else text


def desired_from_options(options: Options) -> Desired:
    """Build the desired table from module options.

    Values that break a rule are carried over as they are: validation reports them, all at once.
    """
    return Desired(
        name=options["name"],
        settings=settings_from_options(options),
        state=options.get("state") or "present",
        purge_tags=options.get("purge_tags") is not False,
        replacement=options.get("replacement") or "never",
        force=bool(options.get("force")),
        backup_before_delete=bool(options.get("backup_before_delete")),
    )


def settings_from_options(options: Options) -> Settings:
    """Build the settings that the options name; an option that is left out stays ``None``."""
    billing_mode = bare(options.get("billing_mode"), BILLING_MODE)
    return Settings(
        billing_mode=billing_mode,
        attributes=_each(options.get("attribute_definitions"), _attribute),
        keys=_optional(options.get("key_schema"), _keys),
        throughput=_throughput(options.get("provisioned_throughput"), billing_mode),
        global_indexes=_indexes(options.get("global_secondary_indexes"), billing_mode),
        local_indexes=_indexes(options.get("local_secondary_indexes"), billing_mode),
        ttl=_optional(options.get("ttl"), _ttl),
        stream=_stream(options),
        recovery=_recovery(options),
        encryption=_optional(options.get("server_side_encryption"), _encryption),
        table_class=bare(options.get("table_class"), TABLE_CLASS),
        deletion_protection=options.get("deletion_protection_enabled"),
        insights=_insights(options),
        tags=_optional(options.get("tags"), _tags),
    )


_T = t.TypeVar("_T")


def _optional(value: t.Any, build: t.Callable[[t.Any], _T]) -> _T | None:
    return None if value is None else build(value)


def _each(items: Iterable[Options] | None, build: t.Callable[[Options], _T]) -> tuple[_T, ...] | None:
    return None if items is None else tuple(build(item) for item in items)


def _attribute(item: Options) -> Attribute:
    return Attribute(item.get("name") or "", bare(item.get("type"), ATTRIBUTE_TYPE) or "")


def _keys(items: Iterable[Options] | None) -> tuple[Key, ...]:
    return tuple(
        Key(item.get("attribute_name") or "", bare(item.get("key_type"), KEY_TYPE) or "") for item in items or ()
    )


def _throughput(item: Options | None, billing_mode: str | None) -> Throughput | None:
    """Return the capacity; nothing at all means "none", and so does 0/0, as in the resource.

    Beside PROVISIONED, which cannot do without, 0/0 is carried over: the rules report it.
    """
    capacity = item or {}
    read, write = capacity.get("read_capacity_units"), capacity.get("write_capacity_units")
    zeros = billing_mode == PROVISIONED and (read, write) != (None, None)
    return Throughput(read or 0, write or 0) if zeros and not (read or write) else _given(read, write)


def _given(read: int | None, write: int | None) -> Throughput | None:
    return Throughput(read, write) if read or write else None


def _projection(item: Options | None) -> Projection:
    projection = item or {}
    names = tuple(name or "" for name in projection.get("non_key_attributes") or ())
    return Projection(bare(projection.get("type"), PROJECTION_TYPE) or "", names)


def _indexes(items: Iterable[Options] | None, billing_mode: str | None) -> tuple[Index, ...] | None:
    return _each(items, lambda item: _index(item, billing_mode))


def _index(item: Options, billing_mode: str | None) -> Index:
    return Index(
        name=item.get("name") or "",
        keys=_keys(item.get("key_schema")),
        projection=_projection(item.get("projection")),
        throughput=_throughput(item.get("provisioned_throughput"), billing_mode),
    )


def _ttl(item: Options) -> Ttl:
    return Ttl(bool(item.get("enabled")), item.get("attribute_name") or None)


def _stream(options: Options) -> Stream | None:
    enabled, view = options.get("stream_enabled"), bare(options.get("stream_view_type"), STREAM_VIEW_TYPE)
    return None if enabled is None and view is None else Stream(enabled, view)


def _recovery(options: Options) -> Recovery | None:
    enabled, days = options.get("point_in_time_recovery_enabled"), options.get("recovery_period_in_days")
    return None if enabled is None and days is None else Recovery(enabled, days)


def _encryption(item: Options) -> Encryption:
    return Encryption.with_key(bool(item.get("enabled")), item.get("kms_key_arn"))


def _insights(options: Options) -> Insights | None:
    enabled = options.get("contributor_insights_enabled")
    mode = options.get("contributor_insights_mode") or None
    indexes = options.get("contributor_insights_indexes")
    if enabled is None and mode is None and indexes is None:
        return None
    return Insights(enabled, mode, _optional(indexes, _names))


def _names(items: Iterable[t.Any]) -> tuple[str, ...]:
    """Return names whose order and number mean nothing."""
    return tuple(sorted({str(item or "") for item in items}))


def _tags(items: Mapping[t.Any, t.Any]) -> dict[str, str]:
    """Return the tags as text: numbers and booleans become strings, as in every AWS module."""
    scalars = (str, int, float, bool)
    return {str(key): str(value) if isinstance(value, scalars) else value for key, value in items.items()}
