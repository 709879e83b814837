# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Reads what no option describes and a new table would lack; only a replacement needs this."""

from __future__ import annotations

import functools
import typing as t

from .._settings.beside import ATTACHMENTS

if t.TYPE_CHECKING:
    from .api import TableApi


def attachment_reads(api: TableApi, table: t.Mapping[str, t.Any]) -> dict[str, t.Callable[[], t.Any]]:
    """Return the calls that read the attachments of a table, by name."""
    return {name: functools.partial(api.read, way, table) for name, way in ATTACHMENTS.items()}
