# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Reads what no option describes and a new table would lack; only a replacement needs this."""

from __future__ import annotations

import functools
import typing as t

from .._settings.beside import ATTACHMENTS, STREAM_POLICY
from .errors import ServiceError
from .verdicts import Verdict

if t.TYPE_CHECKING:
    from .._settings.setting import Read
    from .api import TableApi


def attachment_reads(api: TableApi, table: t.Mapping[str, t.Any]) -> dict[str, t.Callable[[], t.Any]]:
    """Return the calls that read the attachments of a table, by name."""
    calls: dict[str, t.Callable[[], t.Any]] = {
        name: functools.partial(api.read, way, table) for name, way in ATTACHMENTS.items() if name != STREAM_POLICY
    }
    if (table.get("StreamSpecification") or {}).get("StreamEnabled") and table.get("LatestStreamArn"):
        calls[STREAM_POLICY] = lambda: _of_stream(api, ATTACHMENTS[STREAM_POLICY], table["LatestStreamArn"])
    return calls


def _of_stream(api: TableApi, way: Read, arn: str) -> t.Any:
    """Return the policy of a stream; there is none if the endpoint does not know the stream, as some local engines."""
    try:
        return api.read(way, {"TableArn": arn})
    except ServiceError as error:
        if error.verdict is not Verdict.MISSING:
            raise
        return {}
