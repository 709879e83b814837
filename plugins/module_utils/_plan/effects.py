# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Whether a call has taken effect, for when its answer was lost on the way."""

from __future__ import annotations

import typing as t

from .._observed.model import DELETING, Unknown
from .._spec.model import Encryption
from . import requests
from .changes import same_encryption

if t.TYPE_CHECKING:
    from .._observed.model import Observed
    from .._spec.model import Index
    from .model import Operation

Part = t.Mapping[str, t.Any]


def took_effect(operation: Operation, observed: Observed | None, planned: Observed | None = None) -> bool:
    """Tell whether the table shows all that a call on the whole table asks for; ``planned`` is how the plan found it.

    Plans send nothing that is there already, so what is there now came with the call, or with somebody else's like it.
    The calls beside them may simply be made again.
    """
    if operation.operation == "DeleteTable":
        return observed is None or observed.status == DELETING
    if observed is None or observed.status == DELETING:
        return False
    if operation.operation != "UpdateTable":
        return operation.operation == "CreateTable"
    request = dict(operation.request)
    types = {item["AttributeName"]: item["AttributeType"] for item in request.pop("AttributeDefinitions", ())}
    updates = request.pop("GlobalSecondaryIndexUpdates", ())
    shown = all(
        _index_shows(kind, body, types, observed, planned) for update in updates for kind, body in update.items()
    )
    return shown and _table_shows(request, observed, planned)


def _table_shows(request: Part, observed: Observed, planned: Observed | None) -> bool:
    settings = observed.settings
    shown = {
        "BillingMode": settings.billing_mode,
        "ProvisionedThroughput": requests.throughput(settings.throughput) if settings.throughput else None,
        "TableClass": settings.table_class,
        "DeletionProtectionEnabled": settings.deletion_protection,
    }
    alone = {"StreamSpecification": _stream_shows, "SSESpecification": _encryption_shows}
    if not all(judge(request[name], observed, planned) for name, judge in alone.items() if name in request):
        return False
    return all(shown[name] == value for name, value in request.items() if name in shown)


def _stream_shows(request: Part, observed: Observed, planned: Observed | None) -> bool:
    """The stream to be turned off is off also where another one has taken its place."""
    before = planned.stream_arn if planned else ""
    if before and not request["StreamEnabled"] and observed.stream_arn not in ("", before):
        return True
    return observed.settings.stream is not None and requests.stream(observed.settings.stream) == request


def _encryption_shows(request: Part, observed: Observed, planned: Observed | None) -> bool:
    """A name that nobody may look up is judged by whether another key is shown than when the plan was made."""
    wanted = Encryption.with_key(request["Enabled"], request.get("KMSMasterKeyId"))
    verdict = same_encryption(wanted, observed)
    if isinstance(verdict, Unknown):
        return planned is not None and observed.settings.encryption != planned.settings.encryption
    return verdict


def _index_shows(
    kind: str, body: Part, types: t.Mapping[str, str], observed: Observed, planned: Observed | None
) -> bool:
    name = body["IndexName"]
    index = _index(name, observed)
    if kind == "Delete":
        return index is None or (planned is not None and _shape(name, observed) != _shape(name, planned))
    if index is None:
        return False
    # Warm throughput shows old values for minutes, so it is not judged.
    body = {member: value for member, value in body.items() if member != "WarmThroughput"}
    limits = {"OnDemandThroughput": dict(observed.limits.get(name, {}))}
    shown = requests.index(index, limits)
    found = observed.settings.attribute_types()
    typed = kind != "Create" or all(
        found.get(key.attribute_name) == types.get(key.attribute_name) for key in index.keys
    )
    return typed and all(shown.get(member) == value for member, value in body.items())


def _index(name: str, observed: Observed) -> Index | None:
    return next((index for index in observed.settings.global_indexes or () if index.name == name), None)


def _shape(name: str, observed: Observed) -> object:
    """What an index cannot change: who finds another shape finds another index."""
    index = _index(name, observed)
    if index is None:
        return None
    types = observed.settings.attribute_types()
    return (index.keys, requests.projection(index.projection), [types.get(key.attribute_name) for key in index.keys])
