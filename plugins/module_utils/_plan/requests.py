# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The parts that requests are made of, in the API's own words."""

from __future__ import annotations

import typing as t

from .._spec.model import PROVISIONED

if t.TYPE_CHECKING:
    from .._spec.model import Attribute, Encryption, Index, Key, Projection, Recovery, Settings, Stream, Throughput, Ttl

Part = dict[str, t.Any]


def definitions(attributes: t.Iterable[Attribute]) -> list[Part]:
    """Return AttributeDefinitions, sorted so that the same table always gives the same request."""
    return [{"AttributeName": item.name, "AttributeType": item.type} for item in sorted(attributes)]


def key_schema(keys: t.Iterable[Key]) -> list[Part]:
    """Return KeySchema."""
    return [{"AttributeName": key.attribute_name, "KeyType": key.key_type} for key in keys]


def projection(value: Projection) -> Part:
    """Return Projection; NonKeyAttributes may be there for INCLUDE only."""
    part: Part = {"ProjectionType": value.type}
    if value.non_key_attributes:
        part["NonKeyAttributes"] = sorted(value.non_key_attributes)
    return part


def throughput(value: Throughput) -> Part:
    """Return ProvisionedThroughput."""
    return {"ReadCapacityUnits": value.read, "WriteCapacityUnits": value.write}


def index(value: Index, kept: t.Mapping[str, t.Any] | None = None) -> Part:
    """Return an index as CreateTable and the Create action of UpdateTable take it, with what it keeps beside."""
    part: Part = {
        "IndexName": value.name,
        "KeySchema": key_schema(value.keys),
        "Projection": projection(value.projection),
    }
    if value.throughput:
        part["ProvisionedThroughput"] = throughput(value.throughput)
    return {**part, **(kept or {})}


def stream(value: Stream) -> Part:
    """Return StreamSpecification; a view type is refused when the stream is turned off."""
    return {"StreamEnabled": True, "StreamViewType": value.view_type} if value.enabled else {"StreamEnabled": False}


def encryption(value: Encryption) -> Part:
    """Return SSESpecification; no key means the AWS managed one."""
    if not value.enabled:
        return {"Enabled": False}
    part: Part = {"Enabled": True, "SSEType": "KMS"}
    if value.kms_key:
        part["KMSMasterKeyId"] = value.kms_key
    return part


def time_to_live(value: Ttl) -> Part:
    """Return TimeToLiveSpecification; the attribute is wanted even to turn it off."""
    return {"Enabled": value.enabled, "AttributeName": value.attribute_name}


def recovery(value: Recovery) -> Part:
    """Return PointInTimeRecoverySpecification; a period is refused when recovery is turned off."""
    part: Part = {"PointInTimeRecoveryEnabled": bool(value.enabled)}
    if value.enabled and value.days is not None:
        part["RecoveryPeriodInDays"] = value.days
    return part


def tags(values: t.Mapping[str, str]) -> list[Part]:
    """Return Tags, sorted by key."""
    return [{"Key": key, "Value": value} for key, value in sorted(values.items())]


def create_table(name: str, settings: Settings, kept: t.Mapping[str, Part] | None = None) -> Part:
    """Return the request of CreateTable: all that it can hold, and nothing that is the default anyway.

    Every index belongs here: built with the table it takes seconds, later many minutes. ``kept`` is what the table, by
    an empty name, and its indexes have beside the settings.
    """
    kept = kept or {}
    request: Part = {
        "TableName": name,
        "AttributeDefinitions": definitions(settings.attributes or ()),
        "KeySchema": key_schema(settings.keys or ()),
        "BillingMode": settings.billing_mode,
    }
    if settings.billing_mode == PROVISIONED and settings.throughput:
        request["ProvisionedThroughput"] = throughput(settings.throughput)
    if settings.global_indexes:
        ordered = sorted(settings.global_indexes, key=_name)
        request["GlobalSecondaryIndexes"] = [index(item, kept.get(item.name)) for item in ordered]
    if settings.local_indexes:
        local = (item._replace(throughput=None) for item in settings.local_indexes)
        request["LocalSecondaryIndexes"] = [index(item) for item in sorted(local, key=_name)]
    return {**request, **_optional_parts(settings), **kept.get("", {})}


def _name(value: Index) -> str:
    """The order in which indexes are sent means nothing; the same table gives the same request."""
    return value.name


def _optional_parts(settings: Settings) -> Part:
    request: Part = {}
    if settings.stream and settings.stream.enabled:
        request["StreamSpecification"] = stream(settings.stream)
    if settings.encryption and settings.encryption.enabled:
        request["SSESpecification"] = encryption(settings.encryption)
    if settings.table_class and settings.table_class != "STANDARD":
        request["TableClass"] = settings.table_class
    if settings.deletion_protection:
        request["DeletionProtectionEnabled"] = True
    if settings.tags:
        request["Tags"] = tags(settings.tags)
    return request
