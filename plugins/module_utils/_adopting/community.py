# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""From arguments of community.aws.dynamodb_table and community.aws.dynamodb_ttl to options of dynamodb_table."""

from __future__ import annotations

import typing as t

from .._settings.throughput import PAY_PER_REQUEST, PROVISIONED
from .community_indexes import Refusal, attributes, capacity, index_options, keys, unknown

Arguments = t.Mapping[str, t.Any]
Options = dict[str, t.Any]

# Every AWS module has these, so they stay as they are.
CONNECTION = {
    *("region", "aws_region", "profile", "aws_profile", "endpoint_url", "aws_endpoint_url"),
    *("access_key", "aws_access_key_id", "aws_access_key", "secret_key", "aws_secret_access_key", "aws_secret_key"),
    *("session_token", "aws_session_token", "validate_certs", "aws_ca_bundle", "aws_config"),
    "debug_botocore_endpoint_logs",
}
# The name here of what has the same meaning there.
SAME = {
    "name": "name",
    "state": "state",
    "table_class": "table_class",
    "tags": "tags",
    "resource_tags": "tags",
    "purge_tags": "purge_tags",
    "wait": "wait",
    "wait_timeout": "wait_timeout",
    "wait_for_active_timeout": "wait_timeout",
}
# What a table that is to be deleted needs.
DELETION = {"name", "state", "wait", "wait_timeout"}
TRANSLATED = {
    *("hash_key_name", "hash_key_type", "range_key_name", "range_key_type", "indexes"),
    *("billing_mode", "read_capacity", "write_capacity"),
}
TTL = {"table_name", "state", "attribute_name"}
TTL_STATES = ("enable", "disable")


class Translation(t.NamedTuple):
    """Options, or what stands against them."""

    options: Options
    refusals: tuple[Refusal, ...]


def translated(arguments: Arguments, defaults: bool = True) -> Translation:
    """Return the options that arguments of either module stand for.

    With ``defaults``, what that module would have taken for granted when it made the table is said.
    """
    given = {name: value for name, value in arguments.items() if value is not None}
    refusals: list[Refusal] = []
    options = _of_ttl(given, refusals) if is_ttl(given) else _of_table(given, defaults, refusals)
    connection = {name: value for name, value in given.items() if name in CONNECTION}
    return Translation({**options, **connection}, tuple(refusals))


def is_ttl(arguments: Arguments) -> bool:
    """Tell arguments of dynamodb_ttl from those of dynamodb_table."""
    return bool({"table_name", "attribute_name"} & set(arguments))


def _of_ttl(given: Options, refusals: list[Refusal]) -> Options:
    refusals += unknown(_own(given), TTL)
    refusals += [Refusal(name, "is missing", "dynamodb_ttl needs it") for name in sorted(TTL - set(given))]
    state = str(given.get("state", TTL_STATES[0]))
    if state not in TTL_STATES:
        refusals.append(Refusal("state", f"'{state}' is none of dynamodb_ttl", f"use {' or '.join(TTL_STATES)}"))
    ttl = {"enabled": True, "attribute_name": given.get("attribute_name")}
    return {"name": given.get("table_name"), "ttl": ttl if state == "enable" else {"enabled": False}}


def _of_table(given: Options, defaults: bool, refusals: list[Refusal]) -> Options:
    refusals += unknown(_own(given), {*SAME, *TRANSLATED})
    if not given.get("name"):
        refusals.append(Refusal("name", "is missing", "dynamodb_table needs it"))
    options = {SAME[name]: value for name, value in given.items() if name in SAME}
    if options.get("state") == "absent":
        return {name: value for name, value in options.items() if name in DELETION}
    mode = given.get("billing_mode") or (PROVISIONED if defaults else None)
    return {**options, **_billing(given, mode, defaults, refusals), **_keys(given, mode, defaults, refusals)}


def _billing(given: Options, mode: str | None, defaults: bool, refusals: list[Refusal]) -> Options:
    """Return how the table is paid for; there, a capacity of an on-demand table is dropped when it is made."""
    if mode not in (None, PROVISIONED, PAY_PER_REQUEST):
        refusals.append(
            Refusal("billing_mode", f"'{mode}' is no billing mode", f"use {PROVISIONED} or {PAY_PER_REQUEST}")
        )
    words = {"billing_mode": mode} if mode else {}
    units = None if mode == PAY_PER_REQUEST else capacity(given, "", defaults, refusals)
    return {**words, **({"provisioned_throughput": units} if units else {})}


def _keys(given: Options, mode: str | None, defaults: bool, refusals: list[Refusal]) -> Options:
    indexes = index_options(given.get("indexes") or [], mode, defaults, refusals)
    named = [name for name in ("hash_key_name", "range_key_name") if given.get(name)]
    if "hash_key_name" not in named:
        if named or indexes:
            what = "range_key_name" if named else "indexes"
            hint = "give hash_key_name as well: here the key and the attributes of a table are given as a whole"
            refusals.append(Refusal(what, "says a part of the table's keys", hint))
        return {}
    return {"attribute_definitions": attributes(given, refusals), "key_schema": keys(given), **indexes}


def _own(given: Options) -> list[str]:
    """Return the names of what the task says of the table, in their order."""
    return [name for name in given if name not in CONNECTION]
