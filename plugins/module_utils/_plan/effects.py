# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Whether a call has taken effect, for when its answer was lost on the way."""

from __future__ import annotations

import typing as t

from .._observed.model import DELETING
from . import requests

if t.TYPE_CHECKING:
    from .._observed.model import Observed
    from .model import Operation


def took_effect(operation: Operation, observed: Observed | None) -> bool:
    """Tell whether the table shows all that a call of the UpdateTable chain asks for.

    Plans send nothing that is there already, so what is there now came with the call, or with somebody else's like it.
    The calls beside the chain may simply be made again.
    """
    if operation.operation == "DeleteTable":
        return observed is None or observed.status == DELETING
    if observed is None or observed.status == DELETING:
        return False
    if operation.operation != "UpdateTable":
        return operation.operation == "CreateTable"
    request = dict(operation.request)
    updates = request.pop("GlobalSecondaryIndexUpdates", ())
    return all(_index_shows(action, observed) for update in updates for action in update.items()) and _table_shows(
        request, observed
    )


def _table_shows(request: t.Mapping[str, t.Any], observed: Observed) -> bool:
    settings = observed.settings
    shown = {
        "BillingMode": settings.billing_mode,
        "ProvisionedThroughput": requests.throughput(settings.throughput) if settings.throughput else None,
        "StreamSpecification": requests.stream(settings.stream) if settings.stream else None,
        "SSESpecification": requests.encryption(settings.encryption) if settings.encryption else None,
        "TableClass": settings.table_class,
        "DeletionProtectionEnabled": settings.deletion_protection,
    }
    return all(shown[name] == value for name, value in request.items() if name in shown)


def _index_shows(action: tuple[str, t.Mapping[str, t.Any]], observed: Observed) -> bool:
    kind, body = action
    indexes = {index.name: index for index in observed.settings.global_indexes or ()}
    index = indexes.get(body["IndexName"])
    if index is None:
        return kind == "Delete"
    shown = requests.index(index)
    return kind != "Delete" and all(shown.get(name) == value for name, value in body.items())
