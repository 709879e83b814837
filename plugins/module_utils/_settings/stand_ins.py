# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Texts in requests and documents that stand for ARNs, which only the table itself can tell."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from .setting import Answer

TABLE_ARN, STREAM_ARN = "__TABLE_ARN__", "__STREAM_ARN__"
# The member of DescribeTable that each of them stands for.
MEMBERS = {TABLE_ARN: "TableArn", STREAM_ARN: "LatestStreamArn"}
# Stands for the account in the ARN of a replica whose table is not there yet.
ACCOUNT = "__ACCOUNT__"


def filled(value: t.Any, arns: t.Mapping[str, str]) -> t.Any:
    """Return a value with the ARNs in place of the texts that stand for them, at any depth; unknown ones stay."""
    if isinstance(value, str):
        for text, arn in arns.items():
            value = value.replace(text, arn) if arn else value
        return value
    if isinstance(value, dict):
        return {name: filled(part, arns) for name, part in value.items()}
    return [filled(part, arns) for part in value] if isinstance(value, (list, tuple)) else value


def arns_of(table: Answer) -> dict[str, str]:
    """Return the ARNs that an answer of DescribeTable shows; AWS shows that of a stream after it was turned off."""
    found = {text: str(table.get(member) or "") for text, member in MEMBERS.items()}
    on = (table.get("StreamSpecification") or {}).get("StreamEnabled")
    return found if on else {**found, STREAM_ARN: ""}
