# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""AWS::DynamoDB::Table as options."""

from __future__ import annotations

import functools
import typing as t

from .notes import Options
from .options import PAY_PER_REQUEST, PROVISIONED, Draft, put, said
from .places import Place, put_insights
from .properties import (
    insights,
    kinesis,
    leave_tags,
    on_demand,
    policy,
    provisioned,
    put_tags,
    read_keys,
    read_stream,
    recovery,
    tags,
    ttl,
    warm,
)
from .reading import Part

NO_CAPACITY = "an on-demand table has no capacity"


def read_billing(draft: Draft, part: Part) -> None:
    """Put the billing mode, which is PROVISIONED if none is said."""
    mode = draft.notes.attempt(lambda: part.text("BillingMode"))
    draft.billing_mode = (mode or PROVISIONED) if mode is not None else ""
    draft.put("billing_mode", draft.billing_mode or None)


def read_table(draft: Draft, part: Part, of_stack: dict[str, str] | None) -> None:
    """Put the options of a table; ``of_stack`` are the tags of its stack, if they are known."""
    attempt = draft.notes.attempt
    part.skip("TableName")
    read_billing(draft, part)
    if draft.billing_mode == PAY_PER_REQUEST:
        part.leave("ProvisionedThroughput", NO_CAPACITY, "remove it there")
    else:
        draft.put("provisioned_throughput", attempt(lambda: provisioned(part)))
    draft.put("on_demand_throughput", attempt(lambda: on_demand(part)))
    draft.put("warm_throughput", attempt(lambda: warm(part)))
    indexes = read_keys(draft, part, lambda index, of: _throughput(draft, index, of))
    _read_insights(draft, part, indexes)
    stream = read_stream(draft, part)
    draft.put("stream_resource_policy", attempt(lambda: policy(stream)))
    leave_tags(stream)
    draft.put("table_class", attempt(lambda: part.text("TableClass")) or None)
    draft.put("deletion_protection_enabled", attempt(lambda: part.flag("DeletionProtectionEnabled")))
    draft.put("server_side_encryption", attempt(lambda: _encryption(part)))
    draft.put("ttl", attempt(lambda: ttl(part)))
    draft.options.update(attempt(lambda: recovery(part)) or {})
    draft.put("kinesis_streaming_destinations", attempt(lambda: kinesis(part)))
    draft.put("resource_policy", attempt(lambda: policy(part)))
    put_tags(draft, tags(part, draft.notes), of_stack)
    hint = "to make it anew from S3, use the option import_from"
    part.leave("ImportSourceSpecification", "says how the table was made, and the table is there", hint)


def _throughput(draft: Draft, index: Options, part: Part) -> None:
    if draft.billing_mode == PAY_PER_REQUEST:
        part.leave("ProvisionedThroughput", NO_CAPACITY, "remove it there")
    else:
        put(index, "provisioned_throughput", provisioned(part))
    put(index, "on_demand_throughput", on_demand(part))
    put(index, "warm_throughput", warm(part))


def _encryption(part: Part) -> Options | None:
    found = part.part("SSESpecification")
    if not found:
        return None
    found.skip("SSEType")
    key = found.text("KMSMasterKeyId")
    if not found.flag("SSEEnabled"):
        return {"enabled": False}
    return {"enabled": True, **said(kms_key_arn=key or None)}


def _read_insights(draft: Draft, part: Part, indexes: t.Sequence[Part]) -> None:
    place = Place(draft, draft.options, True)
    put_all_insights(place, [("", part), *((each.text("IndexName"), each) for each in indexes)])


def put_all_insights(place: Place, parts: t.Iterable[tuple[str, Part]]) -> None:
    """Put contributor insights of the table, whose name is empty here, and of its indexes."""
    notes = place.draft.notes
    found = [(name, part, notes.attempt(functools.partial(insights, part))) for name, part in parts]
    if any(said_there is None for _name, _part, said_there in found):
        # The list of indexes is exact, so it has to be known as a whole.
        return
    enabled = {name: (mode, part.path) for name, part, (on, mode) in found if on}
    put_insights(place, enabled, notes)
    if "" not in enabled and any(name == "" and on is False for name, _part, (on, _mode) in found):
        place.options["contributor_insights_enabled"] = False
